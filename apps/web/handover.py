"""From the gateway, where people sign in, to the duty console: the addresses that both must know alike.

The console draws a number, sends its digest (the challenge) along with the browser, and gets a code back with it.
"""

import hashlib
from urllib.parse import quote

BEGIN, CODE, ENTRY = "/sign-in/begin", "/sign-in/code", "/console"


def challenge_of(number: str) -> str:
    """What may be seen of the number that the console alone knows."""
    return hashlib.sha256(number.encode()).hexdigest()


def begin_address(console_url: str) -> str:
    """Where a browser begins to sign in to the console."""
    return f"{console_url.rstrip('/')}{BEGIN}"


def entry_address(gateway_url: str, challenge: str) -> str:
    """Where the gateway looks who it is."""
    return f"{gateway_url.rstrip('/')}{ENTRY}?challenge={challenge}"


def code_address(console_url: str, code: str) -> str:
    """Where a browser brings the code."""
    return f"{console_url.rstrip('/')}{CODE}?code={quote(code, safe='')}"
