"""A certification announcement: what the public is told before anybody applies (REG-02, REG-03)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Self

from libs.chassis.domain import Act, Aggregate
from libs.contracts.beijing import beijing_day
from services.registration.domain.errors.announcement import AnnouncementIncompleteError, RegistrationPeriodInvalidError
from services.registration.domain.scope import FiledScope, Offer


class Period(StrEnum):
    """The periods at whose beginning an announcement is usually published (REG-03)."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


class FeeItem(StrEnum):
    """What is charged for: the examination part by part, and the certificate (取证费)."""

    THEORY = "theory"
    PRACTICAL = "practical"
    CERTIFICATE = "certificate"

    @property
    def zh(self) -> str:
        """What receipts call the item."""
        return {self.THEORY: "理论知识考试费", self.PRACTICAL: "操作技能考核费", self.CERTIFICATE: "取证费"}[self]


EXAMINATION: Final = frozenset({FeeItem.THEORY, FeeItem.PRACTICAL})


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What an application for a level costs, in fen; without an `item`, its examination whole.

    `theory_percent`: how much of the whole is the theory's, for whoever sits or is let off one part. Half of it is an
    assumption: people are let off "该科目考试费用", and most institutions announce a level whole.
    """

    level: int
    name: str = ""
    fen: int
    item: FeeItem | None = None
    theory_percent: int = 50

    @property
    def by_part(self) -> dict[FeeItem, int]:
        """The fee for a whole examination, part by part; what does not divide is the practical's."""
        theory = self.fen * self.theory_percent // 100
        return {FeeItem.THEORY: theory, FeeItem.PRACTICAL: self.fen - theory}


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The contents REG-02 asks for."""

    title: str
    offers: list[Offer]
    conditions: str
    method: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    areas: list[str]
    sites: list[str]
    fees: list[Fee]

    @property
    def missing(self) -> list[str]:
        """What is not stated, as the rulebook names it."""
        stated = {
            "公告标题": self.title.strip(),
            "备案职业（工种）和技能等级": self.offers,
            "申报条件": self.conditions.strip(),
            "认定方式": self.method.strip(),
            "报名时间": self.registration_opens_at and self.registration_closes_at,
            "考区": [area for area in self.areas if area.strip()],
            "考点": [site for site in self.sites if site.strip()],
            "收费标准": self.fees and all(self._states_examination_of(offer.level) for offer in self.offers),
        }
        return [name for name, value in stated.items() if not value]

    def _states_examination_of(self, level: int) -> bool:
        """Whether the fees of a level are for both parts of its examination."""
        items = {fee.item for fee in self.fees if fee.level == level}
        return None in items or items >= EXAMINATION

    def tariff(self, level: int | None) -> dict[FeeItem, int]:
        """What each item of a level costs; a fee for the whole is parted as its entry says."""
        fees = [fee for fee in self.fees if fee.level == level]
        told: dict[FeeItem, int] = {}
        for fee in fees:
            if fee.item is None:
                told |= fee.by_part
        return told | {fee.item: fee.fen for fee in fees if fee.item}


@dataclass(kw_only=True)
class Announcement(Aggregate):
    """A published announcement.

    It states all that REG-02 asks for, and offers nothing that is not filed on the day of its publication.
    Whoever reads it may rely on it, so it never changes: a batch that differs from it is not opened.
    """

    id: str
    statement: Statement
    published_at: datetime
    published_by: str

    @classmethod
    def publish(cls, *, id: str, statement: Statement, scope: FiledScope, act: Act) -> Self:
        if statement.missing:
            raise AnnouncementIncompleteError(statement.missing)
        opens_at, closes_at = statement.registration_opens_at, statement.registration_closes_at
        if opens_at and closes_at and opens_at >= closes_at:
            raise RegistrationPeriodInvalidError
        scope.must_cover(statement.offers, beijing_day(act.at))

        return cls(id=id, statement=statement, published_at=act.at, published_by=act.by)


def beginning_of(day: date, *, early_days: int) -> Period | None:
    """The longest period that begins around this day; none late in a month. Only a hint, because REG-03 says may."""
    if day.day > early_days:
        return None
    if day.month == 1:
        return Period.YEAR
    return Period.QUARTER if day.month % 3 == 1 else Period.MONTH
