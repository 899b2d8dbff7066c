"""Administration: who works here, which roles they hold from when to when, and where they are signed in."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from fastapi import Form
from fastapi.responses import Response
from pydantic import BaseModel, Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, leading, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.account import SLIP_LASTS, Account
from apps.gateway.domain.grant import GrantState, day_of
from apps.gateway.domain.roles import DANGEROUS
from apps.gateway.identity.provider import identity_of
from apps.gateway.long_work.exporting import exported
from apps.gateway.ports import Records
from apps.gateway.screens.fields import Keyed, Name
from apps.gateway.use_cases import accounts, sessions
from apps.web.words import ROLES

pages = Pages()

StaffNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
A_YEAR = timedelta(days=365)
STATES = {"active": "在用", "waiting": "待激活", "disabled": "已停用", "approval": "有授权待批准"}
GRANTS = {
    GrantState.PROPOSED: ("待第二人批准", "warn"),
    GrantState.COMING: ("未到起日", "quiet"),
    GrantState.HELD: ("生效中", "good"),
    GrantState.OVER: ("已结束", "quiet"),
}


class AccountForm(Keyed):
    account_id: StaffNumber
    name: Name


class IdentityForm(BaseModel):
    """Whom the provider means; nobody, if it is empty."""

    subject: Annotated[str, Field(max_length=255)] = ""


class GrantForm(Keyed):
    role: str
    starts_on: date
    ends_on: date


def state_of(account: Account) -> str:
    """What stands beside an account."""
    if account.disabled:
        return "disabled"
    return "active" if account.is_active else "waiting"


async def _rows(visit: Visit, _: Mapping[str, str]) -> list[Row]:
    return [
        {
            "account_id": account.id,
            "name": account.name,
            "role": sorted(account.roles(visit.now)),
            "state": [state_of(account), *(["approval"] if account.waits_for_approval(visit.now) else [])],
        }
        for account in await visit.read(_everybody)
    ]


def _state(row: Row) -> Cell:
    state, *further = (STATES[one] for one in row["state"])
    return Cell(state, tone="good" if row["state"] == ["active"] else "warn" if further else "quiet", below=further)


ACCOUNTS = DeclaredList(
    page="accounts",
    rows=_rows,
    caption="账户",
    columns=[
        Column("工号", leading("account", "account_id"), sort="account_id"),
        Column("姓名", plain("name"), sort="name"),
        Column("岗位", lambda row: "、".join(ROLES[role] for role in row["role"]) or "—"),
        Column("状态", _state),
    ],
    choices=[
        Choice(name="state", label="状态", options=STATES),
        Choice(name="role", label="岗位", options=ROLES),
    ],
)
exported(pages, ACCOUNTS)


@pages.shows("accounts")
async def show_accounts(visit: InVisit) -> Response:
    return visit.draw("accounts.html", listing=await ACCOUNTS.shown(visit))


async def _everybody(records: Records) -> list[Account]:
    return [account async for account in accounts.all_accounts(records)]


@pages.shows("new_account")
async def show_new_account(visit: InVisit) -> Response:
    return visit.draw("new_account.html", form=visit.form("new_account"))


@pages.does("new_account", step_up=True)
async def add_account(visit: InVisit, sent: Annotated[AccountForm, Form()]) -> Response:
    code = visit.gateway.slip(sent.account_id, sent.key)
    await visit.change(
        accounts.add_account, id=sent.account_id, name=sent.name, code=code, by=visit.account.id, now=visit.now
    )
    return await _slip(visit, sent.account_id, code)


@pages.shows("account")
async def show_account(visit: InVisit, account_id: str) -> Response:
    account = await visit.read(_account, id=account_id)
    today = day_of(visit.now)
    return visit.draw(
        "account.html",
        account=account,
        state=STATES[state_of(account)],
        sessions=await visit.read(sessions.open_sessions, account_id=account_id, now=visit.now),
        grants=[(grant, grant.state(visit.now)) for grant in reversed(account.grants)],
        grant_words=GRANTS,
        dangerous=DANGEROUS,
        today=today,
        in_a_year=today + A_YEAR,
        is_own=account_id == visit.account.id,
    )


@pages.does("account", "/slip", step_up=True)
async def issue_slip(visit: InVisit, account_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    code = visit.gateway.slip(account_id, sent.key)
    await visit.change(accounts.issue_slip, id=account_id, code=code, by=visit.account.id, now=visit.now)
    return await _slip(visit, account_id, code)


async def _slip(visit: Visit, account_id: str, code: str) -> Response:
    """Shown once, to be printed or copied; only its digest is kept."""
    account = await visit.read(_account, id=account_id)
    return visit.draw("slip.html", account=account, code=code, ends_at=visit.now + SLIP_LASTS)


@pages.does("account", "/identity", step_up=True)
async def identify_account(visit: InVisit, account_id: str, sent: Annotated[IdentityForm, Form()]) -> Response:
    subject = sent.subject.strip()
    identity = identity_of(visit.gateway.settings.oidc_issuer, subject) if subject else ""
    await visit.change(accounts.identify_account, id=account_id, identity=identity, by=visit.account.id, now=visit.now)
    return visit.go("account", account_id=account_id, said="统一身份已登记。" if subject else "统一身份登记已取消。")


@pages.does("account", "/disable", step_up=True)
async def disable_account(visit: InVisit, account_id: str) -> Response:
    await visit.change(accounts.disable_account, id=account_id, by=visit.account.id, now=visit.now)
    return visit.go("account", account_id=account_id, said="账户已停用，登录都已结束。")


@pages.does("account", "/enable", step_up=True)
async def enable_account(visit: InVisit, account_id: str) -> Response:
    await visit.change(accounts.enable_account, id=account_id, by=visit.account.id, now=visit.now)
    return visit.go("account", account_id=account_id, said="账户已重新启用。")


@pages.does("account", "/sessions/end")
async def end_sessions(visit: InVisit, account_id: str) -> Response:
    await visit.change(accounts.end_sessions_of, id=account_id, now=visit.now)
    return visit.go("account", account_id=account_id, said="此人的登录都已结束。")


@pages.does("account", "/grants", step_up=True)
async def grant_role(visit: InVisit, account_id: str, sent: Annotated[GrantForm, Form()]) -> Response:
    state = await visit.change(
        accounts.grant_role,
        account_id=account_id,
        id=sent.key,
        role=sent.role,
        starts_on=sent.starts_on,
        ends_on=sent.ends_on,
        by=visit.account.id,
        now=visit.now,
    )
    waits = state is GrantState.PROPOSED
    return visit.go("account", account_id=account_id, said="已提出，待另一位管理员批准。" if waits else "已授予。")


@pages.does("account", "/grants/{grant_id}/approve", step_up=True)
async def approve_grant(visit: InVisit, account_id: str, grant_id: str) -> Response:
    await visit.change(accounts.approve_grant, account_id=account_id, id=grant_id, by=visit.account.id, now=visit.now)
    return visit.go("account", account_id=account_id, said="已批准。")


@pages.does("account", "/grants/{grant_id}/withdraw", step_up=True)
async def withdraw_grant(visit: InVisit, account_id: str, grant_id: str) -> Response:
    await visit.change(accounts.withdraw_grant, account_id=account_id, id=grant_id, by=visit.account.id, now=visit.now)
    return visit.go("account", account_id=account_id, said="已撤销。")


async def _account(records: Records, *, id: str) -> Account:
    return await records.accounts.get(id)
