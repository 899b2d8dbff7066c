"""What speaks against a certificate: found, decided, followed up; and what the public sees of it meanwhile."""

import pytest

from libs.contracts.certification import (
    CertificateReinstated,
    CertificateRevoked,
    CertificateSuspended,
    CertificateVoided,
    PaperDeclaredVoid,
)
from services.certification.tests.builders import BATCH_ID, FIVE_DAYS_OVER, a_result_amended, beijing
from services.certification.tests.conftest import CLERK, DIRECTOR, post_results, progress

NUMBER = "S000043009001265000001"
MADE_UP = "S000043009001265000002"
QUALITY = ("S-0003", "quality")
UPHELD = {"decision": "upheld", "reason": "经核查属实。", "authority": "湘岚技证字〔2026〕3号"}
DISMISSED = {"decision": "dismissed", "reason": "经核查不属实。"}
FACTS = "2026年10月12日督导检查发现。"
ONE = "/proceedings/P-000001"


@pytest.fixture
async def issued(certification):
    await post_results(certification, {})
    await certification.step_to(beijing(2026, 10, 12, 9))
    return certification


async def find(issued, ground, number=NUMBER, *, as_=QUALITY, facts=FACTS):
    return await issued.post("/proceedings", json={"number": number, "ground": ground, "facts": facts}, as_=as_)


async def decide(issued, body, *, as_=DIRECTOR):
    return await issued.post(f"{ONE}/decision", json=body, as_=as_)


async def follow_up(issued, step, on="2026-10-12", **body):
    return await issued.post(f"{ONE}/follow-ups", json={"step": step, "on": on, **body}, as_=CLERK)


async def public_state(issued):
    token = issued.cipher.fingerprint(f"certificate:{NUMBER}")[:32]
    return (await issued.get(f"/verify/{NUMBER}?token={token}")).json()["status"]


async def void_numbers(issued):
    return [(one["number"], one["ground"]) for one in (await issued.get("/void-papers")).json()["items"]]


def slug(answer):
    return answer.status_code, answer.json()["title"]


@pytest.mark.parametrize("ground", ["fraud", "cheating", "result-void", "transfer", "alteration"])
async def test_a_certificate_is_suspended_while_looked_into_then_revoked(issued, ground):
    assert (await find(issued, ground)).status_code == 201
    assert await public_state(issued) == "suspended"

    assert (await decide(issued, UPHELD)).status_code == 204

    assert await public_state(issued) == "revoked"
    [told] = issued.published(CertificateRevoked)
    assert (told.certificate_number, told.application_id, told.ground) == (NUMBER, f"{BATCH_ID}-00001", ground)
    assert await void_numbers(issued) == [], "taken from its holder, not declared void"


@pytest.mark.parametrize(
    "ground",
    [
        pytest.param("against-rules", marks=pytest.mark.rule("CER-26")),
        pytest.param("seal-or-procedure", marks=pytest.mark.rule("CER-28")),
        "outside-scope",
        pytest.param("by-hand", marks=pytest.mark.rule("CER-30")),
    ],
)
async def test_what_should_never_have_been_issued_is_declared_void_in_public(issued, ground):
    await find(issued, ground)
    await decide(issued, UPHELD)

    assert await public_state(issued) == "void"
    assert await void_numbers(issued) == [(NUMBER, ground)]
    [told] = issued.published(CertificateVoided)
    assert (told.certificate_number, told.ground) == (NUMBER, ground)


async def test_what_was_nothing_leaves_the_certificate_valid(issued):
    await find(issued, "alteration")
    await decide(issued, DISMISSED)

    assert await public_state(issued) == "valid"
    assert len(issued.published(CertificateSuspended)) == len(issued.published(CertificateReinstated)) == 1
    assert (await find(issued, "fraud")).status_code == 201, "it may be looked into again"


async def test_a_certificate_stays_held_by_what_else_holds_it(issued):
    await issued.deliver(a_result_amended(amended_at=beijing(2026, 10, 12, 10)))
    await find(issued, "alteration")
    await decide(issued, DISMISSED)

    assert await public_state(issued) == "suspended"
    assert issued.published(CertificateReinstated) == []


@pytest.mark.rule("CER-27")
async def test_a_number_that_the_ledger_never_gave_is_declared_void(issued):
    opened = (await find(issued, "own-number", MADE_UP)).json()
    assert opened["application_id"] is None
    assert await void_numbers(issued) == []

    await decide(issued, UPHELD)

    assert await void_numbers(issued) == [(MADE_UP, "own-number")]
    [told] = issued.published(PaperDeclaredVoid)
    assert told.ground == "own-number"
    assert await public_state(issued) == "valid", "nobody else's certificate is touched"


@pytest.mark.rule("CER-27")
async def test_a_number_of_the_ledger_is_nobodys_invention(issued):
    assert slug(await find(issued, "own-number")) == (409, "number-is-ours")
    assert await public_state(issued) == "valid"


@pytest.mark.rule("CER-26", "CER-30")
@pytest.mark.parametrize(("ground", "number"), [("forged", MADE_UP), ("forged", NUMBER), ("by-hand", MADE_UP)])
async def test_forged_imitated_and_handwritten_papers_are_declared_void(issued, ground, number):
    await find(issued, ground, number)
    assert await void_numbers(issued) == []

    await decide(issued, UPHELD)

    assert await void_numbers(issued) == [(number, ground)]
    assert [one.ground for one in issued.published(PaperDeclaredVoid)] == [ground]


async def test_an_imitation_leaves_the_genuine_certificate_valid(issued):
    await find(issued, "forged")
    await decide(issued, UPHELD)

    assert await public_state(issued) == "valid"
    assert issued.published(CertificateSuspended) == []


async def test_what_was_never_issued_can_only_be_a_strange_paper(issued):
    assert slug(await find(issued, "alteration", MADE_UP)) == (404, "certificate-not-found")
    assert (await find(issued, "by-hand", MADE_UP)).status_code == 201


async def test_a_number_of_a_person_is_no_number_of_a_certificate(issued):
    answer = await find(issued, "forged", "431202199803070014")

    assert answer.status_code == 422
    assert "431202199803070014" not in answer.text


async def test_somebody_else_decides_once_with_reason_and_document(issued):
    await find(issued, "fraud", as_=("S-0002", "quality"))
    assert slug(await decide(issued, UPHELD)) == (403, "own-proceeding")
    other = ("S-0009", "director")
    assert slug(await decide(issued, {**UPHELD, "reason": " "}, as_=other)) == (422, "facts-missing")
    assert slug(await decide(issued, {**UPHELD, "authority": ""}, as_=other)) == (422, "facts-missing")
    assert await public_state(issued) == "suspended"

    assert (await decide(issued, UPHELD, as_=other)).status_code == 204
    assert slug(await decide(issued, UPHELD, as_=other)) == (409, "proceeding-decided")


async def test_nothing_is_looked_into_without_facts_or_after_the_end(issued):
    assert slug(await find(issued, "fraud", facts=" ")) == (422, "facts-missing")
    await find(issued, "fraud")
    await decide(issued, UPHELD)

    assert slug(await find(issued, "alteration")) == (409, "certificate-ended")


@pytest.mark.rule("CER-33")
async def test_after_a_fraud_the_paper_and_the_national_entry_go(issued):
    await find(issued, "fraud")
    assert slug(await follow_up(issued, "paper-taken-back")) == (409, "nothing-to-follow")
    await decide(issued, UPHELD)
    assert (await issued.get(ONE, as_=CLERK)).json()["missing"] == ["paper-taken-back", "entry-deleted"]

    for on in ("2026-10-11", "2026-10-13"):
        assert slug(await follow_up(issued, "paper-taken-back", on)) == (422, "follow-up-day")
    assert (await follow_up(issued, "paper-taken-back")).status_code == 204
    assert slug(await follow_up(issued, "paper-taken-back")) == (409, "nothing-to-follow")
    assert (await issued.get(ONE, as_=CLERK)).json()["missing"] == ["entry-deleted"]
    assert (await follow_up(issued, "entry-deleted")).status_code == 204

    shown = (await issued.get(ONE, as_=CLERK)).json()
    assert shown["missing"] == []
    assert [(one["step"], one["on"], one["by"]) for one in shown["follow_ups"]] == [
        ("paper-taken-back", "2026-10-12", CLERK[0]), ("entry-deleted", "2026-10-12", CLERK[0]),
    ]  # fmt: skip
    assert (shown["authority"], shown["decided_by"]) == (UPHELD["authority"], DIRECTOR[0])
    assert await public_state(issued) == "revoked"


async def test_a_paper_that_cannot_be_had_back_says_why(issued):
    await find(issued, "alteration")
    await decide(issued, UPHELD)

    assert slug(await follow_up(issued, "paper-not-obtained")) == (422, "facts-missing")
    assert (await follow_up(issued, "paper-not-obtained", note="持证人拒不交回。")).status_code == 204
    assert (await issued.get(ONE, as_=CLERK)).json()["missing"] == ["entry-deleted"]


@pytest.mark.parametrize(
    ("role", "opens", "decides", "follows", "reads"),
    [
        ("quality", True, False, False, True),
        ("general-office", True, False, True, True),
        ("supervisor", True, False, False, True),
        ("director", False, True, False, True),
        ("exam-affairs", False, False, False, False),
        ("examiner", False, False, False, False),
    ],
)
async def test_who_finds_who_decides_who_follows_up(issued, role, *, opens, decides, follows, reads):
    await find(issued, "fraud", as_=("S-0050", "quality"))
    who = ("S-0060", role)

    assert ((await find(issued, "forged", MADE_UP, as_=who)).status_code == 201) is opens
    assert ((await decide(issued, UPHELD, as_=who)).status_code == 204) is decides
    if not decides:
        await decide(issued, UPHELD)
    body = {"step": "entry-deleted", "on": "2026-10-12"}
    assert ((await issued.post(f"{ONE}/follow-ups", json=body, as_=who)).status_code == 204) is follows
    assert ((await issued.get(ONE, as_=who)).status_code == 200) is reads


# ---- outside the filed scope

FINDING = "/scope-findings/F-000001"
UNFILED = {
    "occupation_code": "4-03-02-01",
    "work_type": "--",
    "level": 5,
    "first": "2026-10-10",
    "last": "2026-10-10",
    "facts": "备案目录中没有该等级。",
}


@pytest.mark.rule("CER-29")
@pytest.mark.parametrize(
    ("differing", "voided"),
    [
        ({}, True),
        ({"first": "2026-10-01", "last": None}, True),
        ({"first": "2026-10-01", "last": "2026-10-09"}, False),
        ({"first": "2026-10-11", "last": None}, False),
        ({"level": 4}, False),
        ({"work_type": "药膳制作师"}, False),
        ({"occupation_code": "4-03-02-02"}, False),
    ],
)
async def test_what_was_issued_outside_the_filed_scope_is_declared_void(issued, differing, voided):
    await issued.post("/scope-findings", json={**UNFILED, **differing}, as_=QUALITY)
    assert await public_state(issued) == "valid"
    assert (await issued.post(f"{FINDING}/decision", json=UPHELD, as_=DIRECTOR)).status_code == 204
    await issued.step_to(beijing(2026, 10, 12, 10))

    assert await public_state(issued) == ("void" if voided else "valid")
    told = [(one.certificate_number, one.ground) for one in issued.published(CertificateVoided)]
    assert told == ([(NUMBER, "outside-scope")] if voided else [])
    shown = (await issued.get(FINDING, as_=QUALITY)).json()
    assert (shown["voided"], shown["is_running"]) == (int(voided), False)
    [public] = (await issued.get("/void-scopes")).json()["items"]
    assert public["authority"] == UPHELD["authority"]


async def test_every_certificate_of_many_is_reached_also_after_a_lost_deadline(certification):
    await post_results(certification, *({} for _ in range(60)))
    await certification.step_to(FIVE_DAYS_OVER)
    await certification.post("/scope-findings", json={**UNFILED, "last": None}, as_=QUALITY)
    await certification.post(f"{FINDING}/decision", json=UPHELD, as_=DIRECTOR)
    await certification.lose_deadlines()
    assert await certification.service.watchdog.look() == 1
    await certification.step_to(beijing(2026, 10, 12))

    assert len(certification.published(CertificateVoided)) == 60


@pytest.mark.rule("CER-07", "CER-29")
@pytest.mark.parametrize(("first", "stage"), [("2026-10-11", "issued"), ("2026-10-10", "withheld")])
async def test_what_was_found_not_to_be_filed_is_issued_no_more(certification, first, stage):
    await post_results(certification, {})
    await certification.post("/scope-findings", json={**UNFILED, "first": first, "last": None}, as_=QUALITY)
    await certification.post(f"{FINDING}/decision", json=UPHELD, as_=DIRECTOR)

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {stage: 1}


async def test_a_finding_is_decided_by_somebody_else_and_may_be_nothing(issued):
    refused = await issued.post("/scope-findings", json={**UNFILED, "last": "2026-10-09"}, as_=QUALITY)
    assert slug(refused) == (422, "scope-days")
    await issued.post("/scope-findings", json=UNFILED, as_=("S-0002", "quality"))
    assert slug(await issued.post(f"{FINDING}/decision", json=UPHELD, as_=DIRECTOR)) == (403, "own-proceeding")

    await issued.post(f"{FINDING}/decision", json=DISMISSED, as_=("S-0009", "director"))
    await issued.step_to(beijing(2026, 10, 12, 10))

    assert await public_state(issued) == "valid"
    assert (await issued.get("/void-scopes")).json()["items"] == []
