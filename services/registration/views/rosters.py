"""Rosters: what became, or would become, of each row."""

from datetime import datetime

from pydantic import BaseModel

from libs.chassis.domain import Query
from services.registration.domain.application import Application, ApplicationState, Finding
from services.registration.domain.upload import JudgedRoster
from services.registration.ports import Uploads

OUTCOMES = {
    ApplicationState.ELIGIBLE: "符合条件",
    ApplicationState.APPROVED: "已通过",
    ApplicationState.REFUSED: "不符合",
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
    """What became of a roster, row by row."""

    rows: int
    eligible: int
    refused: int
    outcomes: list[OutcomeView]


class CheckedRow(BaseModel):
    """What would become of one row, and all that stands against it."""

    row: int
    name: str
    outcome: str
    findings: list[FindingView]


class CheckView(BaseModel):
    """What would become of a roster, row by row."""

    rows: int
    eligible: int
    refused: int
    outcomes: list[CheckedRow]


class RosterView(BaseModel):
    """A roster that was taken in."""

    uploaded_at: datetime
    uploaded_by: str
    rows: int
    eligible: int
    refused: int


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
        outcomes=[_outcome(application) for application in judged.applications],
    )


def show_check(judged: JudgedRoster) -> CheckView:
    return CheckView(
        rows=judged.upload.rows,
        eligible=judged.upload.eligible,
        refused=judged.upload.refused,
        outcomes=[
            CheckedRow(
                row=row.number,
                name=row["姓名"],
                outcome=application.state.value,
                findings=list_findings(application),
            )
            for row, application in zip(judged.rows, judged.applications, strict=True)
        ],
    )


def list_notes(judged: JudgedRoster) -> list[tuple[str, str]]:
    """What is written beside each row: the outcome, and every reason with its column."""
    return [
        (OUTCOMES[application.state], "".join(_note(finding) for finding in application.findings))
        for application in judged.applications
    ]


def _note(finding: Finding) -> str:
    return f"【{finding.column}】{finding.reason}" if finding.column else finding.reason


def list_findings(application: Application) -> list[FindingView]:
    """All that stands against an application."""
    return [FindingView(slug=f.slug, column=f.column, reason=f.reason) for f in application.findings]


def _outcome(application: Application) -> OutcomeView:
    first = application.findings[0] if application.findings else None
    return OutcomeView(
        row=application.row,
        application_id=application.id,
        outcome=application.state.value,
        slug=first.slug if first else None,
        reason=first.reason if first else None,
        column=first.column if first else None,
    )
