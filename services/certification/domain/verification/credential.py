"""A certificate as an Open Badges 3.0 credential, and the lists that say which of them count no more.

W3C Verifiable Credentials Data Model 2.0, Bitstring Status List 1.0.
"""

import gzip
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from typing import Any, Final, Literal, Self, get_args
from urllib.parse import urlsplit

from libs.contracts.beijing import BEIJING
from libs.contracts.names import LEVEL_NAMES
from services.certification.domain.certificate import Certificate, CertificateStatus
from services.certification.domain.numbers import NUMBER

Purpose = Literal["revocation", "suspension"]
# Ed25519 public keys, as multicodec has them.
ED25519: Final = b"\xed\x01"
BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)
CONTEXTS: Final = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SCHEMA: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
# The least that a list may have, so that nobody tells from its length who is on it.
LIST_BITS: Final = 131_072
COUNTS: Final[dict[Purpose, frozenset[CertificateStatus]]] = {
    "revocation": frozenset({CertificateStatus.REVOKED, CertificateStatus.VOID}),
    "suspension": frozenset({CertificateStatus.SUSPENDED}),
}


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who signs: a decentralised identifier, and the address under which credentials and lists are published."""

    did: str
    address: str

    @classmethod
    def of(cls, public_key: bytes, verification_url: str) -> Self:
        """`did:key`: the identifier is the key (Ed25519, 32 bytes), so that nobody has to be asked for it."""
        place = urlsplit(verification_url)
        did = f"did:key:z{_base58(ED25519 + public_key)}"
        return cls(did=did, address=f"{place.scheme}://{place.netloc}/credentials")


@dataclass(frozen=True, kw_only=True)
class ListPlace:
    """The list that tells of a certificate, and its place there; both follow from its number."""

    list_id: str
    index: int

    @classmethod
    def of(cls, number: str) -> "ListPlace | None":
        """None for what is no number of a certificate."""
        read = NUMBER.fullmatch(number)
        if read is None:
            return None
        page, index = divmod(int(read["serial"]), LIST_BITS)
        return cls(list_id=f"{number[:-6]}-{page}", index=index)


def credential_of(certificate: Certificate, *, name: str, salt: str, issuer: Issuer) -> dict[str, Any]:
    """What it says; its holder is known by a salted digest of the name, which whoever knows the name can make again."""
    level, address = LEVEL_NAMES[certificate.level], f"{issuer.address}/{certificate.id}"
    place = ListPlace.of(certificate.id)
    identity = sha256(f"{name}{salt}".encode()).hexdigest()
    subject = f"{certificate.occupation}（{certificate.work_type}）{level}"
    return {
        "@context": CONTEXTS,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "职业技能等级证书",
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": certificate.institution},
        "validFrom": datetime.combine(certificate.issued_on, time(), BEIJING).isoformat(),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "name",
                    "identityHash": f"sha256${identity}",
                    "hashed": True,
                    "salt": salt,
                }
            ],
            "achievement": {
                "id": f"{issuer.address}/achievements/{certificate.occupation_code}-{certificate.level}",
                "type": ["Achievement"],
                "achievementType": "Certification",
                "name": subject,
                "description": f"通过职业技能等级认定，具备{subject}相应技能水平。",
                "criteria": {"narrative": "理论知识考试和操作技能考核合格；技师、高级技师并通过综合评审。"},
                "humanCode": certificate.occupation_code,
            },
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": [_status(place, purpose, issuer) for purpose in PURPOSES if place],
    }


def list_credential(
    list_id: str, purpose: Purpose, numbers: Iterable[str], *, issuer: Issuer, at: datetime
) -> dict[str, Any]:
    """The list itself, with a bit for each number that is on it."""
    bits = bytearray(LIST_BITS // 8)
    for place in filter(None, map(ListPlace.of, numbers)):
        if place.list_id == list_id:
            bits[place.index // 8] |= 0x80 >> place.index % 8  # the first place is the highest bit of the first byte
    packed = _base64(gzip.compress(bytes(bits), mtime=0))
    address = _list_address(list_id, purpose, issuer)
    return {
        "@context": CONTEXTS[:1],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": at.isoformat(),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": f"u{packed}",
        },
    }


def secured(content: dict[str, Any], sign: Callable[[bytes], bytes], *, did: str) -> str:
    """The credential as a JWT (`application/vc+jwt`, EdDSA)."""
    header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": f"{did}#{did.removeprefix('did:key:')}"}
    since = int(datetime.fromisoformat(content["validFrom"]).timestamp())
    claims = {"iss": did, "jti": content["id"], "nbf": since}
    parts = (json.dumps(part, ensure_ascii=False).encode() for part in (header, content | claims))
    signed = ".".join(map(_base64, parts))
    return f"{signed}.{_base64(sign(signed.encode()))}"


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _base58(content: bytes) -> str:
    number, digits = int.from_bytes(content), ""
    while number:
        number, digit = divmod(number, len(BASE58))
        digits = BASE58[digit] + digits
    return digits


def _status(place: ListPlace, purpose: Purpose, issuer: Issuer) -> dict[str, str]:
    address = _list_address(place.list_id, purpose, issuer)
    return {
        "id": f"{address}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(place.index),
        "statusListCredential": address,
    }


def _list_address(list_id: str, purpose: Purpose, issuer: Issuer) -> str:
    return f"{issuer.address}/status/{purpose}/{list_id}"
