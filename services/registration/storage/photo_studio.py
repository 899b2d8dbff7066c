"""Makes of what a camera gives the one picture that is kept: upright, cut, of one size, without where it was taken."""

import asyncio
import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from PIL import Image, ImageOps, ImageStat, UnidentifiedImageError

from libs.chassis.zip_files import DAMAGE, unpacked
from services.registration.domain.photos.errors import (
    NotAPackError,
    NotAPhotoError,
    PhotoGroundError,
    PhotoShapeError,
    PhotoTooSmallError,
)
from services.registration.domain.photos.photo import PhotoRules

MEGAPIXEL: Final = 1_000_000
MOST_MEGAPIXELS: Final = 50
# What a certificate and the platform take.
LARGEST: Final = 100 * 1024
QUALITIES: Final = (90, 80, 70, 60)
GROUNDS: Final[Mapping[str, tuple[str, tuple[int, int, int]]]] = {
    "white": ("白色", (255, 255, 255)),
    "blue": ("蓝色", (67, 142, 219)),
    "red": ("红色", (217, 0, 27)),
}
# How far a wall in a room may be from its colour, of 255 for each of red, green, blue; and from itself.
OFF_COLOUR: Final = 60
UNEVEN: Final = 40
MOST_PHOTOS: Final = 300
MIB: Final = 1024 * 1024
LARGEST_PACKED_MIB: Final = 8
# A ZIP is 10 MiB at most, and photos do not shrink in it: what unpacks to more than this is no pack of photos.
LARGEST_PACK_MIB: Final = 40


class PhotoStudio:
    """Pillow, outside the event loop."""

    def __init__(self, rules: PhotoRules) -> None:
        self._rules = rules

    async def develop(self, content: bytes, /) -> bytes:
        return await asyncio.to_thread(self._develop, content)

    async def unpack(self, body: bytes, /) -> list[tuple[str, bytes]]:
        return await asyncio.to_thread(lambda: list(_unpacked(body)))

    def _develop(self, content: bytes) -> bytes:
        try:
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
                if opened.width * opened.height > MOST_MEGAPIXELS * MEGAPIXEL:
                    raise NotAPhotoError(MOST_MEGAPIXELS)
                opened.draft("RGB", (4 * self._rules.width, 4 * self._rules.height))
                picture = _on_white(ImageOps.exif_transpose(opened))
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
            raise NotAPhotoError(MOST_MEGAPIXELS) from None
        rules = self._rules
        if picture.width < rules.least_width or picture.height < rules.least_height:
            raise PhotoTooSmallError(picture.width, picture.height, rules.least_width, rules.least_height)
        off = picture.width * rules.height / (picture.height * rules.width)
        if max(off, 1 / off) > 1 + rules.leeway / 100:
            raise PhotoShapeError(rules.width, rules.height)
        picture = ImageOps.fit(picture, (rules.width, rules.height))
        self._must_stand_on_its_ground(picture)
        return _small_enough(picture)

    def _must_stand_on_its_ground(self, picture: Image.Image) -> None:
        """Look at the top and at both sides of the upper half: there is no head, and no shoulder."""
        if self._rules.ground not in GROUNDS:
            return
        words, colour = GROUNDS[self._rules.ground]
        width, height = picture.size
        edge = width // 12
        for box in ((0, 0, width, edge), (0, 0, edge, height // 2), (width - edge, 0, width, height // 2)):
            seen = ImageStat.Stat(picture.crop(box))
            off = max(abs(is_ - wanted) for is_, wanted in zip(seen.mean, colour, strict=True))
            if off > OFF_COLOUR or max(seen.stddev) > UNEVEN:
                raise PhotoGroundError(words)


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent is white."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    ground.alpha_composite(layer)
    return ground.convert("RGB")


def _small_enough(picture: Image.Image) -> bytes:
    """A JPEG with nothing in it but the picture."""
    for quality in QUALITIES:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality)
        if file.tell() <= LARGEST:
            break
    return file.getvalue()


def _unpacked(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Each file by its name without folders, what a Mac or Windows adds left out. Raises `NotAPackError`."""
    refused = NotAPackError(MOST_PHOTOS, LARGEST_PACKED_MIB)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as pack:
            listed = [one for one in pack.infolist() if not one.is_dir() and _is_meant(one.filename)]
            if not 0 < len(listed) <= MOST_PHOTOS:
                raise refused
            left = LARGEST_PACK_MIB * MIB
            for one in listed:
                content = unpacked(pack, one, most=LARGEST_PACKED_MIB * MIB + 1)
                left -= len(content)
                if len(content) > LARGEST_PACKED_MIB * MIB or left < 0:
                    raise refused
                yield one.filename.rpartition("/")[2], content
    except DAMAGE:
        raise refused from None


def _is_meant(name: str) -> bool:
    return not name.startswith("__MACOSX/") and name.rpartition("/")[2] not in {".DS_Store", "Thumbs.db"}
