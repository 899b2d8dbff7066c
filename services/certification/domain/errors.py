"""What certification refuses, and why.

InvalidError
├── InstitutionCodeError        the code is not one letter and twelve digits           CER-13
├── InconsistentResultError     a part is called passed without 60 marks               SCO-01
├── PartNotPostedError          the objection names a part that was not examined
└── ReasonMissingError          an objection or a decision gives no reason
ForbiddenError
└── OwnObjectionError           whoever lodged an objection does not decide it
NotFoundError
├── NoticeNotFoundError  ObjectionNotFoundError  CertificateNotFoundError
└── NotVerifiedError            number unknown or token wrong: one answer for both
ConflictError
├── HolidayNoticeMissingError   the State Council's notice of that year is not entered SCO-27
├── AlreadyKnownError           a batch is opened once, an application approved once
├── ResultAlreadyPostedError  NoticeEndedError  NoticeNotDueError                      SCO-27
├── ObjectionAlreadyDecidedError  ObjectionNotUpheldError  CorrectionRepeatedError
├── NothingToCorrectError       a part without a score has none to put right           SCO-09
├── NotReleasedError            only a released result leads on to a certificate       SCO-27
├── NotEntitledError            no certificate without both parts passed               SCO-02, DIS-31
├── CertificateAlreadyIssuedError  one certificate, one number                         CER-14
└── NumbersExhaustedError       six digits of serial are used up                       CER-13
NotYetError
├── CandidateUnknownError       the approval of this candidate has not come yet
├── BatchUnknownError           the opening of this batch has not come yet
├── ResultNotYetPostedError     the publication of this result has not come yet
└── CorrectionOutOfOrderError   an earlier correction has not come yet
"""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, NotYetError, SettledError


class InstitutionCodeError(InvalidError):
    """CER-13: an institution code is one capital letter and twelve digits."""

    says = "评价机构代码应为13位：1位大写英文字母加12位数字。"


class InconsistentResultError(InvalidError):
    """SCO-01: a part is passed only with 60 marks or more."""

    says = "成绩与结论不一致：没有达到60分的科目不能记为合格。"


class PartNotPostedError(InvalidError):
    """SCO-27: an objection is about a part whose result was posted."""

    says = "该考生没有参加此科目的报考，公示中没有这一科的成绩，不能提出异议。"


class ReasonMissingError(InvalidError):
    """SCO-27: an objection and a decision each give their reason."""

    says = "请写明理由。"


class OwnObjectionError(ForbiddenError):
    """SCO-27: whoever lodged an objection does not decide it."""

    says = "异议由您登记，须由另一位工作人员作出处理决定。"


class NoticeNotFoundError(NotFoundError):
    """SCO-27: no result of this application was posted."""

    says = "报名记录 {application_id} 没有公示中的成绩。"
    application_id: str


class ObjectionNotFoundError(NotFoundError):
    """SCO-27: there is no such objection."""

    says = "没有找到编号为 {objection_id} 的异议。"
    objection_id: str


class CertificateNotFoundError(NotFoundError):
    """CER-14: there is no certificate of this number."""

    says = "没有找到编号为 {number} 的证书。"
    number: str


class NotVerifiedError(NotFoundError):
    """CER-25: one answer for an unknown number and a wrong token, so that nobody can try numbers."""

    says = "未查询到与所提供信息相符的证书，请核对证书上的二维码或编号。"


class HolidayNoticeMissingError(ConflictError):
    """SCO-27: working days of a year are known only from that year's notice of the State Council."""

    says = "尚未录入{year}年节假日安排通知，不能推算涉及该年的工作日期限。"
    year: int


class AlreadyKnownError(ConflictError):
    """CER-10: what a batch or an application was announced with is kept as it first came."""

    says = "{identifier} 的信息已经登记，不能被后来的消息改写。"
    identifier: str


class ResultAlreadyPostedError(ConflictError):
    """SCO-27: a result is posted once; it changes only by a correction."""

    says = "该考生的成绩已经公示，只能通过复核更正。"


class NoticeEndedError(SettledError):
    """SCO-27: objections are taken while the notice stands."""

    says = "公示期已结束，不再受理异议。"


class NoticeNotDueError(NotYetError):
    """SCO-27: a result stands five full working days."""

    says = "公示期未满，不能发布成绩。"


class ObjectionAlreadyDecidedError(ConflictError):
    """SCO-27: an objection is decided once."""

    says = "该异议已经作出处理决定。"


class ObjectionNotUpheldError(ConflictError):
    """SCO-09: a posted score changes only after an upheld objection."""

    says = "没有成立的异议，不得更正已公示的成绩。"


class NothingToCorrectError(ConflictError):
    """SCO-09: an upheld objection leads to another score, which a part that was not sat or is void cannot get."""

    says = "该科目没有成绩可以更正，异议不能按成立处理。"


class CorrectionRepeatedError(ConflictError):
    """SCO-09: each revision of a posted result is entered once."""

    says = "这一次更正已经公示过。"


class NotReleasedError(ConflictError):
    """SCO-27: only a released result leads on to a certificate."""

    says = "成绩尚未发布，或者已经办结，不能办理证书。"


class NotEntitledError(ConflictError):
    """SCO-02, DIS-31: no certificate for anyone who failed a part or has no score."""

    says = "理论和实操没有同时合格，不得办理证书。"


class CertificateAlreadyIssuedError(ConflictError):
    """CER-14: one certificate, one number."""

    says = "报名记录 {application_id} 已经核发证书，一证一号，不能重复核发。"
    application_id: str


class NumbersExhaustedError(ConflictError):
    """CER-13: the serial has six digits."""

    says = "本机构本年度该等级的证书序列号只剩 {left} 个，不够本次核发。"
    left: int


class CandidateUnknownError(NotYetError):
    """SCO-27: the approval of this candidate has not come yet."""

    says = "尚未收到报名记录 {application_id} 的审核结果。"
    application_id: str


class BatchUnknownError(NotYetError):
    """CER-10: the opening of this batch, which names the institution, has not come yet."""

    says = "尚未收到批次 {batch_id} 的开通信息。"
    batch_id: str


class ResultNotYetPostedError(NotYetError):
    """SCO-27: what is corrected or amended was posted before."""

    says = "尚未收到报名记录 {application_id} 的公布成绩。"
    application_id: str


class CorrectionOutOfOrderError(NotYetError):
    """SCO-09: corrections are posted in their order."""

    says = "前一次更正尚未收到。"
