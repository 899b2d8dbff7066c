"""The collections of the platform sync."""

from collections.abc import Sequence
from typing import Any

from libs.chassis.store.port import Absent, Collection, Index, Waiting
from services.sync.domain.batch import Batch, KnownHolder, SessionDay, Ticket
from services.sync.domain.package import Package
from services.sync.domain.report import Report
from services.sync.domain.result import PostedResult
from services.sync.domain.upload import Upload

UPLOADS = Collection(
    "uploads",
    Upload,
    missing=Absent("upload-not-found", "没有编号为 {id} 的上报记录。"),
    indexes=[
        Index("batch_id"),
        Index("number"),
        Index("state"),
        Index("kind"),
        Index("change"),
        Index("is_carried", read=lambda upload: bool(upload.package_id)),
        Index("worked_at", within=["state"]),
    ],
)
BATCHES = Collection("batches", Batch, missing=Absent("batch-not-found", "没有批次 {id} 的上报信息。"))
HOLDERS = Collection("holders", KnownHolder)
TICKETS = Collection("tickets", Ticket)
SESSION_DAYS = Collection("session_days", SessionDay, indexes=[Index("batch_id")])
REPORTS = Collection(
    "reports",
    Report,
    missing=Absent("report-not-found", "没有编号为 {id} 的上报事项。"),
    indexes=[Index("batch_id"), Index("is_made"), Index("is_awaited"), Index("due_on")],
    waiting=Waiting({"is_awaited": True}, lambda report: report.awaited),
)
PACKAGES = Collection(
    "packages",
    Package,
    missing=Absent("package-not-found", "没有编号为 {id} 的上报文件。"),
    indexes=[Index("batch_id")],
)
RESULTS = Collection(
    "results", PostedResult, indexes=[Index("batch_id"), Index("released", read=lambda result: result.is_released)]
)

COLLECTIONS: Sequence[Collection[Any]] = [UPLOADS, BATCHES, HOLDERS, TICKETS, SESSION_DAYS, REPORTS, PACKAGES, RESULTS]
