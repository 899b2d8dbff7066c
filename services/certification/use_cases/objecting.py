"""Objections, lodged by a clerk and decided by somebody else; and certificates whose result passes no more."""

from libs.chassis.domain import Act, Decision
from libs.contracts.event import ScoredPart
from services.certification.domain.objection import Objection, Verdict
from services.certification.ports import Notices, ObjectionDesk
from services.certification.use_cases.posting import counted_part


async def lodge_objection(
    desk: ObjectionDesk, *, application_id: str, part: ScoredPart, reason: str, act: Act
) -> Objection:
    """Object to a posted result."""
    notice = await desk.notices.get(application_id)
    objection = Objection.lodge(notice=notice, part=part, reason=reason, act=act)
    desk.notices.save(notice)
    desk.objections.save(objection)
    return objection


async def decide_objection(desk: ObjectionDesk, *, objection_id: str, verdict: Verdict, decision: Decision) -> None:
    """Uphold or dismiss an objection."""
    objection = await desk.objections.get(objection_id)
    notice = await desk.notices.get(objection.application_id)
    counted = await counted_part(desk.releasing, notice) if verdict == "dismissed" and notice.stood_full_term else None
    objection.decide(verdict, notice=notice, decision=decision, counted=counted)
    desk.notices.save(notice)
    desk.objections.save(objection)


async def let_certificate_stand(notices: Notices, *, application_id: str, decision: Decision) -> None:
    """The head leaves a certificate as it is, although its result passes no more."""
    notice = await notices.get(application_id)
    notice.let_certificate_stand(decision)
    notices.save(notice)
