"""What the platform sync tells: what is to be reported to the provincial platform, and what became of it."""

from typing import ClassVar, Literal

from libs.contracts.event import Day, Event, Moment


class UploadSettled(Event):
    """The platform took one record or refused it, or a person gave it up. `reason` is a sentence and names nobody.

    Of a score `certificate_number` is empty; `application_id` says whose it is.
    """

    routing_key: ClassVar[str] = "sync.upload-settled.v1"

    upload_id: str
    kind: Literal["certificate", "score"] = "certificate"
    batch_id: str
    certificate_number: str
    application_id: str = ""
    revision: int
    outcome: Literal["accepted", "rejected", "given-up"]
    reason: str
    settled_at: Moment


class ReportDue(Event):
    """Something has to be reported soon, or should have been (`overdue`); `open_uploads` are not with the platform."""

    routing_key: ClassVar[str] = "sync.report-due.v1"

    report_id: str
    kind: str
    title: str
    batch_id: str
    due_on: Day
    days_left: int
    overdue: bool
    open_uploads: int
    told_at: Moment


class ReportMade(Event):
    """A person says that something was reported, with the receipt that the platform gave."""

    routing_key: ClassVar[str] = "sync.report-made.v1"

    report_id: str
    kind: str
    batch_id: str
    receipt: str
    made_by: str
    made_at: Moment
