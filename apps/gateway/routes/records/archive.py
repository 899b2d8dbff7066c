"""The archive: what is filed of a batch; the evidence, whether it still proves itself, and who did what."""

from typing import Annotated, Any

from fastapi import Form, Query
from fastapi.responses import Response

from apps.gateway.answering.listing import Cell, Column, DeclaredList, Listing, Row, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.asking import NAMES
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.event_words import change_of, people_of, word_of
from apps.gateway.screens.fields import Keyed
from apps.gateway.screens.page_map import address
from apps.web.words import day, moment
from libs.contracts.archive import GENESIS, Verdict, exported_line, verify_chain

pages = Pages()

AT_ONCE = 50
PIECE = 1000
# Proved within a click: a longer chain is exported, and proved by the command.
LONGEST = 50_000
LARGEST = 2**53
Position = Annotated[int, Query(ge=0, le=LARGEST)]


@pages.shows("evidence")
async def show_evidence(visit: InVisit) -> Response:
    return await _evidence(visit, None)


@pages.does("evidence", "/proof")
async def prove_evidence(visit: InVisit, _: Annotated[Keyed, Form()]) -> Response:
    """Read the chain as it was when asked, from its first event, and prove every link; it changes nothing."""
    chain = await visit.ask("archive").get("/chain")
    return await _evidence(visit, await _proved(visit, min(chain["count"], LONGEST)))


async def _evidence(visit: Visit, verdict: Verdict | None) -> Response:
    chain = await visit.ask("archive").get("/chain")
    return visit.draw(
        "evidence.html", chain=chain, longest=LONGEST, verdict=verdict, proof=visit.form("evidence", "/proof")
    )


async def _proved(visit: Visit, count: int) -> Verdict:
    """Event by event, so that no more than a page of them is held."""
    lines: list[bytes] = []
    after = 0
    while after < count:
        query = {"after": after, "limit": min(PIECE, count - after)}
        found = (await visit.ask("archive").get("/events", query=query))["items"]
        if not found:
            break
        lines += [exported_line(event) for event in found]
        after = found[-1]["archiveposition"]
    return verify_chain(lines) if lines else Verdict(0, GENESIS)


@pages.shows("signed_days")
async def show_signed_days(visit: InVisit, cursor: Annotated[str, Query(max_length=500)] = "") -> Response:
    """The signed days, and what producers published and did not come."""
    archive = visit.ask("archive")
    heads = await archive.get("/tree-heads", query={"cursor": cursor, "limit": AT_ONCE})
    gaps = await archive.get("/gaps", query={"is_open": "true", "limit": AT_ONCE})
    listing = Listing(items=heads["items"], next=heads["next"])
    return visit.draw("signed_days.html", listing=listing, gaps=gaps["items"], more=gaps["next"], services=NAMES)


@pages.shows("audit")
async def show_audit(visit: InVisit, before: Position = 0) -> Response:
    """The newest first: a page ends before this position, or at the end of the chain."""
    archive = visit.ask("archive")
    count = (await archive.get("/chain"))["count"]
    end = min(before - 1, count) if before else count
    first = max(end - AT_ONCE, 0)
    found = (await archive.get("/events", query={"after": first, "limit": AT_ONCE}))["items"] if end else []
    listing = Listing(items=[line_of(one) for one in reversed(found) if one["archiveposition"] <= end])
    return visit.draw("audit.html", listing=listing, older=first + 1 if first else 0, services=NAMES)


@pages.shows("batch_events")
async def show_batch_events(visit: InVisit, batch_id: str, after: Position = 0) -> Response:
    query = {"after": after, "limit": AT_ONCE}
    found = await visit.ask("archive").get("/batches/{batch_id}/events", query=query, batch_id=batch_id)
    listing = Listing(items=[line_of(one) for one in found["items"]])
    return visit.draw("batch_events.html", batch_id=batch_id, listing=listing, next=found["next"], services=NAMES)


def line_of(event: dict[str, Any]) -> dict[str, Any]:
    """Of an event all but what it tells: that is read where it belongs."""
    return {
        "position": event["archiveposition"],
        "time": event["time"],
        "source": event["source"],
        "what": word_of(event),
        "change": change_of(event),
        "subject": event["subject"].partition("/")[2],
        "people": people_of(event),
    }


def _filed(row: Row) -> Cell:
    corrected = [f"更正 {row['corrections']} 次"] if row["corrections"] else []
    return Cell(row["written_by"], below=[moment(row["written_at"]), *corrected])


def _whole(row: Row) -> Cell:
    """Whether everybody has signed; the years count from then on."""
    return Cell(day(row["completed_on"]), tone="good") if row["completed_on"] else Cell("待签名", tone="warn")


def _kept(row: Row) -> Cell:
    until = f"到 {day(row['kept_until'])}" if row["kept_until"] else "签署完毕后起算"
    return Cell(f"{row['years_kept']} 年", below=[until])


def _place(row: Row) -> Cell:
    """Where a paper lies; a form is where its service keeps it."""
    return Cell(row.get("place") or "—", below=[f"{pages} 页"] if (pages := row.get("pages")) else [])


def _paper(row: Row) -> Cell:
    """What somebody filed has a page; a form has its own."""
    to = address("archived_item", item_id=row["record_id"]) if row["is_item"] else ""
    return Cell(row["title"], to=to, below=[row["record_id"]])


CONTENTS = DeclaredList(
    page="contents",
    service="archive",
    path="/batches/{batch_id}/contents",
    caption="归档清单",
    columns=[
        Column("卷", plain("volume")),
        Column("文件", _paper),
        Column("登记对象", plain("subject_id")),
        Column("填写", _filed),
        Column("签署完毕", _whole),
        Column("保管", _kept),
        Column("存放", _place),
    ],
    empty="本批次还没有归档的文件。",
)
exported(pages, CONTENTS)


@pages.shows("contents")
async def show_contents(visit: InVisit, batch_id: str) -> Response:
    return visit.draw("contents.html", batch_id=batch_id, listing=await CONTENTS.shown(visit, batch_id=batch_id))
