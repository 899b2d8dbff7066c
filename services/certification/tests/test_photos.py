"""The photo on a certificate: in what is signed, the same on each later print, and its place where there is none."""

import io
import json
import sqlite3
from contextlib import closing

import pytest
from PIL import Image
from pypdf import PdfReader

from services.certification.storage.collections import CANDIDATES, CERTIFICATES
from services.certification.storage.press import LARGEST_PHOTO_KIB
from services.certification.tests.builders import BATCH_ID, FIVE_DAYS_OVER, beijing
from services.certification.tests.conftest import CLERK, DIRECTOR, certificates, post_results, progress
from services.certification.tests.test_press import text_of

RED, BLUE = (200, 30, 30), (30, 30, 200)


def a_photo(colour=RED, *, size=(295, 413), kind="JPEG"):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()


async def take(harness, photo, ordinal=1, *, as_=CLERK):
    return await harness.post(f"/candidates/{BATCH_ID}-{ordinal:05d}/photo", content=photo, as_=as_)


async def pdf_of(harness, ordinal=1):
    entry = (await certificates(harness))[ordinal - 1]
    return (await harness.get(f"/certificates/{entry['number']}/pdf", as_=CLERK)).content


def colours(pdf):
    """What is in the middle of each picture of its first page."""
    pictures = [one.image.convert("RGB") for one in PdfReader(io.BytesIO(pdf)).pages[0].images]
    return [one.getpixel((one.width // 2, one.height // 2)) for one in pictures]


def shows(pdf, colour=RED):
    """A JPEG is a little off."""
    return [max(abs(a - b) for a, b in zip(one, colour, strict=True)) < 5 for one in colours(pdf)] == [True]


def slug(answer):
    return answer.status_code, answer.json()["title"]


@pytest.mark.rule("CER-09")
async def test_a_certificate_shows_the_photo_that_was_taken_in(certification):
    await post_results(certification, {}, {})
    assert (await take(certification, a_photo(BLUE))).status_code == 204
    assert (await take(certification, a_photo(RED))).status_code == 204

    await certification.step_to(FIVE_DAYS_OVER)

    with_photo, without = await pdf_of(certification), await pdf_of(certification, 2)
    assert shows(with_photo)
    assert "照片尚未导入" not in text_of(with_photo)
    assert colours(without) == []
    assert "照片尚未导入" in text_of(without)


async def test_another_copy_and_a_blank_show_the_same_photo(certification):
    await post_results(certification, {})
    await take(certification, a_photo())
    await certification.step_to(FIVE_DAYS_OVER)
    await certification.step_to(beijing(2026, 10, 12, 9))
    [entry] = await certificates(certification)
    number = entry["number"]
    card = {"name": entry["name"], "id_number": entry["id_number"], "original_seen": True, "found_on": "2026-10-12"}

    drawn = {"batch_id": BATCH_ID, "series": "XN", "first": 1, "count": 1, "reason": ""}
    await certification.post("/stock/drawings", json=drawn, as_=CLERK)
    order = {"series": "XN", "first": 1, "numbers": [number]}
    run = (await certification.post("/stock/prints", json=order, as_=CLERK)).json()
    on_blank = (await certification.get(f"/stock/prints/{run['print_id']}/pdf", as_=CLERK)).content
    await certification.post(f"/certificates/{number}/reissues", json={"cause": "lost", **card}, as_=CLERK)
    reissue = f"/reissues/{number}-r1"
    await certification.post(f"{reissue}/decision", json={"decision": "approved"}, as_=DIRECTOR)
    await certification.post(f"{reissue}/print", as_=CLERK)
    copy = (await certification.get(f"{reissue}/pdf", as_=CLERK)).content

    assert shows(on_blank)
    assert shows(copy)


async def test_what_was_issued_keeps_its_photo(certification):
    await post_results(certification, {})
    await take(certification, a_photo())
    await certification.step_to(FIVE_DAYS_OVER)

    assert slug(await take(certification, a_photo(BLUE))) == (409, "photo-after-issue")
    assert (await take(certification, a_photo())).status_code == 204, "the same once more"
    assert shows(await pdf_of(certification))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        a_photo(kind="PNG"),
        a_photo()[:-200],
        a_photo() + bytes(LARGEST_PHOTO_KIB * 1024),
        a_photo(size=(2001, 2000)),
    ],
    ids=["nothing", "no picture", "PNG", "cut off", "too large", "too many points"],
)
async def test_what_is_no_photo_to_print_is_refused_in_words(certification, content):
    await post_results(certification, {})

    assert slug(await take(certification, content)) == (422, "not-a-photo")


async def test_a_photo_of_the_largest_size_is_taken(certification):
    await post_results(certification, {})
    photo = a_photo()

    answer = await take(certification, photo + bytes(LARGEST_PHOTO_KIB * 1024 - len(photo)))

    assert answer.status_code == 204


async def test_a_photo_that_cannot_be_read_holds_up_nobody_else(certification, tmp_path):
    await post_results(certification, {}, {})
    await take(certification, a_photo())
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as store, store:
        store.execute("DELETE FROM certificate_files")

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"issued": 1, "withheld": 1}
    [entry] = await certificates(certification)
    assert entry["number"].endswith("000001"), "no number is lost"


async def test_what_was_stored_before_there_were_photos_is_read(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    [entry] = await certificates(certification)

    for collection, identifier in ((CANDIDATES, entry["application_id"]), (CERTIFICATES, entry["number"])):
        kept = json.loads(collection.dump(await certification.load(collection, identifier)))
        del kept["photo"]
        assert collection.load(json.dumps(kept)).photo == ""
