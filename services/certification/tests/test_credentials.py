"""A certificate as an Open Badges 3.0 credential: checked by a library, its lists by a reader of the standard."""

import gzip
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from urllib.parse import urlsplit

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from services.certification.tests.builders import FIVE_DAYS_OVER, INSTITUTION_CODE, beijing
from services.certification.tests.conftest import DIRECTOR, post_results

NUMBER = f"{INSTITUTION_CODE}265000002"
QUALITY = ("S-0003", "quality")
UPHELD = {"decision": "upheld", "reason": "经核查属实。", "authority": "湘岚技证字〔2026〕3号"}
DISMISSED = {"decision": "dismissed", "reason": "经核查不属实。"}
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@pytest.fixture
async def issued(certification):
    await post_results(certification, {}, {}, {})
    await certification.step_to(FIVE_DAYS_OVER)
    await certification.step_to(beijing(2026, 10, 12, 9))
    return certification


def token_of(issued, number=NUMBER):
    return issued.cipher.fingerprint(f"certificate:{number}")[:32]


def key_of(did):
    """The key in a `did:key`: base58, after the two bytes that say Ed25519."""
    number = 0
    for letter in did.removeprefix("did:key:z"):
        number = number * 58 + BASE58.index(letter)
    content = number.to_bytes(34)
    assert content[:2] == b"\xed\x01"
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": base64_of(content[2:])})


def base64_of(content):
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def opened(secured):
    """Header and content of a JWT whose signature holds, with the key that its issuer is named after."""
    content = json.loads(urlsafe_b64decode(secured.split(".")[1] + "=="))
    issuer = content["iss"]
    checked = jws.deserialize_compact(secured, key_of(issuer), algorithms=["EdDSA"])
    said = content["issuer"]
    assert (said if isinstance(said, str) else said["id"]) == issuer
    assert checked.headers()["kid"] == f"{issuer}#{issuer.removeprefix('did:key:')}"
    assert (checked.headers()["typ"], checked.headers()["cty"]) == ("vc+jwt", "vc")
    return json.loads(checked.payload)


async def credential(issued, number=NUMBER):
    answer = await issued.get(f"/credentials/{number}?token={token_of(issued, number)}")
    assert answer.status_code == 200, answer.text
    return answer.json()["credential"]


async def is_on(issued, entry):
    """Whether a certificate is on a list, as a verifier reads it."""
    answer = await issued.get(urlsplit(entry["statusListCredential"]).path)
    told = opened(answer.json()["credential"])
    assert told["id"] == entry["statusListCredential"]
    assert "BitstringStatusListCredential" in told["type"]
    listed = told["credentialSubject"]
    assert (listed["type"], listed["statusPurpose"]) == ("BitstringStatusList", entry["statusPurpose"])
    kind, packed = listed["encodedList"][0], listed["encodedList"][1:]
    assert kind == "u", "multibase: base64url without padding"
    bits = gzip.decompress(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    assert len(bits) * 8 >= 131_072
    place = int(entry["statusListIndex"])
    return format(bits[place // 8], "08b")[place % 8] == "1"


async def statuses(issued, number=NUMBER):
    told = opened(await credential(issued, number))
    return {entry["statusPurpose"]: await is_on(issued, entry) for entry in told["credentialStatus"]}


async def charge(issued, ground, verdict=None):
    body = {"number": NUMBER, "ground": ground, "facts": "核查。"}
    opened_one = (await issued.post("/proceedings", json=body, as_=QUALITY)).json()
    if verdict:
        path = f"/proceedings/{opened_one['proceeding_id']}/decision"
        assert (await issued.post(path, json=verdict, as_=DIRECTOR)).status_code == 204


async def test_the_credential_says_what_open_badges_wants(issued):
    told = opened(await credential(issued))

    assert told["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert told["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context-3")
    assert {"VerifiableCredential", "OpenBadgeCredential"} <= {*told["type"]}
    assert (told["validFrom"], told["jti"]) == ("2026-10-10T00:00:00+08:00", told["id"])
    assert told["nbf"] == int(beijing(2026, 10, 10).timestamp())
    assert told["issuer"]["type"] == ["Profile"]
    subject = told["credentialSubject"]
    assert subject["type"] == ["AchievementSubject"]
    achievement = subject["achievement"]
    assert {"id", "type", "name", "description", "criteria"} <= achievement.keys()
    assert achievement["name"] == "中式烹调师（--）五级/初级工"


async def test_whoever_knows_the_name_finds_the_holder_and_nobody_else_does(issued):
    secured = await credential(issued)

    [holder] = opened(secured)["credentialSubject"]["identifier"]
    assert holder["identityHash"] == "sha256$" + sha256(f"欧阳喆玥{holder['salt']}".encode()).hexdigest()
    text = json.dumps(opened(secured), ensure_ascii=False)
    assert "欧阳" not in text
    assert "070014" not in text


async def test_a_changed_credential_is_none(issued):
    header, _, signature = (await credential(issued)).split(".")
    other = (await credential(issued, f"{INSTITUTION_CODE}265000001")).split(".")[1]

    with pytest.raises(Exception, match="bad_signature"):
        opened(f"{header}.{other}.{signature}")


@pytest.mark.parametrize(
    ("ground", "verdict", "on"),
    [
        ("fraud", None, {"revocation": False, "suspension": True}),
        ("fraud", UPHELD, {"revocation": True, "suspension": False}),
        ("against-rules", UPHELD, {"revocation": True, "suspension": False}),
        ("fraud", DISMISSED, {"revocation": False, "suspension": False}),
    ],
)
async def test_the_lists_say_what_became_of_it_and_of_no_other(issued, ground, verdict, on):
    assert await statuses(issued) == {"revocation": False, "suspension": False}

    await charge(issued, ground, verdict)

    assert await statuses(issued) == on
    for other in (1, 3):
        assert await statuses(issued, f"{INSTITUTION_CODE}26500000{other}") == {
            "revocation": False, "suspension": False,
        }  # fmt: skip


async def test_without_the_code_there_is_no_credential(issued):
    for number, token in ((NUMBER, "0" * 32), ("X" * 22, token_of(issued))):
        assert (await issued.get(f"/credentials/{number}?token={token}")).status_code == 404
    assert (await issued.get("/credentials/status/revocation/nowhere")).status_code == 422
    assert (await issued.get(f"/credentials/status/gossip/{NUMBER[:-6]}-0")).status_code == 422


async def verified(issued, number=NUMBER):
    """What a library of Open Badges finds, which knows nothing of this service; it reads the lists where it is told."""
    secured = await credential(issued, number)
    told, lists = opened(secured), {}
    for entry in told["credentialStatus"]:
        answer = await issued.get(urlsplit(entry["statusListCredential"]).path)
        lists[entry["statusListCredential"]] = answer.json()["credential"].encode()
    verifier = OB3Verifier.for_issuer_did(told["issuer"]["id"])
    return verifier.verify(secured, check_status=True, download=lists.__getitem__)


async def test_a_verifier_of_open_badges_takes_it(issued):
    found = await verified(issued)

    assert found.achievement.name == "中式烹调师（--）五级/初级工"
    assert found.identifiers[0].identity_type == "name"


@pytest.mark.parametrize(("verdict", "says"), [(None, "suspension"), (UPHELD, "revocation")])
async def test_a_verifier_of_open_badges_refuses_what_counts_no_more(issued, verdict, says):
    await charge(issued, "fraud", verdict)

    with pytest.raises(OB3VerificationError, match=f"'{says}' is set at index 2"):
        await verified(issued)
    assert await verified(issued, f"{INSTITUTION_CODE}265000001")
