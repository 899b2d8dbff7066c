"""What stands where: records, the account of a batch, files, and what is due."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel

from libs.chassis.domain import Page, Query, every
from libs.contracts.beijing import beijing_day
from libs.contracts.names import LEVEL_NAMES
from services.sync.domain.errors import HolderNotKnownError
from services.sync.domain.package import Package, PackageState
from services.sync.domain.report import MATTERS, Report, ReportKind
from services.sync.domain.row import LEVEL, RecordData, RecordKind, Row
from services.sync.domain.upload import Change, Upload, UploadState
from services.sync.ports import SyncDesk

CHANGES = {
    "new": "新增",
    "suspended": "暂停",
    "reinstated": "恢复",
    "revoked": "注销",
    "voided": "作废",
    "corrected": "更正",
}
PROBLEMS = (UploadState.REJECTED, UploadState.UNCERTAIN)
WAITS_FOR_RECORDS = (ReportKind.CERTIFICATES, ReportKind.SCORES)


class StepView(BaseModel):
    state: UploadState
    words: str
    at: datetime
    by: str
    said: str


class UploadView(BaseModel):
    """One record, without what identifies its holder. Of a score `number` is the application."""

    id: str
    kind: RecordKind
    batch_id: str
    number: str
    revision: int
    change: Change
    state: UploadState
    words: str
    reason: str
    column: str
    attempts: int
    package_id: str
    steps: list[StepView]


class AccountView(BaseModel):
    """Every certificate of a batch, by where its record stands; they add up to all of them.

    `scores` likewise for its results, of which so many are posted and released.
    """

    batch_id: str
    records: int
    counts: dict[UploadState, int]
    scores: dict[UploadState, int]
    listed_on: date | None
    last_day: date | None
    posted: int
    released: int
    differences: list["DifferenceView"]
    reports: list["ReportView"]
    packages: list["PackageView"]


class DifferenceView(BaseModel):
    number: str
    kind: str
    columns: list[str]


class ReportView(BaseModel):
    """One matter with its day; how many records it waits for, or how many results are withheld from it."""

    id: str
    kind: ReportKind
    title: str
    papers: list[str]
    batch_id: str
    due_on: date | None
    overdue: bool
    open_uploads: int
    withheld: int
    made_by: str
    made_at: datetime | None
    receipt: str


class WithheldView(BaseModel):
    """A result that the platform does not get, and since when; nobody is named, and no score is told."""

    application_id: str
    since: datetime
    why: str


class PackageView(BaseModel):
    id: str
    batch_id: str
    kind: RecordKind
    state: PackageState
    words: str
    records: int
    made_by: str
    made_at: datetime
    platform_batch: str
    carried_by: str
    carried_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class UploadFilter:
    """Which records are asked for; what is left out narrows nothing."""

    batch_id: str | None = None
    state: UploadState | None = None
    kind: RecordKind | None = None

    def where(self) -> dict[str, object]:
        asked = {"batch_id": self.batch_id, "state": self.state, "kind": self.kind}
        return {name: value for name, value in asked.items() if value is not None}


async def list_uploads(desk: SyncDesk, filter: UploadFilter, *, cursor: str | None, limit: int) -> Page[UploadView]:
    """In order of their numbers."""
    page = await desk.uploads.find(Query(filter.where(), order_by="number", after=cursor, limit=limit))
    return Page([show_upload(one) for one in page.items], page.next)


def show_upload(upload: Upload) -> UploadView:
    return UploadView(
        id=upload.id,
        kind=upload.kind,
        batch_id=upload.batch_id,
        number=upload.number,
        revision=upload.revision,
        change=upload.change,
        state=upload.state,
        words=upload.state.words,
        reason=upload.reason,
        column=upload.column,
        attempts=upload.attempts,
        package_id=upload.package_id,
        steps=[
            StepView(state=one.state, words=one.state.words, at=one.at, by=one.by, said=one.said)
            for one in upload.steps
        ],
    )


async def show_account(desk: SyncDesk, batch_id: str, *, now: datetime) -> AccountView:
    batch = await desk.batches.get(batch_id)
    counts = await _counts(desk, batch_id, RecordKind.CERTIFICATE)
    return AccountView(
        batch_id=batch_id,
        records=sum(counts.values()),
        counts=counts,
        scores=await _counts(desk, batch_id, RecordKind.SCORE),
        listed_on=batch.listed_on,
        last_day=batch.last_day,
        posted=await desk.results.count({"batch_id": batch_id}),
        released=await desk.results.count({"batch_id": batch_id, "released": True}),
        differences=[
            DifferenceView(number=one.number, kind=one.kind, columns=list(one.columns)) for one in batch.differences
        ],
        reports=[
            await show_report(desk, one, now=now)
            async for one in every(desk.reports, {"batch_id": batch_id})
            if one.is_asked_for
        ],
        packages=[show_package(one) async for one in every(desk.packages, {"batch_id": batch_id})],
    )


async def _counts(desk: SyncDesk, batch_id: str, kind: RecordKind) -> dict[UploadState, int]:
    where = {"batch_id": batch_id, "kind": kind}
    return {state: await desk.uploads.count(where | {"state": state}) for state in UploadState}


async def list_reports(desk: SyncDesk, *, now: datetime) -> list[ReportView]:
    """What is still to be reported, the next due first."""
    found = [
        await show_report(desk, one, now=now)
        async for one in every(desk.reports, {"is_made": False})
        if one.is_asked_for
    ]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.id))


async def show_report(desk: SyncDesk, report: Report, *, now: datetime) -> ReportView:
    matter, standing = MATTERS[report.kind], await desk.standing(report.batch_id, report.of_records)
    return ReportView(
        id=report.id,
        kind=report.kind,
        title=matter.title,
        papers=list(matter.papers),
        batch_id=report.batch_id,
        due_on=report.due_on,
        overdue=report.is_overdue(now),
        open_uploads=standing.open_uploads if report.kind in WAITS_FOR_RECORDS else 0,
        withheld=standing.waiting if report.kind is ReportKind.SCORES else 0,
        made_by=report.made_by,
        made_at=report.made_at,
        receipt=report.receipt,
    )


async def list_withheld(desk: SyncDesk, batch_id: str, *, cursor: str | None, limit: int) -> Page[WithheldView]:
    """The results of a batch that are not released."""
    page = await desk.results.find(Query({"batch_id": batch_id, "released": False}, after=cursor, limit=limit))
    return Page(
        [WithheldView(application_id=one.id, since=one.changed_at, why=one.withheld_for) for one in page.items],
        page.next,
    )


def show_package(package: Package) -> PackageView:
    return PackageView(
        id=package.id,
        batch_id=package.batch_id,
        kind=package.kind,
        state=package.state,
        words=package.state.words,
        records=len(package.upload_ids),
        made_by=package.made_by,
        made_at=package.made_at,
        platform_batch=package.platform_batch,
        carried_by=package.carried_by,
        carried_at=package.carried_at,
    )


async def list_rows(desk: SyncDesk, package: Package) -> list[Row]:
    """What stands in its sheet, in the order of the numbers."""
    uploads = [await desk.uploads.get(one) for one in package.upload_ids]
    return [one.row(desk.cipher) for one in sorted(uploads, key=lambda one: one.number)]


async def list_scores(desk: SyncDesk, batch_id: str) -> list[Row]:
    """The score roster of a whole batch. Raises `ScoresNotReleasedError`."""
    (await desk.standing(batch_id, RecordKind.SCORE)).scores_must_be_released()
    rows = []
    async for result in every(desk.results, {"batch_id": batch_id}):
        known = await desk.holders.find_one(result.id)
        if known is None:
            raise HolderNotKnownError(result.id)
        data = RecordData.of_result(result, known, await desk.tickets.find_one(result.id))
        rows.append(data.legible(desk.cipher))
    return rows


async def show_confirmation(desk: SyncDesk, package: Package) -> dict[str, object]:
    """What 表5 says of a file of certificates: how many of which occupation and level. Nobody stands in it.

    Raises `NoConfirmationError`.
    """
    package.must_have_confirmation()
    batch = await desk.batches.get(package.batch_id)
    uploads = [await desk.uploads.get(one) for one in package.upload_ids]
    change = CHANGES[uploads[0].change]
    counted = Counter(
        (one.data.holder.occupation, one.data.holder.work_type, one.data.columns[LEVEL]) for one in uploads
    )
    return {
        "institution": batch.institution,
        "title": _sheet_name(batch.institution, change, len(uploads), package.platform_batch),
        "day": f"{beijing_day(package.carried_at or package.made_at):%Y年%m月%d日}",
        "lines": [
            [change, occupation, work_type, LEVEL_NAMES[int(level)], str(count)]
            for (occupation, work_type, level), count in sorted(counted.items())
        ],
        "total": str(len(uploads)),
    }


def _sheet_name(institution: str, change: str, records: int, platform_batch: str) -> str:
    """How the sheet is called; the authority's batch number comes before the upload."""
    return f"{institution}（{change}{records}条{'，' + platform_batch if platform_batch else ''}）"
