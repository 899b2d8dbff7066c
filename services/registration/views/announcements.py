"""Announcements and conditions, as the public reads them."""

from datetime import date, datetime

from pydantic import BaseModel

from libs.chassis.domain import Query
from libs.contracts.beijing import beijing_day
from services.registration.domain.admission.standards import Standards
from services.registration.domain.announcement import Announcement, FeeItem, beginning_of
from services.registration.domain.scope import Offer
from services.registration.ports import Announcements

TIMING_HINT = "公告宜在年初、季初或月初发布，本公告发布时间不在其列。"


class PublishedView(BaseModel):
    """An announcement just published, with a hint when its day is not the usual one (REG-03)."""

    announcement_id: str
    published_at: datetime
    period: str | None
    hint: str | None


class OfferView(BaseModel):
    occupation_code: str
    occupation: str
    work_type: str
    level: int

    @classmethod
    def of(cls, offer: Offer) -> "OfferView":
        return cls(
            occupation_code=offer.occupation_code,
            occupation=offer.occupation,
            work_type=offer.work_type,
            level=offer.level,
        )


class FeeView(BaseModel):
    level: int
    name: str
    fen: int
    item: FeeItem | None
    theory_percent: int


class AnnouncementView(BaseModel):
    """An announcement as the public reads it."""

    announcement_id: str
    title: str
    offers: list[OfferView]
    conditions: str
    method: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    areas: list[str]
    sites: list[str]
    fees: list[FeeView]
    published_at: datetime


class AnnouncementPage(BaseModel):
    """Some announcements, the newest first."""

    items: list[AnnouncementView]
    next: str | None


class ConditionView(BaseModel):
    """A way to be admitted to a level, and what it is proved with."""

    code: str
    level: int
    sentence: str
    proofs: list[str]


def show_publication(announcement: Announcement, *, early_days: int) -> PublishedView:
    period = beginning_of(beijing_day(announcement.published_at), early_days=early_days)
    return PublishedView(
        announcement_id=announcement.id,
        published_at=announcement.published_at,
        period=period.value if period else None,
        hint=None if period else TIMING_HINT,
    )


def show_announcement(announcement: Announcement) -> AnnouncementView:
    statement = announcement.statement
    return AnnouncementView(
        announcement_id=announcement.id,
        title=statement.title,
        offers=[OfferView.of(offer) for offer in statement.offers],
        conditions=statement.conditions,
        method=statement.method,
        registration_opens_at=statement.registration_opens_at,
        registration_closes_at=statement.registration_closes_at,
        areas=statement.areas,
        sites=statement.sites,
        fees=[
            FeeView(level=fee.level, name=fee.name, fen=fee.fen, item=fee.item, theory_percent=fee.theory_percent)
            for fee in statement.fees
        ],
        published_at=announcement.published_at,
    )


async def list_announcements(announcements: Announcements, *, after: str | None, limit: int) -> AnnouncementPage:
    page = await announcements.find(Query(order_by="newest", after=after, limit=limit))
    return AnnouncementPage(items=[show_announcement(announcement) for announcement in page.items], next=page.next)


def list_conditions(standards: Standards, *, today: date) -> list[ConditionView]:
    """The conditions of all standards in force on a day, each once."""
    found = {c.code: c for edition in standards.editions if edition.is_in_force(today) for c in edition.conditions}
    return [
        ConditionView(code=c.code, level=c.level, sentence=c.sentence, proofs=[proof.value for proof in c.proofs])
        for c in found.values()
    ]
