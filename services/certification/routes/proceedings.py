"""What speaks against certificates: found by staff, decided by the director, followed up by the general office."""

from typing import Annotated

from pydantic import Field

from libs.chassis.domain import Act, Decision, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, allow, repositories, repository, versioned
from libs.contracts.event import Day, Level, OccupationCode
from services.certification.domain.aftermath.proceeding import Charge, FollowedUp, FollowUp, Ground
from services.certification.domain.aftermath.scope_finding import Unfiled
from services.certification.domain.objection import Verdict
from services.certification.ports import ProceedingDesk, Proceedings, ScopeDesk, ScopeFindings
from services.certification.use_cases import proceedings as acts
from services.certification.views import proceedings as views

router = Routes(
    tags=["certification"], dependencies=[versioned(proceeding_id="proceedings", finding_id="scope_findings")]
)

FINDERS = Annotated[Actor, allow("quality", "general-office", "supervisor")]
DIRECTOR = Annotated[Actor, allow("director")]
READERS = Annotated[Actor, allow("quality", "general-office", "supervisor", "director")]
AtProceedings = Annotated[ProceedingDesk, repositories(ProceedingDesk)]
ProceedingStore = Annotated[Proceedings, repository("proceedings")]
AtScope = Annotated[ScopeDesk, repositories(ScopeDesk)]
FindingStore = Annotated[ScopeFindings, repository("scope_findings")]


class ChargeBody(Strict):
    """What was found about the certificate, or the paper, of a number; no number of a person belongs into it."""

    number: str = Field(pattern=r"^[A-Z0-9]{1,17}$|^[A-Z0-9]{19,30}$")
    ground: Ground
    facts: str = Field(max_length=2000)


class VerdictBody(Strict):
    """What is decided, why, and by which document."""

    decision: Verdict
    reason: str = Field(max_length=2000)
    authority: str = Field(default="", max_length=200)


class FollowUpBody(Strict):
    """What was done after a certificate was ended, and on which day."""

    step: FollowUp
    on: Day
    note: str = Field(default="", max_length=2000)


class UnfiledBody(Strict):
    """An occupation, work type and level that was not filed, from a day to a day or from then on."""

    occupation_code: OccupationCode
    work_type: str = Field(max_length=200)
    level: Level
    first: Day
    last: Day | None = None
    facts: str = Field(max_length=2000)


@router.post("/proceedings", status_code=201)
async def open_proceeding(body: ChargeBody, desk: AtProceedings, now: Now, actor: FINDERS) -> views.ProceedingView:
    """Look into something; the certificate is suspended until it is decided."""
    charge = Charge(number=body.number, ground=body.ground, facts=body.facts)
    return views.show_proceeding(await acts.open_proceeding(desk, charge, act=Act(actor.id, now)))


@router.post("/proceedings/{proceeding_id}/decision", status_code=204)
async def decide_proceeding(
    proceeding_id: str, body: VerdictBody, desk: AtProceedings, now: Now, actor: DIRECTOR
) -> None:
    """End the certificate, or let it go."""
    decision = Decision(actor.id, now, body.reason)
    await acts.decide_proceeding(desk, proceeding_id, body.decision, decision=decision, authority=body.authority)


@router.post("/proceedings/{proceeding_id}/follow-ups", status_code=204)
async def follow_up_proceeding(
    proceeding_id: str,
    body: FollowUpBody,
    proceedings: ProceedingStore,
    now: Now,
    actor: Annotated[Actor, allow("general-office")],
) -> None:
    """Put on record that the paper was taken back, or that the national entry was deleted."""
    done = FollowedUp(step=body.step, on=body.on, note=body.note.strip(), by=actor.id, at=now)
    await acts.follow_up_proceeding(proceedings, proceeding_id, done)


@router.get("/proceedings")
async def list_proceedings(
    proceedings: ProceedingStore,
    _: READERS,
    decided: bool | None = None,
    number: str | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.ProceedingView]:
    """What was found and decided; `decided=false`: what waits."""
    return await views.list_proceedings(proceedings, decided=decided, number=number, cursor=cursor, limit=limit)


@router.get("/proceedings/{proceeding_id}")
async def show_proceeding(proceeding_id: str, proceedings: ProceedingStore, _: READERS) -> views.ProceedingView:
    """One proceeding, and what is still to be done."""
    return views.show_proceeding(await proceedings.get(proceeding_id))


@router.post("/scope-findings", status_code=201)
async def open_finding(body: UnfiledBody, desk: AtScope, now: Now, actor: FINDERS) -> views.ScopeFindingView:
    """Enter that something was not filed for some time."""
    unfiled = Unfiled(
        occupation_code=body.occupation_code,
        work_type=body.work_type,
        level=body.level,
        first=body.first,
        last=body.last,
    )
    return views.show_finding(await acts.open_finding(desk, unfiled, facts=body.facts, act=Act(actor.id, now)))


@router.post("/scope-findings/{finding_id}/decision", status_code=204)
async def decide_finding(finding_id: str, body: VerdictBody, desk: AtScope, now: Now, actor: DIRECTOR) -> None:
    """Declare void all that was issued for it, or dismiss the finding."""
    decision = Decision(actor.id, now, body.reason)
    await acts.decide_finding(desk, finding_id, body.decision, decision=decision, authority=body.authority)


@router.get("/scope-findings")
async def list_findings(
    findings: FindingStore, _: READERS, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.ScopeFindingView]:
    """What was found not to be filed."""
    return await views.list_findings(findings, cursor=cursor, limit=limit)


@router.get("/scope-findings/{finding_id}")
async def show_finding(finding_id: str, findings: FindingStore, _: READERS) -> views.ScopeFindingView:
    """One finding, and how many certificates it made void."""
    return views.show_finding(await findings.get(finding_id))
