"""The second factor of a person: sealed where it is kept, a picture where a phone reads it."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno

from apps.gateway.answering.visit import Visit
from apps.gateway.domain.account import Account
from apps.gateway.domain.errors import PasskeyRefusedError
from apps.gateway.domain.passkey import ShownPasskey
from libs.chassis.sealing import SealBrokenError
from libs.contracts.sealing import Purpose

ASKED_FOR = timedelta(minutes=5)
CHALLENGE = 32  # random bytes


def step_of(visit: Visit, account: Account | None, code: str) -> int | None:
    """The time step that a code of this person belongs to."""
    if account is None or not account.totp:
        return None
    return visit.gateway.factor.step(opened(visit, account.totp, account.id), code, visit.now)


def sealed(visit: Visit, secret: str, account_id: str) -> str:
    """A second factor as it is kept."""
    return visit.gateway.cipher.seal(secret, purpose=Purpose.SECOND_FACTOR, owner=account_id)


def opened(visit: Visit, secret: str, account_id: str) -> str:
    """What `sealed` made."""
    return visit.gateway.cipher.open(secret, purpose=Purpose.SECOND_FACTOR, owner=account_id)


# Any of the eight masks decodes. Weighing all of them, as segno does by itself, takes four fifths of the time.
MASK = 2


def picture(text: str) -> dict[str, object]:
    """A QR code as the path of an SVG, a square for each dark module."""
    code = segno.make(text, error="m", micro=False, mask=MASK)
    rows = list(code.matrix_iter(border=4))
    squares = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return {"size": len(rows), "path": "".join(squares)}


@dataclass(frozen=True)
class Asked:
    """What a browser's passkey is asked for, and the same challenge sealed for whoever is asked."""

    options: str
    asked: str


def asked_to_show(visit: Visit, account: Account | None, owner: str) -> Asked | None:
    """None of somebody who has none, or where there are none."""
    if visit.gateway.passkeys is None or account is None or not account.passkeys:
        return None
    challenge = secrets.token_bytes(CHALLENGE)
    return Asked(visit.gateway.passkeys.to_show(account, challenge), _sealed_challenge(visit, challenge, owner))


def asked_to_make(visit: Visit) -> Asked | None:
    """A passkey more for whoever is signed in."""
    if visit.gateway.passkeys is None:
        return None
    challenge = secrets.token_bytes(CHALLENGE)
    options = visit.gateway.passkeys.to_make(visit.account, challenge)
    return Asked(options, _sealed_challenge(visit, challenge, visit.session.id))


def shown_by(visit: Visit, account: Account | None, answer: str, asked: str, owner: str) -> ShownPasskey | None:
    """The passkey that answered. The challenge opens for its session or its step of the way in, which is over then."""
    if visit.gateway.passkeys is None or account is None:
        return None
    return visit.gateway.passkeys.shown(answer, challenge_of(visit, asked, owner), account)


def challenge_of(visit: Visit, asked: str, owner: str) -> bytes:
    """Raises `PasskeyRefusedError`."""
    try:
        opened_ = visit.gateway.cipher.open(asked, purpose=Purpose.PASSKEY_CHALLENGE, owner=owner)
    except SealBrokenError:
        raise PasskeyRefusedError from None
    challenge, ends_at = json.loads(opened_)
    if visit.now >= datetime.fromisoformat(ends_at):
        raise PasskeyRefusedError
    return bytes.fromhex(challenge)


def _sealed_challenge(visit: Visit, challenge: bytes, owner: str) -> str:
    told = json.dumps([challenge.hex(), (visit.now + ASKED_FOR).isoformat()])
    return visit.gateway.cipher.seal(told, purpose=Purpose.PASSKEY_CHALLENGE, owner=owner)
