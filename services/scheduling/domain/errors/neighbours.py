"""What would be in two places at once."""

from libs.chassis.domain import ConflictError


class PlaceTakenError(ConflictError):
    """SCH-11, PER-12: a moved session takes no room, and nobody's time, that another session has."""

    says = "场次 {session_id} 与场次 {other_id} 的{what}时间冲突，不能这样调整。"
    session_id: str
    other_id: str
    what: str


class NoRoomAtSiteError(ConflictError):
    """INC-23: another site needs a free room that is fit for the session."""

    says = "考点“{site}”没有适合场次 {session_id} 且当时空闲的考场。"
    session_id: str
    site: str
