"""What services tell of the forms that are filled in; each publishes both facts under keys of its own."""

from typing import Literal

from pydantic import BaseModel, Field

from libs.contracts.event import Fingerprint, Moment


class RecordedForm(BaseModel):
    """A form was written, corrected or signed.

    What stands in it does not travel: `fingerprint` is that of what was written or corrected, so that a record
    can be held against the chain. `batch_id` is the file that it hangs on: a batch, or a year (`year-2026`).
    `volume` and `years_kept` are where it is filed, and for how long.
    """

    record_id: str
    form: str
    title: str
    about: str
    subject_id: str
    batch_id: str
    act: Literal["written", "corrected", "signed"]
    entry: int
    fingerprint: Fingerprint | None = Field(default=None)
    complete: bool
    by: str
    at: Moment
    volume: str
    years_kept: int


class OverdueForm(BaseModel):
    """A form is not there at its time, or not signed by all (`written`)."""

    form: str
    title: str
    about: str
    subject_id: str
    batch_id: str
    due_at: Moment
    written: bool
    overdue_at: Moment
