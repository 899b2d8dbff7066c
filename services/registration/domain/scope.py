"""What the institution is filed for: an explicit list, nothing implied (REG-13, REG-18, CER-07)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from services.registration.domain.errors.scope import OutsideFiledScopeError

NO_WORK_TYPE = "--"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One occupation, work type and level that can be applied for."""

    occupation_code: str
    occupation: str
    work_type: str
    level: int

    @property
    def key(self) -> str:
        return offer_key(self.occupation_code, self.work_type, self.level)


@dataclass(frozen=True, kw_only=True)
class FiledOffer(Offer):
    """An offer the authority has on file, from a day to a day, both included."""

    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class FiledScope:
    """The filing list. A certificate outside of it may not be issued, so nobody is registered outside of it."""

    filed: tuple[FiledOffer, ...]

    @cached_property
    def _by_key(self) -> dict[str, list[FiledOffer]]:
        by_key: dict[str, list[FiledOffer]] = defaultdict(list)
        for entry in self.filed:
            by_key[entry.key].append(entry)
        return by_key

    def covers(self, key: str, *days: date) -> bool:
        """Whether the offer is filed on each of these days."""
        entries = self._by_key.get(key, ())
        return bool(entries) and all(any(e.valid_from <= day <= e.valid_to for e in entries) for day in days)

    def must_cover(self, offers: list[Offer], *days: date) -> None:
        """Refuse offers that are not filed on each of these days, or are filed under another name."""
        named = {(entry.key, entry.occupation) for entry in self.filed}
        for offer in offers:
            if not self.covers(offer.key, *days) or (offer.key, offer.occupation) not in named:
                raise OutsideFiledScopeError(offer.occupation, offer.level)


def offer_key(occupation_code: str, work_type: str, level: int) -> str:
    return f"{occupation_code}|{work_type or NO_WORK_TYPE}|{level}"


FOUR_OCCUPATIONS = tuple(
    FiledOffer(
        occupation_code=code,
        occupation=occupation,
        work_type=work_type,
        level=level,
        valid_from=date(2025, 1, 1),
        valid_to=date(2027, 12, 31),
    )
    for code, occupation, work_type in (
        ("4-03-02-01", "中式烹调师", "中式烹调师"),
        ("4-03-02-02", "中式面点师", "中式面点师"),
        ("6-18-01-01", "车工", "普通车工"),
        ("6-11-01-04", "制冷工", "制冷工"),
    )
    for level in (5, 4, 3)
)
