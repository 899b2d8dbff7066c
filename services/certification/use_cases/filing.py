"""What was published of the institution: entered, confirmed, cancelled."""

from libs.chassis.domain import Act, Decision
from services.certification.domain.filing import FilingRecord, Published
from services.certification.ports import Filings


async def enter_filing(filings: Filings, published: Published, *, act: Act) -> FilingRecord:
    """Enter what was published; nothing is issued under it before somebody else confirms it."""
    filing = FilingRecord.enter(published, id=f"B-{await filings.count() + 1:06d}", act=act)
    filings.save(filing)
    return filing


async def confirm_filing(filings: Filings, filing_id: str, *, act: Act) -> None:
    """It was held against the publication."""
    filing = await filings.get(filing_id)
    filing.confirm(act)
    filings.save(filing)


async def cancel_filing(filings: Filings, filing_id: str, *, decision: Decision, authority: str) -> None:
    """The authority took the qualification away."""
    filing = await filings.get(filing_id)
    filing.cancel(decision, authority=authority)
    filings.save(filing)
