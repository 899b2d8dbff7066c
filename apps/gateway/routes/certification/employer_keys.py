"""Keys with which employers ask on the public page about many certificates at once."""

from datetime import date
from typing import Annotated

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Column, DeclaredList, Row, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.screens.fields import Keyed
from apps.web.words import day

pages = Pages()


class EmployerKeyForm(Keyed):
    """Who may ask, about how many a day, until when."""

    employer: Annotated[str, Field(min_length=2, max_length=200)]
    quota: Annotated[int, Field(ge=1, le=10_000)]
    until: date


class WithdrawalForm(Keyed):
    """Which key is withdrawn."""

    key_id: Annotated[str, Field(pattern=r"^E-[0-9]{6,}$")]


def _state(row: Row) -> Cell:
    if row["withdrawn_by"]:
        return Cell("已停用", tone="late", below=[row["withdrawn_by"]])
    return Cell(f"至 {day(row['until'])}")


LIST = DeclaredList(
    page="employer_keys",
    service="certification",
    path="/employer-keys",
    caption="查询密钥",
    columns=[
        Column("编号", plain("key_id")),
        Column("用人单位", plain("employer")),
        Column("每日本数", plain("quota")),
        Column("有效期", _state),
        Column("密钥", plain("key")),
    ],
    empty="还没有发放查询密钥。",
)


@pages.shows("employer_keys")
async def show_keys(visit: InVisit) -> Response:
    listing = await LIST.shown(visit)
    return visit.draw(
        "employer_keys.html",
        listing=listing,
        open_keys={
            one["key_id"]: f"{one['key_id']} {one['employer']}" for one in listing.items if not one["withdrawn_by"]
        },
        give=visit.form("employer_keys", "/new"),
        withdraw=visit.form("employer_keys", "/withdrawal"),
    )


@pages.does("employer_keys", "/new")
async def give_key(visit: InVisit, sent: Annotated[EmployerKeyForm, Form()]) -> Response:
    body = {"employer": sent.employer, "quota": sent.quota, "until": sent.until.isoformat()}
    await visit.ask("certification").do("POST", "/employer-keys", key=sent.key, body=body, beside="until")
    return visit.go("employer_keys", said="已发放，请把密钥当面或者书面交给用人单位。")


@pages.does("employer_keys", "/withdrawal")
async def withdraw_key(visit: InVisit, sent: Annotated[WithdrawalForm, Form()]) -> Response:
    path = "/employer-keys/{key_id}/withdrawal"
    await visit.ask("certification").do("POST", path, key=sent.key, key_id=sent.key_id)
    return visit.go("employer_keys", said=f"密钥 {sent.key_id} 已停用。")
