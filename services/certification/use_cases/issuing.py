"""The issue run: a block of released results gets its numbers, its sheets and its certificates in one commit."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Files
from libs.contracts.sealing import Purpose
from services.certification.domain.batch import Batch
from services.certification.domain.candidate import Candidate
from services.certification.domain.certificate import TOKEN_DIGITS, Certificate, Sheet, holder_text, verification_text
from services.certification.domain.entitlement import Withholding, certificate_withholding_policy
from services.certification.domain.notice import Notice, Stage, batch_stage
from services.certification.domain.numbers import NumberLedger
from services.certification.domain.working_days import shanghai_date
from services.certification.ports import Batches, Candidates, Certificates, Cipher, Ledgers, Notices, Press


@dataclass(frozen=True)
class Case:
    """One released result, and whose it is."""

    notice: Notice
    candidate: Candidate


@dataclass(frozen=True, kw_only=True)
class IssueDesk:
    """What an issue run works with."""

    batches: Batches
    candidates: Candidates
    notices: Notices
    ledgers: Ledgers
    certificates: Certificates
    files: Files
    press: Press
    cipher: Cipher
    verification_url: str
    block: int

    async def issue_block(self, batch: Batch, *, now: datetime) -> bool:
        """Issue a block of certificates of a batch; answers whether there was anything to do.

        Numbers, certificates, their files and what they were issued for land in one commit or not at all, so a crash
        in between neither loses nor repeats a number.
        """
        found = await self.notices.find({"batch_stage": batch_stage(batch.id, Stage.RELEASED)}, limit=self.block)
        cases = [Case(notice, await self.candidates.get(notice.id)) for notice in found.items]
        entitled = await self._printable(self._entitled(cases, batch))
        if entitled:
            await self._issue(entitled, batch, now=now)
        for case in cases:
            self.notices.save(case.notice)
        return bool(cases)

    def _entitled(self, cases: Sequence[Case], batch: Batch) -> list[Case]:
        entitled: list[Case] = []
        for case in cases:
            because = certificate_withholding_policy(case.candidate, batch)
            if case.notice.certificate_number:
                because = Withholding.NOT_TAKEN_BACK
            elif not self._readable(case.candidate):
                because = Withholding.UNREADABLE
            if because:
                case.notice.withhold(because)
            else:
                entitled.append(case)
        return entitled

    def _readable(self, candidate: Candidate) -> bool:
        """Asked before a number is taken, so that one broken seal holds up nobody beside it."""
        sealed = {Purpose.CANDIDATE_NAME: candidate.name, Purpose.RESIDENT_NUMBER: candidate.id_number}
        return all(self.cipher.opens(text, purpose=why, owner=candidate.id) for why, text in sealed.items())

    async def _printable(self, cases: Sequence[Case]) -> list[Case]:
        """Find out before a number is taken, so that an unprintable name leaves no gap."""
        names = [self._name(case) for case in cases]
        unprintable = await self.press.unprintable(names) if names else set()
        for place in unprintable:
            cases[place].notice.withhold(Withholding.UNPRINTABLE)
        return [case for place, case in enumerate(cases) if place not in unprintable]

    async def _issue(self, cases: Sequence[Case], batch: Batch, *, now: datetime) -> None:
        numbers = await self._number(cases, batch, now=now)
        tokens = [self.cipher.fingerprint(verification_text(number))[:TOKEN_DIGITS] for number in numbers]
        sheets = [
            self._sheet(case, batch, number, token, now=now)
            for case, number, token in zip(cases, numbers, tokens, strict=True)
        ]
        printed = await self.press.print(sheets)
        for case, sheet, token, file in zip(cases, sheets, tokens, printed, strict=True):
            self.certificates.save(
                Certificate.issue(
                    candidate=case.candidate,
                    notice=case.notice,
                    batch=batch,
                    sheet=sheet,
                    verification_token=token,
                    holder=self.cipher.fingerprint(holder_text(sheet.number, sheet.name, sheet.id_number[-6:])),
                    pdf_sha256=await self.files.put(file),
                    now=now,
                )
            )

    def _sheet(self, case: Case, batch: Batch, number: str, token: str, *, now: datetime) -> Sheet:
        candidate = case.candidate
        return Sheet.of(
            candidate,
            name=self._name(case),
            id_number=self.cipher.open(candidate.id_number, purpose=Purpose.RESIDENT_NUMBER, owner=candidate.id),
            institution=batch.institution,
            number=number,
            issued_on=shanghai_date(now),
            verification_url=f"{self.verification_url}/{number}?token={token}",
        )

    def _name(self, case: Case) -> str:
        return self.cipher.open(case.candidate.name, purpose=Purpose.CANDIDATE_NAME, owner=case.candidate.id)

    async def _number(self, cases: Sequence[Case], batch: Batch, *, now: datetime) -> list[str]:
        """Numbers for the cases, in their order: one `take` from the ledger of each level."""
        year = shanghai_date(now).year
        by_level: defaultdict[int, list[int]] = defaultdict(list)
        for place, case in enumerate(cases):
            by_level[case.candidate.level].append(place)
        numbers = [""] * len(cases)
        for level, places in by_level.items():
            ledger = await self._ledger(batch.institution_code, year=year, level=level)
            for place, number in zip(places, ledger.take(len(places)), strict=True):
                numbers[place] = number
            self.ledgers.save(ledger)
        return numbers

    async def _ledger(self, institution_code: str, *, year: int, level: int) -> NumberLedger:
        key = NumberLedger.key(institution_code=institution_code, year=year, level=level)
        return await self.ledgers.find_one(key) or NumberLedger.begin(
            institution_code=institution_code, year=year, level=level
        )


async def issue_certificates(desk: IssueDesk, *, batch_id: str, run_key: str, now: datetime) -> None:
    """Issue a block, and run again under the same key until a run finds nothing released."""
    batch = await desk.batches.get(batch_id)
    if await desk.issue_block(batch, now=now):
        batch.continue_issuing(key=run_key, now=now)
        desk.batches.save(batch)
