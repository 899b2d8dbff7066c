"""The second factor of a person: sealed where it is kept, a picture where a phone reads it."""

import segno

from apps.gateway.domain.account import Account
from apps.gateway.visit import Visit
from libs.contracts.sealing import Purpose


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


def picture(text: str) -> dict[str, object]:
    """A QR code as the path of an SVG, a square for each dark module."""
    code = segno.make(text, error="m", micro=False)
    rows = list(code.matrix_iter(border=4))
    squares = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return {"size": len(rows), "path": "".join(squares)}
