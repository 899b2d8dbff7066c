"""The record of identifiers that were taken out."""

from apps.gateway.domain.disclosure import Disclosure
from apps.gateway.ports import Records
from libs.chassis.domain import Page, Query

AT_ONCE = 50


async def put_on_record(records: Records, *, disclosure: Disclosure) -> None:
    """Before the file is handed out; the same form sent twice is two files."""
    records.disclosures.save(disclosure)


async def list_disclosures(records: Records, *, cursor: str) -> Page[Disclosure]:
    """The newest first."""
    return await records.disclosures.find(Query(order_by="newest", after=cursor or None, limit=AT_ONCE))
