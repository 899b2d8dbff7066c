"""Where registration keeps its documents, and how it reads uploaded files."""

from typing import Any

from libs.chassis.store.port import Collection, Index, newest_first
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

ANNOUNCEMENTS = Collection(
    "announcements",
    Announcement,
    missing=AnnouncementNotFoundError,
    indexes=[Index("newest", read=lambda one: newest_first(one.published_at))],
)
BATCHES = Collection(
    "batches",
    Batch,
    missing=BatchNotFoundError,
    indexes=[Index("state"), Index("newest", read=lambda one: newest_first(one.opened_at))],
)
UPLOADS = Collection("uploads", RosterUpload, indexes=[Index("batch_id")])
APPLICATIONS = Collection(
    "applications",
    Application,
    missing=ApplicationNotFoundError,
    indexes=[
        Index("batch_id"),
        Index("number"),
        Index("state"),
        Index("occupation_code"),
        Index("level"),
        Index("name", read=lambda one: one.person.name_fingerprint),
        Index("person", read=lambda one: one.person.fingerprint),
        Index("post"),
        Index("free_subject"),
        # The value taken holds a fingerprint, so the refusal does not repeat it.
        Index("holder", unique=True, taken=lambda _: DuplicateApplicationError()),
    ],
)
DISPOSITIONS = Collection("dispositions", Disposition)
COLLECTIONS: list[Collection[Any]] = [ANNOUNCEMENTS, BATCHES, UPLOADS, APPLICATIONS, DISPOSITIONS]
