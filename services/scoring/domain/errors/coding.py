"""Refusals about coding records."""

from libs.chassis.domain import NotFoundError


class CodesNotFoundError(NotFoundError):
    """The session's scripts have not been coded."""

    says = "场次 {session_id} 尚无编号记录。"
    session_id: str
