"""One PDF of many, written as they come: of what was written only its place is remembered."""

import io
from typing import Any, Final

HEAD: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOGUE, PAGES = 1, 2
# What is printed of a page. Its signature and its structure are of the file that it comes from.
PRINTED: Final = ("/MediaBox", "/Rotate", "/Group", "/Resources", "/Contents")


class PrintFile:
    """Pages behind each other, then the table of what stands where."""

    def __init__(self) -> None:
        self._size = len(HEAD)
        self._places: dict[int, int] = {}
        self._pages: list[int] = []
        self._last = PAGES

    def begin(self) -> bytes:
        """Its first bytes."""
        return HEAD

    def add(self, pdf: bytes) -> bytes:
        """The pages of one file."""
        from pypdf import PdfReader  # noqa: PLC0415 -- most processes never print

        numbering = _Numbering(self._last)
        written = [self._page(page, numbering) for page in PdfReader(io.BytesIO(pdf)).pages]
        self._last = numbering.last
        return b"".join(written)

    def end(self) -> bytes:
        """Its last bytes."""
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        pages = self._object(PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(self._pages), kids))
        catalogue = self._object(CATALOGUE, b"<</Type/Catalog/Pages %d 0 R>>" % PAGES)
        rows = b"".join(b"%010d 00000 n\r\n" % self._places[number] for number in range(1, self._last + 1))
        table = b"xref\n0 %d\n0000000000 65535 f\r\n%btrailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        return pages + catalogue + table % (self._last + 1, rows, self._last + 1, CATALOGUE, self._size)

    def _page(self, page: Any, numbering: "_Numbering") -> bytes:
        from pypdf.generic import DictionaryObject, IndirectObject, NameObject  # noqa: PLC0415

        sheet = DictionaryObject({NameObject(name): page.raw_get(name) for name in PRINTED if name in page})
        content = numbering.renumbered(sheet)
        content[NameObject("/Type")] = NameObject("/Page")
        content[NameObject("/Parent")] = IndirectObject(PAGES, 0, page.pdf)
        number = numbering.next()
        self._pages.append(number)
        written = [self._object(number, _bytes(content))]
        while numbering.waiting:
            number, reference = numbering.waiting.pop()
            written.append(self._object(number, _bytes(numbering.renumbered(reference.get_object()))))
        return b"".join(written)

    def _object(self, number: int, content: bytes) -> bytes:
        written = b"%d 0 obj\n%b\nendobj\n" % (number, content)
        self._places[number] = self._size
        self._size += len(written)
        return written


class _Numbering:
    """What the objects of one file are called in the print; those that were named and not written yet wait."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.waiting: list[tuple[int, Any]] = []
        self._numbers: dict[int, int] = {}

    def next(self) -> int:
        self.last += 1
        return self.last

    def renumbered(self, value: Any) -> Any:
        """The value, changed in place: its file is let go of."""
        from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject  # noqa: PLC0415

        if isinstance(value, IndirectObject):
            if value.idnum not in self._numbers:
                self._numbers[value.idnum] = self.next()
                self.waiting.append((self.last, value))
            return IndirectObject(self._numbers[value.idnum], 0, value.pdf)
        if isinstance(value, DictionaryObject):
            for name, inner in list(value.items()):
                value[name] = self.renumbered(inner)
        elif isinstance(value, ArrayObject):
            value[:] = [self.renumbered(inner) for inner in value]
        return value


def _bytes(value: Any) -> bytes:
    written = io.BytesIO()
    value.write_to_stream(written)
    return written.getvalue()
