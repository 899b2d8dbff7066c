"""Tokens for the services: one service, one minute, and only what the person holds now."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Protocol

from joserfc.jwk import OKPKey

from apps.gateway.domain.account import Account
from libs.chassis.identity import signed_token

LASTS = timedelta(minutes=1)
MOST = 10_000


class Proof(Protocol):
    """A session, or a job that was ordered in one."""

    @property
    def id(self) -> str:
        """What tokens are remembered by."""
        ...

    @property
    def proved_at(self) -> datetime:
        """When the second factor was last shown."""
        ...

    @property
    def amr(self) -> list[str]:
        """What was shown."""
        ...


class Mint:
    """Makes a token for a session and a service, and gives it again until half of its life is over.

    Services remember tokens that they have checked, so one that is used again costs them nothing.
    """

    def __init__(self, key: OKPKey) -> None:
        self._key = key
        self._made: OrderedDict[tuple[str, str], tuple[str, frozenset[str], datetime]] = OrderedDict()

    def token(self, session: Proof, account: Account, service: str, *, now: datetime) -> str:
        """A bearer token, which says when the second factor was shown in the session, or before a job was ordered."""
        return self.lent(session, account, service, now=now)[0]

    def lent(self, session: Proof, account: Account, service: str, *, now: datetime) -> tuple[str, datetime]:
        """The same, and when it runs out, for the duty console, which asks services by itself."""
        roles = account.roles(now)
        place = (session.id, service)
        token, held, ends_at = self._made.get(place, ("", roles, now))
        if not token or held != roles or now >= ends_at - LASTS / 2:
            ends_at = now + LASTS
            token = signed_token(
                self._key,
                account.id,
                sorted(roles),
                expires=ends_at,
                name=account.name,
                audience=service,
                proved_at=session.proved_at,
                amr=session.amr,
            )
            self._made[place] = (token, roles, ends_at)
            self._made.move_to_end(place)
            if len(self._made) > MOST:
                self._made.popitem(last=False)
        return token, ends_at
