"""What was counted of a series, against what the ledger says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from libs.chassis.domain import Act, Aggregate
from services.certification.domain.stock.account import BalanceLine, StockAccount
from services.certification.domain.stock.blank import BlankState
from services.certification.domain.stock.errors import DifferenceUnexplainedError

# What lies in the house and can be counted.
COUNTED: Final = (BlankState.BLANK, BlankState.PRINTED, BlankState.VOID)


@dataclass(kw_only=True)
class Stocktake(Aggregate):
    """One count, with the difference as it was then; it changes nothing in the ledger."""

    id: str
    series: str
    lines: Sequence[BalanceLine]
    explained: str
    counted: Act

    @classmethod
    def take(
        cls, account: StockAccount, counted: Mapping[BlankState, int], *, id: str, explained: str, act: Act
    ) -> Self:
        """Put down what was counted. Raises `DifferenceUnexplainedError`."""
        lines = [line for line in account.balance(counted) if line.state in COUNTED]
        wrong = [line for line in lines if line.difference]
        if wrong and not explained.strip():
            raise DifferenceUnexplainedError("、".join(f"{one.state.words} {one.difference:+d}" for one in wrong))

        return cls(id=id, series=account.id, lines=lines, explained=explained.strip(), counted=act)
