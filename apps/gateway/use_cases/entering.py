"""Coming in: a password or a slip first, then the second factor. A failure is kept, and None is the answer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from apps.gateway.domain.account import Account
from apps.gateway.domain.arrival import LASTS, Arrival, Shown
from apps.gateway.domain.errors import ArrivalOverError, CodeWrongError
from apps.gateway.domain.passkey import ShownPasskey
from apps.gateway.domain.session import StaffSession
from apps.gateway.domain.tries import ACCOUNT, ADDRESS, CODE, PAIR, Tries
from apps.gateway.ports import Records
from apps.gateway.use_cases.sessions import consoles_in, end_sessions

# The time step of a code, or a passkey that answered; None is neither.
Second = int | ShownPasskey | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody signs in: the browser's own words, and the address it comes from."""

    device: str
    address: str


async def may_try(records: Records, *, account_id: str, address: str, now: datetime) -> None:
    """Raises `TooManyTriesError`."""
    pair, account, from_there = await _counted(records, account_id, address)
    pair.may_try(PAIR, now)
    from_there.may_try(ADDRESS, now)
    if not pair.is_trusted(now):
        account.may_try(ACCOUNT, now)


async def show_password(  # noqa: PLR0913 -- what is shown, and from where
    records: Records, *, right: bool, before: Arrival, id: str, account_id: str, address: str, now: datetime
) -> Arrival | None:
    """The first step in. Raises `TooManyTriesError`; None if it was not the password."""
    await may_try(records, account_id=account_id, address=address, now=now)
    if not right:
        await _failed(records, account_id, address, now)
        return None
    return await go_on(
        records, before, Arrival(id=id, ends_at=now + LASTS, shown=Shown.PASSWORD, account_id=account_id)
    )


async def show_code(  # noqa: PLR0913 -- what is shown, and from where
    records: Records, *, arrival_id: str, second: Second, id: str, place: Place, now: datetime
) -> StaffSession | None:
    """The second step: a session. Raises `ArrivalOverError` or `TooManyTriesError`; None if it was not the factor."""
    arrival = await arrived(records, arrival_id, Shown.PASSWORD, now)
    account = await records.accounts.get(arrival.account_id)
    if not account.is_active:
        raise ArrivalOverError
    if not await _takes(records, account, second, now):
        return None

    arrival.use_up(now)
    records.arrivals.save(arrival)
    for counted in await _counted(records, account.id, place.address):
        if counted.id != _key("address", place.address):
            counted.succeed(now)
            records.tries.save(counted)
    session = _opened(records, arrival, id, place, now)
    if isinstance(second, ShownPasskey):
        session.amr = [*(arrival.amr or ["pwd"]), "pop"]
    return session


async def show_slip(  # noqa: PLR0913 -- what is shown, and from where
    records: Records, *, code: str, before: Arrival, id: str, secret: str, account_id: str, address: str, now: datetime
) -> Arrival | None:
    """The first step of an activation. Raises `TooManyTriesError`; None if the slip does not open the account."""
    await may_try(records, account_id=account_id, address=address, now=now)
    account = await records.accounts.find_one(account_id)
    if account is None or not account.is_opened_by(code, now):
        await _failed(records, account_id, address, now)
        return None
    follower = Arrival(id=id, ends_at=now + LASTS, shown=Shown.SLIP, account_id=account_id, secret=secret)
    return await go_on(records, before, follower)


async def activate_account(  # noqa: PLR0913 -- what is shown, and from where
    records: Records, *, arrival_id: str, password: str, step: int | None, id: str, place: Place, now: datetime
) -> StaffSession:
    """The second step: own password and second factor. `password` is its hash.

    Raises `ArrivalOverError`, `CodeWrongError` or `SlipNotValidError`.
    """
    arrival = await arrived(records, arrival_id, Shown.SLIP, now)
    account = await records.accounts.get(arrival.account_id)
    if step is None:
        raise CodeWrongError
    account.activate(password=password, totp=arrival.secret, step=step, now=now)
    records.accounts.save(account)
    arrival.use_up(now)
    records.arrivals.save(arrival)
    await end_sessions(records, account.id, now)
    return _opened(records, arrival, id, place, now)


async def set_up_factor(records: Records, *, arrival_id: str, step: int | None, now: datetime) -> None:
    """The second step of an activation where an identity provider has the passwords: nobody is signed in by it.

    Raises `ArrivalOverError`, `CodeWrongError` or `SlipNotValidError`.
    """
    arrival = await arrived(records, arrival_id, Shown.SLIP, now)
    account = await records.accounts.get(arrival.account_id)
    if step is None:
        raise CodeWrongError
    account.activate(password="", totp=arrival.secret, step=step, now=now)
    records.accounts.save(account)
    arrival.use_up(now)
    records.arrivals.save(arrival)
    await end_sessions(records, account.id, now)


async def step_up(records: Records, *, id: str, second: Second, follower_id: str, now: datetime) -> StaffSession | None:
    """A session that may do what matters for five minutes, or None. Raises `TooManyTriesError`."""
    session = await records.sessions.get(id)
    account = await records.accounts.get(session.account_id)
    if not await _takes(records, account, second, now):
        return None
    return await followed_by(records, session, follower_id, now)


async def followed_by(records: Records, session: StaffSession, follower_id: str, now: datetime) -> StaffSession:
    """The session after a further proof; the duty console that was opened in it goes on in its follower."""
    follower = session.step_up(id=follower_id, now=now)
    for console in await consoles_in(records, session):
        console.opened_in = follower.id
        records.sessions.save(console)
    records.sessions.save(session)
    records.sessions.save(follower)
    return follower


async def arrived(records: Records, arrival_id: str, shown: Shown, now: datetime) -> Arrival:
    """An arrival that has shown this. Raises `ArrivalOverError`."""
    arrival = await records.arrivals.find_one(arrival_id)
    if arrival is None:
        raise ArrivalOverError
    arrival.require(shown, now)
    return arrival


async def go_on(records: Records, before: Arrival, follower: Arrival) -> Arrival:
    """The next step of a browser on its way in; what waits goes with it."""
    if known := await records.arrivals.find_one(before.id):
        known.use_up(follower.ends_at - LASTS)
        records.arrivals.save(known)
    follower.then, follower.kept = before.then, before.kept
    records.arrivals.save(follower)
    return follower


def _opened(records: Records, arrival: Arrival, id: str, place: Place, now: datetime) -> StaffSession:
    session = StaffSession.open(
        id=id, account_id=arrival.account_id, device=place.device, address=place.address, kept=arrival.kept, now=now
    )
    session.amr, session.sid = [*(arrival.amr or ["pwd"]), "otp"], arrival.sid
    records.sessions.save(session)
    return session


async def show_own_password(records: Records, *, account_id: str, right: bool, now: datetime) -> bool:
    """Once more, by somebody who is signed in. Raises `TooManyTriesError`."""
    tries = await _tries(records, "own", account_id)
    tries.may_try(CODE, now)
    if right:
        tries.succeed(now)
    else:
        tries.fail(now)
    records.tries.save(tries)
    return right


async def _takes(records: Records, account: Account, second: Second, now: datetime) -> bool:
    tries = await _tries(records, "code", account.id)
    tries.may_try(CODE, now)
    try:
        if isinstance(second, ShownPasskey):
            account.use_passkey(second)
        else:
            account.use_code(second)
    except CodeWrongError:
        tries.fail(now)
        records.tries.save(tries)
        return False
    tries.succeed(now)
    records.tries.save(tries)
    records.accounts.save(account)
    return True


async def _counted(records: Records, account_id: str, address: str) -> tuple[Tries, Tries, Tries]:
    return (
        await _tries(records, "pair", account_id, address),
        await _tries(records, "account", account_id),
        await _tries(records, "address", address),
    )


async def _failed(records: Records, account_id: str, address: str, now: datetime) -> None:
    for tries in await _counted(records, account_id, address):
        tries.fail(now)
        records.tries.save(tries)


async def _tries(records: Records, *parts: str) -> Tries:
    identifier = _key(*parts)
    return await records.tries.find_one(identifier) or Tries(id=identifier)


def _key(*parts: str) -> str:
    """A digest: people type passwords where a number is asked for."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
