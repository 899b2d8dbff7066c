"""What staff read of what was found about certificates, and what the public reads of what was declared void."""

from datetime import date, datetime

from pydantic import BaseModel

from libs.chassis.domain import Page, Query
from libs.contracts.beijing import beijing_day
from libs.contracts.names import LEVEL_NAMES
from services.certification.domain.aftermath.proceeding import FollowUp, Ground, Proceeding
from services.certification.domain.aftermath.scope_finding import ScopeFinding
from services.certification.domain.objection import Verdict
from services.certification.ports import Proceedings, ScopeFindings


class FollowUpView(BaseModel):
    """One thing that was done after a decision."""

    step: FollowUp
    on: date
    note: str
    by: str
    at: datetime


class ProceedingView(BaseModel):
    """One proceeding as staff see it; `missing` is what is still to be done after it."""

    proceeding_id: str
    number: str
    application_id: str | None
    ground: Ground
    facts: str
    opened_by: str
    opened_at: datetime
    verdict: Verdict | None
    reason: str
    authority: str
    decided_by: str | None
    decided_at: datetime | None
    follow_ups: list[FollowUpView]
    missing: list[FollowUp]


class ScopeFindingView(BaseModel):
    """One finding about the filed scope; `voided` certificates so far, `is_running` until all are looked through."""

    finding_id: str
    occupation_code: str
    work_type: str
    level: int
    first: date
    last: date | None
    facts: str
    opened_by: str
    opened_at: datetime
    verdict: Verdict | None
    reason: str
    authority: str
    decided_by: str | None
    decided_at: datetime | None
    voided: int
    is_running: bool


class VoidPaper(BaseModel):
    """What the public is told of a paper that was declared void: its number and why, and nobody's name."""

    number: str
    ground: Ground
    authority: str
    declared_on: date


class VoidScope(BaseModel):
    """What the public is told of certificates that were declared void together: all of this subject and time."""

    occupation_code: str
    work_type: str
    level: str
    first: date
    last: date | None
    authority: str


async def list_proceedings(
    proceedings: Proceedings, *, decided: bool | None, number: str | None, cursor: str | None, limit: int
) -> Page[ProceedingView]:
    """All of them in the order in which they were opened."""
    asked = {"is_decided": decided, "number": number}
    where = {name: value for name, value in asked.items() if value is not None}
    page = await proceedings.find(Query(where, after=cursor, limit=limit))
    return Page([show_proceeding(one) for one in page.items], page.next)


async def list_findings(findings: ScopeFindings, *, cursor: str | None, limit: int) -> Page[ScopeFindingView]:
    """All of them in the order in which they were entered."""
    page = await findings.find(Query(after=cursor, limit=limit))
    return Page([show_finding(one) for one in page.items], page.next)


async def list_void_papers(proceedings: Proceedings, *, cursor: str | None, limit: int) -> Page[VoidPaper]:
    """What was declared void one by one."""
    page = await proceedings.find(Query({"declares_void": True}, after=cursor, limit=limit))
    return Page(
        [
            VoidPaper(
                number=one.number,
                ground=one.ground,
                authority=one.authority,
                declared_on=beijing_day(one.decided_at),
            )
            for one in page.items
            if one.decided_at
        ],
        page.next,
    )


async def list_void_scopes(findings: ScopeFindings, *, cursor: str | None, limit: int) -> Page[VoidScope]:
    """What was declared void because it had not been filed."""
    page = await findings.find(Query({"verdict": "upheld"}, after=cursor, limit=limit))
    return Page(
        [
            VoidScope(
                occupation_code=one.unfiled.occupation_code,
                work_type=one.unfiled.work_type,
                level=LEVEL_NAMES[one.unfiled.level],
                first=one.unfiled.first,
                last=one.unfiled.last,
                authority=one.authority,
            )
            for one in page.items
        ],
        page.next,
    )


def show_proceeding(proceeding: Proceeding) -> ProceedingView:
    return ProceedingView(
        proceeding_id=proceeding.id,
        number=proceeding.number,
        application_id=proceeding.application_id,
        ground=proceeding.ground,
        facts=proceeding.facts,
        opened_by=proceeding.opened_by,
        opened_at=proceeding.opened_at,
        verdict=proceeding.verdict,
        reason=proceeding.reason,
        authority=proceeding.authority,
        decided_by=proceeding.decided_by,
        decided_at=proceeding.decided_at,
        follow_ups=[
            FollowUpView(step=one.step, on=one.on, note=one.note, by=one.by, at=one.at) for one in proceeding.follow_ups
        ],
        missing=proceeding.missing,
    )


def show_finding(finding: ScopeFinding) -> ScopeFindingView:
    unfiled = finding.unfiled
    return ScopeFindingView(
        finding_id=finding.id,
        occupation_code=unfiled.occupation_code,
        work_type=unfiled.work_type,
        level=unfiled.level,
        first=unfiled.first,
        last=unfiled.last,
        facts=finding.facts,
        opened_by=finding.opened_by,
        opened_at=finding.opened_at,
        verdict=finding.verdict,
        reason=finding.reason,
        authority=finding.authority,
        decided_by=finding.decided_by,
        decided_at=finding.decided_at,
        voided=finding.voided,
        is_running=finding.is_running,
    )
