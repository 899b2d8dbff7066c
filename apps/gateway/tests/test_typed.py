"""Nothing typed is lost: whatever any page lets somebody type, tick or choose stands there again after a refusal."""

from urllib.parse import unquote

import httpx
import lxml.html
import pytest

from apps.gateway.domain.roles import GRANTABLE
from apps.gateway.screens.page_map import PAGES
from apps.gateway.tests.desk import FakeServices
from apps.gateway.tests.exam_day import SEATS, SESSION, SESSION_ID
from apps.gateway.tests.preparation import ITEM
from apps.gateway.tests.results import a_page
from apps.gateway.tests.test_batches import BATCH, PROGRESS
from apps.gateway.tests.test_in_a_browser import EXAM_DAY, NO_FORMS, PARTS
from apps.gateway.tests.test_rights import ROUTES

STARTED = {"part": "practical", "state": "running", "started_at": "2026-09-01T12:10:00+08:00"}
PRESENT = [one | {"checked_in_at": "2026-09-01T11:56:00+08:00"} for one in SEATS]
WHAT_THERE_IS = {
    **EXAM_DAY,
    f"/scheduling/sessions/{SESSION_ID}": SESSION | STARTED | {"seats": PRESENT},
    "/incident/incidents/similar": {"items": []},
    "/registration/batches": a_page(BATCH),
    "/itembank/banks/4-03-02-01/4/items": a_page(ITEM, ITEM | {"item_id": "T-0002"}),
}
# Secret, or of use once; and the scanner's field, which is empty for the next ticket: the number stands below it.
NEVER_BACK = {"code", "password", "again", "current_password", "ticket_number"}
# They lead elsewhere, or are a picture.
NO_PAGES = {"home", "photo_file", "console", "console_entry"}
SHOWN = [page for page in PAGES if not page.public and page.name not in NO_PAGES]
# Refuses nothing: it asks first.
TAKEN = "/approvals/ticked"
# Long enough, and in no header.
FORGED = "密" * 20
SAMPLES = {
    "number": "7",
    "date": "2026-03-04",
    "datetime-local": "2026-03-04T05:06",
    "time": "05:06",
    "month": "2026-03",
}


class Refusing(FakeServices):
    """Services that show what there is and refuse whatever is asked of them."""

    async def handle_async_request(self, request):
        service, path = request.url.host, request.url.raw_path.decode().partition("?")[0]
        if request.method != "GET":
            return httpx.Response(409, json={"title": "some-slug", "detail": "不能这样办。"})
        told = WHAT_THERE_IS.get(f"/{service}{path}", NO_FORMS if "/forms/files/" in path else BATCH)
        if path.endswith("/progress"):
            told = PROGRESS[service]
        if told is BATCH and path.endswith(("/internal/parked", "/forms/mine")):
            told = a_page() if path.endswith("/parked") else []
        return httpx.Response(200, json=told, headers={"ETag": '"1"'})


def forms(html):
    """The forms of a page that are sent, by their addresses, each with the ticks of the rows below it."""
    page = lxml.html.fromstring(html)
    for tick in page.xpath("//input[@form]"):
        page.get_element_by_id(tick.get("form")).append(tick)
    return {unquote(form.get("action")): form for form in page.forms if form.get("method") == "post"}


def fill_in(form):
    """Something in every field, every tick set, of each choice the last."""
    for field in form.xpath(".//input|.//textarea|.//select"):
        kind = field.get("type", "text")
        if field.tag == "select":
            field.value = field.value_options[-1]
        elif kind in {"checkbox", "radio"}:
            field.checked = True
        elif kind not in {"hidden", "file", "password"}:
            field.value = SAMPLES.get(kind, f"写在 {field.name} 的话")


def told(form):
    """What people said in it; not what the page itself keeps there."""
    kept = {field.name for field in form.xpath(".//input[@type='hidden']")} | NEVER_BACK
    return sorted((name, value.strip()) for name, value in form.form_values() if name not in kept and value)


def sent(form):
    """As a browser sends it: a name may have many values."""
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return {"data": fields, "files": {"nothing": ("", b"")} if form.get("enctype") else None}


async def test_what_was_typed_ticked_and_chosen_is_there_after_a_refusal(desk):
    desk.gateway.http = httpx.AsyncClient(transport=Refusing())
    browser = await desk.signed_in("I-0001", *GRANTABLE)
    await desk.add("S-0009", "李小红", "reception")
    lost, refused = {}, 0
    for page in SHOWN:
        for action, form in forms((await browser.open(page.path.format_map(PARTS))).text).items():
            fill_in(form)
            if not told(form) or action.endswith(TAKEN):
                continue
            answer = await browser.client.post(action, **sent(form))
            assert answer.status_code in {403, 409, 422}, (action, answer.status_code)
            refused += 1
            if told(forms(answer.text)[action]) != told(form):
                lost[action] = told(forms(answer.text)[action])

    assert lost == {}
    assert refused > 80


def of_a_forged_key(route):
    """What is wrong with it where the route takes one; nothing of a form without a key."""
    for field in route.dependant.body_params:
        if field.name == "key":
            yield field.validate(FORGED, {}, loc=("key",))[1]
        elif "key" in getattr(field.field_info.annotation, "model_fields", {}):
            wrong = field.validate({"key": FORGED}, {}, loc=())[1] or []
            yield [one for one in wrong if one["loc"] == ("key",)]


def test_no_form_takes_a_key_that_a_header_cannot_carry():
    found = [(route.path, wrong) for route in ROUTES for wrong in of_a_forged_key(route)]

    assert [path for path, wrong in found if not wrong] == []
    assert len(found) > 200


READ = "/banks/4-03-02-01/4/items/reading"


@pytest.mark.parametrize("proof", ["a fresh code", "signing in"])
async def test_ticks_are_there_after_a_proof_in_the_same_list(desk, proof):
    desk.gateway.http = httpx.AsyncClient(transport=Refusing())
    browser = await desk.signed_in("B-0001", "item-bank")
    desk.step(minutes=6)
    await browser.open(f"{READ.removesuffix('/reading')}?part=theory")
    form = forms(browser.page.text)[f"{READ}?part=theory"]
    fill_in(form)
    desk.step(minutes=31 if proof == "signing in" else 0)

    browser.page = await browser.client.post(f"{READ}?part=theory", **sent(form))
    await (browser.confirm() if proof == "a fresh code" else browser.sign_in("B-0001"))

    assert browser.page.url.params["part"] == "theory"
    assert told(forms(browser.page.text)[f"{READ}?part=theory"]) == [("chosen", "T-0001"), ("chosen", "T-0002")]
