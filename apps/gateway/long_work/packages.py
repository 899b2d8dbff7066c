"""The package of a batch: what the archive can prove of it, as `skillseal verify-batch` proves it elsewhere."""

import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from apps.gateway.asking import Asked
from apps.gateway.domain.errors import NoSignedDayError
from apps.gateway.domain.job import Job
from apps.gateway.long_work.work import InHand, Outflow, Step
from libs.chassis.store.files import LONGEST_PIECE
from libs.contracts.archive import canonical
from libs.contracts.bag import CONTENTS, DATA, EVENTS, FILE, HEAD, SCANS, SEALED, tag_files

ZIP: Final = "application/zip"
# Rows of a page; a scan has up to twenty megabytes.
PAGE, SCANS_AT_ONCE = 200, 2
DAYS = 500
PROOF: Final = ("event", "index", "path")
# What is asked for, one after the other: the list behind each part, and how it is told where to go on.
LISTS: Final = {
    EVENTS: ("/batches/{batch_id}/proofs", "after"),
    CONTENTS: ("/batches/{batch_id}/contents", "cursor"),
    SCANS: ("/batches/{batch_id}/scans", "cursor"),
    SEALED: ("/batches/{batch_id}/scans", "cursor"),
}


class BatchPackages:
    """Gathered page by page. The cursor says at which part it is, for which signed day, and where in its list."""

    async def step(self, hand: InHand) -> Step:
        """A page of a list; at the beginning the state of the files and the day that all is proved against."""
        archive, batch_id = hand.ask("archive"), hand.job.given["batch_id"]
        if not hand.job.cursor:
            return await _begun(archive, hand.job)
        part, day, here = hand.job.cursor.split("|", 2)
        path, mark = LISTS[part]
        query = {mark: here, "limit": SCANS_AT_ONCE if part == SEALED else PAGE}
        page = await archive.get(path, query=query if part == CONTENTS else query | {"day": day}, batch_id=batch_id)
        pieces = [_named(part, *page["items"])]
        if part == SEALED:
            pieces = [piece for scan in page["items"] for piece in await _scan(archive, scan)]
        done = len(page["items"]) if part == EVENTS else 0
        if page["next"]:
            return Step(pieces=pieces, done=done, cursor=f"{part}|{day}|{page['next']}")
        following = [*LISTS, ""][[*LISTS].index(part) + 1]
        return Step(pieces=pieces, done=done, cursor=following and f"{following}|{day}|")

    async def file(self, hand: InHand) -> AsyncIterator[bytes]:
        """The bag, as one ZIP file; pieces of the same file came one after the other."""
        batch_id, outflow = hand.job.given["batch_id"], Outflow()
        digests: dict[str, Any] = {}
        day = ""
        with ZipFile(outflow, "w", ZIP_DEFLATED) as together:  # type: ignore[call-overload]
            entry: Any = None
            async for piece in hand.pieces:
                named, _, content = piece.partition(b"\n")
                name = f"{DATA}/{named.decode()}"
                if name not in digests:
                    if entry:
                        entry.close()
                    entry, digests[name] = together.open(f"{batch_id}/{name}", "w"), hashlib.sha256()
                if named.decode() == HEAD:
                    day = json.loads(content)["day"]
                entry.write(content)
                digests[name].update(content)
                yield outflow.taken()
            entry.close()
            taken = {name: digest.hexdigest() for name, digest in digests.items()}
            for tag, text in tag_files(taken, batch_id=batch_id, day=day).items():
                together.writestr(f"{batch_id}/{tag}", text)
        yield outflow.taken()

    def name(self, job: Job) -> tuple[str, str]:
        """See `Work.name`."""
        return f"batch-{job.given['batch_id']}.zip", ZIP


async def _begun(archive: Asked, job: Job) -> Step:
    """The archive is told before anything leaves it, once for each job."""
    heads = await archive.every("/tree-heads", query={"limit": DAYS})
    if not heads:
        raise NoSignedDayError
    batch_id = job.given["batch_id"]
    await archive.do("POST", "/batches/{batch_id}/packages", key=job.id, batch_id=batch_id)
    file = await archive.get("/batches/{batch_id}/file", batch_id=batch_id)
    pieces = [_named(FILE, file), _named(HEAD, heads[-1])]
    return Step(pieces=pieces, done=0, cursor=f"{EVENTS}|{heads[-1]['day']}|")


def _named(part: str, *rows: dict[str, Any]) -> bytes:
    """Rows of one file, behind its name. Of a proof its head is left out: all of them have the same."""
    told = ({name: row[name] for name in PROOF} for row in rows) if part == EVENTS else rows
    return f"{part}\n".encode() + "".join(canonical(row) + "\n" for row in told).encode()


async def _scan(archive: Asked, scan: dict[str, Any]) -> list[bytes]:
    """A scan as it is kept, in pieces that a store takes."""
    sealed = (await archive.file("/items/{item_id}/sealed-scan", item_id=scan["item_id"])).content
    name = f"{SEALED}/{scan['sealed_sha256']}\n".encode()
    return [name + sealed[at : at + LONGEST_PIECE] for at in range(0, len(sealed), LONGEST_PIECE)]
