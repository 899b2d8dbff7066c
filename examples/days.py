"""Which days a batch of a given size needs, and when its shifts begin."""

from datetime import date, timedelta

BATCH_ID = "2026-autumn"
OPENS_AT = "2026-09-01T08:00:00+08:00"
CLOSES_AT = "2026-09-10T18:00:00+08:00"
CLOSES_ON = date(2026, 9, 10)
FIRST_DAY = date(2026, 9, 19)
SHIFTS_A_DAY = 3


def theory_days(candidates: int) -> list[date]:
    """From the first Saturday on: one day up to 1,200 candidates, two up to 6,000, four beyond."""
    return _days(FIRST_DAY, _size(candidates, (1, 2, 4)))


def practical_days(candidates: int) -> list[date]:
    """The days after theory: three up to 1,200 candidates, four up to 6,000, six beyond."""
    return _days(theory_days(candidates)[-1] + timedelta(days=1), _size(candidates, (3, 4, 6)))


def _size(candidates: int, days: tuple[int, int, int]) -> int:
    small, middle = 1_200, 6_000
    return days[0] if candidates <= small else days[1] if candidates <= middle else days[2]


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(count)]
