"""Evidence in a file: exported from the archive page by page, verified without it."""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from libs.contracts.archive import Verdict, exported_line, verify_chain
from libs.contracts.merkle import NotProvedError, must_be_in, signed_text

PAGE = 1000


def export_events(
    archive_url: str, token: str, file: Path, *, transport: httpx.BaseTransport | None = None
) -> dict[str, Any]:
    """Write the whole chain as one canonical event a line; answers the archive's own `count` and `head`."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(
        base_url=archive_url, headers=headers, timeout=30.0, trust_env=False, transport=transport
    ) as client:
        chain: dict[str, Any] = client.get("/chain").raise_for_status().json()
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as lines:
            for event in _events(client, until=chain["count"]):
                lines.write(exported_line(event))
    return chain


def _events(client: httpx.Client, *, until: int) -> Iterator[dict[str, Any]]:
    after = 0
    while after < until:
        query = {"after": after, "limit": min(PAGE, until - after)}
        events = client.get("/events", params=query).raise_for_status().json()["items"]
        yield from events
        after = events[-1]["archiveposition"]


def verify_file(file: Path) -> Verdict:
    """Prove an exported file, line by line, however long it is."""
    with file.open("rb") as lines:
        return verify_chain(lines)


def verify_document(document: Path, proof_file: Path, *, key: str) -> dict[str, Any]:
    """Hold a document to its proof, without the archive; answers the proof. Raises `NotProvedError` with the reason.

    The event has the digest of the document, its leaf is in the tree of a day, and the day is signed with the key.
    """
    return verify_event(proof_file, key=key, digest=hashlib.sha256(document.read_bytes()).hexdigest())


def verify_event(proof_file: Path, *, key: str, digest: str = "") -> dict[str, Any]:
    """The same of an event alone, or of one that has this digest."""
    try:
        proof: dict[str, Any] = json.loads(proof_file.read_bytes())
        head = proof["head"]
        if digest and digest not in proof["event"]["data"].values():
            _not_proved("the event of the proof is about another document")
        text = signed_text(head["day"], head["size"], head["root"], head["chain_head"])
        must_be_in(proof)
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(base64.b64decode(head["signature"]), text)
    except InvalidSignature:
        _not_proved("the day is not signed with this key")
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        _not_proved(str(wrong) or "the event is not in the tree of that day")
    return proof


def _not_proved(reason: str) -> NoReturn:
    raise NotProvedError(reason)
