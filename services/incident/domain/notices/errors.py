"""What a notice refuses."""

from libs.chassis.domain import NotFoundError, NotYetError, SettledError


class NoticeSettledError(SettledError):
    """A notice that was delivered or given up is not sent again."""

    says = "该通知已经送达或已停止发送。"


class NoticeNotDueError(NotYetError):
    """A notice that is on its way is not sent a second time before its turn."""

    says = "该通知正在发送。"


class NoticeNotFoundError(NotFoundError):
    """There is no such notice."""

    says = "没有找到通知 {notice_id}。"
    notice_id: str
