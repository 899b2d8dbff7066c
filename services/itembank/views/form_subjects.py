"""What the item bank has forms about beside the year: a bank, the yearly maintenance of all banks, and a paper."""

from collections.abc import Iterable
from dataclasses import dataclass

from libs.chassis.domain import every
from libs.contracts.beijing import beijing_day, end_of_beijing_day
from libs.contracts.names import LEVEL_NAMES, PART_NAMES
from libs.forms.errors import SubjectNotFoundError
from libs.forms.subject import Subject, year_file, year_of
from services.itembank.domain.bank import Bank
from services.itembank.domain.paper import Paper
from services.itembank.domain.session import ExamSession
from services.itembank.ports import Banks, Papers, Sessions

MAINTENANCE = "maintenance"


@dataclass(frozen=True, kw_only=True)
class FormSubjects:
    """Finds them by their kinds and ids. The forms of a bank hang on the year in which this revision came."""

    banks: Banks
    papers: Papers
    sessions: Sessions

    async def get(self, kind: str, identifier: str, /) -> Subject:
        """One of them. Raises `SubjectNotFoundError`."""
        found = None
        if kind == "bank":
            found = _of_bank(await self.banks.find_one(identifier))
        elif kind == "paper":
            paper = await self.papers.find_one(identifier)
            found = _of_paper(paper, await self._held(paper)) if paper else None
        elif kind == MAINTENANCE:
            found = await self._maintenance(identifier.removeprefix(f"{MAINTENANCE}-"))
        if found is None:
            raise SubjectNotFoundError
        return found

    async def of_file(self, file_id: str, /) -> list[Subject]:
        """The papers of a batch; or the maintenance of a year and the banks that came in it."""
        if year_of(file_id) is None:
            papers = [paper async for paper in every(self.papers, {"batch_id": file_id})]
            return [_of_paper(paper, await self._held(paper)) for paper in papers]
        maintenance = await self._maintenance(file_id)
        banks = [_of_bank(bank) async for bank in every(self.banks, {})]
        return [one for one in (maintenance, *banks) if one and one.file_id == file_id]

    async def _maintenance(self, file_id: str) -> Subject | None:
        """Due before the first examination of its year, as soon as one is planned."""
        year = year_of(file_id)
        if year is None:
            return None
        starts = [one.starts_at async for one in every(self.sessions, {}) if beijing_day(one.starts_at).year == year]
        return Subject(
            kind=MAINTENANCE,
            id=f"{MAINTENANCE}-{file_id}",
            file_id=file_id,
            title=f"{year} 年度题库集中更新维护",
            anchors={"first-start": min(starts)} if starts else {},
        )

    async def _held(self, paper: Paper) -> list[ExamSession]:
        where = {
            "batch_id": paper.batch_id,
            "occupation_code": paper.occupation_code,
            "level": paper.level,
            "part": paper.part,
        }
        return [session async for session in every(self.sessions, where) if session.may_write(paper)]


def _of_bank(bank: Bank | None) -> Subject | None:
    if bank is None:
        return None
    return Subject(
        kind="bank",
        id=bank.id,
        file_id=year_file(beijing_day(bank.imported_at).year),
        title=f"题库 {bank.occupation_code} {LEVEL_NAMES[bank.level]}",
        facts=(
            ("职业编码", bank.occupation_code),
            ("等级", LEVEL_NAMES[bank.level]),
            ("修订", f"第 {bank.revision} 次"),
        ),
    )


def _of_paper(paper: Paper, sessions: Iterable[ExamSession]) -> Subject:
    starts = [session.starts_at for session in sessions]
    ends = [session.ends_at for session in sessions]
    return Subject(
        kind="paper",
        id=paper.id,
        file_id=paper.batch_id,
        title=f"{PART_NAMES[paper.part]} {paper.form} 卷",
        facts=(
            ("批次", paper.batch_id),
            ("科目", PART_NAMES[paper.part]),
            ("职业编码", paper.occupation_code),
            ("等级", LEVEL_NAMES[paper.level]),
            ("卷别", paper.form),
        ),
        anchors={"first-start": min(starts), "day-end": end_of_beijing_day(max(ends))} if starts else {},
    )
