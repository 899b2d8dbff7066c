"""Photos and paper through the front door."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from libs.chassis.testing import Harness
from libs.chassis.tests.stores import mongo_uri
from services.incident.main import build
from services.incident.settings import Settings
from services.incident.storage.collections import PHOTOS
from services.incident.tests.builders import DISCOVERED, MINUTE
from services.incident.tests.test_http import INVIGILATOR, SITE_HEAD, problem, reported, told
from services.incident.tests.test_pictures import GPS, a_jpeg, exif, segment

STRANGER = ("S-0077", "invigilator")


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as harness:
        yield harness


def printed(answer):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


async def test_a_photo_is_kept_sealed_and_without_its_place_under_its_digest(incident):
    path = await reported(incident)
    photo = a_jpeg(segment(0xE1, exif()))

    answer = await incident.post(f"{path}/photos", content=photo, as_=INVIGILATOR)
    again = await incident.post(f"{path}/photos", content=photo, as_=INVIGILATOR)

    assert (answer.status_code, answer.json()) == (201, again.json())
    sha256 = answer.json()["sha256"]
    shown = await incident.get(f"{path}/photos/{sha256}", as_=SITE_HEAD)
    assert shown.headers["content-type"] == "image/jpeg"
    assert GPS not in shown.content
    page = (await incident.get(path, as_=SITE_HEAD)).json()
    assert [one["sha256"] for one in page["photos"]] == [sha256]
    added = [(one["actor"], one["note"]) for one in page["timeline"] if one["step"] == "photo-added"]
    assert added == [(INVIGILATOR[0], sha256[:12])]
    assert b"JFIF" not in (await incident.load(PHOTOS, f"{sha256}/0")).sealed


@pytest.mark.mongo
async def test_a_photo_that_one_process_took_is_shown_by_another(tmp_path):
    with mongo_uri(tmp_path) as uri:

        def on_it(place):
            return Harness(lambda: build(Settings(store=uri)), tmp_path / place, now=DISCOVERED + 2 * MINUTE)

        async with on_it("here") as one, on_it("elsewhere") as another:
            path = await reported(one)
            sha256 = (await one.post(f"{path}/photos", content=a_jpeg(), as_=INVIGILATOR)).json()["sha256"]

            shown = await another.get(f"{path}/photos/{sha256}", as_=SITE_HEAD)

    assert (shown.status_code, shown.content) == (200, a_jpeg())


async def test_a_photo_is_for_those_whom_the_incident_concerns(incident):
    path = await reported(incident)
    sha256 = (await incident.post(f"{path}/photos", content=a_jpeg(), as_=INVIGILATOR)).json()["sha256"]

    assert problem(await incident.post(f"{path}/photos", content=a_jpeg(), as_=STRANGER)) == (404, "incident-not-found")
    assert problem(await incident.get(f"{path}/photos/{sha256}", as_=STRANGER)) == (404, "incident-not-found")
    assert problem(await incident.get(f"{path}/photos/{'0' * 64}", as_=SITE_HEAD)) == (404, "photo-missing")


async def test_what_is_no_picture_is_refused_and_an_album_too(incident):
    path = await reported(incident)

    assert problem(await incident.post(f"{path}/photos", content=b"MZ", as_=INVIGILATOR)) == (422, "not-a-picture")
    for number in range(20):
        photo = a_jpeg(segment(0xDB, b"\1" + bytes([number]) * 64))
        assert (await incident.post(f"{path}/photos", content=photo, as_=INVIGILATOR)).status_code == 201
    assert problem(await incident.post(f"{path}/photos", content=a_jpeg(), as_=INVIGILATOR)) == (
        409,
        "too-many-photos",
    )


async def test_the_timeline_is_printed_with_both_times_and_who(incident):
    path = await reported(incident)
    await incident.step_to(DISCOVERED + 4 * MINUTE + timedelta(microseconds=7))
    await told(incident, path, told_at=(DISCOVERED + 3 * MINUTE).isoformat())

    answer = await incident.get(f"{path}/timeline.pdf", as_=SITE_HEAD)

    assert answer.headers["content-type"] == "application/pdf"
    text = printed(answer)
    for word in ("突发事件时间线", "报告应急处理领导小组", "2026-09-19 09:23:00", "2026-09-19 09:24:00", "S-0002"):
        assert word in text
    assert problem(await incident.get(f"{path}/timeline.pdf", as_=STRANGER)) == (404, "incident-not-found")


async def test_the_register_is_printed_with_numbered_pages_and_without_drills(incident):
    for room in range(1, 41):
        await reported(incident, room=f"第{room}考场", kind="terror" if room == 1 else "power-or-equipment-failure")
    await reported(incident, room="演练室", drill=True)

    answer = await incident.get("/incidents/register.pdf?batch_id=2026-autumn", as_=SITE_HEAD)

    assert answer.headers["content-type"] == "application/pdf"
    text, pages = printed(answer), len(PdfReader(BytesIO(answer.content)).pages)
    assert pages > 1
    for word in ("突发事件登记册", "共 40 起（重大 1 起，一般 39 起）", f"第 {pages} 页，共 {pages} 页", "S-0002"):
        assert word in text
    assert text.count("停电或设备故障") == 39
    assert "演练室" not in text


@pytest.mark.rule("INC-10")
async def test_nothing_that_somebody_wrote_is_in_the_printed_register(incident):
    path = await reported(incident, description="考生王小明晕倒", room="王小明家", kind="terror")
    measure = {"type": "police", "text": "王小明被带走"}
    assert (await incident.post(f"{path}/dispositions", json=measure, as_=SITE_HEAD)).status_code == 201

    text = printed(await incident.get("/incidents/register.pdf?batch_id=2026-autumn", as_=SITE_HEAD))

    assert "报警（执行中）" in text
    assert "王小明" not in text


async def test_a_batch_without_incidents_has_a_register_that_says_so(incident):
    text = printed(await incident.get("/incidents/register.pdf?batch_id=2026-spring", as_=SITE_HEAD))

    assert "没有登记突发事件" in text


async def test_the_printed_register_is_not_for_everybody(incident):
    path = "/incidents/register.pdf?batch_id=2026-autumn"

    assert (await incident.get(path, as_=INVIGILATOR)).status_code == 403
    assert (await incident.get(path)).status_code == 401
