"""Coming in by an identity provider: sent there with a record of our own, back with what it says."""

from datetime import datetime

from apps.gateway.domain.account import Account
from apps.gateway.domain.arrival import LASTS, Arrival, Shown
from apps.gateway.domain.assertion import Assertion, HeardSignOut, SignedOut
from apps.gateway.domain.errors import FactorNotSetUpError, IdentityUnknownError, ProviderRefusedError
from apps.gateway.domain.session import STEP_UP_LASTS, StaffSession
from apps.gateway.ports import Records
from apps.gateway.use_cases.entering import Place, arrived, followed_by, go_on
from libs.chassis.domain import Query, every


async def leave(records: Records, *, before: Arrival, follower: Arrival) -> None:
    """The browser goes to the provider; `follower` is what it must come back with."""
    await go_on(records, before, follower)


async def come_back(records: Records, *, arrival_id: str, now: datetime) -> Arrival:
    """Whatever comes of it, it comes back once. Raises `ArrivalOverError`."""
    arrival = await arrived(records, arrival_id, Shown.SENT, now)
    arrival.use_up(now)
    records.arrivals.save(arrival)
    return arrival


async def enter(  # noqa: PLR0913 -- what is shown, and from where
    records: Records, *, arrival: Arrival, said: Assertion, id: str, place: Place, now: datetime
) -> StaffSession | Arrival:
    """A session, or the step to the gateway's own second factor where one factor was shown.

    Raises `IdentityUnknownError` or `FactorNotSetUpError`.
    """
    account = await _known_by(records, said.identity)
    if not said.has_two_factors:
        if not account.totp:
            raise FactorNotSetUpError
        follower = Arrival(id=id, ends_at=now + LASTS, shown=Shown.PASSWORD, account_id=account.id, amr=[*said.amr])
        follower.then, follower.kept, follower.sid = arrival.then, arrival.kept, said.sid
        records.arrivals.save(follower)
        return follower
    session = StaffSession.open(
        id=id, account_id=account.id, device=place.device, address=place.address, kept=arrival.kept, now=now
    )
    session.amr, session.sid = [*said.amr], said.sid
    session.proved_at = said.at or now - STEP_UP_LASTS  # when that was nobody says: what matters asks for it
    records.sessions.save(session)
    return session


async def step_up(
    records: Records, *, arrival: Arrival, said: Assertion, follower_id: str, now: datetime
) -> StaffSession:
    """Shown again at the provider, by who has no second factor here. Raises `ProviderRefusedError`."""
    session = await records.sessions.get(arrival.session_id)
    account = await records.accounts.get(session.account_id)
    shown_at = said.must_be_of_now(account.identity, now)
    follower = await followed_by(records, session, follower_id, now)
    follower.proved_at, follower.sid = shown_at, said.sid or session.sid
    return follower


async def sign_out(records: Records, *, said: SignedOut, now: datetime) -> None:
    """End what somebody opened by a session there, or by all of theirs. Raises `ProviderRefusedError` the second time.

    Where the provider named no session as it let somebody in, any of theirs may be the one.
    """
    if await records.heard_sign_outs.find_one(said.id):
        raise ProviderRefusedError
    records.heard_sign_outs.save(HeardSignOut(id=said.id, ends_at=said.ends_at))

    theirs = {"sid": said.sid}
    if said.identity:
        found = (await records.accounts.find(Query({"identity": said.identity}))).items
        if not found:
            return
        theirs = {"account_id": found[0].id}
    async for session in every(records.sessions, theirs):
        if not said.sid or session.sid in {said.sid, ""}:
            session.end(now)
            records.sessions.save(session)
    async for arrival in every(records.arrivals, theirs):
        if not said.sid or arrival.sid in {said.sid, ""}:
            arrival.use_up(now)
            records.arrivals.save(arrival)


async def _known_by(records: Records, identity: str) -> Account:
    found = (await records.accounts.find(Query({"identity": identity}))).items
    if len(found) != 1 or not found[0].is_active:
        raise IdentityUnknownError
    return found[0]
