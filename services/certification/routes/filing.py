"""What was published of the institution, which issuing reads: entered by one, confirmed by another, cancelled."""

from typing import Annotated

from pydantic import Field

from libs.chassis.domain import Act, Decision, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, allow, repository, versioned
from libs.contracts.event import Day, Level, OccupationCode
from services.certification.domain.batch import BatchOffer
from services.certification.domain.filing import Published
from services.certification.ports import Filings
from services.certification.use_cases import filing as acts
from services.certification.views import filing as views

router = Routes(tags=["certification"], dependencies=[versioned(filing_id="filings")])

OFFICE = Annotated[Actor, allow("general-office")]
CONFIRMERS = Annotated[Actor, allow("general-office", "director")]
DIRECTOR = Annotated[Actor, allow("director")]
READERS = Annotated[Actor, allow("general-office", "director", "quality", "auditor")]
FilingStore = Annotated[Filings, repository("filings")]
Words = Annotated[str, Field(min_length=1, max_length=200)]


class OfferBody(Strict):
    """One occupation, work type and level, as it was published."""

    occupation_code: OccupationCode
    occupation: Words
    work_type: str = Field(default="", max_length=200)
    level: Level

    def offer(self) -> BatchOffer:
        """The same, as the domain has it."""
        return BatchOffer(
            occupation_code=self.occupation_code, occupation=self.occupation, work_type=self.work_type, level=self.level
        )


class FilingBody(Strict):
    """What was published: name, seal, code and scope, the days on which it counts, and where it stands."""

    institution_code: str = Field(pattern=r"^[A-Z][0-9]{12}$")
    institution: Words
    seal: Words
    scope: list[OfferBody] = Field(min_length=1, max_length=500)
    first: Day
    last: Day
    source: Annotated[str, Field(min_length=2, max_length=500)]


class CancellationBody(Strict):
    """Why the qualification was taken away, and by which document."""

    reason: Annotated[str, Field(min_length=2, max_length=2000)]
    authority: Words


@router.post("/filings", status_code=201)
async def enter_filing(body: FilingBody, filings: FilingStore, now: Now, actor: OFFICE) -> views.FilingView:
    """Enter what was published of the institution."""
    published = Published(
        institution_code=body.institution_code,
        institution=body.institution,
        seal=body.seal,
        scope=[one.offer() for one in body.scope],
        first=body.first,
        last=body.last,
        source=body.source,
    )
    return views.show_filing(await acts.enter_filing(filings, published, act=Act(actor.id, now)))


@router.post("/filings/{filing_id}/confirmation", status_code=204)
async def confirm_filing(filing_id: str, filings: FilingStore, now: Now, actor: CONFIRMERS) -> None:
    """Somebody else has held it against the publication: certificates are issued under it from now on."""
    await acts.confirm_filing(filings, filing_id, act=Act(actor.id, now))


@router.post("/filings/{filing_id}/cancellation", status_code=204)
async def cancel_filing(
    filing_id: str, body: CancellationBody, filings: FilingStore, now: Now, actor: DIRECTOR
) -> None:
    """The authority took the qualification away: nothing is issued under it any more."""
    decision = Decision(actor.id, now, body.reason)
    await acts.cancel_filing(filings, filing_id, decision=decision, authority=body.authority)


@router.get("/filings")
async def list_filings(
    filings: FilingStore, _: READERS, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.FilingView]:
    """What was published, in the order in which it was entered."""
    return await views.list_filings(filings, cursor=cursor, limit=limit)


@router.get("/filings/{filing_id}")
async def show_filing(filing_id: str, filings: FilingStore, _: READERS) -> views.FilingView:
    """One filing, with who entered and confirmed it."""
    return views.show_filing(await filings.get(filing_id))
