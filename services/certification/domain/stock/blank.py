"""One blank certificate and its life, from the day it was drawn to the day it was handed out or destroyed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from libs.chassis.domain import Act, Aggregate
from services.certification.domain.stock.errors import BlankStateError


class BlankState(StrEnum):
    """Where a blank is in its life."""

    BLANK = "blank"
    PRINTED = "printed"
    HANDED_OUT = "handed-out"
    VOID = "void"
    DESTROYED = "destroyed"

    @property
    def words(self) -> str:
        """What the office calls it."""
        return _STATES[self]


class BlankMove(StrEnum):
    """What happens to a blank: each leads from one state to another."""

    DRAWN = "drawn"
    PRINTED = "printed"
    REISSUED = "reissued"
    SPOILED = "spoiled"
    VOIDED = "voided"
    HANDED_OUT = "handed-out"
    TAKEN_BACK = "taken-back"
    DESTROYED = "destroyed"

    @property
    def words(self) -> str:
        """What the office calls it."""
        return _MOVES[self]


_STATES = {
    BlankState.BLANK: "余存",
    BlankState.PRINTED: "已打印待发",
    BlankState.HANDED_OUT: "已发放",
    BlankState.VOID: "作废待销毁",
    BlankState.DESTROYED: "已销毁",
}
_MOVES = {
    BlankMove.DRAWN: "申领",
    BlankMove.PRINTED: "打印",
    BlankMove.REISSUED: "补发打印",
    BlankMove.SPOILED: "空白作废",
    BlankMove.VOIDED: "打印后作废",
    BlankMove.HANDED_OUT: "发放",
    BlankMove.TAKEN_BACK: "收回作废",
    BlankMove.DESTROYED: "销毁",
}
WAYS: Final[dict[BlankMove, tuple[BlankState | None, BlankState]]] = {
    BlankMove.DRAWN: (None, BlankState.BLANK),
    BlankMove.PRINTED: (BlankState.BLANK, BlankState.PRINTED),
    BlankMove.REISSUED: (BlankState.BLANK, BlankState.PRINTED),
    BlankMove.SPOILED: (BlankState.BLANK, BlankState.VOID),
    BlankMove.VOIDED: (BlankState.PRINTED, BlankState.VOID),
    BlankMove.HANDED_OUT: (BlankState.PRINTED, BlankState.HANDED_OUT),
    BlankMove.TAKEN_BACK: (BlankState.HANDED_OUT, BlankState.VOID),
    BlankMove.DESTROYED: (BlankState.VOID, BlankState.DESTROYED),
}
# What makes a sheet void, by the state in which it is.
VOIDING = {
    BlankState.BLANK: BlankMove.SPOILED,
    BlankState.PRINTED: BlankMove.VOIDED,
    BlankState.HANDED_OUT: BlankMove.TAKEN_BACK,
}


@dataclass(frozen=True, kw_only=True)
class BlankStep:
    """What happened to it, by whom, when, and what was said of it."""

    move: BlankMove
    by: str
    at: datetime
    said: str = ""


@dataclass(kw_only=True)
class Blank(Aggregate):
    """One blank certificate; its id is its serial. `number` is the certificate that was printed on it, for good."""

    id: str
    series: str
    batch_id: str
    state: BlankState
    number: str = ""
    steps: list[BlankStep] = field(default_factory=list)

    @classmethod
    def drawn(cls, serial: str, *, series: str, batch_id: str, act: Act) -> Self:
        """It was drawn for a batch."""
        blank = cls(id=serial, series=series, batch_id=batch_id, state=BlankState.BLANK)
        blank.steps.append(BlankStep(move=BlankMove.DRAWN, by=act.by, at=act.at))
        return blank

    def go(self, move: BlankMove, *, act: Act, said: str = "") -> None:
        """Let something happen to it. Raises `BlankStateError`."""
        self.must_allow(move)

        _, self.state = WAYS[move]
        self.steps.append(BlankStep(move=move, by=act.by, at=act.at, said=said))

    def carry(self, number: str, move: BlankMove, *, act: Act) -> None:
        """A certificate is printed on it: it carries that number for good. Raises `BlankStateError`."""
        self.go(move, act=act, said=number)
        self.number = number

    def must_allow(self, move: BlankMove) -> None:
        """Refuse what does not follow where it is. Raises `BlankStateError`."""
        before, _ = WAYS[move]
        if self.state is not before:
            raise BlankStateError(self.id, self.state.words, move.words)

    @property
    def series_state(self) -> str:
        """What the blanks of a series in a state are found by."""
        return f"{self.series}:{self.state.value}"

    @property
    def voiding(self) -> BlankMove:
        """What making it void is called where it is. Raises `BlankStateError`."""
        if self.state not in VOIDING:
            raise BlankStateError(self.id, self.state.words, BlankMove.VOIDED.words)
        return VOIDING[self.state]
