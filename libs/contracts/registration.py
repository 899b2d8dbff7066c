"""What registration announces: open batches, and who may sit."""

from typing import ClassVar, Literal

from libs.contracts.event import (
    DispositionAnswer,
    Event,
    Fact,
    Fingerprint,
    Level,
    Moment,
    OccupationCode,
    Part,
    Sealed,
)
from libs.contracts.forms import OverdueForm, RecordedForm


class Offer(Fact):
    """One occupation and level that a batch examines."""

    occupation_code: OccupationCode
    occupation: str
    work_type: str
    level: Level


class BatchOpened(Event):
    """A certification batch takes applications. Every service may prepare for its offers."""

    routing_key: ClassVar[str] = "registration.batch-opened.v1"
    creates_rights: ClassVar[bool] = True

    batch_id: str
    name: str
    institution_code: str
    institution: str
    offers: list[Offer]
    registration_closes_at: Moment
    opened_at: Moment


class CandidateApproved(Event):
    """An application met the conditions of its level. Scheduling seats the candidate; certification keeps who it is."""

    routing_key: ClassVar[str] = "registration.candidate-approved.v1"
    creates_rights: ClassVar[bool] = True

    application_id: str
    batch_id: str
    name: Sealed
    id_number: Sealed
    id_fingerprint: Fingerprint
    occupation_code: OccupationCode
    occupation: str
    work_type: str
    level: Level
    parts: list[Part]
    class_name: str | None = None
    id_kind: str = "居民身份证"
    sex: Literal["男", "女"] | None = None
    employer: Sealed | None = None
    approved_at: Moment


class ApplicationRefused(Event):
    """An application did not meet a condition; the slug names which. The archive keeps the fact."""

    routing_key: ClassVar[str] = "registration.application-refused.v1"

    application_id: str
    batch_id: str
    reason: str
    refused_at: Moment


class CandidateDisqualified(Event):
    """The examination qualification of an application is cancelled (DIS-01, DIS-14): no more is sat, nothing counts.

    `session_id` is where it was forfeited; none if the data of the application were forged.
    """

    routing_key: ClassVar[str] = "registration.candidate-disqualified.v1"
    creates_rights: ClassVar[bool] = True

    application_id: str
    batch_id: str
    session_id: str | None
    disqualified_at: Moment


class RegistrationClosed(Event):
    """No more applications are taken; the figures are what scheduling must seat."""

    routing_key: ClassVar[str] = "registration.registration-closed.v1"
    creates_rights: ClassVar[bool] = True

    batch_id: str
    approved: int
    refused: int
    closed_at: Moment


class FeeDispositionAnswered(Event, DispositionAnswer):
    """What became of an order to waive fees. The incident shows it."""

    routing_key: ClassVar[str] = "registration.disposition-answered.v1"
    creates_rights: ClassVar[bool] = True


class RegistrationFormRecorded(Event, RecordedForm):
    """A form of registration was written, corrected or signed. The archive files it."""

    routing_key: ClassVar[str] = "registration.form-recorded.v1"
    creates_rights: ClassVar[bool] = True


class RegistrationFormOverdue(Event, OverdueForm):
    """A form of registration is not there at its time, or lacks a signature."""

    routing_key: ClassVar[str] = "registration.form-overdue.v1"
