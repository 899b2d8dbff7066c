"""The on-site record (现场考评记录表) that each examiner fills in and signs, as scheduling tells of it."""

from dataclasses import dataclass, field
from typing import Self

from libs.chassis.domain import Aggregate, Followed
from libs.contracts.scheduling import ExamFormRecorded
from services.scoring.domain.errors.session import OnSiteRecordMissingError

FORM = "examiner-record"


def on_site_record_id(session_id: str, staff_id: str) -> str:
    """The id under which scheduling keeps it: one for each examiner of a session."""
    return f"{FORM}~{session_id}~{staff_id}"


@dataclass(kw_only=True)
class OnSiteRecord(Aggregate):
    """Whether one examiner has signed the own record of a session. A corrected one has to be signed again."""

    id: str
    signed: bool = False
    followed: Followed = field(default_factory=Followed)

    def follow(self, told: ExamFormRecorded, seq: int) -> None:
        """The newest word holds; a supervisor's signature under it changes nothing."""
        if not self.followed.takes("record", seq):
            return
        if told.act != "signed":
            self.signed = False
        elif self.id == on_site_record_id(told.subject_id, told.by):
            self.signed = True

    @classmethod
    def must_be_signed(cls, record: Self | None) -> None:
        """Nobody signs a score sheet before the own on-site record is filled in and signed (SCO-21)."""
        if record is None or not record.signed:
            raise OnSiteRecordMissingError
