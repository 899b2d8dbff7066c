"""Photos in the browser: taken with a camera, from a file, from a ZIP; and on what is printed."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from apps.gateway.tests.exam_day import SESSION, SUMMARY
from apps.gateway.tests.preparation import TICKET
from apps.gateway.tests.results import NOTICE
from apps.gateway.tests.test_applications import APPLICATION
from apps.gateway.tests.test_batches import BATCH
from apps.gateway.tests.test_jobs import action, worker

ONE, PACK = "/applications/2026-autumn-00002/photo", "/batches/2026-autumn/photos"
# The stages of a result by the end of their number: what is issued is not changed.
ONE_OF_EACH = {2: "posted", 3: "released", 4: "issued", 5: "failed"}
TAKEN = APPLICATION | {"photo_at": "2026-09-01T12:00:00+08:00"}


def a_jpeg():
    file = io.BytesIO()
    Image.new("RGB", (295, 413), (200, 30, 30)).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
async def reception(desk):
    says = desk.services.says
    says("registration", "GET", "/batches/2026-autumn", BATCH)
    says("registration", "GET", "/applications/2026-autumn-00002", TAKEN)
    says("registration", "POST", ONE, None, status=204)
    return await desk.signed_in("S-0001", "reception")


@pytest.mark.parametrize(("way", "field"), [("file", "file"), ("camera", "shot")])
async def test_a_photo_goes_as_it_is_to_registration(desk, reception, way, field):
    page = (await reception.open(ONE)).text
    assert 'capture="user"' in page
    assert f'src="{ONE}/picture"' in page

    answer = await reception.send(f"{ONE}/{way}", files={field: ("x.jpg", a_jpeg(), "image/jpeg")})

    [request] = [one for _, method, path, one in desk.services.asked if (method, path) == ("POST", ONE)]
    assert request.content == a_jpeg()
    assert "照片已保存" in answer.text


async def test_a_refused_photo_says_why_beside_its_field(desk, reception):
    desk.services.refuses("registration", "POST", ONE, "照片背景不是白色", status=422)
    await reception.open(ONE)

    answer = await reception.send(f"{ONE}/camera", files={"shot": ("x.jpg", a_jpeg(), "image/jpeg")})

    assert "照片背景不是白色" in answer.text


async def test_each_file_of_a_zip_is_answered_for(desk, reception):
    items = [
        {"name": "430102199001011234.jpg", "application_ids": ["2026-autumn-00002"], "slug": None, "reason": None},
        {"name": "x.jpg", "application_ids": [], "slug": "photo-unclaimed", "reason": "文件名中没有本批次考生"},
    ]
    desk.services.says("registration", "POST", PACK, {"kept": 1, "items": items})
    await reception.open(PACK)

    answer = await reception.send(PACK, files={"file": ("photos.zip", b"zip", "application/zip")})

    assert "已保存 1 张，共 2 个文件" in answer.text
    assert "文件名中没有本批次考生" in answer.text


async def printed(desk, role, suffix):
    browser = await desk.signed_in("S-0002", role)
    await browser.open("/batches/2026-autumn/tickets")
    await browser.send(f"/batches/2026-autumn/tickets{suffix}")
    await worker(desk).work()
    await browser.open("/jobs")
    file = (await browser.send(action(browser.page, "/file/whole"))).content
    return PdfReader(io.BytesIO(file)).pages


def pictures(page):
    """How many pictures of a person are drawn on a page, by their colour in the middle."""
    found = [one.image.convert("RGB") for one in page.images if one.image]
    return sum(
        red > 150 > green for red, green, _ in (one.getpixel((one.width // 2, one.height // 2)) for one in found)
    )


async def test_tickets_show_the_photos_that_there_are(desk):
    says = desk.services.says
    other = TICKET | {"application_id": "2026-autumn-00003"}
    says("scheduling", "GET", "/batches/2026-autumn/tickets", {"items": [TICKET, other], "next": None})
    says("registration", "GET", ONE, a_jpeg())

    [page] = await printed(desk, "reception", "/files")

    assert pictures(page) == 1
    assert page.extract_text().count("照片") == 1
    assert "理论知识考试（闭卷）" in "".join(page.extract_text().split())


async def test_a_sign_in_sheet_has_everybody_of_a_room_with_their_photo(desk):
    says = desk.services.says
    says("scheduling", "GET", "/batches/2026-autumn/tickets", {"items": [TICKET], "next": None})
    says("scheduling", "GET", "/sessions", {"items": [SUMMARY], "next": None})
    says("scheduling", "GET", f"/sessions/{SUMMARY['session_id']}", SESSION)
    says("registration", "GET", ONE, a_jpeg())

    [page] = await printed(desk, "exam-affairs", "/sign-in-sheets")

    text = page.extract_text()
    assert all(seat["name"] in text and seat["ticket_number"] in text for seat in SESSION["seats"])
    assert "第一考场" in text
    assert pictures(page) == 1


async def test_the_photos_of_a_batch_go_on_to_its_certificates(desk):
    posted = "/batches/2026-autumn/notices"
    rows = [NOTICE | {"application_id": f"2026-autumn-0000{at}", "stage": stage} for at, stage in ONE_OF_EACH.items()]
    says = desk.services.says
    says("certification", "GET", posted, {"items": rows, "next": None})
    says("registration", "GET", ONE, a_jpeg())
    desk.services.refuses("registration", "GET", "/applications/2026-autumn-00003/photo", "还没有照片", status=404)
    says("certification", "POST", "/candidates/2026-autumn-00002/photo", None, status=204)
    office = await desk.signed_in("S-0002", "general-office")
    await office.open(posted)
    await office.send(f"{posted}/photos")

    await worker(desk).work()

    sent = [(path, one.content) for _, method, path, one in desk.services.asked if method == "POST"]
    assert sent == [("/candidates/2026-autumn-00002/photo", a_jpeg())]
    await office.open("/jobs")
    file = (await office.send(action(office.page, "/file"))).text
    assert file == "\ufeff报名编号,原因\r\n2026-autumn-00003,还没有照片\r\n"


async def test_where_everybody_has_a_photo_there_is_no_list(desk):
    posted = "/batches/2026-autumn/notices"
    desk.services.says("certification", "GET", posted, {"items": [NOTICE | {"stage": "posted"}], "next": None})
    path = f"/applications/{NOTICE['application_id']}/photo"
    desk.services.says("registration", "GET", path, a_jpeg())
    desk.services.says("certification", "POST", f"/candidates/{NOTICE['application_id']}/photo", None, status=204)
    office = await desk.signed_in("S-0002", "general-office")
    await office.open(posted)
    await office.send(f"{posted}/photos")

    await worker(desk).work()

    assert "取文件" not in (await office.open("/jobs")).text
