"""One room's sitting of one part: who examines it, and who came."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from libs.chassis.domain import Aggregate, Followed
from libs.contracts.event import Level, Part
from libs.contracts.names import PART_NAMES
from services.scoring.domain.errors.marker import MarkerKnowsCodesError
from services.scoring.domain.errors.session import (
    AttendanceContradictsError,
    AttendanceFinalError,
    AttendanceNotFinalError,
    NotAnExaminerOfSessionError,
    NotInRangeError,
    NotTheLeaderError,
    PanelUnknownError,
    WrongPartError,
)

PARTS: tuple[Part, Part] = ("theory", "practical")


def list_id_of(batch_id: str, occupation_code: str, level: int) -> str:
    """The id of the score list that an occupation and level of a batch has."""
    return f"{batch_id}:{occupation_code}:{level}"


@dataclass(kw_only=True)
class Session(Aggregate):
    """One room's sitting of one part, as scoring follows it.

    It is known from its plan or from its attendance, whichever arrives first; a newer plan replaces an older one.
    Its attendance is taken once: who came gets a blind code, and another attendance is refused.
    Only its panel scores in it, only its leader rules, and neither may see its codes.
    It is called off unless it has ended; if it ends after all, it was held.
    What was sat in it may be made void or zero, candidate by candidate, and stays so.
    """

    id: str
    batch_id: str
    part: Part
    occupation_code: str
    level: Level
    panel: list[str] = field(default_factory=list)
    leader: str | None = None
    planned_at: datetime | None = None
    present: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    finished_at: datetime | None = None
    voided: list[str] = field(default_factory=list)
    zeroed: list[str] = field(default_factory=list)
    called_off: bool = False
    followed: Followed = field(default_factory=Followed)

    @property
    def list_id(self) -> str:
        """The score list its results go to."""
        return list_id_of(self.batch_id, self.occupation_code, self.level)

    def plan(self, *, panel: Sequence[str], leader: str | None, planned_at: datetime, seq: int) -> None:
        """Note who examines. A plan that is older than the one known says nothing new."""
        if self.followed.takes("plan", seq):
            self.panel, self.leader, self.planned_at = list(panel), leader, planned_at

    def has_attendance(self, *, present: Sequence[str], absent: Sequence[str]) -> bool:
        """Whether this attendance was taken already; raises `AttendanceFinalError` if a different one was."""
        if self.finished_at is None:
            return False
        if (self.present, self.absent) != (sorted(present), sorted(absent)):
            raise AttendanceFinalError(self.id)
        return True

    def finish(self, *, present: Sequence[str], absent: Sequence[str], finished_at: datetime) -> None:
        """Note who came and who did not. The lists are kept in order of application, which tells nothing of codes."""
        if len({*present, *absent}) != len(present) + len(absent):
            raise AttendanceContradictsError(self.id)
        if self.finished_at is not None:
            raise AttendanceFinalError(self.id)

        self.present, self.absent, self.finished_at = sorted(present), sorted(absent), finished_at
        self.called_off = False

    def call_off(self) -> None:
        """Nobody waits for its end any more (INC-24, INC-25); one that has ended was held, whatever was ordered."""
        self.called_off = self.finished_at is None

    @property
    def is_open(self) -> bool:
        """Whether its end is still to come."""
        return self.finished_at is None and not self.called_off

    def void(self, application_id: str) -> None:
        """What this candidate sat here does not count (INC-16, INC-22). What is void stays void."""
        self._must_have_been_sat_by(application_id)

        self.voided = sorted({*self.voided, application_id})

    def score_zero(self, application_id: str) -> None:
        """What this candidate sat here counts zero (INC-34)."""
        self._must_have_been_sat_by(application_id)

        self.zeroed = sorted({*self.zeroed, application_id})

    def must_be(self, part: Part) -> None:
        """Refuse sheets of the other part."""
        if self.part != part:
            raise WrongPartError(PART_NAMES[part])

    def must_be_examined_by(self, staff_id: str) -> None:
        """Refuse whoever is not on the panel (SCO-20, SCO-21)."""
        if self.planned_at is None:
            raise PanelUnknownError
        if staff_id not in self.panel:
            raise NotAnExaminerOfSessionError

    def must_be_led_by(self, staff_id: str) -> None:
        """Refuse whoever does not lead the panel (SCO-16, SCO-22)."""
        if self.planned_at is None:
            raise PanelUnknownError
        if staff_id != self.leader:
            raise NotTheLeaderError

    def codes_must_be_closed_to(self, staff_id: str) -> None:
        """Refuse to show the codes to the panel that scores under them."""
        if staff_id in self.panel:
            raise MarkerKnowsCodesError

    def _must_have_been_sat_by(self, application_id: str) -> None:
        if self.finished_at is None:
            raise AttendanceNotFinalError(self.id)
        if application_id not in self.present:
            raise NotInRangeError
