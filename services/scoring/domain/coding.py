"""Blind codes, and the coding record: the only thing that leads from a code to a candidate (SCO-24)."""

import base64
from dataclasses import dataclass

from libs.chassis.domain import Aggregate
from libs.contracts.event import Form
from services.scoring.domain.errors.coding import CodesSealedError

# Characters of base32; should two scripts get the same code, another attempt is made (`blind_code_text`).
CODE_LENGTH = 10


def blind_code(fingerprint: str) -> str:
    """The secret number on a script, which tells a marker nothing: ten characters of base32 out of a keyed fingerprint.

    The first one is always a letter, so that no spreadsheet takes a code for a number or a formula.
    """
    first, *rest = bytes.fromhex(fingerprint)[:8]
    return base64.b32encode(bytes([first & 0x7F, *rest])).decode()[:CODE_LENGTH]


def blind_code_text(session_id: str, application_id: str, attempt: int) -> str:
    """What is fingerprinted; further attempts are for a code that another script already carries."""
    return f"blind-code|{session_id}|{application_id}|{attempt}"


@dataclass(frozen=True, kw_only=True)
class CodedScript:
    """Which code is on whose script."""

    application_id: str
    code: str
    form: Form


@dataclass(kw_only=True)
class CodingRecord(Aggregate):
    """Whose code is on which script of a session; `id` is the session's. Written once, when its attendance is final.

    It is open while scripts are coded, sealed from the first mark in the session, and open again once its scores are
    registered (SCO-19, SCO-24).
    """

    id: str
    list_id: str
    entries: list[CodedScript]

    def must_be_open(self, *, is_marked: bool, is_registered: bool) -> None:
        """Refuse whoever looks a code up while scripts are marked under them."""
        if is_marked and not is_registered:
            raise CodesSealedError(self.id)

    def code_of(self, application_id: str) -> str:
        """The code on a candidate's script."""
        return next(entry.code for entry in self.entries if entry.application_id == application_id)
