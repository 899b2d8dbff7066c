"""People who work at the gateway: entered before it starts, then each a browser with cookies and a phone."""

import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pyotp

from apps.gateway.domain.account import Account, Slip, digest_of
from apps.gateway.gateway import Gateway
from apps.gateway.identity.credentials import Argon2Passwords
from apps.gateway.ports import Records
from libs.contracts.sealing import Purpose

PASSWORD = "湘江边的七棵樟树 2026"  # noqa: S105 -- of people who do not exist
TRIES = 3
HIDDEN = re.compile(r'name="(\w+)" value="([^"]*)"')
OFFICES = ("exam-affairs", "reception", "quality", "general-office", "director")


async def enter(gateway: Gateway, count: int) -> dict[str, str]:
    """Accounts with roles in force and one password; number → the secret of the phone."""
    hashed = await Argon2Passwords().hash(PASSWORD)
    secrets = {f"S-{number:04d}": pyotp.random_base32() for number in range(count)}
    for place, (account_id, secret) in enumerate(secrets.items()):
        sealed = gateway.cipher.seal(secret, purpose=Purpose.SECOND_FACTOR, owner=account_id)
        account = _account(account_id, hashed, sealed, OFFICES[place % len(OFFICES)])
        await gateway.change(_save, account=account)
    return secrets


def _account(account_id: str, hashed: str, sealed: str, role: str) -> Account:
    now = datetime.now(UTC)
    account = Account(id=account_id, name="王小明")
    account.slip = Slip(digest=digest_of("a slip"), ends_at=now + timedelta(days=1))
    account.activate(password=hashed, totp=sealed, step=0, now=now)
    today = now.date()
    account.grant(id="g", role=role, starts_on=today, ends_on=today + timedelta(days=365), by="A-1", now=now)
    if not account.roles(now):
        account.approve_grant("g", by="A-2", now=now)
    return account


async def _save(records: Records, *, account: Account) -> None:
    records.accounts.save(account)


@dataclass
class Person:
    """A browser over plain HTTP on this machine, which is as good as TLS to real ones, but not to httpx."""

    client: httpx.AsyncClient
    account_id: str
    secret: str
    cookies: dict[str, str] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)

    async def go(self, method: str, path: str, **sent: str) -> httpx.Response:
        """One request, timed; a redirect is followed by whoever asked."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        answer = await self.client.request(method, path, headers={"Cookie": cookies}, data=sent or None)
        self.milliseconds.append(1000 * (time.perf_counter() - began))
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    async def sign_in(self) -> None:
        """Both steps."""
        await self.go("GET", "/sign-in")
        await self.go("POST", "/sign-in", account_id=self.account_id, password=PASSWORD)
        for _ in range(TRIES):  # whoever was late with a code types the next one
            answer = await self.go("POST", "/sign-in/code", code=pyotp.TOTP(self.secret).now())
            if answer.status_code == httpx.codes.SEE_OTHER:
                return
        message = f"{self.account_id} is not in: {answer.status_code}"
        raise RuntimeError(message)

    async def is_in(self) -> bool:
        """Whether the session is still open."""
        return (await self.go("GET", "/my-account")).is_success

    async def send(self, page: str, action: str, **typed: str) -> httpx.Response:
        """A form of a page, with its key."""
        form = (await self.go("GET", page)).text.partition(f'action="{action}"')[2].partition("</form>")[0]
        return await self.go("POST", action, **{**dict(HIDDEN.findall(form)), **typed})
