"""The ledger of a series of blanks: how many moved where, and whether that is what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from libs.chassis.domain import Act, Aggregate
from libs.contracts.certification import BlanksMoved
from services.certification.domain.stock.blank import WAYS, BlankMove, BlankState

# Fewer than so many left is told.
LOW = 50


@dataclass(frozen=True, kw_only=True)
class BalanceLine:
    """How many the ledger says are in a state, how many there are, and the difference."""

    state: BlankState
    booked: int
    there: int

    @property
    def difference(self) -> int:
        """What is there less what is booked."""
        return self.there - self.booked


@dataclass(kw_only=True)
class StockAccount(Aggregate):
    """One series. A move of a blank is booked in the commit in which it happens: both agree at any moment."""

    id: str
    moved: dict[BlankMove, int] = field(default_factory=dict)

    def book(self, move: BlankMove, serials: Sequence[str], *, act: Act, numbers: Sequence[str] = ()) -> None:
        """These went this way, with the certificates of these numbers on them if they were printed on."""
        self.moved[move] = self.moved.get(move, 0) + len(serials)
        self.record(
            BlanksMoved(
                series=self.id,
                move=move.value,
                serials=list(serials),
                numbers=list(numbers),
                moved_by=act.by,
                moved_at=act.at,
            )
        )

    def booked(self, state: BlankState) -> int:
        """How many must be in a state: all that came into it less all that left it."""
        came = sum(self.moved.get(move, 0) for move, (_, after) in WAYS.items() if after is state)
        went = sum(self.moved.get(move, 0) for move, (before, _) in WAYS.items() if before is state)
        return came - went

    def balance(self, there: Mapping[BlankState, int]) -> list[BalanceLine]:
        """Each state as it is booked, against how many blanks are in it."""
        return [BalanceLine(state=one, booked=self.booked(one), there=there.get(one, 0)) for one in BlankState]
