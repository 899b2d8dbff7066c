"""A batch as one package (BagIt, RFC 8493): what the archive tells of it, proved on a machine that has nothing else.

What is personal in the events is sealed under the key of the batch: with that key it is gone from every package.
Scans are not in it. Their digests are, so that a scan which two people took out is held to the package.
"""

import base64
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from libs.contracts.archive import canonical
from libs.contracts.merkle import NotProvedError, must_be_in, signed_text

PAGE: Final = 500
MANIFEST: Final = "manifest-sha256.txt"
HEAD, EVENTS, CONTENTS, FILE = "head.json", "events.jsonl", "contents.jsonl", "file.json"


def export_batch(archive: httpx.Client, batch_id: str, file: Path) -> dict[str, Any]:
    """Write the package of a batch, a zip; answers the signed day that everything in it is proved against.

    Raises `NotProvedError` if no day was signed yet, `httpx.HTTPStatusError` with the archive's own refusal.
    """
    heads = list(_pages(archive, "/tree-heads", mark="cursor"))
    if not heads:
        reason = "the archive has signed no day yet"
        raise NotProvedError(reason)
    head: dict[str, Any] = heads[-1]
    with tempfile.TemporaryDirectory() as directory:
        bag = Path(directory, file.stem)
        data = bag / "data"
        data.mkdir(parents=True)
        batch = f"/batches/{batch_id}"
        _write(data / FILE, [archive.get(f"{batch}/file").raise_for_status().json()])
        _write(data / HEAD, [head])
        proofs = _pages(archive, f"{batch}/proofs", mark="after", day=head["day"])
        _write(data / EVENTS, ({name: one[name] for name in ("event", "index", "path")} for one in proofs))
        _write(data / CONTENTS, _pages(archive, f"{batch}/contents", mark="cursor"))
        _seal(bag, {"External-Identifier": batch_id, "Bagging-Date": head["day"]})
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(shutil.make_archive(str(bag), "zip", directory, bag.name), file)
    return head


def verify_batch(file: Path, *, key: str) -> tuple[int, dict[str, Any]]:
    """Hold a package to the key of the archive, without the archive; answers how many events it proves, and the day.

    Every file is as it was packed, every event is in the tree of the day, and the day is signed. Raises
    `NotProvedError` with the reason.
    """
    with tempfile.TemporaryDirectory() as directory:
        try:
            shutil.unpack_archive(file, directory, "zip")
            [bag] = Path(directory).iterdir()
            _must_be_whole(bag)
            return _proved(bag / "data", key)
        except InvalidSignature:
            reason = "the day is not signed with this key"
        except (ValueError, KeyError, TypeError, OSError, shutil.ReadError) as wrong:
            reason = str(wrong) or "an event is not in the tree of that day"
    raise NotProvedError(reason)


def _proved(data: Path, key: str) -> tuple[int, dict[str, Any]]:
    head = json.loads((data / HEAD).read_bytes())
    text = signed_text(head["day"], head["size"], head["root"], head["chain_head"])
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(base64.b64decode(head["signature"]), text)
    events = (data / EVENTS).read_bytes().splitlines()
    for event in events:
        must_be_in(json.loads(event) | {"head": head})
    return len(events), head


def _seal(bag: Path, described: dict[str, str]) -> None:
    """Make a bag of a folder that has its `data`: what it is, and the digest of each file."""
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", encoding="utf-8")
    lines = "".join(f"{label}: {value}\n" for label, value in described.items())
    (bag / "bag-info.txt").write_text(lines, encoding="utf-8")
    (bag / MANIFEST).write_text(_digests(bag, (bag / "data").iterdir()), encoding="utf-8")
    tags = [one for one in bag.iterdir() if one.is_file()]
    (bag / f"tag{MANIFEST}").write_text(_digests(bag, tags), encoding="utf-8")


def _digests(bag: Path, files: Iterable[Path]) -> str:
    lines = (f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.relative_to(bag)}\n" for one in files)
    return "".join(sorted(lines, key=lambda line: line.split()[1]))


def _must_be_whole(bag: Path) -> None:
    """No file is missing, added or changed. Raises `NotProvedError`."""
    if _digests(bag, (bag / "data").rglob("*")) != (bag / MANIFEST).read_text(encoding="utf-8"):
        reason = "a file of the package is missing, added or changed"
        raise NotProvedError(reason)


def _pages(archive: httpx.Client, path: str, *, mark: str, **query: str) -> Iterator[dict[str, Any]]:
    here: str | int | None = None
    while True:
        asked = query | {"limit": str(PAGE)} | ({} if here is None else {mark: str(here)})
        page = archive.get(path, params=asked).raise_for_status().json()
        yield from page["items"]
        here = page["next"]
        if here is None:
            return


def _write(file: Path, lines: Any) -> None:
    with file.open("w", encoding="utf-8") as written:
        written.writelines(canonical(line) + "\n" for line in lines)
