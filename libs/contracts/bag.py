"""A batch as one package (BagIt, RFC 8493): which files it has, and what makes a bag of them.

What is personal in the events and the scans is sealed under the key of the batch (ADR 0035): with that key it is gone
from every package, too.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final

DATA: Final = "data"
# The signed day, the state of the files, the events with their proofs, the contents, and which scans there are.
HEAD, FILE, EVENTS, CONTENTS, SCANS = "head.json", "file.json", "events.jsonl", "contents.jsonl", "scans.jsonl"
# A folder of scans as the archive keeps them, each under the digest of what is in it.
SEALED: Final = "scans"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = f"tag{MANIFEST}"
SCAN_FILED: Final = "scan-filed"


def manifest(digests: Mapping[str, str]) -> str:
    """SHA-256 of each file, by its path in the bag."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


def tag_files(digests: Mapping[str, str], *, batch_id: str, day: str) -> dict[str, str]:
    """The files beside the data: what the bag is, and the digests of all of them."""
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": f"External-Identifier: {batch_id}\nBagging-Date: {day}\n",
        MANIFEST: manifest(digests),
    }
    return tags | {TAG_MANIFEST: manifest({name: digest_of(text.encode()) for name, text in tags.items()})}


def digest_of(content: bytes) -> str:
    """SHA-256, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def filed_scans(events: Iterable[Mapping[str, object]]) -> set[tuple[str, object]]:
    """Item and digest of each scan that these events of the archive say was filed."""
    found = set()
    for event in events:
        data = event.get("data")
        if event.get("source") == "archive" and isinstance(data, dict) and data.get("deed") == SCAN_FILED:
            found |= {(item, data.get("digest")) for item in data.get("items", ())}
    return found
