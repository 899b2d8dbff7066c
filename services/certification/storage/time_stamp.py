"""A time stamp of a third party (RFC 3161) over a signature: that it was there at a time which is not ours."""

import os
import time
from hashlib import sha256
from typing import Final

import httpx
from asn1crypto import tsp

PATIENCE: Final = httpx.Timeout(10.0, connect=5.0)
# Bytes: a token has a few kilobytes, most of it certificates.
LONGEST_TOKEN: Final = 12 * 1024
# What holds a token and says that it is granted; who drips or never ends gives none.
LONGEST_ANSWER: Final = 2 * LONGEST_TOKEN
ANSWERS_WITHIN_SECONDS: Final = 15.0
GRANTED: Final = frozenset({"granted", "granted_with_mods"})
ASKS: Final = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
    "Accept-Encoding": "identity",
}


class NoTimeStampError(RuntimeError):
    """The authority gave no stamp over just this: nothing is issued without one, and it is tried again."""


class TimeStamps:
    """One authority, asked over HTTP. Who signs a stamp is judged by whoever reads the file."""

    def __init__(self, url: str, *, http: httpx.Client | None = None) -> None:
        self._url = url
        self._http = http or httpx.Client(timeout=PATIENCE, trust_env=False)

    def over(self, signature: bytes) -> bytes:
        """The token over these bytes. Raises `NoTimeStampError`."""
        digest, nonce = sha256(signature).digest(), int.from_bytes(os.urandom(8))
        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
        asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
        try:
            told = tsp.TimeStampResp.load(self._answer(asked.dump()))
            token = told["time_stamp_token"].dump()
            stamped = told["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
            is_ours = (
                told["status"]["status"].native in GRANTED
                and stamped["message_imprint"]["hashed_message"].native == digest
                and stamped["nonce"].native == nonce
            )
        except (httpx.HTTPError, ValueError, TypeError, KeyError, AttributeError) as fault:
            raise NoTimeStampError from fault
        if not is_ours or len(token) > LONGEST_TOKEN:
            raise NoTimeStampError
        return bytes(token)

    def _answer(self, asked: bytes) -> bytes:
        """What it answers, as it came: packed, a small answer may be a large one. Raises `httpx.HTTPError`."""
        content, until = bytearray(), time.monotonic() + ANSWERS_WITHIN_SECONDS
        with self._http.stream("POST", self._url, content=asked, headers=ASKS) as answer:
            answer.raise_for_status()
            for part in answer.iter_raw():
                content += part
                if len(content) > LONGEST_ANSWER or time.monotonic() > until:
                    raise httpx.ReadError("longer than any answer")
        return bytes(content)
