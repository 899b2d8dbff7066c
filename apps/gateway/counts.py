"""How much waits, beside 我的待办 in the navigation: looked for beside the pages, so that no page waits for it.

What waits depends on roles alone, so it is counted once for each set of roles that somebody came with lately, in the
name of whoever came last: three hundred people cost as much as the dozen offices that they hold.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from apps.gateway.identity.minting import Proof
from libs.chassis.time.clock import Clock

LATELY = timedelta(minutes=10)
ANEW_AFTER = timedelta(minutes=1)
LOOKS_EVERY_SECONDS = 15.0
MOST = 100

Roles = frozenset[str]


class Count(Protocol):
    """Counts what waits for somebody; none if they hold these roles no more, or a service is away."""

    def __call__(self, proof: Proof, account_id: str, roles: Roles, /) -> Awaitable[int | None]:
        """In their name."""
        ...


@dataclass
class _Place:
    """`at` is when it was counted last, if it was."""

    proof: Proof
    account_id: str
    came_at: datetime
    count: int | None = None
    at: datetime | None = None


class Counts:
    """The last that is known, by roles."""

    def __init__(self, clock: Clock, count: Count) -> None:
        self._clock = clock
        self._count = count
        self._places: dict[Roles, _Place] = {}
        self._woken = asyncio.Event()

    def idle(self) -> bool:
        """Nothing depends on it."""
        return True

    def known(self, proof: Proof, account_id: str, roles: Roles) -> int | None:
        """What was last counted; none if it is not known yet. It is looked for again as long as somebody comes."""
        now = self._clock.now()
        place = self._places.get(roles)
        if place is None:
            if len(self._places) >= MOST:
                return None
            place = self._places[roles] = _Place(proof, account_id, now)
            self._woken.set()
        place.proof, place.account_id, place.came_at = proof, account_id, now
        return place.count

    def changed(self, roles: Roles) -> None:
        """Something was done: it is counted again at the next look."""
        if place := self._places.get(roles):
            place.at = None
            self._woken.set()

    async def run(self) -> None:
        """Look until cancelled; a little later after a click, so that a row of clicks costs one look."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), LOOKS_EVERY_SECONDS)
                await asyncio.sleep(1)
            self._woken.clear()
            await self.look()

    async def look(self) -> None:
        """Count what is not known or too old, for those who came lately."""
        now = self._clock.now()
        self._places = {roles: place for roles, place in self._places.items() if now < place.came_at + LATELY}
        for roles, place in _stale(self._places.items(), now):
            place.at = now
            found = await self._count(place.proof, place.account_id, roles)
            place.count = place.count if found is None else found


def _stale(places: Iterable[tuple[Roles, _Place]], now: datetime) -> list[tuple[Roles, _Place]]:
    return [(roles, place) for roles, place in places if place.at is None or now >= place.at + ANEW_AFTER]
