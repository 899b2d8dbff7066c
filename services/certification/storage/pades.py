"""The bytes of a PAdES signature: what is added to a file that typst set, and the CMS that goes into it.

Most of it is the same for every file and is made once; a file adds its digest, its time and the places of its objects.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from asn1crypto import algos, cms, tsp
from asn1crypto.x509 import Certificate, GeneralName

REASON = b"feff" + "核发职业技能等级证书".encode("utf-16-be").hex().encode()
WIDGET = b"/Type/Annot/Subtype/Widget/FT/Sig/T(institution)/F 132/Rect[0 0 0 0]/P %d 0 R/V %d 0 R"
SIGNATURE = b"%d 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:%b)/Reason<%b>/Contents "
# ETSI.CAdES.detached is younger than PDF 1.7 and is declared as an extension of it (EN 319 142-1).
EXTENSIONS = b"/Extensions<</ESIC<</Type/DeveloperExtensions/BaseVersion/1.7/ExtensionLevel 1>>>>"
TRAILER = re.compile(
    rb"trailer\n<</Size (?P<size>\d+)/Root (?P<root>\d+) 0 R(?P<more>[^<>]*)/ID\[(?P<id>\([^()]*\))\([^()]*\)\]>>\n"
    rb"startxref\n(?P<table>\d+)\n%%EOF\s*\Z"
)
RANGE_WIDTH = 60
SEQUENCE, SET, OCTETS, FIRST_TAG, SECOND_TAG = 0x30, 0x31, 0x04, 0xA0, 0xA1


class UnexpectedFileError(ValueError):
    """The file is not laid out as typst lays out one page. What is in it is not told."""


@dataclass(frozen=True)
class Unsigned:
    """A file with room for a signature, cut where the room is."""

    before: bytes
    after: bytes
    room: int

    @property
    def signed_bytes(self) -> bytes:
        """The whole file but the room: what a reader of PDF takes the digest of."""
        return self.before + self.after

    def signed(self, signature: bytes) -> bytes:
        """The whole file. Raises `ValueError` if the signature needs more room."""
        if len(signature) > self.room:
            message = f"a signature of {len(signature)} bytes has {self.room} bytes of room"
            raise ValueError(message)
        return b"%b<%b>%b" % (self.before, signature.hex().encode().ljust(2 * self.room, b"0"), self.after)


def with_room(pdf: bytes, room: int, *, at: datetime) -> Unsigned:
    """Add a signature of this time, so many bytes still empty, to a file of one page. Raises `UnexpectedFileError`."""
    ends = TRAILER.search(pdf)
    if ends is None:
        raise UnexpectedFileError
    size, root, table = int(ends["size"]), int(ends["root"]), int(ends["table"])
    catalogue = _dictionary(pdf, table, root)
    page = _first(rb"/Kids\[(\d+) 0 R\]", _dictionary(pdf, table, _first(rb"/Pages (\d+) 0 R", catalogue)))
    sheet = _dictionary(pdf, table, page)
    if b"/Annots" in sheet or b"/AcroForm" in catalogue:
        raise UnexpectedFileError
    field, signature = size, size + 1
    objects = {
        page: b"%b/Annots[%d 0 R]" % (sheet, field),
        root: b"%b/AcroForm<</Fields[%d 0 R]/SigFlags 3>>%b" % (catalogue, field, EXTENSIONS),
        field: WIDGET % (page, signature),
    }

    before, rows = pdf + b"\n", b"0 1\n0000000000 65535 f\r\n"
    for number, content in sorted(objects.items()):
        rows += b"%d 1\n%010d 00000 n\r\n" % (number, len(before))
        before += b"%d 0 obj\n<<%b>>\nendobj\n" % (number, content)
    rows += b"%d 1\n%010d 00000 n\r\n" % (signature, len(before))
    before += SIGNATURE % (signature, f"{at.astimezone(UTC):%Y%m%d%H%M%SZ}".encode(), REASON)

    starts = len(before) + 2 * room + 2
    ending = b">>\nendobj\n"
    told = b"<</Size %d/Root %d 0 R%b/ID[%b<%b>]/Prev %d>>" % (
        size + 2, root, ends["more"], ends["id"], sha256(ends["id"]).hexdigest()[:32].encode(), table,
    )  # fmt: skip
    ending += b"xref\n%btrailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (rows, told, starts + RANGE_WIDTH + len(ending))
    covered = b"/ByteRange[0 %d %d %d]" % (len(before), starts, RANGE_WIDTH + len(ending))
    return Unsigned(before, covered.ljust(RANGE_WIDTH) + ending, room)


def _dictionary(pdf: bytes, table: int, number: int) -> bytes:
    """What stands in an object that is a dictionary. Raises `UnexpectedFileError`."""
    head = re.compile(rb"xref\n0 \d+\n").match(pdf, table)
    row = head and re.compile(rb"(\d{10}) 00000 n\r\n").match(pdf, head.end() + 20 * number)
    found = row and re.compile(rb"%d 0 obj\n<<(.*?)>>\nendobj\n" % number, re.DOTALL).match(pdf, int(row[1]))
    if not found:
        raise UnexpectedFileError
    return found[1]


def _first(pattern: bytes, dictionary: bytes) -> int:
    found = re.search(pattern, dictionary)
    if found is None:
        raise UnexpectedFileError
    return int(found[1])


class CmsLayout:
    """A CAdES signature with one signer, whose certificate is the first. `algorithm` names digest and key together."""

    def __init__(self, certificates: Sequence[Certificate], algorithm: str) -> None:
        own = certificates[0]
        sha = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
        issuer = {"issuer": [GeneralName("directory_name", own.issuer)], "serial_number": own.serial_number}
        named = tsp.SigningCertificateV2({"certs": [{"cert_hash": own.sha256, "issuer_serial": issuer}]})
        self._attributes = [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}).dump(),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": [named]}).dump(),
        ]
        signer = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
        self._signer = cms.CMSVersion("v1").dump() + signer.dump() + sha
        self._algorithm = cms.SignedDigestAlgorithm({"algorithm": algorithm}).dump()
        self._head = (
            cms.CMSVersion("v1").dump()
            + der(SET, sha)
            + der(SEQUENCE, cms.ContentType("data").dump())
            + der(FIRST_TAG, b"".join(one.dump() for one in certificates))
        )

    def signature_of(
        self, content: bytes, sign: Callable[[bytes], bytes], stamp: Callable[[bytes], bytes] | None = None
    ) -> bytes:
        """The CMS over a content that lies elsewhere; `stamp` answers a time stamp token over the signature."""
        digest = cms.CMSAttribute({"type": "message_digest", "values": [sha256(content).digest()]}).dump()
        attributes = b"".join(sorted([*self._attributes, digest]))
        value = sign(der(SET, attributes))
        signer = self._signer + der(FIRST_TAG, attributes) + self._algorithm + der(OCTETS, value)
        if stamp:
            token = cms.ContentInfo.load(stamp(value))
            stamped = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})
            signer += der(SECOND_TAG, stamped.dump())
        signer = der(SEQUENCE, signer)
        signed = der(SEQUENCE, self._head + der(SET, signer))
        return der(SEQUENCE, cms.ContentType("signed_data").dump() + der(FIRST_TAG, signed))


def der(tag: int, content: bytes) -> bytes:
    """A value in DER: its tag, its length, itself."""
    length = len(content)
    if length < 0x80:  # noqa: PLR2004 -- longer lengths say first in how many bytes they are written
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size) + content
