"""The keys of employers, and what an employer is told of the papers it asks about."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import BaseModel

from libs.chassis.domain import Cipher, Page, Query, TooOftenError
from libs.contracts.beijing import beijing_day
from services.certification.domain.errors.certificate import NotVerifiedError
from services.certification.domain.errors.employer import EmployerKeyRefusedError
from services.certification.domain.verification.employer import EmployerKey, id_in, key_text
from services.certification.ports import EmployerDesk, EmployerKeys
from services.certification.views.verification import AskedBy, PaperInHand, VerifiedCertificate, show_on_paper


class EmployerKeyView(BaseModel):
    """One key, with its text for whoever hands it to the employer."""

    key_id: str
    key: str
    employer: str
    quota: int
    until: date
    issued_by: str
    issued_at: datetime
    withdrawn_by: str | None
    withdrawn_at: datetime | None


class VerifiedPaper(BaseModel):
    """One paper that was asked about; no certificate if anything on it is wrong or unknown.

    Nor is there one if its number is `closed` for today, after too many wrong questions of whoever it was.
    """

    number: str
    certificate: VerifiedCertificate | None
    closed: bool = False


async def list_keys(
    employer_keys: EmployerKeys, cipher: Cipher, *, cursor: str | None, limit: int
) -> Page[EmployerKeyView]:
    """All keys in the order in which they were issued."""
    page = await employer_keys.find(Query(after=cursor, limit=limit))
    return Page([show_key(one, cipher) for one in page.items], page.next)


def show_key(key: EmployerKey, cipher: Cipher) -> EmployerKeyView:
    return EmployerKeyView(
        key_id=key.id,
        key=key_text(cipher, key.id),
        employer=key.employer,
        quota=key.quota,
        until=key.until,
        issued_by=key.issued.by,
        issued_at=key.issued.at,
        withdrawn_by=key.withdrawn.by if key.withdrawn else None,
        withdrawn_at=key.withdrawn.at if key.withdrawn else None,
    )


async def list_papers(
    desk: EmployerDesk, shown: str, papers: Sequence[PaperInHand], *, asked: AskedBy
) -> list[VerifiedPaper]:
    """Each paper in its order. Raises `EmployerKeyRefusedError`, `QuotaSpentError`, `TooOftenError`."""
    desk.tries.asked.spend(asked.address, now=asked.now)
    key = await desk.employer_keys.find_one(id_in(shown))
    if key is None:
        raise EmployerKeyRefusedError
    key.must_open(shown, cipher=desk.cipher, on=beijing_day(asked.now))
    await desk.quotas.spend(key.id, len(papers), now=asked.now)
    return [await _verified(desk, one, asked.now) for one in papers]


async def _verified(desk: EmployerDesk, paper: PaperInHand, now: datetime) -> VerifiedPaper:
    try:
        certificate = await show_on_paper(desk.verification, paper, now=now)
    except NotVerifiedError:
        return VerifiedPaper(number=paper.number, certificate=None)
    except TooOftenError:
        return VerifiedPaper(number=paper.number, certificate=None, closed=True)
    return VerifiedPaper(number=paper.number, certificate=certificate)
