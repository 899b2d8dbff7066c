"""The secret number on a script: it tells a marker nothing, and only the coder's record leads back."""

import base64

LENGTH = 10


def blind_code(fingerprint: str) -> str:
    """Ten characters of base32 out of a keyed fingerprint (hexadecimal).

    The first one is always a letter, so that no spreadsheet takes a code for a number or a formula.
    """
    first, *rest = bytes.fromhex(fingerprint)[:8]
    return base64.b32encode(bytes([first & 0x7F, *rest])).decode()[:LENGTH]


def blind_code_text(session_id: str, application_id: str, attempt: int) -> str:
    """What is fingerprinted; further attempts are for a code that another script already carries."""
    return f"blind-code|{session_id}|{application_id}|{attempt}"
