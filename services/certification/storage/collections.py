"""The collections of the certification service."""

from collections.abc import Sequence
from typing import Any

from libs.chassis.store.files import Piece
from libs.chassis.store.port import Absent, Collection, Index, Waiting
from services.certification.domain.aftermath.proceeding import Proceeding
from services.certification.domain.aftermath.reissue import Reissue
from services.certification.domain.aftermath.scope_finding import ScopeFinding
from services.certification.domain.batch import Batch
from services.certification.domain.calendar.holiday_year import HolidayYear
from services.certification.domain.candidate import Candidate
from services.certification.domain.certificate import Certificate
from services.certification.domain.errors.certificate import CertificateAlreadyIssuedError, CertificateNotFoundError
from services.certification.domain.exam_sitting import ExamSitting
from services.certification.domain.notice import Notice
from services.certification.domain.numbers import NumberLedger
from services.certification.domain.objection import Objection

BATCHES = Collection("batches", Batch)
CANDIDATES = Collection("candidates", Candidate)
NOTICES = Collection(
    "notices",
    Notice,
    missing=Absent("notice-not-found", "报名记录 {id} 没有公示中的成绩。"),
    indexes=[
        Index("batch_id"),
        Index("batch_stage"),
        Index("level", within=["batch_id"]),
        Index("is_waiting"),
        Index("is_standing"),
        Index("counts_on"),
        Index("kept_key"),
    ],
    waiting=Waiting({"is_waiting": True}, lambda notice: notice.awaited),
)
OBJECTIONS = Collection(
    "objections",
    Objection,
    missing=Absent("objection-not-found", "没有找到编号为 {id} 的异议。"),
    indexes=[Index("batch_id"), Index("is_decided", read=lambda objection: objection.decision is not None)],
)
LEDGERS = Collection("ledgers", NumberLedger)
CERTIFICATES = Collection(
    "certificates",
    Certificate,
    missing=CertificateNotFoundError,
    indexes=[
        Index("batch_id"),
        Index("status"),
        Index("level", within=["batch_id"]),
        Index("holder"),
        Index("occupation_code"),
        Index("application_id", unique=True, taken=CertificateAlreadyIssuedError),
    ],
)
CERTIFICATE_FILES = Collection("certificate_files", Piece)
REISSUES = Collection(
    "reissues",
    Reissue,
    missing=Absent("reissue-not-found", "没有找到编号为 {id} 的补发申请。"),
    indexes=[Index("number"), Index("stage"), Index("batch_id")],
)
PROCEEDINGS = Collection(
    "proceedings",
    Proceeding,
    missing=Absent("proceeding-not-found", "没有找到编号为 {id} 的查处记录。"),
    indexes=[Index("number"), Index("is_decided"), Index("declares_void")],
)
SCOPE_FINDINGS = Collection(
    "scope_findings",
    ScopeFinding,
    missing=Absent("scope-finding-not-found", "没有找到编号为 {id} 的超范围认定。"),
    indexes=[Index("occupation_code"), Index("is_running"), Index("verdict")],
    waiting=Waiting({"is_running": True}, lambda finding: finding.awaited),
)
HOLIDAY_YEARS = Collection(
    "holiday_years",
    HolidayYear,
    indexes=[Index("is_settled")],
    waiting=Waiting({"is_settled": False}, lambda year: year.awaited),
)
EXAM_SITTINGS = Collection("exam_sittings", ExamSitting, indexes=[Index("subject")])

COLLECTIONS: Sequence[Collection[Any]] = [
    BATCHES,
    CANDIDATES,
    NOTICES,
    OBJECTIONS,
    LEDGERS,
    CERTIFICATES,
    CERTIFICATE_FILES,
    REISSUES,
    PROCEEDINGS,
    SCOPE_FINDINGS,
    EXAM_SITTINGS,
    HOLIDAY_YEARS,
]
