"""A time stamp of a third party (RFC 3161) over a signature: that it was there at a time which is not ours."""

import os
from hashlib import sha256
from typing import Final

import httpx
from asn1crypto import tsp

PATIENCE: Final = httpx.Timeout(10.0, connect=5.0)
# Bytes: a token has a few kilobytes, most of it certificates.
LONGEST_TOKEN: Final = 12 * 1024
GRANTED: Final = frozenset({"granted", "granted_with_mods"})
ASKS: Final = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


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
            answer = self._http.post(self._url, content=asked.dump(), headers=ASKS).raise_for_status()
            told = tsp.TimeStampResp.load(answer.content)
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
