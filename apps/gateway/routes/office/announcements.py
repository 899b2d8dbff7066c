"""Announcements, and the batch that is opened as one of them says."""

from decimal import Decimal
from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Column, DeclaredList, Row
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import InBeijing, Keyed, days, lines
from apps.gateway.screens.page_map import EXAM_AFFAIRS, address
from apps.web.words import moment
from libs.contracts.names import LEVEL_NAMES

pages = Pages()

AN_OFFER = r"(\S+)\s+(\S+)\s+(\S+)\s+([1-5](?:[\s,，、]+[1-5])*)"
A_FEE = r"([1-5])\s+(?:(理论|实操|取证)\s+)?(\d{1,5}(?:\.\d{1,2})?)(?:\s+理论占(\d{1,3})%)?"
HALF = 50
FEE_ITEMS = {"理论": "theory", "实操": "practical", "取证": "certificate"}
Number = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]


def _each(typed: str) -> list[str]:
    return [one.strip() for one in typed.splitlines() if one.strip()]


def read_offers(typed: str, *, field: str) -> list[dict[str, Any]]:
    """One for each level of each line. Raises `LineNotReadError`."""
    return [
        {"occupation_code": read[1], "occupation": read[2], "work_type": read[3], "level": int(level)}
        for read in lines(typed, AN_OFFER, field=field, example="4-03-02-01 中式烹调师 中式烹调师 5 4 3")
        for level in read[4]
        if level.isdecimal()
    ]


class AnnouncementForm(Keyed):
    """Times are as they are read in Beijing; lists have one entry a line."""

    announcement_id: Number
    title: Line
    offers: Text
    conditions: Text
    method: Text
    registration_opens_at: InBeijing
    registration_closes_at: InBeijing
    areas: Text
    sites: Text
    fees: Text

    def body(self) -> dict[str, Any]:
        """As registration takes it. Raises `LineNotReadError`."""
        return {
            "announcement_id": self.announcement_id,
            "title": self.title,
            "offers": read_offers(self.offers, field="offers"),
            "conditions": self.conditions,
            "method": self.method,
            "registration_opens_at": self.registration_opens_at.isoformat(),
            "registration_closes_at": self.registration_closes_at.isoformat(),
            "areas": _each(self.areas),
            "sites": _each(self.sites),
            "fees": [
                {
                    "level": int(read[1]),
                    "name": f"{LEVEL_NAMES[int(read[1])]}{read[2] or ''}",
                    "item": FEE_ITEMS.get(read[2] or ""),
                    "fen": int(Decimal(read[3]) * 100),
                    "theory_percent": int(read[4] or HALF),
                }
                for read in lines(self.fees, A_FEE, field="fees", example="5 180")
            ],
        }


class BatchForm(Keyed):
    """What the announcement does not say."""

    batch_id: Number
    name: Line
    institution_code: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,20}$")]
    institution: Line
    theory_days: Annotated[str, Field(max_length=1000)] = ""
    practical_days: Annotated[str, Field(max_length=1000)] = ""


def _named(row: Row) -> Cell:
    identifier = row["announcement_id"]
    return Cell(row["title"], to=address("announcement", announcement_id=identifier), below=[identifier])


def _period(row: Row) -> Cell | str:
    if not row["registration_opens_at"]:
        return ""
    return Cell(moment(row["registration_opens_at"]), below=[f"至 {moment(row['registration_closes_at'])}"])


LIST = DeclaredList(
    page="announcements",
    service="registration",
    path="/announcements",
    caption="公告",
    columns=[
        Column("公告", _named),
        Column("报名时间", _period),
        Column("发布", lambda row: moment(row["published_at"])),
    ],
    empty="还没有公告。",
)
exported(pages, LIST)


@pages.shows("announcements")
async def show_announcements(visit: InVisit) -> Response:
    return visit.draw("announcements.html", listing=await LIST.shown(visit))


@pages.shows("new_announcement")
async def show_new_announcement(visit: InVisit) -> Response:
    return visit.draw("new_announcement.html", form=visit.form("new_announcement"))


@pages.does("new_announcement")
async def publish_announcement(visit: InVisit, sent: Annotated[AnnouncementForm, Form()]) -> Response:
    told = await visit.ask("registration").do("POST", "/announcements", key=sent.key, body=sent.body())
    said = "公告已发布。" + (told["hint"] or "")
    return visit.go("announcement", announcement_id=sent.announcement_id, said=said)


@pages.shows("announcement")
async def show_announcement(visit: InVisit, announcement_id: str) -> Response:
    announcement = await visit.ask("registration").get(
        "/announcements/{announcement_id}", announcement_id=announcement_id
    )
    return visit.draw(
        "announcement.html",
        announcement=announcement,
        levels=LEVEL_NAMES,
        form=visit.form("announcement", "/batches", announcement_id=announcement_id),
    )


@pages.does("announcement", "/batches", roles=EXAM_AFFAIRS)
async def open_batch(visit: InVisit, announcement_id: str, sent: Annotated[BatchForm, Form()]) -> Response:
    """Occupations and times are those that the public was told."""
    registration = visit.ask("registration")
    told = await registration.get("/announcements/{announcement_id}", announcement_id=announcement_id)
    body = {
        "announcement_id": announcement_id,
        "batch_id": sent.batch_id,
        "name": sent.name,
        "institution_code": sent.institution_code,
        "institution": sent.institution,
        "offers": told["offers"],
        "registration_opens_at": told["registration_opens_at"],
        "registration_closes_at": told["registration_closes_at"],
        "theory_days": [day.isoformat() for day in days(sent.theory_days, field="theory_days")],
        "practical_days": [day.isoformat() for day in days(sent.practical_days, field="practical_days")],
    }
    await registration.do("POST", "/batches", key=sent.key, body=body, beside="batch_id")
    return visit.go("batch", batch_id=sent.batch_id, said="批次已开。")
