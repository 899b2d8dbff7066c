"""Marking through the front door."""

import hmac
from hashlib import sha256

import pytest

from services.scoring.domain.coding import blind_code, blind_code_text
from services.scoring.storage.collections import LISTS, SCRIPTS, UPLOADS
from services.scoring.tests.builders import (
    EXAMINERS,
    LEAD,
    LEADER,
    LIST,
    NOW,
    PRACTICAL,
    THEORY,
    a_signed_record,
    an_answer_file,
    an_application,
)
from services.scoring.tests.conftest import slug

ONE, TWO = an_application(1), an_application(2)


async def test_a_file_marks_all_its_scripts_and_tells_no_score(scoring, desk):
    await desk.sit()
    await desk.hand_over_key()

    answer = await desk.upload(await desk.answer_file({ONE: "ABCD  "}))

    assert (answer.status_code, answer.json()) == (200, {"imported": 3, "cases": 0})
    codes = await desk.codes(THEORY)
    assert str((await scoring.load(SCRIPTS, codes[ONE])).score) == "66.7"
    assert str((await scoring.load(SCRIPTS, codes[TWO])).score) == "100.0"


async def test_the_same_bytes_are_refused_the_second_time(desk):
    await desk.sit()
    await desk.hand_over_key()
    content = await desk.answer_file()
    await desk.upload(content)

    again = await desk.upload(content)

    assert (again.status_code, slug(again)) == (409, "same-file")


@pytest.mark.parametrize(
    ("last", "named"),
    [
        ((None, "A", "=A1", *"BCDTF"), {"title": "answer-formula", "row": 4, "column": "1"}),
    ],
)
async def test_a_formula_in_the_last_row_leaves_nothing_imported(scoring, desk, last, named):
    await desk.sit()
    await desk.hand_over_key()
    codes = list((await desk.codes(THEORY)).values())
    good = [(code, "A", *"ABCDTF") for code in codes]
    content = an_answer_file([*good[:2], (codes[2], *last[1:])])

    refused = await desk.upload(content)

    assert refused.status_code == 422
    assert refused.json().items() >= named.items()
    for code in codes:
        assert (await scoring.load(SCRIPTS, code)).score is None
    assert await scoring.service.transactions.begin().of(UPLOADS).count() == 0


async def test_without_the_key_no_file_is_taken(desk):
    await desk.sit()

    refused = await desk.upload(await desk.answer_file())

    assert (refused.status_code, slug(refused)) == (404, "key-not-found")


async def test_a_key_of_another_length_is_refused_while_marking(desk):
    await desk.sit()
    await desk.hand_over_key(key="ABCDT")

    assert slug(await desk.upload(await desk.answer_file())) == "key-unreadable"


async def test_answer_sheets_do_not_belong_to_a_practical_session(desk):
    await desk.sit()

    assert slug(await desk.upload(b"code,form,1\n", PRACTICAL)) == "wrong-part"


@pytest.mark.rule("SCO-15")
async def test_a_corrected_answer_is_signed_and_asks_for_a_new_check(scoring, desk):
    await desk.sit()
    await desk.mark(theory={ONE: "BBCDTF"})
    await desk.check()
    code = (await desk.codes(THEORY))[ONE]
    correction = {"code": code, "item": 1, "answer": "A", "reason": "读卡污损"}

    corrected = await scoring.post(f"/sessions/{THEORY}/answer-corrections", json=correction, as_=LEAD)

    assert corrected.status_code == 204
    script = await scoring.load(SCRIPTS, code)
    assert [reading.answers for reading in script.readings] == ["BBCDTF", "ABCDTF"]
    assert (await scoring.load(LISTS, LIST)).state == "open"
    assert slug(await desk.approve()) == "list-state"


@pytest.mark.rule("SCO-09")
async def test_registered_scores_take_no_correction(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.check()
    await desk.approve()
    theory, practical = (await desk.codes(THEORY))[ONE], (await desk.codes(PRACTICAL))[ONE]

    answer = {"code": theory, "item": 1, "answer": "B", "reason": "误读"}
    sheet = {"code": practical, "marks": ["40", "50"], "reason": "误写"}
    refused = [
        await scoring.post(f"/sessions/{THEORY}/answer-corrections", json=answer, as_=LEAD),
        await scoring.post(f"/sessions/{PRACTICAL}/practical-corrections", json=sheet, as_=(LEADER, "examiner")),
    ]

    assert [slug(one) for one in refused] == ["scores-registered"] * 2
    assert str((await scoring.load(SCRIPTS, theory)).score) == "100.0"
    assert str((await scoring.load(SCRIPTS, practical)).score) == "59.9"


@pytest.mark.rule("SCO-20")
async def test_only_examiners_of_the_session_score_and_each_once(desk):
    await desk.sit()
    marks = {ONE: ["30", "40"]}

    taken = await desk.score(EXAMINERS[0], marks)
    again = await desk.score(EXAMINERS[0], {ONE: ["50", "50"]})
    stranger = await desk.score("S-0999", marks)

    assert (taken.status_code, taken.json()) == (200, {"imported": 1})
    assert (again.status_code, slug(again)) == (409, "sheet-submitted")
    assert (stranger.status_code, slug(stranger)) == (403, "not-an-examiner-of-session")


@pytest.mark.rule("SCO-20")
async def test_sheets_are_taken_all_or_none(scoring, desk):
    await desk.sit()

    refused = await desk.score(EXAMINERS[0], {ONE: ["30", "40"], TWO: ["60", "60"]})

    assert slug(refused) == "marks-refused"
    assert (await scoring.load(SCRIPTS, (await desk.codes(PRACTICAL))[ONE])).sheets == {}


@pytest.mark.rule("SCO-20")
async def test_an_examiner_sees_which_pieces_wait_and_nothing_of_the_others(scoring, desk):
    await desk.sit()
    await desk.score(EXAMINERS[0], {ONE: ["30", "40"]})
    codes = await desk.codes(PRACTICAL)

    own = await scoring.get(f"/sessions/{PRACTICAL}/scripts", as_=(EXAMINERS[0], "examiner"))
    others = await scoring.get(f"/sessions/{PRACTICAL}/scripts", as_=(EXAMINERS[1], "examiner"))
    stranger = await scoring.get(f"/sessions/{PRACTICAL}/scripts", as_=("S-0999", "examiner"))

    assert own.json()["scripts"] == [
        {"code": code, "form": "A", "submitted": code == codes[ONE]} for code in sorted(codes.values())
    ]
    assert not any(piece["submitted"] for piece in others.json()["scripts"])
    assert stranger.status_code == 403


@pytest.mark.rule("SCO-06")
async def test_no_piece_is_scored_without_the_standard_of_its_form(scoring, desk):
    """The second piece was made from the spare, whose standard nobody has handed over."""
    await desk.sit()
    code = (await desk.codes(PRACTICAL))[TWO]
    await scoring.post(
        f"/sessions/{PRACTICAL}/form-corrections",
        json={"code": code, "form": "spare", "reason": "换了备用题"},
        as_=LEAD,
    )

    refused = await desk.score(EXAMINERS[0], {ONE: ["30", "40"], TWO: ["30", "40"]})

    assert (refused.status_code, slug(refused)) == (404, "key-not-found")
    assert (await desk.score(EXAMINERS[0], {ONE: ["30", "40"]})).status_code == 200


@pytest.mark.rule("SCO-06", "SCO-21")
async def test_examiners_are_shown_the_lines_that_they_score(scoring, desk):
    await desk.sit()
    await desk.hand_over_criteria(40, 60, knockouts=["操作中断电"])

    own = await scoring.get(f"/sessions/{PRACTICAL}/scripts", as_=(EXAMINERS[0], "examiner"))
    organiser = await scoring.get(f"/sessions/{PRACTICAL}/scripts", as_=LEAD)

    [sheet] = own.json()["sheets"]
    assert [(line["no"], line["text"], line["marks"]) for line in sheet["criteria"]] == [
        (1, "第1项", "40"),
        (2, "第2项", "60"),
    ]
    assert (sheet["form"], sheet["knockouts"]) == ("A", ["操作中断电"])
    assert "sheets" not in organiser.json()


@pytest.mark.rule("SCO-06")
@pytest.mark.parametrize(("seen", "state", "score"), [((1, 1, 1), "marked", "0.0"), ((1, 1, 0), "disputed", "None")])
async def test_a_knock_out_item_is_given_with_the_sheet(scoring, desk, seen, state, score):
    await desk.sit()
    await desk.hand_over_criteria(40, 60, knockouts=["操作中断电"])
    code = (await desk.codes(PRACTICAL))[ONE]

    for examiner, knocked_out in zip(EXAMINERS, seen, strict=True):
        sheet = {"code": code, "marks": ["10", "5"], "knocked_out": [1] * knocked_out}
        url = f"/sessions/{PRACTICAL}/practical-sheets"
        assert (await scoring.post(url, json={"sheets": [sheet]}, as_=(examiner, "examiner"))).status_code == 200

    script = await scoring.load(SCRIPTS, code)
    assert (script.state, str(script.score)) == (state, score)


@pytest.mark.rule("SCO-21")
@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ([], False),
        ([{"act": "written"}], False),
        ([{"act": "written"}, {"by": "S-0701"}], False),
        ([{"act": "written"}, {"form": "violation-report"}], False),
        ([{"act": "written"}, {}], True),
        ([{"act": "written"}, {}, {"by": "S-0701", "complete": True}], True),
        ([{"act": "written"}, {}, {"act": "corrected", "entry": 2}], False),
        ([{"act": "written"}, {}, {"act": "corrected", "entry": 2}, {"entry": 2}], True),
    ],
)
async def test_no_sheet_is_signed_before_the_own_on_site_record(scoring, desk, told, taken):
    """Somebody else's signature under it, and another form, are none of it."""
    await desk.sit(signing=())
    for seq, differing in enumerate(told, start=1):
        await scoring.deliver(a_signed_record(EXAMINERS[0], **differing), id=f"scheduling:test/record:{seq}")
    await scoring.deliver(a_signed_record(EXAMINERS[1]))

    answer = await desk.score(EXAMINERS[0], {ONE: ["30", "40"]})

    assert (answer.status_code, answer.json().get("title")) == (
        (200, None) if taken else (409, "on-site-record-missing")
    )


@pytest.mark.rule("SCO-21")
async def test_a_signed_score_sheet_says_who_answers_for_it(scoring, desk):
    await desk.sit()
    await desk.score(EXAMINERS[0], {ONE: ["30", "40.5"]})

    script = await scoring.load(SCRIPTS, (await desk.codes(PRACTICAL))[ONE])

    [sheet] = script.sheets[EXAMINERS[0]]
    assert (sheet.by, [str(mark) for mark in sheet.marks], sheet.at) == (EXAMINERS[0], ["30", "40.5"], NOW)
    assert script.markers == {EXAMINERS[0]}


async def test_marks_follow_the_criteria_of_the_item_bank(scoring, desk):
    await desk.sit()

    over = await desk.score(EXAMINERS[0], {ONE: ["40.1", "30"]})
    short = await desk.score(EXAMINERS[0], {ONE: ["30", "30", "10"]})
    right = await desk.score(EXAMINERS[0], {ONE: [40, 30.5]})

    assert (slug(over), slug(short), right.status_code) == ("marks-refused", "marks-refused", 200)


@pytest.mark.parametrize(
    ("marks", "answer"), [(["40.0", "60"], 204), (["40.1", "30"], 422), (["30", "60.1"], 422), (["70"], 422), ([], 422)]
)
async def test_a_corrected_sheet_follows_the_criteria_too(scoring, desk, marks, answer):
    await desk.sit()
    await desk.score(LEADER, {ONE: ["30", "30"]})
    code = (await desk.codes(PRACTICAL))[ONE]
    body = {"code": code, "marks": marks, "reason": "误写"}

    corrected = await scoring.post(f"/sessions/{PRACTICAL}/practical-corrections", json=body, as_=(LEADER, "examiner"))

    assert corrected.status_code == answer
    kept = (await scoring.load(SCRIPTS, code)).sheets[LEADER]
    assert [str(mark) for mark in kept[-1].marks] == (marks if answer == 204 else ["30", "30"])


async def test_the_code_on_a_script_is_not_what_anybody_can_work_out(scoring, desk):
    await desk.sit()

    for session_id in (THEORY, PRACTICAL):
        for application, code in (await desk.codes(session_id)).items():
            text = blind_code_text(session_id, application, 0).encode()
            digests = [sha256(text).hexdigest(), hmac.new(b"", text, "sha256").hexdigest()]
            assert code not in {blind_code(digest) for digest in digests}


async def test_the_code_of_another_session_is_unknown_in_this_one(scoring, desk):
    await desk.sit()
    sheet = {"sheets": [{"code": (await desk.codes(THEORY))[ONE], "marks": ["70"]}]}

    refused = await scoring.post(f"/sessions/{PRACTICAL}/practical-sheets", json=sheet, as_=(LEADER, "examiner"))

    assert (refused.status_code, slug(refused)) == (404, "script-not-found")


async def in_dispute(desk):
    await desk.sit()
    for examiner, total in zip(EXAMINERS, ("50", "60", "65.1"), strict=True):
        await desk.score(examiner, {ONE: [total]})
    return (await desk.codes(PRACTICAL))[ONE]


@pytest.mark.rule("SCO-16", "SCO-22")
async def test_a_dispute_is_shown_to_and_decided_by_the_leader_alone(scoring, desk):
    code = await in_dispute(desk)
    ruling = {"code": code, "score": "60.0", "reason": "复看工件"}
    url = f"/sessions/{PRACTICAL}"

    shown = await scoring.get(f"{url}/disputes", as_=(LEADER, "examiner"))
    hidden = await scoring.get(f"{url}/disputes", as_=(EXAMINERS[1], "examiner"))
    refused = await scoring.post(f"{url}/rulings", json=ruling, as_=(EXAMINERS[1], "examiner"))
    ruled = await scoring.post(f"{url}/rulings", json=ruling, as_=(LEADER, "examiner"))

    assert shown.json() == {"session_id": PRACTICAL, "codes": [code]}
    assert (slug(hidden), slug(refused), ruled.status_code) == ("not-the-leader", "not-the-leader", 204)
    assert str((await scoring.load(SCRIPTS, code)).score) == "60.0"


@pytest.mark.rule("SCO-16")
async def test_a_list_with_an_open_dispute_is_not_complete(scoring, desk):
    await desk.sit()
    await desk.mark()
    code = (await desk.codes(PRACTICAL))[ONE]
    correction = {"code": code, "marks": ["40", "50"], "reason": "误写"}

    await scoring.post(f"/sessions/{PRACTICAL}/practical-corrections", json=correction, as_=(LEADER, "examiner"))

    refused = await desk.check()
    assert (slug(refused), refused.json()["unmarked"]) == ("list-incomplete", 1)


@pytest.mark.rule("SCO-15")
async def test_an_examiner_corrects_the_own_sheet_only(scoring, desk):
    await desk.sit()
    await desk.score(EXAMINERS[0], {ONE: ["70"]})
    correction = {"code": (await desk.codes(PRACTICAL))[ONE], "marks": ["40", "31"], "reason": "误写"}
    url = f"/sessions/{PRACTICAL}/practical-corrections"

    own = await scoring.post(url, json=correction, as_=(EXAMINERS[0], "examiner"))
    another = await scoring.post(url, json=correction, as_=(EXAMINERS[1], "examiner"))

    assert (own.status_code, slug(another)) == (204, "no-sheet")
    sheets = (await scoring.load(SCRIPTS, correction["code"])).sheets
    assert [str(sheet.total) for sheet in sheets[EXAMINERS[0]]] == ["70", "71"]
