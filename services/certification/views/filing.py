"""What staff read of what was published of the institution."""

from datetime import date, datetime

from pydantic import BaseModel

from libs.chassis.domain import Page, Query
from services.certification.domain.filing import FilingRecord
from services.certification.ports import Filings


class FiledOfferView(BaseModel):
    """One occupation, work type and level that was published."""

    occupation_code: str
    occupation: str
    work_type: str
    level: int


class FilingView(BaseModel):
    """One filing: under which name, seal and scope certificates are issued, and by whom that was confirmed."""

    filing_id: str
    institution_code: str
    institution: str
    seal: str
    scope: list[FiledOfferView]
    first: date
    last: date
    source: str
    entered_by: str
    entered_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    cancelled_by: str | None
    cancelled_at: datetime | None
    reason: str
    authority: str


async def list_filings(filings: Filings, *, cursor: str | None, limit: int) -> Page[FilingView]:
    """All of them in the order in which they were entered."""
    page = await filings.find(Query(after=cursor, limit=limit))
    return Page([show_filing(one) for one in page.items], page.next)


def show_filing(filing: FilingRecord) -> FilingView:
    told = filing.published
    return FilingView(
        filing_id=filing.id,
        institution_code=told.institution_code,
        institution=told.institution,
        seal=told.seal,
        scope=[FiledOfferView.model_validate(one, from_attributes=True) for one in told.scope],
        first=told.first,
        last=told.last,
        source=told.source,
        entered_by=filing.entered_by,
        entered_at=filing.entered_at,
        confirmed_by=filing.confirmed_by,
        confirmed_at=filing.confirmed_at,
        cancelled_by=filing.cancelled_by,
        cancelled_at=filing.cancelled_at,
        reason=filing.reason,
        authority=filing.authority,
    )
