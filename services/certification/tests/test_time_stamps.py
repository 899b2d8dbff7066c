"""A third party's time on a signature, asked of a stand-in and judged by pyHanko."""

from datetime import UTC, datetime
from io import BytesIO

import httpx
import pytest
from asn1crypto import cms, keys, tsp
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from services.certification.settings import Settings
from services.certification.storage.press import TypstPress
from services.certification.storage.signing import InstitutionSigner
from services.certification.storage.time_stamp import LONGEST_ANSWER, LONGEST_TOKEN, NoTimeStampError, TimeStamps
from services.certification.tests.builders import FIVE_DAYS_OVER, a_sheet

STAMPED_AT = datetime(2026, 10, 9, 16, 0, 7, tzinfo=UTC)
BEGAN, ENDS = datetime(2025, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)


class Authority:
    """Stamps whatever it is asked for, at one time."""

    def __init__(self):
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "时间戳机构（虚构）")])
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = x509.CertificateBuilder(name, name, key.public_key(), 7, BEGAN, ENDS).add_extension(
            usage, critical=True
        )
        self.certificate = Certificate.load(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER))
        private = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
        self._stamper = DummyTimeStamper(self.certificate, private, fixed_dt=STAMPED_AT)

    def answer(self, request):
        return self._stamper.request_tsa_response(tsp.TimeStampReq.load(request.content))


@pytest.fixture
def authority():
    return Authority()


def asking(answer):
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=iter([answer(request)])))
    return TimeStamps("http://tsa.example/", http=httpx.Client(transport=transport))


async def test_a_stamped_signature_says_the_time_of_the_authority(authority):
    press = TypstPress(font_dir=Settings.model_fields["font_dir"].default, font_families=["Noto Serif CJK SC"])
    signer = InstitutionSigner.of("", otherwise="a", time_stamps=asking(lambda one: authority.answer(one).dump()))

    pdf = signer.sign(press.render(a_sheet()), at=FIVE_DAYS_OVER)

    [signature] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    trusted = ValidationContext(trust_roots=[signature.signer_cert, authority.certificate], moment=STAMPED_AT)
    verdict = await async_validate_pdf_signature(signature, trusted)
    assert verdict.bottom_line
    assert verdict.timestamp_validity.valid
    assert verdict.timestamp_validity.timestamp == STAMPED_AT


def test_the_longest_stamp_that_is_taken_has_room():
    press = TypstPress(font_dir=Settings.model_fields["font_dir"].default, font_families=["Noto Serif CJK SC"])
    rest = len(a_token(LONGEST_TOKEN)) - LONGEST_TOKEN
    token = a_token(LONGEST_TOKEN - rest)
    pdf = InstitutionSigner.of("", otherwise="a", time_stamps=Stamps(token)).sign(press.render(a_sheet()), at=BEGAN)

    assert len(token) == LONGEST_TOKEN
    assert token.hex().encode() in pdf


class Stamps(TimeStamps):
    """Has one token for everything."""

    def __init__(self, token):
        self._token = token

    def over(self, _):
        return self._token


def a_token(content):
    return cms.ContentInfo({"content_type": "data", "content": bytes(content)}).dump()


def for_another(authority):
    another = httpx.Request("POST", "http://tsa.example/", content=a_request(b"another"))
    return lambda _: authority.answer(another).dump()


def a_request(digest):
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest.ljust(32)}
    return tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": 1}).dump()


def test_what_is_no_stamp_over_just_this_is_not_taken(authority):
    refusal = bytes.fromhex("30053003020102")

    for answer in (for_another(authority), lambda _: refusal, lambda _: b"", lambda _: b"<html>"):
        with pytest.raises(NoTimeStampError):
            asking(answer).over(b"a signature")


@pytest.mark.parametrize("status", [404, 500])
def test_an_authority_that_does_not_answer_gives_no_stamp(status):
    transport = httpx.MockTransport(lambda _: httpx.Response(status))

    with pytest.raises(NoTimeStampError):
        TimeStamps("http://tsa.example/", http=httpx.Client(transport=transport)).over(b"a signature")


def test_an_authority_that_drips_or_never_ends_gives_no_stamp():
    sent: list[int] = []

    def endless():
        while len(sent) < 100:
            sent.append(1)
            yield bytes(LONGEST_ANSWER // 10)

    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=endless()))
    with pytest.raises(NoTimeStampError):
        TimeStamps("http://tsa.example/", http=httpx.Client(transport=transport)).over(b"a signature")

    assert len(sent) <= 11
