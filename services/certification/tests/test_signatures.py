"""The institution's signature on the file, and the short one in the QR code, checked by others than their makers."""

import shutil
import subprocess
from base64 import b64decode, b64encode, urlsafe_b64decode
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import cv2
import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from services.certification.settings import Settings
from services.certification.storage.pades import UnexpectedFileError
from services.certification.storage.press import TypstPress
from services.certification.storage.signing import CodeSigner, InstitutionSigner, SigningKeyError, self_made
from services.certification.tests.builders import FIVE_DAYS_OVER, INSTITUTION_CODE, PUBLISHED, a_sheet
from services.certification.tests.conftest import CLERK, post_results
from services.certification.tests.pictures import picture_of, read_code
from services.certification.views.verification import show_key

NUMBER = f"{INSTITUTION_CODE}265000001"
YEARS_LATER = datetime(2036, 1, 1, tzinfo=UTC)
# As they stand on the paper, a line each.
PAPER = [
    "skillseal-certificate-1",
    NUMBER,
    "265000001-01",
    "欧阳喆玥",
    "070014",
    "中式烹调师",
    "--",
    "怀化市示例职业培训学校",
    "2026-10-10",
]


@pytest.fixture(scope="module")
def press():
    return TypstPress(font_dir=Settings.model_fields["font_dir"].default, font_families=["Noto Serif CJK SC"])


@pytest.fixture
async def issued(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    return certification


async def pdf_of(issued):
    return (await issued.get(f"/certificates/{NUMBER}/pdf", as_=CLERK)).content


def signature_of(pdf):
    [signature] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return signature


async def judged(pdf):
    """By pyHanko's validator, which is told to trust whoever signed."""
    signature = signature_of(pdf)
    trusted = ValidationContext(trust_roots=[signature.signer_cert], moment=datetime(2026, 10, 11, tzinfo=UTC))
    return await async_validate_pdf_signature(signature, trusted)


async def test_the_file_is_signed_when_it_is_issued_and_whole(issued):
    pdf = await pdf_of(issued)

    verdict = await judged(pdf)

    assert verdict.bottom_line
    assert verdict.modification_level is ModificationLevel.NONE
    assert signature_of(pdf).sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature_of(pdf).self_reported_timestamp == FIVE_DAYS_OVER.astimezone(UTC)


async def test_a_changed_byte_breaks_the_signature(issued):
    pdf = bytearray(await pdf_of(issued))
    pdf[pdf.index(b"/CreationDate") + 25] ^= 1

    assert not (await judged(bytes(pdf))).intact


def said_by_poppler(file):
    command = ["pdfsig", "-nocert", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="Debian's package poppler-utils is missing")
async def test_poppler_says_the_same(issued, tmp_path):
    (tmp_path / "certificate.pdf").write_bytes(await pdf_of(issued))

    told = said_by_poppler(tmp_path / "certificate.pdf")

    for words in ("Signature is Valid", "Total document signed", "ETSI.CAdES.detached", "SHA-256"):
        assert words in told


def read_by_zbar(file):
    command = ["zbarimg", "--quiet", "--raw", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="Debian's package zbar-tools is missing")
async def test_zbar_reads_the_same_code(issued, tmp_path):
    pdf = await pdf_of(issued)
    cv2.imwrite(str(tmp_path / "page.png"), picture_of(pdf, dpi=200))

    assert read_by_zbar(tmp_path / "page.png") == read_code(pdf)


def signs(secret):
    return InstitutionSigner.of("", otherwise=secret)


def signs_as(pem, *, otherwise):
    return InstitutionSigner.of(pem, otherwise=otherwise).certificate


def test_the_key_that_was_set_signs_and_nothing_else_is_taken():
    pem = self_made("a")

    assert signs_as(pem, otherwise="b") == signs_as("", otherwise="a") != signs_as("", otherwise="b")
    key, line, certificate = pem.partition("-----BEGIN CERTIFICATE-----")
    another = self_made("b").partition(line)[0]
    short = Ed25519PrivateKey.generate()
    for wrong in ("no key", key, line + certificate, another + line + certificate, pem_of(short, P384)):
        with pytest.raises(SigningKeyError):
            InstitutionSigner.of(wrong, otherwise="a")


def pem_of(key, *issuers, units=0):
    """A key and its certificate, signed by the first of these keys, that one by the next; names have so many units."""
    chain = [key, *issuers]
    parts = [key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())]
    for place, holder in enumerate(chain):
        issuer = min(place + 1, len(chain) - 1)
        own = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "部" * 64)] * units
        names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"机构{n}"), *own]) for n in (place, issuer)]
        builder = x509.CertificateBuilder(names[1], names[0], holder.public_key(), 7 + place, PUBLISHED, YEARS_LATER)
        parts.append(builder.sign(chain[issuer], hashes.SHA256()).public_bytes(Encoding.PEM))
    return b"".join(parts).decode()


RSA, P384 = rsa.generate_private_key(65537, 3072), ec.generate_private_key(ec.SECP384R1())


@pytest.mark.parametrize("keys", [(RSA,), (P384,), (RSA, P384), (P384, RSA, P384)])
async def test_keys_of_both_kinds_sign_with_their_whole_chain(press, keys):
    signer = InstitutionSigner.of(pem_of(*keys), otherwise="")

    pdf = signer.sign(press.render(a_sheet()), at=FIVE_DAYS_OVER)

    assert (await judged(pdf)).bottom_line
    embedded = {signature_of(pdf).signer_cert, *signature_of(pdf).other_embedded_certs}
    assert len(embedded) == len(keys)


async def test_a_signature_has_room_however_long_its_certificates_are(press):
    key = rsa.generate_private_key(65537, 4096)
    signer = InstitutionSigner.of(pem_of(key, P384, units=20), otherwise="")

    pdf = signer.sign(press.render(a_sheet()), at=FIVE_DAYS_OVER)

    assert len(signature_of(pdf).signer_cert.issuer.dump()) > 4_000
    assert (await judged(pdf)).bottom_line


def test_the_same_file_signed_again_is_the_same_file(press):
    pdf = press.render(a_sheet())

    assert signs("a").sign(pdf, at=FIVE_DAYS_OVER) == signs("a").sign(pdf, at=FIVE_DAYS_OVER)


def test_a_file_that_typst_did_not_lay_out_is_not_signed(press):
    pdf = press.render(a_sheet())
    signed = signs("a").sign(pdf, at=FIVE_DAYS_OVER)

    for other in (
        b"",
        b"%PDF-1.7",
        pdf[:-9],
        signed,
        pdf.replace(b"/Kids", b"/Kinds"),
        pdf.replace(b"xref\n0", b"xxxx\n0"),
    ):
        with pytest.raises(UnexpectedFileError):
            signs("a").sign(other, at=FIVE_DAYS_OVER)


async def test_the_code_is_checked_offline_by_what_stands_on_the_paper(issued):
    told = (await issued.get("/verification-key")).json()
    key = Ed25519PublicKey.from_public_bytes(b64decode(told["key"]))
    short = parse_qs(urlsplit(read_code(await pdf_of(issued))).query)["s"][0]
    signature = urlsafe_b64decode(short + "=" * (-len(short) % 4))

    key.verify(signature, "\n".join(PAPER).encode())
    for line in range(len(PAPER)):
        changed = [*PAPER[:line], f"{PAPER[line]}改", *PAPER[line + 1 :]]
        with pytest.raises(InvalidSignature):
            key.verify(signature, "\n".join(changed).encode())


def test_keys_of_codes_that_were_printed_before_are_told():
    seeds = [b64encode(bytes([n]) * 32).decode() for n in range(3)]
    public = [b64encode(CodeSigner(seed).public_key).decode() for seed in seeds]

    told = show_key(CodeSigner(seeds[0], earlier=public[1:]))

    assert [told.key, *told.earlier] == public


async def test_the_address_in_the_code_names_nobody(issued):
    address = read_code(await pdf_of(issued))

    assert "070014" not in address
    assert len(address) < 200, "a larger code is read worse"
