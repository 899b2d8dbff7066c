"""What is left of a picture: everything that draws it, nothing that tells where it was taken."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incident.domain.record.errors import NotAPictureError
from services.incident.domain.record.pictures import cleaned

GPS = b"GPS 28.2282N 112.9388E"


def segment(marker, content):
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def exif(orientation=None, order="<"):
    entries = [] if orientation is None else [(0x0112, 3, 1, orientation)]
    mark = b"II*\0" if order == "<" else b"MM\0*"
    directory = struct.pack(f"{order}H", len(entries) + 1)
    for tag, kind, count, value in [(0x010F, 2, 4, 0x41414141), *entries]:
        value_field = struct.pack(f"{order}HH", value, 0) if kind == 3 else struct.pack(f"{order}I", value)
        directory += struct.pack(f"{order}HHI", tag, kind, count) + value_field
    return b"Exif\0\0" + mark + struct.pack(f"{order}I", 8) + directory + struct.pack(f"{order}I", 0) + GPS


QUANTISATION = segment(0xDB, b"\0" + bytes(64))
COLOUR = segment(0xE2, b"ICC_PROFILE\0" + b"profile")
SCAN = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd3\x56"


def a_jpeg(*extra, end=b"\xff\xd9"):
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0") + b"".join(extra) + QUANTISATION + COLOUR + SCAN + end


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def a_png(*extra, end=b""):
    drawn = chunk(b"IHDR", bytes(13)) + b"".join(extra) + chunk(b"IDAT", b"pixels")
    return b"\x89PNG\r\n\x1a\n" + drawn + chunk(b"IEND", b"") + end


@pytest.mark.parametrize(
    "extra",
    [
        segment(0xE1, exif()),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + GPS),
        segment(0xE2, b"MPF\0" + GPS),
        segment(0xED, b"Photoshop 3.0\0" + GPS),
        segment(0xFE, GPS),
    ],
    ids=["exif", "xmp", "mpf", "iptc", "comment"],
)
def test_a_jpeg_keeps_what_draws_it_and_loses_where_it_was_taken(extra):
    picture, media_type = cleaned(a_jpeg(extra))

    assert media_type == "image/jpeg"
    assert GPS not in picture
    for kept in (QUANTISATION, COLOUR, SCAN):
        assert kept in picture


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("held", "kept"), [(1, 1), (6, 6), (8, 8), (0, 1), (9, 1), (None, 1)])
def test_a_jpeg_keeps_which_way_up_it_was_held(held, kept, order):
    picture, _ = cleaned(a_jpeg(segment(0xE1, exif(held, order))))

    at = picture.index(b"Exif\0\0") + 6
    assert struct.unpack_from(">HHIH", picture, at + 10) == (0x0112, 3, 1, kept)


def test_what_hides_behind_the_end_of_a_jpeg_is_cut_off():
    assert cleaned(a_jpeg(end=b"\xff\xd9" + GPS))[0] == cleaned(a_jpeg())[0]


@pytest.mark.parametrize("kind", [b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME", b"prVt"])
def test_a_png_keeps_what_draws_it_and_loses_where_it_was_taken(kind):
    picture, media_type = cleaned(a_png(chunk(kind, GPS), end=GPS))

    assert (picture, media_type) == (a_png(), "image/png")


def test_what_was_cleaned_is_clean():
    for content in (a_jpeg(segment(0xE1, exif(6))), a_png()):
        once, _ = cleaned(content)
        assert cleaned(once)[0] == once


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg/>", b"%PDF-1.7", a_jpeg()[:-2], a_jpeg()[:40], a_png()[:-12], a_png()[:20]]
)
def test_what_is_no_whole_picture_is_refused(content):
    with pytest.raises(NotAPictureError):
        cleaned(content)


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_nothing_that_anybody_sends_does_more_than_be_refused(content, start):
    try:
        picture, _ = cleaned(start + content)
    except NotAPictureError:
        return
    assert cleaned(picture)[0] == picture
