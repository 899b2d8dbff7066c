"""Why somebody does not get to see, or to take away, what is in the archive."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, NotYetError, SettledError


class ConsultationNotFoundError(NotFoundError):
    """ARC-07: what is consulted was asked for before."""

    says = "没有编号为 {consultation_id} 的查阅申请。"
    consultation_id: str


class LoanNotFoundError(NotFoundError):
    """ARC-08: what is lent was asked for before."""

    says = "没有编号为 {loan_id} 的外借申请。"
    loan_id: str


class PersonConcernedError(ForbiddenError):
    """ARC-06: the person concerned may never consult the archives, nor take part in lending or destroying them."""

    says = "当事人一律不准查阅、借用或经手与本人有关的档案。"


class ItemsElsewhereError(InvalidError):
    """ARC-07: each consultation, loan or review is about items of one batch, each named once."""

    says = "请从同一个案卷中选择归档件，每件选一次。"


class ItemNotAtHandError(ConflictError):
    """ARC-03: what is lent out, under review or destroyed is not there."""

    says = "归档件 {item_id} 已借出、正在审查或已销毁，或没有纸质件。"
    item_id: str


class SpecialReasonMissingError(InvalidError):
    """ARC-07, ARC-08: only for a special reason, which is on record."""

    says = "请写明特殊原因。"


class RequestDecidedError(ConflictError):
    """ARC-07, ARC-08: a request is decided once."""

    says = "该申请已经审批过。"


class OwnRequestError(ForbiddenError):
    """ARC-07, ARC-08: the head decides what somebody else has asked for."""

    says = "不能审批自己登记或自己使用的申请。"


class NotApprovedError(ForbiddenError):
    """ARC-07, ARC-08: without the head's approval nothing is shown and nothing leaves the archive."""

    says = "未经负责人批准，不得查阅或外借。"


class TwoAtATimeError(ForbiddenError):
    """ARC-07: an officer of the general office and an internal supervisor, two people, none of them the reader."""

    says = "须由综合管理部门人员和内部督导人员各一名同时在场，二人不得为同一人，也不得是查阅人。"


class NotBothPresentError(ForbiddenError):
    """ARC-07: what is consulted is shown only while both are there."""

    says = "综合管理部门人员和内部督导人员没有同时在场，不得查阅。"


class ConsultationOverError(ConflictError):
    """ARC-07: a consultation is held once, for what was approved."""

    says = "本次查阅已经结束。"


class RecordMissingError(InvalidError):
    """ARC-07: what was consulted is on record."""

    says = "请填写查阅记录。"


class LoanTooLongError(InvalidError):
    """ARC-09: a loan lasts at most three days."""

    says = "外借时间不得超过3天。"


class LoanNotOutError(ConflictError):
    """ARC-03: only what is out comes back or is renewed, and nothing goes out twice."""

    says = "该外借申请不在借出状态。"


class RenewalsUsedUpError(ConflictError):
    """ARC-10: at most two renewals in a row."""

    says = "连续借阅不得超过两次，请先归还。"


class LoanOverdueError(ConflictError):
    """ARC-10: what is overdue comes back first."""

    says = "已超过归还期限，不得续借，请立即归还。"


class LoanInARowError(ConflictError):
    """ARC-10: whoever has just brought something back does not take it along again the same day."""

    says = "归档件 {item_id} 当日由同一人归还，不得变相连续借阅。"
    item_id: str


class PagesUncountedError(InvalidError):
    """ARC-15: the pages of each item are counted when it comes back."""

    says = "请逐件清点归还的页数，不得多于归档页数。"


class LoanNotDueError(NotYetError):
    """ARC-09: it may still come back in time."""

    says = "尚未到归还期限。"


class LoanBackError(SettledError):
    """ARC-09: what is back is not overdue."""

    says = "已经归还。"
