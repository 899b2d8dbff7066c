"""Where registration keeps its documents, and how it reads uploaded files."""

from typing import Any

from libs.chassis.store import Collection, Index
from services.registration.domain.announcement import Announcement
from services.registration.domain.application import Application
from services.registration.domain.batch import Batch
from services.registration.domain.disposition import Disposition
from services.registration.domain.errors import (
    AnnouncementNotFoundError,
    ApplicationNotFoundError,
    BatchNotFoundError,
    DuplicateApplicationError,
)
from services.registration.domain.upload import RosterUpload
from services.registration.storage.roster_files import UploadedRosterFiles

__all__ = ["ANNOUNCEMENTS", "APPLICATIONS", "BATCHES", "COLLECTIONS", "DISPOSITIONS", "UPLOADS", "UploadedRosterFiles"]

ANNOUNCEMENTS = Collection("announcements", Announcement, missing=AnnouncementNotFoundError)
BATCHES = Collection("batches", Batch, missing=BatchNotFoundError)
UPLOADS = Collection("uploads", RosterUpload)
APPLICATIONS = Collection(
    "applications",
    Application,
    missing=ApplicationNotFoundError,
    indexes=[
        Index("batch_id"),
        Index("number"),
        Index("state"),
        Index("post"),
        Index("free_subject"),
        # The value taken holds a fingerprint, so the refusal does not repeat it.
        Index("holder", unique=True, taken=lambda _: DuplicateApplicationError()),
    ],
)
DISPOSITIONS = Collection("dispositions", Disposition)
COLLECTIONS: list[Collection[Any]] = [ANNOUNCEMENTS, BATCHES, UPLOADS, APPLICATIONS, DISPOSITIONS]
