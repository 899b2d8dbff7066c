"""Who may not do a duty."""

from libs.chassis.domain import ConflictError, InvalidError


class NotFitForDutyError(ConflictError):
    """PER-01, PER-18, PER-25: a duty is for somebody who is available, has the role and is qualified on that day."""

    says = "{staff_id} 届时不具备承担场次 {session_id} 该项工作的条件：{why}。"
    session_id: str
    staff_id: str
    why: str


class RecusedFromCandidateError(ConflictError):
    """PER-12, QSP-10: examiners and supervisors keep away from candidates that are close."""

    says = "{staff_id} 与场次 {session_id} 的考生存在应回避的关系。"
    session_id: str
    staff_id: str


class RelationContradictsError(InvalidError):
    """PER-12: recusal rests on what is declared, so that it must not say two things of one person."""

    says = "{staff_id} 的回避关系相互矛盾：{wrong}。"
    staff_id: str
    wrong: str
