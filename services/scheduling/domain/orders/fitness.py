"""Who may do a duty of a session: the role, the qualification on that day, and nobody close among the candidates."""

from collections.abc import Iterable

from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.errors.fitness import NotFitForDutyError, RecusedFromCandidateError
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.team import Post


def must_be_fit(member: StaffMember, duty: Post, session: Session) -> None:
    """Refuse whoever may not do this duty on the day of the session."""
    match duty:
        case "leader":
            fit = member.may_lead(session.subject, session.day)
        case "examiner":
            fit = member.may_examine(session.subject, session.day)
        case "supervisor":
            fit = member.plays("supervisor")
        case _:
            fit = member.plays("invigilator")
    if not fit:
        raise NotFitForDutyError(session.id, member.id)


def must_keep_no_relation(member: StaffMember, duty: Post, session: Session, candidates: Iterable[Enrolment]) -> None:
    """Refuse an examiner who is close to one of the candidates (PER-12); it binds nobody who does not score."""
    if duty in {"leader", "examiner"} and any(
        member.is_recused_from(person=candidate.person, class_name=candidate.class_name) for candidate in candidates
    ):
        raise RecusedFromCandidateError(session.id, member.id)
