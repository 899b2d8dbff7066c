"""What a candidate is examined in."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class ExamSubject:
    """One occupation at one level; levels count from 5 (primary) to 1 (senior technician)."""

    occupation_code: str
    level: int
