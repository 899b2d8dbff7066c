"""Who may do a duty of a session: the role, the qualification on that day, and nobody close among the candidates."""

from collections.abc import Iterable

from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.errors.fitness import NotFitForDutyError, RecusedFromCandidateError
from services.scheduling.domain.registry.staff import LEADER_YEARS, StaffMember
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.team import Post


def must_be_fit(member: StaffMember, duty: Post, session: Session) -> None:
    """Refuse whoever may not do this duty on the day of the session."""
    match duty:
        case "leader" | "examiner":
            why = member.unfit_to_examine(session.subject, session.day)
            if duty == "leader" and not why and not member.may_lead(session.subject, session.day):
                why = f"考评工作经验不足{LEADER_YEARS}年，不能任考评组长"
        case "supervisor":
            why = member.unfit_to_supervise(session.day)
        case "safety-officer":
            why = member.unfit_for("safety-officer", session.day)
        case _:
            why = member.unfit_for("invigilator", session.day)
    if why:
        raise NotFitForDutyError(session.id, member.id, why)


def must_keep_no_relation(member: StaffMember, duty: Post, session: Session, candidates: Iterable[Enrolment]) -> None:
    """Refuse an examiner or a supervisor who is close to one of the candidates (PER-12, QSP-10).

    It binds nobody who neither scores nor watches.
    """
    if duty in {"leader", "examiner", "supervisor"} and any(
        member.is_recused_from(person=candidate.person, class_name=candidate.class_name) for candidate in candidates
    ):
        raise RecusedFromCandidateError(session.id, member.id)
