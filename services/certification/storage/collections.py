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
from services.certification.domain.filing import FilingRecord
from services.certification.domain.notice import Notice
from services.certification.domain.numbers import NumberLedger
from services.certification.domain.objection import Objection
from services.certification.domain.stock.account import StockAccount
from services.certification.domain.stock.blank import Blank
from services.certification.domain.stock.destruction import StockDestruction
from services.certification.domain.stock.drawing import Drawing
from services.certification.domain.stock.print_run import StockPrint
from services.certification.domain.stock.stocktake import Stocktake
from services.certification.domain.verification.employer import EmployerKey

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
        Index("is_questioned"),
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
        Index("year_subject"),
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
FILINGS = Collection(
    "filings",
    FilingRecord,
    missing=Absent("filing-not-found", "没有找到编号为 {id} 的备案记录。"),
    indexes=[Index("institution_code")],
)
BLANKS = Collection(
    "blanks",
    Blank,
    missing=Absent("blank-not-found", "没有领过编号为 {id} 的空白证书。"),
    indexes=[Index("series"), Index("series_state"), Index("number")],
)
DRAWINGS = Collection("drawings", Drawing, indexes=[Index("batch_id")])
STOCK_ACCOUNTS = Collection(
    "stock_accounts", StockAccount, missing=Absent("series-not-found", "没有领过批号为 {id} 的空白证书。")
)
STOCK_PRINTS = Collection(
    "stock_prints", StockPrint, missing=Absent("stock-print-not-found", "没有找到编号为 {id} 的打印登记。")
)
STOCK_DESTRUCTIONS = Collection(
    "stock_destructions",
    StockDestruction,
    missing=Absent("stock-destruction-not-found", "没有找到编号为 {id} 的证书销毁登记。"),
)
STOCKTAKES = Collection("stocktakes", Stocktake, indexes=[Index("series")])
EXAM_SITTINGS = Collection("exam_sittings", ExamSitting, indexes=[Index("subject")])

EMPLOYER_KEYS = Collection(
    "employer_keys", EmployerKey, missing=Absent("employer-key-not-found", "没有编号为 {id} 的查询密钥。")
)
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
    FILINGS,
    EMPLOYER_KEYS,
    BLANKS,
    DRAWINGS,
    STOCK_ACCOUNTS,
    STOCK_PRINTS,
    STOCK_DESTRUCTIONS,
    STOCKTAKES,
    EXAM_SITTINGS,
    HOLIDAY_YEARS,
]
