"""The collections of registration, and what their documents are found by."""

from typing import Any

from libs.chassis.store.port import Absent, Collection, Index, newest_first
from services.registration.domain.announcement import Announcement
from services.registration.domain.annual_plan import AnnualPlan
from services.registration.domain.application import Application
from services.registration.domain.bars.bar import Bar
from services.registration.domain.batch import Batch
from services.registration.domain.disposition import Disposition
from services.registration.domain.errors.eligibility import DuplicateApplicationError
from services.registration.domain.fees.account import FeeAccount
from services.registration.domain.fees.book import FeeBook, FeeReceipt, ReceiptNumbers
from services.registration.domain.integrity import IntegrityFile
from services.registration.domain.photos.photo import CandidatePhoto, PhotoKey
from services.registration.domain.roster.upload import RosterUpload

ANNOUNCEMENTS = Collection(
    "announcements",
    Announcement,
    missing=Absent("announcement-not-found", "没有编号为 {id} 的认定公告。"),
    indexes=[Index("newest", read=lambda announcement: newest_first(announcement.published_at))],
)
BATCHES = Collection(
    "batches",
    Batch,
    missing=Absent("batch-not-found", "没有编号为 {id} 的认定批次。"),
    indexes=[Index("state"), Index("newest", read=lambda batch: newest_first(batch.opened_at))],
)
UPLOADS = Collection("uploads", RosterUpload, indexes=[Index("batch_id")])
APPLICATIONS = Collection(
    "applications",
    Application,
    missing=Absent("application-not-found", "没有编号为 {id} 的报名。"),
    indexes=[
        Index("batch_id"),
        Index("number", within=["batch_id"]),
        Index("state", within=["batch_id"]),
        Index("occupation_code", within=["batch_id"]),
        Index("level", within=["batch_id"]),
        Index("fee_waived", within=["batch_id"]),
        Index("has_photo", within=["batch_id"]),
        Index("ticket_number"),
        Index("name", read=lambda application: application.person.name_fingerprint),
        Index("person", read=lambda application: application.person.fingerprint),
        Index("post", read=lambda application: application.offer_key),
        Index("kept_subject", read=lambda application: application.unused_kept_key),
        Index("free_subject", read=lambda application: application.unused_waiver_key),
        # The value taken holds a fingerprint, so the refusal does not repeat it.
        Index(
            "holder",
            read=lambda application: application.place,
            unique=True,
            taken=lambda _: DuplicateApplicationError(),
        ),
    ],
)
ANNUAL_PLANS = Collection(
    "annual_plans", AnnualPlan, missing=Absent("annual-plan-not-found", "{id} 年还没有年度计划。")
)
INTEGRITY_FILES = Collection("integrity_files", IntegrityFile)
BARS = Collection(
    "bars",
    Bar,
    missing=Absent("bar-not-found", "没有编号为 {id} 的限制报名记录。"),
    indexes=[Index("state"), Index("newest", read=lambda bar: newest_first(bar.proposed_at))],
)
FEE_ACCOUNTS = Collection(
    "fee_accounts",
    FeeAccount,
    missing=Absent("nothing-charged", "报名 {id} 没有应收费用，审核通过后才收费。"),
    indexes=[Index("batch_id"), Index("standing", within=["batch_id"])],
)
FEE_BOOKS = Collection("fee_books", FeeBook)
RECEIPTS = Collection(
    "receipts",
    FeeReceipt,
    missing=Absent("receipt-not-found", "没有编号为 {id} 的收据。"),
    indexes=[Index("batch_id"), Index("day", within=["batch_id"]), Index("application_id")],
)
RECEIPT_NUMBERS = Collection("receipt_numbers", ReceiptNumbers)
CANDIDATE_PHOTOS = Collection("candidate_photos", CandidatePhoto)
PHOTO_KEYS = Collection("photo_keys", PhotoKey)
DISPOSITIONS = Collection("dispositions", Disposition)
COLLECTIONS: list[Collection[Any]] = [
    ANNOUNCEMENTS,
    BATCHES,
    UPLOADS,
    APPLICATIONS,
    ANNUAL_PLANS,
    INTEGRITY_FILES,
    BARS,
    FEE_ACCOUNTS,
    FEE_BOOKS,
    RECEIPTS,
    RECEIPT_NUMBERS,
    CANDIDATE_PHOTOS,
    PHOTO_KEYS,
    DISPOSITIONS,
]
