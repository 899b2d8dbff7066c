"""What a certificate is known by: its token, the digest of what is on the paper, and what the public may see."""

import json
import unicodedata
from dataclasses import dataclass

from libs.chassis.domain import Cipher

FIRST_PRINT = 1
# 128 bits of the keyed digest: short enough for a QR code, too many to try.
TOKEN_DIGITS = 32
# An identifier shorter than the old resident number (15 places) would show too much of itself: it is starred whole.
SHORTEST_MASKED = 15


@dataclass(frozen=True, kw_only=True)
class VerifiedBy:
    """What a certificate is verified by: its token, the digest of what is on the paper, and that of its file."""

    token: str
    holder: str
    pdf_sha256: str


def verification_token(cipher: Cipher, number: str, *, copy: int = FIRST_PRINT) -> str:
    """What the QR code of a copy holds: a keyed digest, of which no identifier of a person is a part."""
    if copy == FIRST_PRINT:
        return cipher.fingerprint(f"certificate:{number}")[:TOKEN_DIGITS]
    return f"{cipher.fingerprint(f'certificate:{number}:{copy}')[:TOKEN_DIGITS]}-{copy}"


def copy_of(token: str) -> int:
    """Which copy a token says that it is of."""
    _, _, copy = token.partition("-")
    return int(copy) if copy.isascii() and copy.isdecimal() else FIRST_PRINT


def as_typed(text: str) -> str:
    """What somebody typed in, however the keyboard was set."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def holder_text(number: str, name: str, last_six: str) -> str:
    """What is on the paper, for who has no camera; a keyed digest of it finds the certificate."""
    return f"holder:{json.dumps([as_typed(text) for text in (number, name, last_six)])}"


def masked_number(text: str) -> str:
    """An identifier as the public may see it. Most of the last six stay hidden: who knows them may ask by hand."""
    if len(text) < SHORTEST_MASKED:
        return "*" * len(text)
    return f"{text[:3]}{'*' * (len(text) - 5)}{text[-2:]}"


def masked_name(name: str) -> str:
    """A name as the public may see it: the first character, the rest starred."""
    return name[:1] + "*" * (len(name) - 1)
