"""Announcements and conditions: what the public reads."""

from typing import Annotated

from pydantic import Field

from libs.chassis.domain import Act
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, allow, provided
from libs.contracts.beijing import beijing_day
from libs.contracts.event import Level, Moment, Whole
from services.registration.domain.announcement import Fee, FeeItem, Statement
from services.registration.routes.parameters import Anyone, AtDesk, BatchId, OfferBody, ShortText
from services.registration.settings import Settings
from services.registration.use_cases import registering
from services.registration.views import announcements as views

router = Routes(prefix="/announcements", tags=["announcements"])


class FeeBody(Strict):
    level: Level
    name: ShortText = ""
    fen: Annotated[Whole, Field(ge=0)]
    item: FeeItem | None = None
    theory_percent: Annotated[Whole, Field(ge=0, le=100)] = 50

    def fee(self) -> Fee:
        return Fee(level=self.level, name=self.name, fen=self.fen, item=self.item, theory_percent=self.theory_percent)


class AnnouncementBody(Strict):
    """What is left out is refused by its name in the rulebook, so nothing but the id is required here."""

    announcement_id: BatchId
    title: ShortText = ""
    offers: list[OfferBody] = Field(default=[])
    conditions: str = ""
    method: str = ""
    registration_opens_at: Moment | None = None
    registration_closes_at: Moment | None = None
    areas: list[ShortText] = Field(default=[])
    sites: list[ShortText] = Field(default=[])
    fees: list[FeeBody] = Field(default=[])

    def statement(self) -> Statement:
        return Statement(
            title=self.title,
            offers=[offer.offer() for offer in self.offers],
            conditions=self.conditions,
            method=self.method,
            registration_opens_at=self.registration_opens_at,
            registration_closes_at=self.registration_closes_at,
            areas=self.areas,
            sites=self.sites,
            fees=[fee.fee() for fee in self.fees],
        )


@router.get("/conditions")
async def list_conditions(desk: AtDesk, now: Now, _: Anyone) -> list[views.ConditionView]:
    """The conditions in force for every level; announcements quote them."""
    return views.list_conditions(desk.admission.standards, today=beijing_day(now))


@router.get("")
async def list_announcements(
    desk: AtDesk, _: Anyone, cursor: Cursor = None, limit: Limit = 100
) -> views.AnnouncementPage:
    """The announcements, the newest first."""
    return await views.list_announcements(desk.announcements, after=cursor, limit=limit)


@router.post("", status_code=201)
async def publish_announcement(
    body: AnnouncementBody,
    desk: AtDesk,
    settings: Annotated[Settings, provided("settings")],
    now: Now,
    actor: Annotated[Actor, allow("exam-affairs", "director")],
) -> views.PublishedView:
    announcement = await registering.publish_announcement(
        desk, id=body.announcement_id, statement=body.statement(), act=Act(actor.id, now)
    )
    return views.show_publication(announcement, early_days=settings.announcement_early_days)


@router.get("/{announcement_id}")
async def show_announcement(announcement_id: str, desk: AtDesk, _: Anyone) -> views.AnnouncementView:
    """One announcement, for everybody to read."""
    return views.show_announcement(await desk.announcements.get(announcement_id))
