"""What is found about certificates and papers, decided, and followed up."""

from datetime import datetime

from libs.chassis.domain import Act, Decision, Query
from services.certification.domain.aftermath.proceeding import Charge, FollowedUp, Proceeding
from services.certification.domain.aftermath.scope_finding import ScopeFinding, Unfiled
from services.certification.domain.certificate import Certificate
from services.certification.domain.objection import Verdict
from services.certification.ports import Notices, ProceedingDesk, Proceedings, ScopeDesk

PAGE = 50


async def open_proceeding(desk: ProceedingDesk, charge: Charge, *, act: Act) -> Proceeding:
    """Look into something; the certificate that it is about is suspended meanwhile."""
    certificate = await desk.certificates.find_one(charge.number)
    identifier = f"P-{await desk.proceedings.count() + 1:06d}"
    proceeding = Proceeding.open(charge, id=identifier, certificate=certificate, act=act)
    desk.proceedings.save(proceeding)
    if certificate and proceeding.touches:
        desk.certificates.save(certificate)
    return proceeding


async def decide_proceeding(
    desk: ProceedingDesk, proceeding_id: str, verdict: Verdict, *, decision: Decision, authority: str
) -> None:
    """Uphold or dismiss; the certificate is ended, and with it what was asked about it, or let go."""
    proceeding = await desk.proceedings.get(proceeding_id)
    certificate = await desk.certificates.get(proceeding.number) if proceeding.touches else None
    proceeding.decide(verdict, decision=decision, authority=authority, certificate=certificate)
    desk.proceedings.save(proceeding)
    if certificate:
        desk.certificates.save(certificate)
    if certificate and verdict == "upheld":
        await _drop_question(desk.notices, certificate)


async def follow_up_proceeding(proceedings: Proceedings, proceeding_id: str, done: FollowedUp) -> None:
    """Put on record what was done after the decision."""
    proceeding = await proceedings.get(proceeding_id)
    proceeding.follow_up(done)
    proceedings.save(proceeding)


async def open_finding(desk: ScopeDesk, unfiled: Unfiled, *, facts: str, act: Act) -> ScopeFinding:
    """Enter that something was not filed."""
    identifier = f"F-{await desk.scope_findings.count() + 1:06d}"
    finding = ScopeFinding.open(unfiled, id=identifier, facts=facts, act=act)
    desk.scope_findings.save(finding)
    return finding


async def decide_finding(
    desk: ScopeDesk, finding_id: str, verdict: Verdict, *, decision: Decision, authority: str
) -> None:
    """Uphold or dismiss; upheld, a run declares void what was issued."""
    finding = await desk.scope_findings.get(finding_id)
    finding.decide(verdict, decision=decision, authority=authority)
    desk.scope_findings.save(finding)


async def void_outside_scope(desk: ScopeDesk, finding_id: str, *, now: datetime) -> None:
    """Declare void what one page of certificates has that was not filed, and end what was asked about it."""
    finding = await desk.scope_findings.get(finding_id)
    where = {"occupation_code": finding.occupation_code}
    page = await desk.certificates.find(Query(where, after=finding.looked_through_to, limit=PAGE))
    for certificate in finding.look_through(page, now=now):
        desk.certificates.save(certificate)
        await _drop_question(desk.notices, certificate)
    desk.scope_findings.save(finding)


async def _drop_question(notices: Notices, certificate: Certificate) -> None:
    notice = await notices.get(certificate.application_id)
    notice.drop_question()
    notices.save(notice)
