"""Calls to duty, and who did not come: three in a row propose a removal (PER-33, QSP-31)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_MISSED = 3


class Turnout(StrEnum):
    """What became of a call; a recusal or an approved leave neither counts nor breaks the run (domain note A3-19)."""

    CAME = "came"
    DECLINED = "declined"
    MISSED = "missed"
    LEAVE = "leave"
    RECUSED = "recused"


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """Somebody was called to a duty on a day."""

    on: date
    answer: Turnout
    session_id: str | None = None
    by: str = ""


def missed_in_a_row(calls: Sequence[Dispatch]) -> int:
    """How many of the last calls were declined or missed without leave, one after the other."""
    run = 0
    for call in sorted(calls, key=lambda call: call.on):
        if call.answer is Turnout.CAME:
            run = 0
        elif call.answer in {Turnout.DECLINED, Turnout.MISSED}:
            run += 1
    return run
