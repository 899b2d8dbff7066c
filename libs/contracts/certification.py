"""What certification announces: objections, the end of the notice, certificates and kept parts."""

from datetime import date
from typing import ClassVar, Literal

from libs.contracts.event import Day, Event, Fact, Level, Moment, OccupationCode, Part, Whole
from libs.contracts.forms import OverdueForm, RecordedForm

# Why a holder loses the level (CER-33, DIS-02), and why a certificate is declared void (CER-26 to CER-30).
RevokedFor = Literal["fraud", "cheating", "result-void", "transfer", "alteration"]
VoidFor = Literal["forged", "against-rules", "own-number", "seal-or-procedure", "outside-scope", "by-hand"]
# What became of the copy that a reissue takes the place of.
CopyEnd = Literal["lost", "taken-back"]


class ObjectionLodged(Event):
    """Somebody objects to a posted result; the candidate's result is held until it is decided."""

    routing_key: ClassVar[str] = "certification.objection-lodged.v1"

    objection_id: str
    application_id: str
    batch_id: str
    part: Part
    lodged_at: Moment


class ObjectionDecided(Event):
    """An objection is upheld (scoring re-checks the part) or dismissed (the hold ends)."""

    routing_key: ClassVar[str] = "certification.objection-decided.v1"
    creates_rights: ClassVar[bool] = True

    objection_id: str
    application_id: str
    batch_id: str
    part: Part
    decision: Literal["upheld", "dismissed"]
    decided_at: Moment


class ReviewObjectionLodged(Event):
    """Somebody objects to the posted score of a comprehensive review (SCO-05); the result is held as by any other."""

    routing_key: ClassVar[str] = "certification.review-objection-lodged.v1"

    objection_id: str
    application_id: str
    batch_id: str
    lodged_at: Moment


class ReviewObjectionDecided(Event):
    """An objection to a comprehensive review is upheld (scoring re-checks it) or dismissed (the hold ends)."""

    routing_key: ClassVar[str] = "certification.review-objection-decided.v1"
    creates_rights: ClassVar[bool] = True

    objection_id: str
    application_id: str
    batch_id: str
    decision: Literal["upheld", "dismissed"]
    decided_at: Moment


class NoticePeriodElapsed(Event):
    """A posted result stood five working days without an open objection and is released (SCO-27)."""

    routing_key: ClassVar[str] = "certification.notice-period-elapsed.v1"
    creates_rights: ClassVar[bool] = True

    application_id: str
    batch_id: str
    notice_from: date
    notice_until: date
    elapsed_at: Moment


class DaysOff(Fact):
    """A break, with its first and last day."""

    first: Day
    last: Day


class MovedTerms(Fact):
    """So many results of a batch stand in public notice until another day than was told."""

    batch_id: str
    was_until: Day
    until: Day
    results: Whole


class HolidayNoticeEntered(Event):
    """The State Council's holidays of a year were entered or corrected: notices that stand were counted again."""

    routing_key: ClassVar[str] = "certification.holiday-notice-entered.v1"

    year: Whole
    breaks: list[DaysOff]
    weekend_workdays: list[Day]
    moved: list[MovedTerms]
    entered_by: str
    entered_at: Moment


class BlanksMoved(Event):
    """Blank certificates of a series were drawn, printed on, handed out, made void or destroyed (CER-21).

    `numbers` are the certificates on them, in the same order, where they were printed on.
    """

    routing_key: ClassVar[str] = "certification.blanks-moved.v1"

    series: str
    move: Literal["drawn", "printed", "reissued", "spoiled", "voided", "handed-out", "taken-back", "destroyed"]
    serials: list[str]
    numbers: list[str]
    moved_by: str
    moved_at: Moment


class CertificateIssued(Event):
    """A certificate with a national number exists; `pdf_sha256` is the digest of its issued bytes."""

    routing_key: ClassVar[str] = "certification.certificate-issued.v1"
    creates_rights: ClassVar[bool] = True

    certificate_number: str
    application_id: str
    batch_id: str
    occupation_code: OccupationCode
    level: Level
    issued_on: date
    pdf_sha256: str
    issued_at: Moment


class CertificateSuspended(Event):
    """What a certificate was issued for became void, or somebody looks into it; verification says so."""

    routing_key: ClassVar[str] = "certification.certificate-suspended.v1"
    creates_rights: ClassVar[bool] = True

    certificate_number: str
    application_id: str
    batch_id: str
    suspended_at: Moment


class CertificateQuestioned(Event):
    """A corrected key made a result fail that a certificate was issued for; it stays until a person decides."""

    routing_key: ClassVar[str] = "certification.certificate-questioned.v1"

    certificate_number: str
    application_id: str
    batch_id: str
    questioned_at: Moment


class CertificateLeftStanding(Event):
    """The head decided that a questioned certificate stays as it is."""

    routing_key: ClassVar[str] = "certification.certificate-left-standing.v1"

    certificate_number: str
    application_id: str
    batch_id: str
    decided_by: str
    decided_at: Moment


class CertificateReinstated(Event):
    """What a suspended certificate was looked into for is nothing: it is valid again."""

    routing_key: ClassVar[str] = "certification.certificate-reinstated.v1"
    creates_rights: ClassVar[bool] = True

    certificate_number: str
    application_id: str
    batch_id: str
    reinstated_at: Moment


class CertificateRevoked(Event):
    """The holder lost the level: the paper is taken back, the national entry deleted, the integrity file told."""

    routing_key: ClassVar[str] = "certification.certificate-revoked.v1"
    creates_rights: ClassVar[bool] = True

    certificate_number: str
    application_id: str
    batch_id: str
    ground: RevokedFor
    revoked_at: Moment
    revoked_by: str = ""


class CertificateVoided(Event):
    """A certificate was declared void: it should never have been issued like this (CER-26 to CER-30)."""

    routing_key: ClassVar[str] = "certification.certificate-voided.v1"
    creates_rights: ClassVar[bool] = True

    certificate_number: str
    application_id: str
    batch_id: str
    ground: VoidFor
    voided_at: Moment


class PaperDeclaredVoid(Event):
    """A paper that looks like a certificate, and was never issued here, was declared void (CER-26, CER-27)."""

    routing_key: ClassVar[str] = "certification.paper-declared-void.v1"

    proceeding_id: str
    ground: VoidFor
    declared_at: Moment


class CertificateReissued(Event):
    """Another copy of a certificate counts from now on; the number stays (CER-19, CER-20)."""

    routing_key: ClassVar[str] = "certification.certificate-reissued.v1"
    creates_rights: ClassVar[bool] = True

    certificate_number: str
    application_id: str
    batch_id: str
    copy_number: int
    earlier_copy: CopyEnd
    pdf_sha256: str
    reissued_at: Moment


class PartKept(Event):
    """Only one part was passed; it counts for the same occupation and level until `valid_until` (SCO-03)."""

    routing_key: ClassVar[str] = "certification.part-kept.v1"
    creates_rights: ClassVar[bool] = True

    application_id: str
    batch_id: str
    part: Part
    occupation_code: OccupationCode
    level: Level
    valid_until: date
    kept_at: Moment


class CertificateFormRecorded(Event, RecordedForm):
    """A form of certification was written, corrected or signed. The archive files it."""

    routing_key: ClassVar[str] = "certification.form-recorded.v1"
    creates_rights: ClassVar[bool] = True


class CertificateFormOverdue(Event, OverdueForm):
    """A form of certification is not there at its time, or lacks a signature."""

    routing_key: ClassVar[str] = "certification.form-overdue.v1"
