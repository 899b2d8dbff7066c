"""Why a result is not posted, changed, released or led on."""

from libs.chassis.domain import ConflictError, NotYetError, SettledError


class NoticeEndedError(SettledError):
    """SCO-27: objections are taken while the notice stands."""

    says = "公示期已结束，不再受理异议。"


class NoticeNotDueError(NotYetError):
    """SCO-27: a result stands five full working days."""

    says = "公示期未满，不能发布成绩。"


class NotReleasedError(ConflictError):
    """SCO-27: only a released result leads on to a certificate."""

    says = "成绩尚未发布，或者已经办结，不能办理证书。"


class NotWithheldError(ConflictError):
    """CER-01: only what is withheld, for something that can be settled, is taken up again."""

    says = "该成绩没有暂缓发证，或者暂缓的原因不能消除。"


class NotQuestionedError(ConflictError):
    """CER-26: a person decides once about a certificate whose result passes no more."""

    says = "没有待定的证书，或者已经作出决定。"


class CorrectionRepeatedError(ConflictError):
    """SCO-09: each revision of a posted result is entered once."""

    says = "这一次更正已经公示过。"


class CorrectionOutOfOrderError(NotYetError):
    """SCO-09: corrections are posted in their order."""

    says = "前一次更正尚未收到。"


class ObjectionNotUpheldError(ConflictError):
    """SCO-09: a posted score changes only after an upheld objection."""

    says = "没有成立的异议，不得更正已公示的成绩。"


class ResultAlreadyPostedError(ConflictError):
    """SCO-27: a result is posted once; it changes only by a correction."""

    says = "该考生的成绩已经公示，只能通过复核更正。"


class ResultNotYetPostedError(NotYetError):
    """SCO-27: what is corrected or amended was posted before."""

    says = "尚未收到报名记录 {application_id} 的公布成绩。"
    application_id: str


class SittingUnknownError(NotYetError):
    """SCO-03: whether a kept part still counts hangs on the day of the examination, which has not come yet."""

    says = "尚未收到 {application_id} 的考试日期，不能核对保留的合格科目。"
    application_id: str
