"""The duty console's part of a session: opened with a code that went through the browser, over with the session."""

from datetime import datetime

from apps.gateway.domain.account import Account
from apps.gateway.domain.errors import ConsoleSessionOverError
from apps.gateway.domain.session import StaffSession
from apps.gateway.ports import Records
from apps.gateway.use_cases.sessions import session_of
from apps.web.handover import challenge_of


async def open_console(records: Records, *, opened_in: str, number: str, now: datetime) -> tuple[StaffSession, Account]:
    """`number` is what the console alone knows; one number opens once. Raises `ConsoleSessionOverError`."""
    signed_in = await session_of(records, opened_in, now)
    identifier = challenge_of(number)
    if signed_in is None or await records.sessions.find_one(identifier):
        raise ConsoleSessionOverError
    session, account = signed_in
    theirs = session.for_the_console(id=identifier)
    records.sessions.save(theirs)
    return theirs, account


async def console_of(records: Records, number: str, now: datetime) -> tuple[StaffSession, Account]:
    """Whose console this is. Raises `ConsoleSessionOverError`."""
    session = await records.sessions.find_one(challenge_of(number))
    if session is None or not session.opened_in or not session.is_open(now):
        raise ConsoleSessionOverError
    browsers = await records.sessions.find_one(session.opened_in)
    account = await records.accounts.find_one(session.account_id)
    if browsers is None or browsers.ended_at or account is None or not account.is_active:
        raise ConsoleSessionOverError
    return session, account


async def end_console(records: Records, *, number: str, now: datetime) -> None:
    """Whoever leaves the console leaves the gateway: the next person would come in under this name otherwise."""
    session = await records.sessions.find_one(challenge_of(number))
    if session is None or not session.opened_in:
        return
    for one in (session, await records.sessions.get(session.opened_in)):
        one.end(now)
        records.sessions.save(one)
