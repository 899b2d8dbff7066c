"""Accounts and roles: load, ask, save."""

from collections.abc import AsyncIterator
from datetime import date, datetime

from apps.gateway.domain.account import Account
from apps.gateway.domain.errors import AccountExistsError, CodeWrongError, IdentityTakenError
from apps.gateway.domain.grant import GrantState
from apps.gateway.domain.passkey import Passkey
from apps.gateway.domain.roles import ADMINISTRATOR
from apps.gateway.ports import Records
from apps.gateway.use_cases.sessions import end_sessions
from libs.chassis.domain import Query, every

ENOUGH_ADMINISTRATORS = 2


async def change_password(records: Records, *, account_id: str, password: str, session_id: str, now: datetime) -> None:
    """`password` is its hash. Everywhere else somebody is signed out."""
    account = await records.accounts.get(account_id)
    account.change_password(password, now=now)
    records.accounts.save(account)
    await end_sessions(records, account_id, now, but=session_id)


async def change_factor(  # noqa: PLR0913 -- a grant, and who makes it
    records: Records, *, account_id: str, secret: str, step: int | None, session_id: str, now: datetime
) -> None:
    """`secret` is sealed. Raises `CodeWrongError` if the new phone does not show its code."""
    account = await records.accounts.get(account_id)
    if step is None:
        raise CodeWrongError
    account.change_factor(secret, step=step, now=now)
    records.accounts.save(account)
    await end_sessions(records, account_id, now, but=session_id)


async def add_passkey(records: Records, *, account_id: str, passkey: Passkey, session_id: str, now: datetime) -> None:
    """Everywhere else somebody is signed out, as after any new factor."""
    account = await records.accounts.get(account_id)
    account.add_passkey(passkey, now=now)
    records.accounts.save(account)
    await end_sessions(records, account_id, now, but=session_id)


async def remove_passkey(records: Records, *, account_id: str, id: str, session_id: str, now: datetime) -> None:
    account = await records.accounts.get(account_id)
    account.remove_passkey(id, now=now)
    records.accounts.save(account)
    await end_sessions(records, account_id, now, but=session_id)


async def add_account(  # noqa: PLR0913 -- an account, and who adds it
    records: Records, *, id: str, name: str, code: str, by: str, now: datetime
) -> Account:
    """Added once, with a slip. Raises `AccountExistsError`, unless it is the same request once more."""
    account = await records.accounts.find_one(id)
    if account is None:
        account = Account(id=id, name=name)
        account.issue_slip(code, by=by, now=now)
        records.accounts.save(account)
    elif not account.slip or not account.slip.opens(code, now):
        raise AccountExistsError
    return account


async def issue_slip(records: Records, *, id: str, code: str, by: str, now: datetime) -> None:
    account = await records.accounts.get(id)
    account.issue_slip(code, by=by, now=now)
    records.accounts.save(account)
    await end_sessions(records, id, now)


async def identify_account(records: Records, *, id: str, identity: str, by: str, now: datetime) -> None:
    """Raises `IdentityTakenError` if somebody else is that person there."""
    account = await records.accounts.get(id)
    if identity and any(one.id != id for one in (await records.accounts.find(Query({"identity": identity}))).items):
        raise IdentityTakenError
    account.identify(identity, by=by, now=now)
    records.accounts.save(account)
    await end_sessions(records, id, now)


async def disable_account(records: Records, *, id: str, by: str, now: datetime) -> None:
    account = await records.accounts.get(id)
    account.disable(by=by, now=now)
    records.accounts.save(account)
    await end_sessions(records, id, now)


async def enable_account(records: Records, *, id: str, by: str, now: datetime) -> None:
    account = await records.accounts.get(id)
    account.enable(by=by, now=now)
    records.accounts.save(account)


async def end_sessions_of(records: Records, *, id: str, now: datetime) -> None:
    await records.accounts.get(id)
    await end_sessions(records, id, now)


async def grant_role(  # noqa: PLR0913 -- a grant, and who makes it
    records: Records, *, account_id: str, id: str, role: str, starts_on: date, ends_on: date, by: str, now: datetime
) -> GrantState:
    account = await records.accounts.get(account_id)
    grant = account.grant(id=id, role=role, starts_on=starts_on, ends_on=ends_on, by=by, now=now)
    records.accounts.save(account)
    return grant.state(now)


async def bootstrap_role(  # noqa: PLR0913 -- a grant, and who makes it
    records: Records, *, account_id: str, id: str, role: str, starts_on: date, ends_on: date, by: str, now: datetime
) -> GrantState:
    """An operator grants. While there are not two administrators, nobody could approve one: then it is in force."""
    account = await records.accounts.get(account_id)
    grant = account.grant(id=id, role=role, starts_on=starts_on, ends_on=ends_on, by=by, now=now)
    if role == ADMINISTRATOR and grant.state(now) is GrantState.PROPOSED:
        administrators = [one async for one in every(records.accounts) if ADMINISTRATOR in one.roles(now)]
        if len(administrators) < ENOUGH_ADMINISTRATORS:
            account.approve_grant(id, by=f"{by}（首批管理员）", now=now)
    records.accounts.save(account)
    return grant.state(now)


async def approve_grant(records: Records, *, account_id: str, id: str, by: str, now: datetime) -> None:
    account = await records.accounts.get(account_id)
    account.approve_grant(id, by=by, now=now)
    records.accounts.save(account)


async def withdraw_grant(records: Records, *, account_id: str, id: str, by: str, now: datetime) -> None:
    account = await records.accounts.get(account_id)
    account.withdraw_grant(id, by=by, now=now)
    records.accounts.save(account)


async def all_accounts(records: Records) -> AsyncIterator[Account]:
    """Everybody, in the order of their numbers."""
    async for account in every(records.accounts):
        yield account
