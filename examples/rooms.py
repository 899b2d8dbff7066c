"""Rooms and workshops, as many as the batch needs and a little more."""

from dataclasses import dataclass
from math import ceil

from examples.days import SHIFTS_A_DAY, practical_days, theory_days
from examples.trades import TRADES, Trade, sessions

THEORY_SEATS, SMALLEST_SEATS = 30, 28
LARGEST_OFFER = 0.14
SLACK = 1.25
MAIN_SITE = "主考点"


@dataclass(frozen=True, kw_only=True)
class Room:
    """A theory room, or a workshop, whose seats are workstations."""

    room_id: str
    kind: str
    seats: int
    gap_cm: int
    site: str = MAIN_SITE
    occupation_codes: tuple[str, ...] = ()
    is_single: bool = True
    is_undisturbed: bool = True


def theory_rooms(candidates: int) -> list[Room]:
    """Standard rooms: at most 30 single desks, more than 80 cm apart."""
    needed = sum(sessions(candidates, trade, THEORY_SEATS) for trade in TRADES)
    slots = len(theory_days(candidates)) * SHIFTS_A_DAY
    # One slot must also hold every session of the largest occupation and level, which share their papers.
    count = max(ceil(needed * SLACK / slots), ceil(candidates * LARGEST_OFFER / SMALLEST_SEATS)) + 1
    return [
        Room(
            room_id=f"T-{ordinal:03d}",
            kind="theory",
            seats=THEORY_SEATS if ordinal % 5 else SMALLEST_SEATS,
            gap_cm=85 + ordinal % 3 * 5,
        )
        for ordinal in range(1, count + 1)
    ]


def workshops_of(candidates: int, trade: Trade) -> int:
    """Workshops an occupation needs so that its shifts fit into the practical days."""
    shifts = len(practical_days(candidates)) * SHIFTS_A_DAY
    return ceil(sessions(candidates, trade, trade.workstations) * SLACK / shifts)


def workshops(candidates: int) -> list[Room]:
    """Workshops of one occupation each."""
    return [
        Room(
            room_id=f"P-{trade.slug}-{ordinal:02d}",
            kind="practical",
            seats=trade.workstations,
            gap_cm=150,
            occupation_codes=(trade.code,),
        )
        for trade in TRADES
        for ordinal in range(1, workshops_of(candidates, trade) + 1)
    ]


def all_rooms(candidates: int) -> list[Room]:
    """Everything a plan may use."""
    return theory_rooms(candidates) + workshops(candidates)
