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
    """Who is signed in there; None if nobody is, any more, or if it is the duty console's."""
    session = await records.sessions.find_one(session_id)
    if session is None or session.opened_in or not session.is_open(now):
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
    found = {one.id: one async for one in every(records.sessions, {"account_id": account_id})}
    still = [one for one in found.values() if one.is_open(now) and not _is_over_with(found.get(one.opened_in))]
    return sorted(still, key=lambda one: one.seen_at, reverse=True)


def _is_over_with(opened_in: StaffSession | None) -> bool:
    """Whether a console's session is over with the one that it was opened in; that one may well be unused."""
    return opened_in is not None and opened_in.ended_at is not None


async def consoles_in(records: Records, session: StaffSession) -> list[StaffSession]:
    """What the duty console has opened in a session."""
    theirs = {"account_id": session.account_id}
    return [one async for one in every(records.sessions, theirs) if one.opened_in == session.id]


async def end_sessions(records: Records, account_id: str, now: datetime, *, but: str = "") -> None:
    """Wherever somebody is signed in, but in one place and the console that was opened there."""
    for session in await open_sessions(records, account_id, now):
        if not but or but not in {session.id, session.opened_in}:
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
