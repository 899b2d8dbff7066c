"""An examination session as the item bank sees it: who is on duty, when papers may be opened, which form is due."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Self

from libs.chassis.domain import Act, Aggregate, Followed
from libs.contracts.event import Form, Part
from libs.contracts.itembank import SparePaperReleased
from libs.contracts.scheduling import CalledOff, SessionPlanned
from services.itembank.domain.errors.session import (
    NotOnDutyError,
    OpeningTooEarlyError,
    SessionCalledOffError,
    SessionEndedError,
    SessionOverError,
    SessionPostponedError,
    SpareAlreadyReleasedError,
    SpareInUseError,
    SpareNotReleasedError,
    SpareNotYetSealedError,
    WrongPaperError,
)
from services.itembank.domain.paper import Paper, PaperState

# What a plan, a made-up time and a calling off say something about.
PLAN, END, HELD = "plan", "end", "held"

OPENS_BEFORE_START = timedelta(minutes=5)
"""EXM-11: papers are unsealed at T-5."""


@dataclass(frozen=True, kw_only=True)
class ApprovedReprint:
    """So many copies were approved for the session, printed from the spare or copied under secrecy."""

    incident_id: str
    source: Literal["spare", "copy"]
    copies: int
    by: str
    at: datetime


@dataclass(kw_only=True)
class ExamSession(Aggregate):
    """An examination session as the item bank sees it: it decides who may open which paper, and when.

    It follows what scheduling says of it, newest fact by newest fact: its plan, the end that made-up time gives it, and
    whether it is held. A newer plan holds it again. Those on duty open the first papers from five minutes before the
    start until the end. Where a spare was planned (a resit, another day) or released (an incident), the spare is opened
    and nothing else. Each incident releases the spare once. Papers may be printed again for it, from the spare or
    copied, until it is over. While it is postponed without a day, it holds back the keys of the papers it will write.
    """

    id: str
    batch_id: str
    part: Part
    occupation_code: str
    level: int
    starts_at: datetime
    ends_at: datetime
    staff: list[str]
    spare_planned: bool = False
    spare_released_for: list[str] = field(default_factory=list)
    reprints: list[ApprovedReprint] = field(default_factory=list)
    called_off_at: datetime | None = None
    called_off: CalledOff | None = None
    followed: Followed = field(default_factory=Followed)

    @classmethod
    def plan(cls, planned: SessionPlanned, *, seq: int) -> Self:
        """Know a session that was not known."""
        return cls(
            id=planned.session_id,
            batch_id=planned.batch_id,
            part=planned.part,
            occupation_code=planned.occupation_code,
            level=planned.level,
            starts_at=planned.starts_at,
            ends_at=planned.ends_at,
            staff=[duty.staff_id for duty in planned.staff],
            spare_planned=planned.spare,
            followed=Followed(dict.fromkeys((PLAN, END, HELD), seq)),
        )

    def replan(self, planned: SessionPlanned, *, seq: int) -> None:
        """Follow a newer plan of the same session; an older one that comes late changes nothing."""
        if self.followed.takes(PLAN, seq):
            self.starts_at = planned.starts_at
            self.staff = [duty.staff_id for duty in planned.staff]
            self.spare_planned = planned.spare
        if self.followed.takes(END, seq):
            self.ends_at = planned.ends_at
        if self.followed.takes(HELD, seq):
            self.called_off_at = self.called_off = None

    def call_off(self, called_off: CalledOff, *, at: datetime, seq: int) -> None:
        """Not held, or not now (INC-24, INC-25): no paper is opened here, unless a newer plan holds it after all."""
        if self.followed.takes(HELD, seq):
            self.called_off_at, self.called_off = at, called_off

    def may_write(self, paper: Paper) -> bool:
        """Whether the paper may be written here: the spare anywhere, the first papers only where the spare is not."""
        return self.called_off != "cancelled" and (paper.form == "spare" or not self._writes_spare)

    def must_have_a_day(self) -> None:
        """Refuse while it is postponed and nobody knows until when (缓考)."""
        if self.called_off == "postponed":
            raise SessionPostponedError(self.id)

    def extend(self, *, ends_at: datetime, seq: int) -> None:
        """Lost time was made up; scheduling tells the end that the session has with it."""
        if self.followed.takes(END, seq):
            self.ends_at = ends_at

    def release_spare(self, spare: Paper, *, incident_id: str, now: datetime) -> None:
        """From now on this session uses the spare. A second incident that asks for it is answered too."""
        if spare.state is not PaperState.SEALED:
            raise SpareNotYetSealedError(spare.id)
        if incident_id in self.spare_released_for:
            raise SpareAlreadyReleasedError(self.id)

        self.spare_released_for.append(incident_id)
        self.record(
            SparePaperReleased(
                paper_id=spare.id,
                batch_id=self.batch_id,
                session_id=self.id,
                incident_id=incident_id,
                released_at=now,
            )
        )

    def reprint(self, reprint: ApprovedReprint, papers: Sequence[Paper]) -> None:
        """Have papers printed again for this session (INC-17, INC-18, INC-29)."""
        self.must_not_be_over(reprint.at)
        for paper in papers:
            paper.must_be_sealed()

        self.reprints.append(reprint)
        for paper in papers:
            paper.reprint(act=Act(reprint.by, reprint.at))

    def forms_printed_from(self, source: Literal["spare", "copy"]) -> list[Form]:
        """The spare; or, copied, what is written here: the spare if it is in use, else the first papers."""
        if source == "spare" or self._writes_spare:
            return ["spare"]
        return ["A", "B"] if self.part == "theory" else ["A"]

    def must_not_be_over(self, now: datetime) -> None:
        """Refuse to change the papers of a session that has ended."""
        if now >= self.ends_at:
            raise SessionOverError(self.id)

    def must_be_staffed_by(self, staff_id: str) -> None:
        """What is opened in a room is for those on duty there."""
        if staff_id not in self.staff:
            raise NotOnDutyError(self.id)

    @property
    def papers_open_at(self) -> datetime:
        """From when on papers are unsealed here."""
        return self.starts_at - OPENS_BEFORE_START

    def opens(self, paper: Paper) -> bool:
        """Whether this is a paper that is written here."""
        mine = (self.batch_id, self.occupation_code, self.level, self.part)
        its = (paper.batch_id, paper.occupation_code, paper.level, paper.part)
        return its == mine and (paper.form == "spare") is self._writes_spare

    def must_admit(self, paper: Paper, *, act: Act) -> None:
        """Refuse whatever stands against this person opening this paper here and now."""
        self.must_be_staffed_by(act.by)
        if self.called_off_at:
            raise SessionCalledOffError(self.id)
        paper.must_be_sealed()
        self._must_write(paper)
        if act.at < self.papers_open_at:
            raise OpeningTooEarlyError(self.papers_open_at)
        if act.at >= self.ends_at:
            raise SessionEndedError(self.id)

    def _must_write(self, paper: Paper) -> None:
        mine = (self.batch_id, self.occupation_code, self.level, self.part)
        if (paper.batch_id, paper.occupation_code, paper.level, paper.part) != mine:
            raise WrongPaperError(paper.id, self.id)
        if paper.form == "spare" and not self._writes_spare:
            raise SpareNotReleasedError(self.id)
        if paper.form != "spare" and self._writes_spare:
            raise SpareInUseError(self.id)

    @property
    def _writes_spare(self) -> bool:
        return self.spare_planned or bool(self.spare_released_for)
