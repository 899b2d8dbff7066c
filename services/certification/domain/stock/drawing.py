"""Blanks are drawn for a batch: a tenth more than those who passed, or for a reason."""

from dataclasses import dataclass
from typing import Final, Self

from libs.chassis.domain import Act, Aggregate
from services.certification.domain.stock.errors import TooManyBlanksError

# Per hundred of those who passed.
MOST_PER_HUNDRED: Final = 110


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is drawn: so many of a series from a number on, for a batch, and why if they are many."""

    batch_id: str
    series: str
    first: int
    count: int
    reason: str

    @property
    def serials(self) -> list[str]:
        """The serials, one for each."""
        return [serial_of(self.series, number) for number in range(self.first, self.first + self.count)]


@dataclass(kw_only=True)
class Drawing(Aggregate):
    """One requisition (空白证书申请), as it was entered."""

    id: str
    wanted: Wanted
    passers: int
    drawn: Act

    @property
    def batch_id(self) -> str:
        """What it is found by."""
        return self.wanted.batch_id

    @classmethod
    def enter(cls, wanted: Wanted, *, id: str, passers: int, before: int, act: Act) -> Self:
        """`before` were drawn for the batch already. Raises `TooManyBlanksError`."""
        most = passers * MOST_PER_HUNDRED // 100
        if before + wanted.count > most and not wanted.reason.strip():
            raise TooManyBlanksError(passers, most)

        return cls(id=id, wanted=wanted, passers=passers, drawn=act)


def serial_of(series: str, number: int) -> str:
    """The serial that is printed on a blank."""
    return f"{series}{number:08d}"
