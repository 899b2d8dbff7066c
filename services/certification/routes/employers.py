"""Employers ask about many certificates at once: keys for the general office, the asking for whoever has one."""

from typing import Annotated

from pydantic import Field

from libs.chassis.domain import Act, Cipher, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import (
    Address,
    Cursor,
    Limit,
    Now,
    Routes,
    Strict,
    allow,
    asks,
    provided,
    repositories,
    repository,
)
from libs.contracts.event import Day
from services.certification.ports import EmployerDesk, EmployerKeys
from services.certification.routes.public import PUBLIC, PaperBody
from services.certification.use_cases import employers as acts
from services.certification.views import employers as views
from services.certification.views.verification import AskedBy

router = Routes(tags=["public"])

OFFICE = Annotated[Actor, allow("general-office")]
KeyStore = Annotated[EmployerKeys, repository("employer_keys")]
Sealing = Annotated[Cipher, provided("cipher")]
MOST_PAPERS = 100


class EmployerKeyBody(Strict):
    """Who may ask, about how many certificates a day, until when."""

    employer: str = Field(min_length=2, max_length=200)
    quota: int = Field(ge=1, le=10_000)
    until: Day


class PapersBody(Strict):
    """The key, and what is on the papers."""

    key: str = Field(min_length=1, max_length=100)
    papers: list[PaperBody] = Field(min_length=1, max_length=MOST_PAPERS)


@router.post("/employer-keys", status_code=201)
async def issue_key(
    body: EmployerKeyBody, employer_keys: KeyStore, cipher: Sealing, now: Now, actor: OFFICE
) -> views.EmployerKeyView:
    """Give an employer a key."""
    key = await acts.issue_key(employer_keys, body.employer, quota=body.quota, until=body.until, act=Act(actor.id, now))
    return views.show_key(key, cipher)


@router.post("/employer-keys/{key_id}/withdrawal", status_code=204)
async def withdraw_key(key_id: str, employer_keys: KeyStore, now: Now, actor: OFFICE) -> None:
    """It opens nothing any more."""
    await acts.withdraw_key(employer_keys, key_id, act=Act(actor.id, now))


@router.get("/employer-keys")
async def list_keys(
    employer_keys: KeyStore, cipher: Sealing, _: OFFICE, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.EmployerKeyView]:
    """All keys, with their texts."""
    return await views.list_keys(employer_keys, cipher, cursor=cursor, limit=limit)


@router.post("/verify/batch", dependencies=[asks])
async def verify_batch(
    body: PapersBody, desk: Annotated[EmployerDesk, repositories(EmployerDesk)], address: Address, now: Now, _: PUBLIC
) -> list[views.VerifiedPaper]:
    """Whether certificates are real, for an employer with a key who has the papers."""
    papers = [one.in_hand for one in body.papers]
    return await views.list_papers(desk, body.key, papers, asked=AskedBy(address=address, now=now))
