"""The part of an incident that comes with and after its handling: secrecy, the press, follow-up, the end."""

from dataclasses import dataclass
from datetime import datetime

from libs.contracts.incident import FollowUpRecorded, IncidentClosed, StatementReleased
from services.incident.domain.case import OVERSEERS, Case
from services.incident.domain.errors import (
    DispositionOpenError,
    EscalationUnansweredError,
    FirstReportAwaitedError,
    FollowUpsMissingError,
    IncidentNotFoundError,
    PhotoMissingError,
    ReasonMissingError,
    SecrecyUnchangedError,
    TextMissingError,
    TooManyPhotosError,
)
from services.incident.domain.ladder import LADDER_DUE
from services.incident.domain.people import Person, Role
from services.incident.domain.photos import MOST_PHOTOS, Photo
from services.incident.domain.report import (
    BEFORE_CLOSURE,
    WRITTEN_AFTERWARDS,
    ClosingReport,
    FollowUp,
    FollowUpKind,
    Secrecy,
    Statement,
)
from services.incident.domain.timeline import Step

# An auditor only reads.
ADDING = tuple(role for role in OVERSEERS if role is not Role.AUDITOR)


@dataclass(kw_only=True)
class Aftermath(Case):
    """What is said outside, what is learnt, and how the file is closed."""

    def classify_secrecy(self, level: Secrecy, *, reason: str, by: Person, now: datetime) -> None:
        """Widen or narrow who may read the incident (INC-10)."""
        self._must_be_open()
        if not reason.strip():
            raise ReasonMissingError
        if level is self.secrecy:
            raise SecrecyUnchangedError

        self.secrecy = level
        self._enter(Step.SECRECY_CHANGED, by.id, now, note=f"{level.zh}：{reason}")

    def release_statement(self, text: str, *, by: Person, now: datetime) -> Statement:
        """Tell the press, with the one voice the plan allows (INC-39)."""
        if not text.strip():
            raise TextMissingError
        statement = Statement(number=len(self.statements) + 1, text=text, by=by.id, at=now)

        self.statements.append(statement)
        self._enter(Step.STATEMENT_RELEASED, by.id, now, note=f"第 {statement.number} 号")
        self.record(StatementReleased(**self._named(), number=statement.number, released_by=by.id, released_at=now))
        return statement

    def follow_up(self, kind: FollowUpKind, text: str, *, by: Person, now: datetime) -> None:
        """Put a part of the aftermath on record; it may come before or after the incident is closed."""
        if not text.strip():
            raise TextMissingError

        self.follow_ups.append(FollowUp(kind=kind, text=text, by=by.id, at=now))
        self._enter(Step.FOLLOW_UP_RECORDED, by.id, now, note=kind.zh)
        self.record(FollowUpRecorded(**self._named(), kind=kind.value, recorded_by=by.id, recorded_at=now))

    def add_photo(self, photo: Photo, *, by: Person) -> None:
        """Put a picture into the file; the same picture is there once."""
        self._must_concern(by)
        if by.id not in self.reporters and not by.holds(*ADDING):
            raise IncidentNotFoundError(self.id)
        self._must_be_open()
        if any(one.sha256 == photo.sha256 for one in self.photos):
            return
        if len(self.photos) >= MOST_PHOTOS:
            raise TooManyPhotosError(MOST_PHOTOS)

        self.photos.append(photo)
        self._enter(Step.PHOTO_ADDED, photo.by, photo.at, note=photo.sha256[:12])

    def photo(self, sha256: str) -> Photo:
        """A picture of this file."""
        for photo in self.photos:
            if photo.sha256 == sha256:
                return photo
        raise PhotoMissingError

    def close(self, report: ClosingReport, *, by: Person, now: datetime) -> None:
        """File the report and end the incident; nothing may still be running, unanswered, undone or unlearnt."""
        self._must_be_open()
        if self.first_report.is_awaited:
            raise FirstReportAwaitedError
        if not self.ladder.is_held:
            raise EscalationUnansweredError
        if self.dispositions.open_numbers:
            raise DispositionOpenError(self.dispositions.open_numbers)
        if self.missing_follow_ups:
            raise FollowUpsMissingError([kind.zh for kind in self.missing_follow_ups])

        self.closing_report = report
        self.closed_at = now
        self._arm(LADDER_DUE, None)
        self._enter(Step.CLOSED, by.id, now)
        self.record(IncidentClosed(**self._named(), closed_at=now))

    @property
    def missing_follow_ups(self) -> list[FollowUpKind]:
        """What the plan wants on record before the incident is closed, and is not."""
        wanted = list(BEFORE_CLOSURE[self.classification.tier])
        if self.classification.category in WRITTEN_AFTERWARDS:
            wanted.append(FollowUpKind.WRITTEN_REPORT)
        there = {one.kind for one in self.follow_ups}
        return [kind for kind in wanted if kind not in there]
