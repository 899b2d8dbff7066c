"""The kinds of long work beside lists: certificates of a batch as they are and as one print, a roster of many rows."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from zipfile import ZIP_DEFLATED, ZipFile

from apps.gateway.asking import in_turns
from apps.gateway.domain.errors import ServiceRefusedError
from apps.gateway.domain.job import Job
from apps.gateway.long_work.print_file import PrintFile
from apps.gateway.long_work.work import InHand, Outflow, Step

CERTIFICATES_AT_ONCE = 10
PHOTOS_OF_A_PAGE, PHOTOS_AT_ONCE = 100, 8
BEFORE_ISSUE = frozenset({"posted", "held", "released", "withheld"})
ZIP = "application/zip"


class CertificateFiles:
    """The electronic certificates of a batch, each as it was issued, in one ZIP file."""

    async def step(self, hand: InHand) -> Step:
        """Some certificates: the number, and the file behind it."""
        certification, given = hand.ask("certification"), hand.job.given
        query = {"status": given["status"], "level": given["level"], "cursor": hand.job.cursor}
        found = await certification.get(
            "/batches/{batch_id}/certificates",
            query=query | {"limit": CERTIFICATES_AT_ONCE},
            batch_id=given["batch_id"],
        )
        numbers = [one["number"] for one in found["items"]]
        files = [(await certification.file("/certificates/{number}/pdf", number=number)).content for number in numbers]
        return Step(
            pieces=[number.encode() + b"\n" + file for number, file in zip(numbers, files, strict=True)],
            done=len(numbers),
            cursor=found["next"] or "",
        )

    async def file(self, hand: InHand) -> AsyncIterator[bytes]:
        """All of them; no name of a person is the name of a file."""
        outflow = Outflow()
        with ZipFile(outflow, "w", ZIP_DEFLATED) as together:  # type: ignore[call-overload]
            async for piece in hand.pieces:
                number, _, file = piece.partition(b"\n")
                together.writestr(f"{number.decode()}.pdf", file)
                yield outflow.taken()
        yield outflow.taken()

    def name(self, job: Job) -> tuple[str, str]:
        """See `Work.name`."""
        return f"certificates-{job.given['batch_id']}.zip", ZIP


class CertificatePrint(CertificateFiles):
    """The same as one file for a printer, a page behind the other in the order of their numbers."""

    async def file(self, hand: InHand) -> AsyncIterator[bytes]:
        """Each is written before the next is read: a large batch is never whole in memory."""
        together = PrintFile()
        yield together.begin()
        async for piece in hand.pieces:
            yield await asyncio.to_thread(together.add, piece.partition(b"\n")[2])
        yield together.end()

    def name(self, job: Job) -> tuple[str, str]:
        """See `Work.name`."""
        return f"certificates-{job.given['batch_id']}.pdf", "application/pdf"


class CertificatePhotos:
    """The photos of a batch from registration to certification, before they are issued; names who has none."""

    async def step(self, hand: InHand) -> Step:
        """A page of posted results."""
        certification, batch_id = hand.ask("certification"), hand.job.given["batch_id"]
        query = {"cursor": hand.job.cursor, "limit": PHOTOS_OF_A_PAGE}
        found = await certification.get("/batches/{batch_id}/notices", query=query, batch_id=batch_id)
        ids = [row["application_id"] for row in found["items"] if row["stage"] in BEFORE_ISSUE]
        without = await in_turns(PHOTOS_AT_ONCE, [_hand_on(hand, one) for one in ids])
        rows = "".join(f"{one},{why}\r\n" for one, why in zip(ids, without, strict=True) if why)
        return Step(pieces=[rows.encode()] if rows else [], done=without.count(""), cursor=found["next"] or "")

    def file(self, hand: InHand) -> AsyncIterator[bytes] | None:
        """Who has no photo on the certificate, and why; no file if that is nobody."""
        return _with_heading("报名编号,原因", hand.pieces) if hand.job.pieces else None

    def name(self, job: Job) -> tuple[str, str]:
        """See `Work.name`."""
        return f"no-photo-{job.given['batch_id']}.csv", "text/csv"


async def _hand_on(hand: InHand, application_id: str) -> str:
    """One photo; answers what stands against it, or nothing."""
    try:
        photo = await hand.ask("registration").file(
            "/applications/{application_id}/photo", application_id=application_id
        )
        await hand.ask("certification").do(
            "POST",
            "/candidates/{application_id}/photo",
            key=uuid.uuid4().hex,
            body=photo.content,
            application_id=application_id,
        )
    except ServiceRefusedError as refusal:
        return refusal.sentence
    return ""


async def _with_heading(heading: str, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield f"\ufeff{heading}\r\n".encode()
    async for piece in pieces:
        yield piece


class RosterImport:
    """A roster that was checked and confirmed: one command of registration, under the key of the confirmation."""

    async def step(self, hand: InHand) -> Step:
        """All of it: registration takes a roster in whole or not at all, and under a key once."""
        content = b"".join([piece async for piece in hand.pieces])
        given = hand.job.given
        imported = await hand.ask("registration").do(
            "POST", "/batches/{batch_id}/roster", key=given["key"], body=content, batch_id=given["batch_id"]
        )
        refused = sum(row["outcome"] == "refused" for row in imported["outcomes"])
        eligible = len(imported["outcomes"]) - refused
        return Step(
            done=eligible + refused,
            said=f"已导入：符合条件、等待审核 {eligible} 人，不符合 {refused} 人，原因见报名列表。",
        )

    def file(self, _: InHand) -> None:
        """What came of it stands in the list of applications."""

    def name(self, _: Job) -> tuple[str, str]:
        """There is no file."""
        raise NotImplementedError
