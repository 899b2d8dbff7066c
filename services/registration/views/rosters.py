"""Rosters: what became, or would become, of each row."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from libs.chassis.domain import Query
from services.registration.domain.admission.conditions import Clause
from services.registration.domain.application import Application, Finding
from services.registration.domain.roster.upload import JudgedRoster, JudgedRow, RowOutcome
from services.registration.domain.spelling import name_written
from services.registration.ports import Uploads

OUTCOMES = {
    RowOutcome.ELIGIBLE: "符合条件",
    RowOutcome.REFUSED: "不符合",
    RowOutcome.UNCHANGED: "已报名，没有变化",
}


class FindingView(BaseModel):
    slug: str
    column: str
    reason: str


class OutcomeView(BaseModel):
    """What became of one row. The first finding is the reason; there may be more."""

    row: int
    application_id: str
    outcome: str
    slug: str | None
    reason: str | None
    column: str | None


class ImportView(BaseModel):
    """What became of a roster, row by row; `ignored` says what of the file was not read."""

    rows: int
    eligible: int
    refused: int
    unchanged: int
    ignored: list[str]
    outcomes: list[OutcomeView]


class CheckedRow(BaseModel):
    """What would become of one row, and all that stands against it."""

    row: int
    name: str
    outcome: str
    findings: list[FindingView]
    advice: list[str]


class CheckView(BaseModel):
    """What would become of a roster, row by row; `ignored` says what of the file was not read."""

    rows: int
    eligible: int
    refused: int
    unchanged: int
    ignored: list[str]
    outcomes: list[CheckedRow]


class RosterView(BaseModel):
    """A roster that was taken in."""

    uploaded_at: datetime
    uploaded_by: str
    rows: int
    eligible: int
    refused: int
    unchanged: int


class RosterPage(BaseModel):
    """The rosters of a batch."""

    items: list[RosterView]
    next: str | None


async def list_rosters(uploads: Uploads, *, batch_id: str, after: str | None, limit: int) -> RosterPage:
    page = await uploads.find(Query({"batch_id": batch_id}, after=after, limit=limit))
    return RosterPage(
        items=[
            RosterView(
                uploaded_at=upload.uploaded_at,
                uploaded_by=upload.uploaded_by,
                rows=upload.rows,
                eligible=upload.eligible,
                refused=upload.refused,
                unchanged=upload.unchanged,
            )
            for upload in page.items
        ],
        next=page.next,
    )


def show_import(judged: JudgedRoster) -> ImportView:
    return ImportView(
        rows=judged.upload.rows,
        eligible=judged.upload.eligible,
        refused=judged.upload.refused,
        unchanged=judged.upload.unchanged,
        ignored=judged.roster.ignored,
        outcomes=[_outcome(one) for one in judged.rows],
    )


def show_check(judged: JudgedRoster) -> CheckView:
    return CheckView(
        rows=judged.upload.rows,
        eligible=judged.upload.eligible,
        refused=judged.upload.refused,
        unchanged=judged.upload.unchanged,
        ignored=judged.roster.ignored,
        outcomes=[
            CheckedRow(
                row=one.row.number,
                name=name_written(one.row["姓名"]),
                outcome=one.outcome.value,
                findings=list_findings(one.application),
                advice=list_advice(one.other_ways),
            )
            for one in judged.rows
        ],
    )


def list_notes(judged: JudgedRoster) -> list[tuple[str, str]]:
    """What is written beside each row: the outcome, and every reason with its column."""
    return [
        (
            OUTCOMES[one.outcome],
            "".join([*map(_note, one.application.findings), *list_advice(one.other_ways)]),
        )
        for one in judged.rows
    ]


def list_advice(ways: Sequence[Clause]) -> list[str]:
    """By which conditions somebody would be admitted who is not by the one claimed."""
    return [f"可改报 {way.condition.level} 级，按 {way.condition.code} 申报：{way.condition.sentence}" for way in ways]


def _note(finding: Finding) -> str:
    return f"【{finding.column}】{finding.reason}" if finding.column else finding.reason


def list_findings(application: Application) -> list[FindingView]:
    """All that stands against an application."""
    return [FindingView(slug=f.slug, column=f.column, reason=f.reason) for f in application.findings]


def _outcome(judged: JudgedRow) -> OutcomeView:
    application = judged.application
    first = application.findings[0] if application.findings else None
    return OutcomeView(
        row=judged.row.number,
        application_id=application.id,
        outcome=judged.outcome.value,
        slug=first.slug if first else None,
        reason=first.reason if first else None,
        column=first.column if first else None,
    )
