"""A roster comes in: uploaded, checked whole with nothing taken in, looked at row by row, confirmed."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import Form, UploadFile
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.kept_uploads import keep, kept
from apps.gateway.answering.listing import Column, DeclaredList, Filter, Listing, paged, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.domain.errors import FileTooLargeError
from apps.gateway.domain.kept_upload import LARGEST
from apps.gateway.long_work.exporting import exported
from apps.gateway.long_work.ordering import order
from apps.gateway.screens.fields import Keyed
from apps.web.words import moment

pages = Pages()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEGABYTE = 1024 * 1024
AT_ONCE = 500
OUTCOMES = {
    "eligible": ("符合条件", "good"),
    "refused": ("不符合", "late"),
    "unchanged": ("已报名，没有变化", "quiet"),
}
CHECK = "/batches/{batch_id}/roster/check"


class ConfirmForm(Keyed):
    """`sha256` is the file that was looked at, `rows` how many it has: many are taken in beside the pages."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rows: Annotated[int, Field(ge=0)] = 0


LIST = DeclaredList(
    page="roster",
    service="registration",
    path="/batches/{batch_id}/rosters",
    caption="已导入的名册",
    columns=[
        Column("导入时间", lambda row: moment(row["uploaded_at"])),
        Column("导入人", plain("uploaded_by")),
        Column("行数", plain("rows")),
        Column("符合条件", plain("eligible")),
        Column("不符合", plain("refused")),
        Column("没有变化", plain("unchanged")),
    ],
    empty="还没有导入过名册。",
)
exported(pages, LIST)


@pages.shows("roster")
async def show_roster(visit: InVisit, batch_id: str) -> Response:
    batch, listing = await asyncio.gather(
        visit.ask("registration").get("/batches/{batch_id}", batch_id=batch_id),
        LIST.shown(visit, batch_id=batch_id),
    )
    return visit.draw(
        "roster.html",
        batch=batch,
        listing=listing,
        form=visit.form("roster", batch_id=batch_id),
    )


@pages.does("roster", "/template")
async def roster_template(visit: InVisit, batch_id: str) -> Response:
    """The empty roster of a batch."""
    answer = await visit.ask("registration").file("/batches/{batch_id}/roster/template", batch_id=batch_id)
    return _workbook(answer.content, f"roster-{batch_id}.xlsx")


def _workbook(content: bytes, name: str) -> Response:
    return Response(content, media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@pages.does("roster", most=LARGEST)
async def check_roster(visit: InVisit, batch_id: str, file: UploadFile) -> Response:
    """Check it and keep it for the confirmation."""
    content = await file.read()
    if len(content) > LARGEST:
        raise FileTooLargeError(LARGEST // MEGABYTE)
    await visit.ask("registration").look(CHECK, body=content, beside="file", batch_id=batch_id)
    await keep(visit, batch_id, content)
    return visit.go("roster_check", batch_id=batch_id)


@pages.shows("roster_check")
async def show_check(
    visit: InVisit, batch_id: str, outcome: Literal["eligible", "refused", "unchanged", ""] = "", cursor: str = ""
) -> Response:
    """It is judged anew each time: what others did meanwhile counts."""
    content, sha256 = await kept(visit, batch_id)
    checked: dict[str, Any] = (await visit.ask("registration").look(CHECK, body=content, batch_id=batch_id)).json()
    words = {code: word for code, (word, _) in OUTCOMES.items()}
    found = [row for row in checked["outcomes"] if outcome in {"", row["outcome"]}]
    rows, following = paged(found, cursor)
    chosen = Filter(name="outcome", label="结果", value=outcome, options={"": "全部", **words})
    listing = Listing(items=rows, filters=[chosen], next=following, total=len(found))
    return visit.draw(
        "roster_check.html",
        batch_id=batch_id,
        checked=checked,
        listing=listing,
        outcomes=OUTCOMES,
        sha256=sha256,
        form=visit.form("roster_check", batch_id=batch_id),
    )


@pages.does("roster_check", "/file")
async def annotated_roster(visit: InVisit, batch_id: str) -> Response:
    """The file as it came, with what was found beside each row. It is a POST because it is asked of a kept file."""
    content, _ = await kept(visit, batch_id)
    answer = await visit.ask("registration").look(CHECK, body=content, accept=XLSX, batch_id=batch_id)
    return _workbook(answer.content, f"roster-{batch_id}-checked.xlsx")


@pages.does("roster_check")
async def import_roster(visit: InVisit, batch_id: str, sent: Annotated[ConfirmForm, Form()]) -> Response:
    """Take it in. The file stays until its time is over: whoever repeats this gets the same answer."""
    content, _ = await kept(visit, batch_id, sha256=sent.sha256)
    if sent.rows > AT_ONCE:
        title = f"导入名册（{batch_id}，{sent.rows} 行）"
        given = {"batch_id": batch_id, "key": sent.key}
        return await order(visit, "roster", title, given, key=sent.key, content=content)
    imported = await visit.ask("registration").do(
        "POST", "/batches/{batch_id}/roster", key=sent.key, body=content, batch_id=batch_id
    )
    refused = [row for row in imported["outcomes"] if row["outcome"] == "refused"]
    return visit.draw("roster_result.html", batch_id=batch_id, imported=imported, listing=Listing(items=refused))
