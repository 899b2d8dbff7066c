"""Why something is not lent, kept longer or taken back like this."""

from libs.chassis.domain import ConflictError, InvalidError, NotYetError, SettledError


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


class PagesUncountedError(InvalidError):
    """ARC-15: the pages of each item are counted when it comes back."""

    says = "请逐件清点归还的页数，不得多于归档页数。"


class LoanNotDueError(NotYetError):
    """ARC-09: it may still come back in time."""

    says = "尚未到归还期限。"


class LoanBackError(SettledError):
    """ARC-09: what is back is not overdue."""

    says = "已经归还。"
