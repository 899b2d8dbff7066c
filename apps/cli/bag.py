"""A batch as one package: what the archive tells of it, and its scans, proved on a machine that has nothing else.

Scans are sealed under the key of the batch; the digest of what is in them is proved, so that a scan which two people
took out is held to the package.
"""

import base64
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from libs.contracts.archive import canonical
from libs.contracts.bag import (
    CONTENTS,
    DATA,
    EVENTS,
    FILE,
    HEAD,
    MANIFEST,
    SCANS,
    SEALED,
    digest_of,
    filed_scans,
    manifest,
    tag_files,
)
from libs.contracts.merkle import NotProvedError, must_be_in, signed_text

PAGE: Final = 500


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
        data = bag / DATA
        data.mkdir(parents=True)
        batch = f"/batches/{batch_id}"
        _write(data / FILE, [archive.get(f"{batch}/file").raise_for_status().json()])
        _write(data / HEAD, [head])
        proofs = _pages(archive, f"{batch}/proofs", mark="after", day=head["day"])
        _write(data / EVENTS, ({name: one[name] for name in ("event", "index", "path")} for one in proofs))
        _write(data / CONTENTS, _pages(archive, f"{batch}/contents", mark="cursor"))
        scans = list(_pages(archive, f"{batch}/scans", mark="cursor", day=head["day"]))
        _write(data / SCANS, scans)
        (data / SEALED).mkdir()
        for scan in scans:
            sealed = archive.get(f"/items/{scan['item_id']}/sealed-scan").raise_for_status().content
            (data / SEALED / scan["sealed_sha256"]).write_bytes(sealed)
        for name, text in tag_files(_digests(bag), batch_id=batch_id, day=head["day"]).items():
            (bag / name).write_text(text, encoding="utf-8")
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(shutil.make_archive(str(bag), "zip", directory, bag.name), file)
    return head


@dataclass(frozen=True, kw_only=True)
class Proved:
    """What a package proves: so many events and scans, by the day of this signed head."""

    events: int
    scans: int
    head: dict[str, Any]


def verify_batch(file: Path, *, key: str) -> Proved:
    """Hold a package to the key of the archive, without the archive.

    Every file is as it was packed, every event is in the tree of the day, the day is signed, and every scan was filed
    by one of the events. Raises `NotProvedError` with the reason.
    """
    with tempfile.TemporaryDirectory() as directory:
        try:
            shutil.unpack_archive(file, directory, "zip")
            [bag] = Path(directory).iterdir()
            return _proved(bag, _must_be_whole(bag), key)
        except InvalidSignature:
            reason = "the day is not signed with this key"
        except (ValueError, KeyError, TypeError, OSError, shutil.ReadError) as wrong:
            reason = str(wrong) or "an event is not in the tree of that day"
    raise NotProvedError(reason)


def _proved(bag: Path, digests: Mapping[str, str], key: str) -> Proved:
    data = bag / DATA
    head = json.loads((data / HEAD).read_bytes())
    text = signed_text(head["day"], head["size"], head["root"], head["chain_head"])
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(base64.b64decode(head["signature"]), text)
    events, scans = _lines(data / EVENTS), _lines(data / SCANS)
    for event in events:
        must_be_in(event | {"head": head})
    filed = filed_scans(event["event"] for event in events)
    for scan in scans:
        if (scan["item_id"], scan["sha256"]) not in filed:
            reason = f"no event says that the scan of {scan['item_id']} was filed"
            raise NotProvedError(reason)
        if digests.get(f"{DATA}/{SEALED}/{scan['sealed_sha256']}") != scan["sealed_sha256"]:
            reason = f"the scan of {scan['item_id']} is another"
            raise NotProvedError(reason)
    return Proved(events=len(events), scans=len(scans), head=head)


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_bytes().splitlines()]


def _digests(bag: Path) -> dict[str, str]:
    """Of everything that is packed, by its path in the bag."""
    files = (one for one in (bag / DATA).rglob("*") if one.is_file())
    return {one.relative_to(bag).as_posix(): digest_of(one.read_bytes()) for one in files}


def _must_be_whole(bag: Path) -> dict[str, str]:
    """The digests of a bag of which no file is missing, added or changed. Raises `NotProvedError`."""
    digests = _digests(bag)
    if manifest(digests) != (bag / MANIFEST).read_text(encoding="utf-8"):
        reason = "a file of the package is missing, added or changed"
        raise NotProvedError(reason)
    return digests


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
