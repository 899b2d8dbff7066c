"""Photos: what is taken, what is left of it, whose it is, who sees it."""

import base64
import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from libs.contracts.archive import BatchPeopleForgotten
from libs.contracts.scheduling import CandidateScheduled
from services.registration.domain.photos.photo import PhotoRules
from services.registration.storage.collections import APPLICATIONS, CANDIDATE_PHOTOS
from services.registration.storage.photo_studio import PhotoStudio
from services.registration.tests.builders import NOON, a_csv, some_people
from services.registration.tests.conftest import EXAM_AFFAIRS, RECEPTION, slug

GENERAL_OFFICE = ("S-0030", "general-office")
ONE, TWO = "2026-autumn-00002", "2026-autumn-00003"
PHOTO, PACK = f"/applications/{ONE}/photo", "/batches/2026-autumn/photos"
WHITE, BLUE = (250, 250, 250), (67, 142, 219)


def a_picture(width=590, height=826, *, ground=WHITE, format="JPEG", exif=None):
    """A head and shoulders before a wall."""
    picture = Image.new("RGB", (width, height), ground)
    picture.paste((190, 140, 110), (width // 3, height // 5, 2 * width // 3, height // 2))
    picture.paste((40, 50, 90), (width // 6, height // 2, 5 * width // 6, height))
    file = io.BytesIO()
    picture.save(file, format, exif=exif or Image.Exif())
    return file.getvalue()


def a_pack(*files, packing=zipfile.ZIP_STORED):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", packing) as pack:
        for name, content in files:
            pack.writestr(name, content)
    return body.getvalue()


def a_bomb(side=20_000):
    """A PNG of a few bytes that says it has 400 million points."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def opened(content):
    return Image.open(io.BytesIO(content))


@pytest.fixture
async def registered(open_batch):
    """Two people who wait for their review."""
    answer = await open_batch.post("/batches/2026-autumn/roster", content=a_csv(*some_people(2)), as_=RECEPTION)
    assert answer.json()["eligible"] == 2
    return open_batch


def numbers():
    return [person["证件号码"] for person in some_people(2)]


async def show(registration, path=PHOTO, as_=RECEPTION):
    return await registration.get(path, as_=as_)


async def test_a_photo_is_cut_to_size_and_says_nothing_of_its_camera(registered):
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Phone 17", 6
    exif.get_ifd(0x8825)[1] = "N"
    lying = opened(a_picture()).rotate(90, expand=True)
    file = io.BytesIO()
    lying.save(file, "JPEG", exif=exif)

    taken = await registered.post(PHOTO, content=file.getvalue(), as_=RECEPTION)

    assert taken.status_code == 204
    answer = await show(registered)
    picture = opened(answer.content)
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (295, 413), {})
    assert b"Phone" not in answer.content
    red, _, blue = picture.getpixel((147, 390))
    assert red < blue < 120, "the camera was held on its side: the shoulders are below"
    assert len(answer.content) <= 100 * 1024
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("width", "height", "refused"),
    [
        (120, 168, None),
        (119, 168, "photo-too-small"),
        (120, 159, "photo-too-small"),
        (300, 400, None),
        (400, 300, "photo-shape"),
        (400, 400, "photo-shape"),
        (328, 400, None),
        (329, 400, "photo-shape"),
    ],
)
async def test_size_and_sides_are_within_the_settings_or_refused(registered, width, height, refused):
    answer = await registered.post(PHOTO, content=a_picture(width, height), as_=RECEPTION)

    assert (slug(answer) if answer.content else None) == refused


@pytest.mark.parametrize(
    ("ground", "wanted", "is_taken"),
    [
        (WHITE, "white", True),
        ((200, 198, 196), "white", True),
        ((180, 180, 180), "white", False),
        (BLUE, "white", False),
        (BLUE, "blue", True),
        (WHITE, "blue", False),
        ((20, 90, 30), "any", True),
    ],
)
async def test_the_ground_is_the_one_of_the_settings(ground, wanted, is_taken):
    studio = PhotoStudio(PhotoRules(ground=wanted))

    if is_taken:
        assert await studio.develop(a_picture(ground=ground))
    else:
        with pytest.raises(Exception, match="背景"):
            await studio.develop(a_picture(ground=ground))


async def test_what_is_transparent_stands_on_white():
    layer = Image.new("RGBA", (590, 826), (0, 0, 0, 0))
    layer.paste((190, 140, 110, 255), (200, 200, 400, 826))
    file = io.BytesIO()
    layer.save(file, "PNG")

    assert opened(await PhotoStudio(PhotoRules()).develop(file.getvalue())).getpixel((5, 5)) == (255, 255, 255)


BROKEN = {
    "nothing": b"",
    "a text": b"no picture",
    "a part": a_picture()[:2000],
    "a GIF": a_picture(format="GIF"),
    "a bomb": a_bomb(),
    "a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
}


@pytest.mark.parametrize("kind", BROKEN)
async def test_what_is_no_photo_is_refused_in_words(registered, kind):
    answer = await registered.post(PHOTO, content=BROKEN[kind], as_=RECEPTION)

    assert (answer.status_code, slug(answer)) == (422, "not-a-photo")
    assert (await show(registered)).status_code == 404


async def test_photos_of_a_zip_find_their_people_by_any_of_their_names(registered):
    first, second = numbers()
    ticket = CandidateScheduled(
        application_id=TWO, batch_id="2026-autumn", ticket_number="43010126000002", occupation_code="4-03-02-01",
        level=4, sittings=[], scheduled_at=NOON,
    )  # fmt: skip
    await registered.deliver(ticket)
    for names in ((first, second), (f"欧阳-{first}", f"{second}-欧阳"), (ONE, "43010126000002"), (first.lower(), TWO)):
        files = [(f"照片/{name}.jpg", a_picture()) for name in names]

        answer = await registered.post(PACK, content=a_pack(*files), as_=EXAM_AFFAIRS)

        assert [one["application_ids"] for one in answer.json()["items"]] == [[ONE], [TWO]], names
        assert answer.json()["kept"] == 2


async def test_what_fits_nobody_or_is_no_photo_is_told(registered):
    first, _ = numbers()
    files = [
        (f"{first}.jpg", a_picture()), ("430000000000000000.jpg", a_picture()), (f"{TWO}.png", b"no picture"),
        ("__MACOSX/._x.jpg", b"x"), ("Thumbs.db", b"x"),
    ]  # fmt: skip

    answer = await registered.post(PACK, content=a_pack(*files), as_=RECEPTION)

    told = answer.json()
    assert [one["slug"] for one in told["items"]] == [None, "photo-unclaimed", "not-a-photo"]
    assert told["kept"] == 1
    lists = [
        (await registered.get(f"/batches/2026-autumn/applications?has_photo={wanted}", as_=RECEPTION)).json()["items"]
        for wanted in ("true", "false")
    ]
    assert [[one["application_id"] for one in found] for found in lists] == [[ONE], [TWO]]


def a_broken_pack():
    """One byte within what is packed is another."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(f"{ONE}.jpg", b"a picture " * 50)
        start = 30 + len(f"{ONE}.jpg")  # the head of an entry, and its name
    whole = bytearray(body.getvalue())
    whole[start] ^= 0xFF
    return bytes(whole)


PACKS = {
    "no zip": b"no zip",
    "damaged within": a_broken_pack(),
    "packed as few do": a_pack((f"{ONE}.jpg", a_picture()), packing=zipfile.ZIP_BZIP2),
    "nothing in it": a_pack(),
    "too many": a_pack(*((f"{n}.jpg", b"") for n in range(301))),
    "one too large": a_pack((f"{ONE}.jpg", b"\0" * (8 * 1024 * 1024 + 1)), packing=zipfile.ZIP_DEFLATED),
}


@pytest.mark.parametrize("kind", PACKS)
async def test_a_pack_out_of_bounds_is_refused_whole(registered, kind):
    answer = await registered.post(PACK, content=PACKS[kind], as_=RECEPTION)

    assert (answer.status_code, slug(answer)) == (422, "not-a-pack")


async def test_another_photo_takes_the_place_of_the_first(registered):
    await registered.post(PHOTO, content=a_picture(), as_=RECEPTION)
    first = (await show(registered)).content

    await registered.post(PHOTO, content=a_picture(ground=(255, 255, 255)), as_=RECEPTION)

    assert (await show(registered, as_=GENERAL_OFFICE)).content != first


async def test_a_photo_lies_sealed_and_goes_with_the_key_of_its_batch(registered):
    await registered.post(PHOTO, content=a_picture(), as_=RECEPTION)
    kept = await registered.load(CANDIDATE_PHOTOS, ONE)
    assert b"JFIF" not in base64.b64decode(kept.sealed)

    await registered.deliver(BatchPeopleForgotten(batch_id="2026-autumn", forgotten_at=NOON))

    assert (await show(registered)).status_code == 404
    again = await registered.post(PHOTO, content=a_picture(), as_=RECEPTION)
    assert (again.status_code, slug(again)) == (404, "photo-missing-yet")


async def test_of_two_tickets_the_newer_counts_in_whatever_order(registered):
    application = await registered.load(APPLICATIONS, ONE)

    application.note_ticket("new", seq=2)
    application.note_ticket("old", seq=1)

    assert application.ticket_number == "new"
