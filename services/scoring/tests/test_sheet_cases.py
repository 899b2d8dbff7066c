"""Rows of answer files that nobody could mark as they came, and who says what is on the card."""

import pytest

from services.scoring.storage.collections import SCRIPTS
from services.scoring.tests.builders import LEAD, ONE, PRACTICAL, THEORY, THREE, TWO, an_answer_file
from services.scoring.tests.conftest import slug

STAFF, AUDITOR = ("S-0012", "exam-affairs"), ("S-0099", "auditor")
CASES = f"/sessions/{THEORY}/sheet-cases"


@pytest.fixture
async def cards(scoring, desk):
    await desk.sit()
    await desk.hand_over_key()
    return Cards(scoring, desk, await desk.codes(THEORY))


class Cards:
    """Three scripts of theory, and files that a reader made of their cards."""

    def __init__(self, scoring, desk, codes):
        self.scoring, self.desk, self.codes = scoring, desk, codes

    async def upload(self, *rows):
        content = an_answer_file([(self.codes.get(one, one), form, *answers) for one, form, answers in rows])
        return await self.desk.upload(content)

    async def listed(self, as_=LEAD):
        return (await self.scoring.get(CASES, as_=as_)).json()

    async def settle(self, case, as_=LEAD, **differing):
        body = {"act": "take", "code": self.codes[ONE], "form": "A", "answers": "ABCDT-", "reason": "看过答题卡"}
        return await self.scoring.post(f"{CASES}/{case['case_id']}/settlement", json=body | differing, as_=as_)

    async def script(self, one):
        return await self.scoring.load(SCRIPTS, self.codes[one])


FINE = (TWO, "A", "ABCDTF"), (THREE, "A", "ABCDTF")


@pytest.mark.parametrize(
    ("row", "trouble", "items"),
    [
        ((ONE, "A", ["A", "*", "C", "D", "T", "F"]), "several-marks", [2]),
        ((ONE, "A", ["A", "BC", "C", "D", "T", "F"]), "several-marks", [2]),
        ((ONE, "A", ["?", "B", "C", "D", "T", "F"]), "unreadable", [1]),
        ((ONE, "B", "ABCDTF"), "other-form", []),
        ((ONE, "A", "ABCDT"), "short", []),
        (("ZZZZZZZZZZ", "A", "ABCDTF"), "unknown-code", []),
    ],
)
async def test_what_cannot_be_read_is_a_case_and_no_zero(cards, row, trouble, items):
    answer = await cards.upload(row, *FINE)

    assert answer.json() == {"imported": 2, "cases": 1}
    told = await cards.listed()
    [case] = told["cases"]
    assert (case["trouble"], case["items"], case["row"]) == (trouble, items, 2)
    assert case["answers"] == list(row[2])
    assert [one["code"] for one in told["missing"]] == ([cards.codes[ONE]] if trouble == "unknown-code" else [])
    script = await cards.script(ONE)
    assert (script.state, script.score) == ("unmarked", None)


async def test_a_list_waits_for_every_card(cards, desk):
    """A stray card keeps it open, too, for it may be somebody's."""
    await cards.upload((ONE, "A", "ABCDTF"), *FINE, ("ZZZZZZZZZZ", "A", "ABCDTF"))
    for examiner in ("S-0101", "S-0102", "S-0103"):
        await desk.score(examiner, {ONE: ["70"], TWO: ["70"]})
    refused = await desk.check()
    [case] = (await cards.listed())["cases"]

    await cards.settle(case, act="dismiss", code="", form="", answers="", reason="废卡，已与考场记录核对")

    assert (slug(refused), refused.json()["cases_open"]) == ("list-incomplete", 1)
    assert (await desk.check()).status_code == 200


async def test_a_person_reads_the_card_and_signs(cards):
    await cards.upload((ONE, "A", ["A", "*", "C", "D", "T", "?"]), *FINE)
    [case] = (await cards.listed())["cases"]

    settled = await cards.settle(case, answers="A-CDTF")

    assert (settled.status_code, settled.json()) == (200, {"state": "settled"})
    [reading] = (await cards.script(ONE)).readings
    assert (reading.answers, reading.by) == ("A-CDTF", "S-0001")
    assert str((await cards.script(ONE)).score) == "83.3"
    [told] = (await cards.listed())["cases"]
    assert (told["settlement"]["by"], told["settlement"]["reason"]) == ("S-0001", "看过答题卡")
    assert slug(await cards.settle(case)) == "sheet-case-settled"


@pytest.mark.parametrize(
    ("differing", "refusal"),
    [
        ({"answers": "ABCDT"}, "card-not-read"),
        ({"answers": "ABCDT*"}, "card-not-read"),
        ({"answers": "ABCDTA"}, "card-not-read"),
        ({"form": "B"}, "other-form-on-card"),
        ({"code": "ZZZZZZZZZZ"}, "script-not-found"),
        ({"reason": " "}, "reason-missing"),
    ],
)
async def test_what_a_person_says_of_a_card_is_readable(cards, differing, refusal):
    await cards.upload((ONE, "A", ["A", "*", "C", "D", "T", "F"]), *FINE)
    [case] = (await cards.listed())["cases"]

    assert slug(await cards.settle(case, **differing)) == refusal
    assert (await cards.script(ONE)).readings == []


async def test_of_two_cards_of_a_code_one_is_taken(cards):
    await cards.upload((ONE, "A", "ABCDTF"), (ONE, "A", "BBBBTT"), *FINE)
    first, second = (await cards.listed())["cases"]

    taken = await cards.settle(first, answers="ABCDTF")
    again = await cards.settle(second, answers="BBBBTT")
    aside = await cards.settle(second, act="dismiss", reason="换卡后作废的一张")

    assert ([first["trouble"], second["trouble"]], taken.status_code) == (["duplicate"] * 2, 200)
    assert (slug(again), aside.status_code) == ("already-marked", 200)
    assert (await cards.listed())["missing"] == []


async def read_again(cards):
    await cards.upload((ONE, "A", "BBCDTF"), *FINE)
    await cards.upload((ONE, "A", "ABCDTF"))
    [case] = [one for one in (await cards.listed())["cases"] if one["settlement"] is None]
    return case


async def test_a_read_card_is_not_read_again_without_the_approval_of_two(cards):
    case = await read_again(cards)
    assert (case["trouble"], case["needs_two"]) == ("read-again", True)

    first = await cards.settle(case, answers="ABCDTF")
    same_person = await cards.settle(case, answers="ABCDTF")
    assert (first.status_code, same_person.json(), str((await cards.script(ONE)).score)) == (
        202,
        {"state": "waiting"},
        "83.3",
    )
    second = await cards.settle(case, as_=STAFF, answers="ABCDTF")

    script = await cards.script(ONE)
    assert (second.status_code, str(script.score)) == (200, "100.0")
    assert [(one.answers, one.by, one.second_by) for one in script.readings] == [
        ("BBCDTF", "S-0001", ""),
        ("ABCDTF", "S-0001", "S-0012"),
    ]


async def test_two_who_read_different_answers_have_not_agreed(cards):
    case = await read_again(cards)

    await cards.settle(case, answers="ABCDTF")
    other = await cards.settle(case, as_=STAFF, answers="ABCDT-")

    assert other.status_code == 202
    assert str((await cards.script(ONE)).score) == "83.3"
    [told] = (await cards.listed())["cases"]
    assert told["proposed_by"] == "S-0012"


async def test_registered_scores_take_no_card_that_is_read_again(cards, desk):
    case = await read_again(cards)
    await cards.settle(case, answers="ABCDTF")
    for examiner in ("S-0101", "S-0102", "S-0103"):
        await desk.score(examiner, {ONE: ["70"], TWO: ["70"]})
    assert slug(await desk.check()) == "list-incomplete"

    await cards.settle(case, act="dismiss", reason="重复读卡")
    await desk.check()
    await desk.approve()
    await cards.upload((ONE, "A", "ABCD-F"))
    [late] = [one for one in (await cards.listed())["cases"] if one["settlement"] is None]
    await cards.settle(late, answers="ABCD-F")

    assert slug(await cards.settle(late, as_=STAFF, answers="ABCD-F")) == "scores-registered"


async def test_a_case_belongs_to_its_session_and_to_who_organises(cards, scoring):
    await cards.upload((ONE, "B", "ABCDTF"), *FINE)
    [case] = (await cards.listed())["cases"]
    elsewhere = f"/sessions/{PRACTICAL}/sheet-cases/{case['case_id']}/settlement"
    body = {"act": "dismiss", "reason": "不在本场"}

    assert slug(await scoring.post(elsewhere, json=body, as_=LEAD)) == "sheet-case-not-found"
    assert slug(await scoring.post(f"{CASES}/none/settlement", json=body, as_=LEAD)) == "sheet-case-not-found"
    assert (await scoring.get(CASES, as_=AUDITOR)).status_code == 403
    assert (await cards.settle(case, as_=("S-0101", "examiner"))).status_code == 403
    assert (await cards.settle(case, as_=("S-0001", "marking-lead", "coder"))).status_code == 403
