"""What was issued in a year, by occupation and level, and what became of it."""

from pydantic import BaseModel

from libs.chassis.domain import every
from libs.contracts.names import LEVEL_NAMES
from services.certification.domain.certificate import CertificateStatus, year_subject
from services.certification.ports import StatisticsDesk


class SubjectLine(BaseModel):
    """One occupation and level: certificates of the year, and how many of them are valid, suspended, revoked, void."""

    occupation_code: str
    occupation: str
    level: int
    level_name: str
    issued: int
    by_status: dict[CertificateStatus, int]


class YearView(BaseModel):
    """All of a year; `numbered` is what the ledgers gave out, so that both are seen to be the same."""

    year: int
    lines: list[SubjectLine]
    issued: int
    numbered: int


async def show_year(desk: StatisticsDesk, year: int) -> YearView:
    """The statistics of one year, of all that was ever filed."""
    filed = {
        (one.occupation_code, one.level): one.occupation
        async for filing in every(desk.filings)
        for one in filing.published.scope
    }
    lines = [
        line
        for (code, level), occupation in sorted(filed.items())
        if (line := await _line(desk, year, code, occupation, level)).issued
    ]
    numbered = sum([ledger.last async for ledger in every(desk.ledgers) if ledger.year == year])
    return YearView(year=year, lines=lines, issued=sum(line.issued for line in lines), numbered=numbered)


async def _line(desk: StatisticsDesk, year: int, code: str, occupation: str, level: int) -> SubjectLine:
    where = {"year_subject": year_subject(year, code, level)}
    by_status = {one: await desk.certificates.count(where | {"status": one}) for one in CertificateStatus}
    return SubjectLine(
        occupation_code=code,
        occupation=occupation,
        level=level,
        level_name=LEVEL_NAMES[level],
        issued=sum(by_status.values()),
        by_status=by_status,
    )
