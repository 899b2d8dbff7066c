"""The collections of the platform sync."""

from collections.abc import Sequence
from typing import Any

from libs.chassis.store.port import Collection, Index, Waiting
from services.sync.domain.batch import Batch, KnownHolder, SessionDay
from services.sync.domain.errors import (
    BatchNotFoundError,
    PackageNotFoundError,
    ReportNotFoundError,
    UploadNotFoundError,
)
from services.sync.domain.package import Package
from services.sync.domain.report import Report
from services.sync.domain.upload import Upload

UPLOADS = Collection(
    "uploads",
    Upload,
    missing=UploadNotFoundError,
    indexes=[
        Index("batch_id"),
        Index("number"),
        Index("state"),
        Index("change"),
        Index("is_carried", read=lambda upload: bool(upload.package_id)),
        Index("worked_at", within=["state"]),
    ],
)
BATCHES = Collection("batches", Batch, missing=BatchNotFoundError)
HOLDERS = Collection("holders", KnownHolder)
SESSION_DAYS = Collection("session_days", SessionDay, indexes=[Index("batch_id")])
REPORTS = Collection(
    "reports",
    Report,
    missing=ReportNotFoundError,
    indexes=[Index("batch_id"), Index("is_made"), Index("is_awaited"), Index("due_on")],
    waiting=Waiting({"is_awaited": True}, lambda report: report.awaited),
)
PACKAGES = Collection("packages", Package, missing=PackageNotFoundError, indexes=[Index("batch_id")])

COLLECTIONS: Sequence[Collection[Any]] = [UPLOADS, BATCHES, HOLDERS, SESSION_DAYS, REPORTS, PACKAGES]
