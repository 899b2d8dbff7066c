"""The issue run: a block of released results gets its numbers, its sheets and its certificates in one commit."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from libs.chassis.domain import Act, Cipher, DomainError, Files, Progress, Query, every
from libs.contracts.beijing import beijing_day
from libs.contracts.sealing import Purpose
from services.certification.domain.aftermath.scope_finding import ScopeFinding
from services.certification.domain.batch import Batch
from services.certification.domain.candidate import Candidate
from services.certification.domain.certificate import Certificate, ReleasedResult
from services.certification.domain.entitlement import certificate_withholding_policy, review_policy
from services.certification.domain.errors.certificate import NotFiledError
from services.certification.domain.filing import FilingRecord, filing_policy
from services.certification.domain.notice import Stage, batch_stage
from services.certification.domain.numbers import NumberLedger
from services.certification.domain.sheet import Sheet, TakenNumber
from services.certification.domain.verification.proof import VerifiedBy, holder_text, verification_token
from services.certification.domain.withholding import Withholding
from services.certification.ports import IssueDesk, Ledgers, Notices

TAKEN_UP_AT_ONCE = 200


async def issue_certificates(desk: IssueDesk, files: Files, *, batch_id: str, run_key: str, now: datetime) -> None:
    """Issue a block of certificates, and run again under the same key until a run finds nothing released.

    Numbers, certificates, their files and what they were issued for land in one commit or not at all, so a crash in
    between neither loses nor repeats a number.
    """
    batch = await desk.batches.get(batch_id)
    page = await desk.notices.find(
        Query({"batch_stage": batch_stage(batch.id, Stage.RELEASED)}, limit=desk.issue_terms.block)
    )
    released = [ReleasedResult(notice=notice, candidate=await desk.candidates.get(notice.id)) for notice in page.items]
    if not released:
        return

    findings = [
        finding
        for code in sorted({result.candidate.occupation_code for result in released})
        async for finding in every(desk.scope_findings, {"occupation_code": code})
    ]
    filings = [one async for one in every(desk.filings, {"institution_code": batch.institution_code})]
    basis = Basis(batch=batch, filings=filings, findings=findings, on=beijing_day(now))
    entitled = await _with_photos(files, await _printable(desk, _entitled(desk.cipher, released, basis)))
    if entitled:
        await _issue(desk, files, entitled, batch, now=now)
    for result in released:
        desk.notices.save(result.notice)
    batch.continue_issuing(key=run_key, now=now)
    desk.batches.save(batch)


async def take_up_withheld(notices: Notices, batch_id: str, *, act: Act) -> Progress:
    """Have a run look anew at withheld results of a batch, so many at a time."""
    where = {"batch_stage": batch_stage(batch_id, Stage.WITHHELD)}
    withheld = [notice async for notice in every(notices, where) if notice.may_be_taken_up]
    for notice in withheld[:TAKEN_UP_AT_ONCE]:
        notice.take_up(act)
        notices.save(notice)
    done = min(len(withheld), TAKEN_UP_AT_ONCE)
    return Progress(done=done, remaining=len(withheld) - done)


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What a run issues on: the batch, what was published of the institution, what was found of its scope; the day."""

    batch: Batch
    filings: Sequence[FilingRecord]
    findings: Sequence[ScopeFinding]
    on: date


def _entitled(cipher: Cipher, released: Sequence[ReleasedResult], basis: Basis) -> list[ReleasedResult]:
    """Those that nothing is against, each with its filing; the others are withheld."""
    entitled: list[ReleasedResult] = []
    for result in released:
        candidate = result.candidate
        filed = filing_policy(candidate, basis.batch, basis.filings, on=basis.on)
        because = (
            (filed if isinstance(filed, Withholding) else None)
            or certificate_withholding_policy(candidate, basis.batch, basis.findings, on=basis.on)
            or review_policy(candidate.level, result.notice.result.review)
        )
        if result.notice.certificate_number:
            because = Withholding.NOT_TAKEN_BACK
        elif not _is_readable(cipher, result.candidate):
            because = Withholding.UNREADABLE
        if because:
            result.notice.withhold(because)
        elif isinstance(filed, FilingRecord):
            entitled.append(replace(result, filing=filed))
    return entitled


def _is_readable(cipher: Cipher, candidate: Candidate) -> bool:
    """Asked before a number is taken, so that one broken seal holds up nobody beside it."""
    sealed = {Purpose.CANDIDATE_NAME: candidate.name, Purpose.RESIDENT_NUMBER: candidate.id_number}
    return all(cipher.opens(text, purpose=purpose, owner=candidate.id) for purpose, text in sealed.items())


async def _printable(desk: IssueDesk, entitled: Sequence[ReleasedResult]) -> list[ReleasedResult]:
    """Find out before a number is taken, so that an unprintable name leaves no gap."""
    names = [_name(desk.cipher, result.candidate) for result in entitled]
    unprintable = await desk.press.unprintable(names) if names else set()
    for place in unprintable:
        entitled[place].notice.withhold(Withholding.UNPRINTABLE)
    return [result for place, result in enumerate(entitled) if place not in unprintable]


async def _with_photos(files: Files, entitled: Sequence[ReleasedResult]) -> list[ReleasedResult]:
    """Those whose photo, if there is one, can be read; before a number is taken, so that none holds up another."""
    pictured: list[ReleasedResult] = []
    for result in entitled:
        sha256 = result.candidate.photo
        try:
            pictured.append(replace(result, photo=await files.read(sha256) if sha256 else b""))
        except DomainError:
            result.notice.withhold(Withholding.UNREADABLE)
    return pictured


async def _issue(
    desk: IssueDesk, files: Files, entitled: Sequence[ReleasedResult], batch: Batch, *, now: datetime
) -> None:
    numbered = await _numbered(desk, entitled, batch, now=now)
    sheets = [_sheet(desk, result, taken) for result, taken in zip(entitled, numbered, strict=True)]
    printed = await desk.press.print(sheets, at=now)
    for result, taken, sheet, pdf in zip(entitled, numbered, sheets, printed, strict=True):
        proof = VerifiedBy(
            token=taken.token,
            holder=desk.cipher.fingerprint(holder_text(sheet.number, sheet.name, sheet.id_number[-6:])),
            pdf_sha256=await files.put(pdf),
        )
        desk.certificates.save(Certificate.issue(result, batch=batch, sheet=sheet, proof=proof, now=now))


def _sheet(desk: IssueDesk, result: ReleasedResult, numbered: TakenNumber) -> Sheet:
    candidate, filing = result.candidate, result.filing
    if filing is None:
        raise NotFiledError
    sheet = Sheet.of(
        candidate,
        name=_name(desk.cipher, candidate),
        id_number=desk.cipher.open(candidate.id_number, purpose=Purpose.RESIDENT_NUMBER, owner=candidate.id),
        filed=filing.published,
        numbered=numbered,
    )
    sheet = replace(sheet, photo=result.photo)
    return sheet.with_signature(desk.code_signer.sign(sheet.signed_words))


def _name(cipher: Cipher, candidate: Candidate) -> str:
    return cipher.open(candidate.name, purpose=Purpose.CANDIDATE_NAME, owner=candidate.id)


async def _numbered(
    desk: IssueDesk, entitled: Sequence[ReleasedResult], batch: Batch, *, now: datetime
) -> list[TakenNumber]:
    """Numbers for the results, in their order: one `take` from the ledger of each level."""
    issued_on = beijing_day(now)
    by_level: defaultdict[int, list[int]] = defaultdict(list)
    for place, result in enumerate(entitled):
        by_level[result.candidate.level].append(place)
    numbers = [""] * len(entitled)
    for level, places in by_level.items():
        ledger = await _ledger(desk.ledgers, batch.institution_code, year=issued_on.year, level=level)
        for place, number in zip(places, ledger.take(len(places)), strict=True):
            numbers[place] = number
        desk.ledgers.save(ledger)
    tokens = [verification_token(desk.cipher, number) for number in numbers]
    return [
        TakenNumber(
            number=number,
            token=token,
            issued_on=issued_on,
            verification_url=f"{desk.issue_terms.verification_url}/{number}?token={token}",
        )
        for number, token in zip(numbers, tokens, strict=True)
    ]


async def _ledger(ledgers: Ledgers, institution_code: str, *, year: int, level: int) -> NumberLedger:
    key = NumberLedger.key(institution_code=institution_code, year=year, level=level)
    return await ledgers.find_one(key) or NumberLedger.begin(institution_code=institution_code, year=year, level=level)
