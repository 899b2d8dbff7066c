"""Files of people: an application, each step, a removal, and who has to be looked after."""

import json

import pytest

from apps.gateway.tests.preparation import ATTENTION, BREACH, FILE, QUALIFICATION, REMOVED, UPHELD
from apps.gateway.tests.results import a_page

PERSON_PAGE, FILE_PAGE = "/staff/E-0001", "/staff/E-0001/qualifications/examiner-4-03-02-01"


@pytest.fixture
def services(desk):
    desk.services.says("scheduling", "GET", PERSON_PAGE, FILE)
    desk.services.says("scheduling", "GET", "/qualifications", a_page(ATTENTION))
    return desk.services


def sent(desk, path):
    [body] = [json.loads(one.content) for _, how, asked, one in desk.services.asked if (how, asked) == ("POST", path)]
    return body


async def test_an_application_hands_on_papers_and_conditions(desk, services):
    services.says("scheduling", "POST", f"{PERSON_PAGE}/qualifications", None)
    browser = await desk.signed_in("S-0001", "general-office")
    await browser.open(PERSON_PAGE)
    assert "建议取消资格：继续教育不合格" in browser.page.text

    await browser.send(
        f"{PERSON_PAGE}/applications",
        kind="senior",
        code="4-03-02-01",
        id_number="430101198001010010",
        recommended_by="市职业中专",
        request="yes",
        title_paper="yes",
        certificate_level="2",
        is_highest_technician="yes",
        title="senior",
        practice_years="6",
        item_writing="clean",
    )

    body = sent(desk, f"{PERSON_PAGE}/qualifications")
    assert (body["kind"], body["papers"]) == ("senior", ["本人申请", "职称证"])
    assert body["admission"]["occupation_highest_level"] == 2
    assert body["admission"]["item_writing"] == "clean"
    assert "430101198001010010" not in browser.page.text


@pytest.mark.parametrize(
    ("stage", "role", "offered"),
    [
        ("applied", "general-office", {"steps/review"}),
        ("reviewed", "general-office", {"steps/training"}),
        ("trained", "general-office", {"steps/test"}),
        ("tested", "general-office", {"steps/appointment"}),
        ("in-force", "general-office", {"steps/appointment", "steps/yearly", "steps/call", "steps/renewal"}),
        ("in-force", "director", {"decisions/removal"}),
        ("in-force", "auditor", set()),
    ],
)
async def test_a_file_offers_what_is_next(desk, services, stage, role, offered):
    services.says("scheduling", "GET", PERSON_PAGE, FILE | {"qualifications": [QUALIFICATION | {"stage": stage}]})
    browser = await desk.signed_in("S-0001", role)

    await browser.open(FILE_PAGE)

    assert {step for step in STEPS if f'action="{FILE_PAGE}/{step}"' in browser.page.text} == offered


STEPS = {
    "steps/review",
    "steps/training",
    "steps/test",
    "steps/appointment",
    "steps/yearly",
    "steps/call",
    "steps/renewal",
    "steps/aftermath",
    "steps/appeal",
    "decisions/removal",
    "decisions/ruling",
}


async def test_a_removal_says_what_is_still_to_be_done(desk, services):
    services.says("scheduling", "GET", PERSON_PAGE, FILE | {"qualifications": [REMOVED]})
    services.says("scheduling", "POST", f"{FILE_PAGE}/steps", None)
    browser = await desk.signed_in("S-0001", "exam-affairs", "quality")
    await browser.open(FILE_PAGE)
    assert {step for step in STEPS if f'action="{FILE_PAGE}/{step}"' in browser.page.text} == {
        "steps/aftermath",
        "decisions/ruling",
    }

    await browser.send(f"{FILE_PAGE}/steps/aftermath", done="card-withdrawn")

    assert sent(desk, f"{FILE_PAGE}/steps") == {"step": "aftermath", "done": "card-withdrawn"}


async def test_a_step_sends_its_own_fields_alone(desk, services):
    services.says("scheduling", "POST", f"{FILE_PAGE}/steps", None)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(FILE_PAGE)

    await browser.send(f"{FILE_PAGE}/steps/yearly", duty="assessment", on="2026-09-10", grade="excellent", remark="")

    assert sent(desk, f"{FILE_PAGE}/steps") == {
        "step": "yearly", "duty": "assessment", "on": "2026-09-10", "grade": "excellent"
    }  # fmt: skip


async def test_the_list_looks_ahead(desk, services):
    browser = await desk.signed_in("S-0001", "general-office")

    await browser.open("/qualifications?ahead=30")

    assert "继续教育不合格（2026-08-02）" in browser.page.text
    [asked] = [one for _, how, path, one in desk.services.asked if path == "/qualifications"]
    assert "on=" in str(asked.url)


BREACHES = f"{PERSON_PAGE}/breaches"
APPEALED = UPHELD | {"appeal": {"text": "不是我", "made_on": "2026-09-12", "ruled": None, "is_granted": False}}


@pytest.mark.parametrize(
    ("breach", "role", "offered"),
    [
        (BREACH, "quality", {"new", "1/verdict"}),
        (BREACH, "director", {"1/verdict"}),
        (BREACH, "exam-affairs", {"new"}),
        (UPHELD, "exam-affairs", {"new", "1/appeal"}),
        (UPHELD, "director", set()),
        (APPEALED, "director", {"1/ruling"}),
        (APPEALED, "general-office", set()),
    ],
)
async def test_a_case_offers_what_is_next_to_whoever_may(desk, services, breach, role, offered):
    services.says("scheduling", "GET", PERSON_PAGE, FILE | {"breaches": [breach]})
    browser = await desk.signed_in("S-0001", role)

    await browser.open(BREACHES)

    steps = {"new", "1/verdict", "1/appeal", "1/ruling"}
    assert {step for step in steps if f'action="{BREACHES}/{step}"' in browser.page.text} == offered


async def test_a_case_is_reported_decided_appealed_and_ruled_on_by_its_page(desk, services):
    for path in ("", "/1/decisions", "/1/appeal"):
        services.says("scheduling", "POST", f"{BREACHES}{path}", {"number": 1})
    browser = await desk.signed_in("S-0001", "quality", "exam-affairs")

    await browser.open(BREACHES)
    await browser.send(f"{BREACHES}/new", act="leak", on="2026-09-10", facts="考前外传试题。", external="yes")
    assert sent(desk, BREACHES) == {"act": "leak", "on": "2026-09-10", "facts": "考前外传试题。", "external": True}

    services.says("scheduling", "GET", PERSON_PAGE, FILE | {"breaches": [BREACH]})
    await browser.open(BREACHES)
    await browser.send(f"{BREACHES}/1/verdict", measure="dismissal", reason="情节严重", employer_told_on="2026-09-11")
    assert sent(desk, f"{BREACHES}/1/decisions") == {
        "step": "verdict",
        "upheld": True,
        "measure": "dismissal",
        "employer_told_on": "2026-09-11",
        "reason": "情节严重",
    }
    services.says("scheduling", "GET", PERSON_PAGE, FILE | {"breaches": [UPHELD], "is_dismissed": True})
    await browser.open(BREACHES)
    assert "已除名或解聘，不再派遣" in browser.page.text
    await browser.send(f"{BREACHES}/1/appeal", text="不是我")
    assert sent(desk, f"{BREACHES}/1/appeal") == {"text": "不是我"}


async def test_a_case_without_a_measure_is_not_upheld(desk, services):
    services.says("scheduling", "GET", PERSON_PAGE, FILE | {"breaches": [BREACH]})
    services.says("scheduling", "POST", f"{BREACHES}/1/decisions", None)
    browser = await desk.signed_in("S-0001", "director")
    await browser.open(BREACHES)

    await browser.send(f"{BREACHES}/1/verdict", measure="", reason="查无实据")

    assert sent(desk, f"{BREACHES}/1/decisions") == {"step": "verdict", "upheld": False, "reason": "查无实据"}


async def test_an_appeal_is_ruled_on_by_the_page(desk, services):
    services.says("scheduling", "GET", PERSON_PAGE, FILE | {"breaches": [APPEALED]})
    services.says("scheduling", "POST", f"{BREACHES}/1/decisions", None)
    browser = await desk.signed_in("S-0001", "director")
    await browser.open(BREACHES)

    await browser.send(f"{BREACHES}/1/ruling", is_granted="yes", reason="查无实据")

    assert sent(desk, f"{BREACHES}/1/decisions") == {"step": "ruling", "is_granted": True, "reason": "查无实据"}
