"""A certification announcement: what the public is told before anybody applies (REG-02, REG-03)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Act, Aggregate
from libs.contracts.beijing import beijing_day
from services.registration.domain.errors.announcement import AnnouncementIncompleteError, RegistrationPeriodInvalidError
from services.registration.domain.scope import FiledScope, Offer


class Period(StrEnum):
    """The periods at whose beginning an announcement is usually published (REG-03)."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What an application for a level costs, in fen."""

    level: int
    name: str = ""
    fen: int


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
            "收费标准": self.fees and {offer.level for offer in self.offers} <= {fee.level for fee in self.fees},
        }
        return [name for name, value in stated.items() if not value]


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
