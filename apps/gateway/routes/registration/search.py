"""Finding somebody again by name or identifier. Neither is ever in an address: what was asked for is kept, sealed."""

import json
from typing import Annotated

from fastapi import Form, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from apps.gateway.answering.listing import Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.errors import SearchGoneError
from apps.gateway.domain.kept_form import LASTS, KeptForm
from apps.gateway.identity.credentials import cookie_value
from apps.gateway.ports import Records
from apps.gateway.routes.registration.applications import LEVELS, STATES
from libs.contracts.sealing import Purpose

pages = Pages()

AT_ONCE = 50
SEARCH = "/applications/search"


class SearchForm(BaseModel):
    """One of the two is enough; the service says so if there is neither."""

    name: Annotated[str, Field(max_length=200)] = ""
    id_number: Annotated[str, Field(max_length=200)] = ""


@pages.shows("search")
async def show_search(
    visit: InVisit,
    asked: Annotated[str, Query(max_length=100)] = "",
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """`asked` is the number under which the question is kept for ten minutes, for whoever asked it."""
    listing = None
    if asked:
        wanted = await _kept(visit, asked) | {"limit": AT_ONCE} | ({"cursor": cursor} if cursor else {})
        found = (await visit.ask("registration").look(SEARCH, body=wanted)).json()
        listing = Listing(items=found["items"], next=found["next"])
    return visit.draw(
        "search.html", form=visit.form("search"), listing=listing, asked=asked, states=STATES, levels=LEVELS
    )


@pages.does("search")
async def search(visit: InVisit, sent: Annotated[SearchForm, Form()]) -> Response:
    """One found: go there. More, or none: a list under an address that names nobody."""
    wanted = {name: value.strip() for name, value in sent.model_dump().items()}
    found = (await visit.ask("registration").look(SEARCH, body=wanted | {"limit": 2}, beside="name")).json()
    if len(found["items"]) == 1:
        return visit.go("application", application_id=found["items"][0]["application_id"])
    asked = cookie_value()
    sealed = visit.gateway.cipher.seal(json.dumps(wanted), purpose=Purpose.KEPT_FORM, owner=asked)
    await visit.change(
        _keep, form=KeptForm(id=asked, typed_by=visit.account.id, sealed=sealed, ends_at=visit.now + LASTS)
    )
    return visit.go_to(f"{visit.page.path}?asked={asked}")


async def _kept(visit: Visit, asked: str) -> dict[str, object]:
    form = await visit.read(_find, id=asked)
    if form is None or not form.is_for(visit.account.id, visit.now):
        raise SearchGoneError
    wanted: dict[str, object] = json.loads(
        visit.gateway.cipher.open(form.sealed, purpose=Purpose.KEPT_FORM, owner=form.id)
    )
    return wanted


async def _keep(records: Records, *, form: KeptForm) -> None:
    records.kept_forms.save(form)


async def _find(records: Records, *, id: str) -> KeptForm | None:
    return await records.kept_forms.find_one(id)
