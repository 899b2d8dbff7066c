"""Where people are signed in, and what they typed that could not be taken yet."""

from datetime import datetime

from apps.gateway.domain.account import Account
from apps.gateway.domain.arrival import Arrival
from apps.gateway.domain.errors import SessionMissingError
from apps.gateway.domain.kept_form import KeptForm
from apps.gateway.domain.session import StaffSession
from apps.gateway.ports import Records
from libs.chassis.domain import every


async def session_of(records: Records, session_id: str, now: datetime) -> tuple[StaffSession, Account] | None:
    """Who is signed in there; None if nobody is, any more."""
    session = await records.sessions.find_one(session_id)
    if session is None or not session.is_open(now):
        return None
    account = await records.accounts.find_one(session.account_id)
    return (session, account) if account and account.is_active else None


async def see_session(records: Records, *, id: str, now: datetime) -> None:
    session = await records.sessions.get(id)
    session.see(now)
    records.sessions.save(session)


async def end_session(records: Records, *, id: str, account_id: str, now: datetime) -> None:
    """Sign out there. Raises `SessionMissingError` if it is somebody else's."""
    session = await records.sessions.get(id)
    if session.account_id != account_id:
        raise SessionMissingError
    session.end(now)
    records.sessions.save(session)


async def open_sessions(records: Records, account_id: str, now: datetime) -> list[StaffSession]:
    """Where somebody is signed in, the last used first."""
    found = [one async for one in every(records.sessions, {"account_id": account_id}) if one.is_open(now)]
    return sorted(found, key=lambda one: one.seen_at, reverse=True)


async def end_sessions(records: Records, account_id: str, now: datetime, *, but: str = "") -> None:
    """Wherever somebody is signed in, but in one place."""
    for session in await open_sessions(records, account_id, now):
        if session.id != but:
            session.end(now)
            records.sessions.save(session)


async def keep_form(records: Records, form: KeptForm, *, arrival: Arrival | None, session_id: str = "") -> None:
    """Keep what was typed with a browser on its way in, or with a session that has to show its second factor."""
    records.kept_forms.save(form)
    if arrival:
        arrival.kept = form.id
        records.arrivals.save(arrival)
    else:
        session = await records.sessions.get(session_id)
        session.kept = form.id
        records.sessions.save(session)


async def drop_form(records: Records, *, session_id: str) -> None:
    """Nothing waits any more."""
    session = await records.sessions.get(session_id)
    session.kept = ""
    records.sessions.save(session)


async def kept_form(records: Records, session: StaffSession, now: datetime) -> KeptForm | None:
    """What waits to be sent again."""
    form = await records.kept_forms.find_one(session.kept) if session.kept else None
    return form if form and form.is_for(session.account_id, now) else None
