"""Passwords, the second factor, and codes that nobody can guess."""

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from apps.gateway.domain.errors import PasswordWeakError

SHORTEST, LONGEST = 10, 128
STRONG = 3  # of 4: 10^8 guesses and more
STEP = timedelta(seconds=30)
# 64 MiB each: as many as two processors can use, or the sign-ins of a morning take all memory.
AT_ONCE = 2


class Argon2Passwords:
    """Argon2id with the parameters that argon2-cffi recommends; a few at a time, beside the event loop."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._nobodys = self._hasher.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        """See `Passwords`."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def match(self, hashed: str, password: str) -> bool:
        """See `Passwords`."""
        async with self._turns:
            return await asyncio.to_thread(self._verified, hashed or self._nobodys, password) and bool(hashed)

    def _verified(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


class Totp:
    """Six figures that change every half minute."""

    def secret(self) -> str:
        """See `Factor`."""
        return pyotp.random_base32()

    def address(self, secret: str, account_id: str) -> str:
        """See `Factor`."""
        return pyotp.TOTP(secret).provisioning_uri(name=account_id, issuer_name="SkillSeal")

    def step(self, secret: str, code: str, now: datetime) -> int | None:
        """See `Factor`."""
        code = "".join(code.split())
        for skew in (0, -1, 1):
            moment = now + skew * STEP
            if pyotp.TOTP(secret).verify(code, for_time=moment):
                return int(moment.timestamp() // STEP.total_seconds())
        return None


def require_strength(password: str, *, about: Iterable[str]) -> None:
    """Judged offline, by length and by what people try first, without what is known of the person.

    Raises `PasswordWeakError`.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordWeakError(f"长度应为 {SHORTEST} 到 {LONGEST} 个字符。")
    others = password.casefold()
    for known in (*about, "skillseal"):
        others = others.replace(known.casefold(), "")
    if len(others) < SHORTEST or zxcvbn(others, max_length=LONGEST)["score"] < STRONG:
        raise PasswordWeakError("它由姓名、工号或常见的词、日期、键盘顺序组成。")


def slip_code(key: bytes, account_id: str, request: str) -> str:
    """The code on a slip: a hundred bits that follow from the request, so that asking twice gives one slip."""
    drawn = hmac.new(key, f"{len(account_id)}:{account_id}{request}".encode(), hashlib.sha256).digest()
    text = base64.b32encode(drawn).decode()[:20]
    return "-".join(text[place : place + 5] for place in range(0, len(text), 5))


def cookie_value() -> str:
    """256 random bits; only their digest is kept."""
    return secrets.token_urlsafe(32)


def cookie_digest(value: str) -> str:
    """What a session or arrival is found by."""
    return hashlib.sha256(value.encode()).hexdigest()
