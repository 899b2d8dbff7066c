"""Keys, forms and sheets that were wrong: what is corrected, by whom, and what becomes of the scores."""

import pytest

from libs.contracts.certification import ObjectionDecided
from libs.contracts.scoring import ScoreCorrected, ScorePublished
from services.scoring.storage.collections import KEYS, LISTS, SCRIPTS
from services.scoring.tests.builders import (
    BATCH,
    EXAMINERS,
    LEAD,
    LEADER,
    LIST,
    NOW,
    PRACTICAL,
    THEORY,
    a_candidate_scheduled,
    a_session_planned,
    an_answer_file,
    an_application,
    an_exam_finished,
)
from services.scoring.tests.conftest import KEY, slug

ONE, TWO, THREE = (an_application(row) for row in (1, 2, 3))
WRONG_KEY = "ABCDTT"
SECOND = ("S-0012", "exam-affairs")
RIGHT = {"item": 6, "answer": "F", "reason": "第6题答案录错"}


async def correct(scoring, as_, **differing):
    return await scoring.post("/keys/P-t-A/corrections", json=RIGHT | differing, as_=as_)


async def marked_with_a_wrong_key(desk):
    """All three wrote everything right; item 6 is wrong in the key."""
    await desk.sit()
    await desk.hand_over_key(key=WRONG_KEY)
    await desk.upload(await desk.answer_file({TWO: "ABCDT "}))
    for examiner in EXAMINERS:
        await desk.score(examiner, {ONE: ["70"], TWO: ["70"]})


async def score_of(scoring, desk, application, session_id=THEORY):
    return str((await scoring.load(SCRIPTS, (await desk.codes(session_id))[application])).score)


@pytest.mark.rule("SCO-15")
async def test_a_wrong_key_is_corrected_by_two_and_scripts_marked_again(scoring, desk):
    await marked_with_a_wrong_key(desk)
    codes = await desk.codes(THEORY)
    assert await score_of(scoring, desk, ONE) == "83.3"

    first = await correct(scoring, LEAD)
    between = await score_of(scoring, desk, ONE)
    second = await correct(scoring, SECOND, reason="复查教材，确认更正")

    assert (first.status_code, first.json()) == (202, {"state": "waiting", "remarked": 0, "changed": []})
    assert between == "83.3"
    changed = sorted([codes[ONE], codes[THREE]])
    assert (second.status_code, second.json()) == (200, {"state": "corrected", "remarked": 3, "changed": changed})
    assert [await score_of(scoring, desk, one) for one in (ONE, TWO, THREE)] == ["100.0", "83.3", "100.0"]
    await desk.finish()
    assert {str(one.theory_score) for one in scoring.published(ScorePublished)} == {"100.0", "83.3"}


@pytest.mark.rule("SCO-15")
async def test_a_corrected_key_tells_who_when_and_why_but_no_answer(scoring, desk):
    await marked_with_a_wrong_key(desk)
    await correct(scoring, LEAD)
    waiting = (await scoring.get("/keys/P-t-A/corrections", as_=("S-0099", "auditor"))).json()
    await correct(scoring, SECOND)

    shown = (await scoring.get("/keys/P-t-A/corrections", as_=("S-0099", "auditor"))).json()

    assert (waiting["proposed"]["by"], waiting["corrections"]) == (LEAD[0], [])
    [line] = shown["corrections"]
    assert shown["proposed"] is None
    assert (line["item"], line["reason"], line["by"], line["second_by"]) == (6, RIGHT["reason"], LEAD[0], SECOND[0])
    assert line["at"].startswith(NOW.strftime("%Y-%m-%dT%H:%M"))
    assert (line["remarked"], len(line["changed"])) == (3, 2)
    assert "answer" not in line
    reading = (await scoring.load(SCRIPTS, (await desk.codes(THEORY))[ONE])).readings[-1]
    assert (reading.by, reading.second_by, reading.reason) == (LEAD[0], SECOND[0], RIGHT["reason"])
    assert '"6"' not in KEYS.dump(await scoring.load(KEYS, "P-t-A")).decode()


PREVIEW = "/keys/P-t-A/correction-previews"


async def preview(scoring, as_=LEAD, **differing):
    asked = {name: value for name, value in (RIGHT | differing).items() if name != "reason"}
    return await scoring.post(PREVIEW, json=asked, as_=as_)


async def test_whose_result_changes_is_shown_before_anybody_decides(scoring, desk):
    """Item 6 counts 16.7: with it the first passes, the second had it blank, the third is at the top."""
    await desk.sit()
    await desk.hand_over_key(key=WRONG_KEY)
    await desk.upload(await desk.answer_file({ONE: "ABCAFF", TWO: "ABCDT "}))
    codes = await desk.codes(THEORY)
    before = {one: await scoring.load(SCRIPTS, code) for one, code in codes.items()}

    told = (await preview(scoring)).json()

    assert (told["scripts"], told["passes"], told["fails"]) == (3, 1, 0)
    assert told["changed"] == [
        {"code": codes[ONE], "points": "16.7", "flip": "passed"},
        {"code": codes[THREE], "points": "16.7", "flip": None},
    ]
    assert {one: await scoring.load(SCRIPTS, code) for one, code in codes.items()} == before
    assert (await scoring.load(KEYS, "P-t-A")).proposed is None


async def test_a_preview_tells_who_would_fail(scoring, desk):
    await desk.sit()
    await desk.hand_over_key()
    await desk.upload(await desk.answer_file({ONE: "ABCATT"}))

    told = (await preview(scoring, item=1, answer="B")).json()

    assert (told["passes"], told["fails"], told["changed"][0]["points"]) == (0, 1, "-16.7")


async def test_a_preview_is_what_the_correction_then_does(scoring, desk):
    await marked_with_a_wrong_key(desk)

    told = (await preview(scoring)).json()
    await correct(scoring, LEAD)
    done = (await correct(scoring, SECOND)).json()

    assert sorted(one["code"] for one in told["changed"]) == done["changed"]
    assert told["scripts"] == done["remarked"]


async def test_a_preview_is_refused_as_the_correction_would_be(scoring, desk):
    await marked_with_a_wrong_key(desk)

    assert slug(await preview(scoring, item=7)) == "key-correction-refused"
    assert slug(await preview(scoring, as_=(*LEAD, "coder"))) == "marker-knows-codes"
    assert (await preview(scoring, as_=("S-0099", "auditor"))).status_code == 403
    await desk.check()
    await desk.approve()
    assert slug(await preview(scoring)) == "scores-registered"


@pytest.mark.parametrize(
    ("as_", "differing"), [(LEAD, {}), (SECOND, {"item": 1, "answer": "B"}), (SECOND, {"item": 4, "answer": "A"})]
)
async def test_one_person_alone_or_two_who_disagree_correct_nothing(scoring, desk, as_, differing):
    await marked_with_a_wrong_key(desk)
    await correct(scoring, LEAD)

    again = await correct(scoring, as_, **differing)

    assert again.status_code == 202
    assert await score_of(scoring, desk, ONE) == "83.3"


@pytest.mark.parametrize(("item", "answer"), [(0, "A"), (7, "A"), (1, "T"), (5, "A"), (1, ""), (1, "AB")])
async def test_a_key_takes_no_item_or_answer_that_the_paper_lacks(scoring, desk, item, answer):
    await marked_with_a_wrong_key(desk)

    assert slug(await correct(scoring, LEAD, item=item, answer=answer)) == "key-correction-refused"


async def test_a_key_is_not_corrected_without_a_reason(scoring, desk):
    await marked_with_a_wrong_key(desk)

    assert slug(await correct(scoring, LEAD, reason=" ")) == "reason-missing"


async def test_whoever_reads_codes_corrects_no_key_and_no_form(scoring, desk):
    await marked_with_a_wrong_key(desk)
    body = {"code": (await desk.codes(THEORY))[ONE], "form": "B", "reason": "卷型涂错"}

    refused = [
        await correct(scoring, (*LEAD, "coder")),
        await scoring.post(f"/sessions/{THEORY}/form-corrections", json=body, as_=(*LEAD, "coder")),
    ]

    assert [slug(one) for one in refused] == ["marker-knows-codes"] * 2


@pytest.mark.rule("SCO-10")
async def test_a_corrected_key_is_checked_anew_by_neither_of_the_two(scoring, desk):
    await marked_with_a_wrong_key(desk)
    await desk.check()

    for who in (LEAD, SECOND):
        await correct(scoring, who)

    assert (await scoring.load(LISTS, LIST)).state == "open"
    assert slug(await desk.approve()) == "list-state"
    for who in (LEAD, SECOND):
        assert slug(await desk.check(as_=(who[0], "score-checker"))) == "checker-marked"
    assert (await desk.check()).json() == {"checked": 5}


@pytest.mark.rule("SCO-09")
async def test_after_the_approval_a_score_changes_only_by_an_objection(scoring, desk):
    await marked_with_a_wrong_key(desk)
    await correct(scoring, LEAD)
    await desk.check()
    await desk.approve()
    approved = await correct(scoring, SECOND)
    await desk.publish()
    published = await correct(scoring, SECOND)
    objection = {"objection_id": f"{ONE}-o1", "application_id": ONE, "batch_id": BATCH, "part": "theory"}
    await scoring.deliver(ObjectionDecided(**objection, decision="upheld", decided_at=NOW))
    recheck = {"objection_id": f"{ONE}-o1", "part": "theory", "score": "100", "reason": "第6题标准答案有误"}
    rechecked = await scoring.post(f"/results/{ONE}/rechecks", json=recheck, as_=LEAD)

    assert [slug(approved), slug(published)] == ["scores-registered"] * 2
    assert rechecked.status_code == 201
    [corrected] = scoring.published(ScoreCorrected)
    assert (str(corrected.theory_score), corrected.reason) == ("100.0", "第6题标准答案有误")


async def test_a_corrected_key_marks_a_resit_again_and_registered_scores_stay(scoring, desk):
    await marked_with_a_wrong_key(desk)
    await desk.finish()
    again = f"{THEORY}-r"
    await scoring.deliver(a_session_planned(again, "theory", ("S-0201",)))
    told = a_candidate_scheduled(1, [("theory", again), ("practical", PRACTICAL)])
    theory, practical = told.sittings
    theory = theory.model_copy(update={"resit_of": THEORY})
    await scoring.deliver(told.model_copy(update={"sittings": [theory, practical]}))
    await scoring.deliver(an_exam_finished(again, rows=(1,)))
    [code] = (await desk.codes(again)).values()
    await desk.upload(an_answer_file([(code, "A", *KEY)]), again)

    await correct(scoring, LEAD)
    second = await correct(scoring, SECOND)

    assert second.json() == {"state": "corrected", "remarked": 1, "changed": [code]}
    assert await score_of(scoring, desk, THREE) == "83.3"
    await desk.finish()
    assert (await scoring.get(f"/results/{ONE}", as_=LEAD)).json()["theory"]["score"] == "100.0"


async def test_a_candidate_who_wrote_the_other_form_is_marked_with_its_key(scoring, desk):
    await desk.sit()
    await desk.hand_over_key()
    await desk.hand_over_key("P-t-B", form="B", key="DCBAFT")
    codes = await desk.codes(THEORY)
    rows = [(code, "B" if application == ONE else "A", *KEY) for application, code in codes.items()]
    rows = [(code, form, *("DCBAFT" if form == "B" else KEY)) for code, form, *_ in rows]
    body = {"code": codes[ONE], "form": "B", "reason": "考生实际作答B卷，监考员证明"}

    corrected = await scoring.post(f"/sessions/{THEORY}/form-corrections", json=body, as_=LEAD)

    assert corrected.status_code == 204
    coder = (await scoring.post(f"/sessions/{THEORY}/code-readings", as_=("S-0002", "coder"))).json()["codes"]
    assert (await desk.upload(an_answer_file(rows))).json() == {"imported": 3, "cases": 0}
    assert await score_of(scoring, desk, ONE) == "100.0"
    shown = (await scoring.get(f"/sessions/{THEORY}/scripts", as_=LEAD)).json()["scripts"]
    assert {one["code"]: one["form"] for one in shown} == {
        code: "B" if code == codes[ONE] else "A" for code, *_ in rows
    }
    assert {one["application_id"]: one["form"] for one in coder} == {ONE: "B", TWO: "A", THREE: "A"}


@pytest.mark.rule("SCO-15")
async def test_a_form_is_corrected_after_marking_too_signed_with_both_on_record(scoring, desk):
    await desk.sit()
    await desk.mark(theory={ONE: "DCBAFT"}, practical=dict.fromkeys([ONE, TWO], "70"))
    await desk.hand_over_key("P-t-B", form="B", key="DCBAFT")
    await desk.check()
    code = (await desk.codes(THEORY))[ONE]
    url, body = f"/sessions/{THEORY}/form-corrections", {"code": code, "form": "B", "reason": "卷型涂错"}
    assert await score_of(scoring, desk, ONE) == "0.0"

    corrected = await scoring.post(url, json=body, as_=SECOND)

    assert corrected.status_code == 204
    script = await scoring.load(SCRIPTS, code)
    assert [(one.before, one.after, one.reason, one.by, one.at) for one in script.forms] == [
        ("A", "B", "卷型涂错", SECOND[0], NOW)
    ]
    assert [(one.answers, one.correct) for one in script.readings] == [("DCBAFT", 0), ("DCBAFT", 6)]
    assert slug(await desk.check(as_=(SECOND[0], "score-checker"))) == "checker-marked"
    assert slug(await desk.approve()) == "list-state"
    await desk.finish()
    assert (await scoring.get(f"/results/{ONE}", as_=LEAD)).json()["theory"]["score"] == "100.0"
    assert slug(await scoring.post(url, json=body | {"form": "A"}, as_=SECOND)) == "scores-registered"


async def test_a_form_is_not_corrected_to_itself_or_without_a_key(scoring, desk):
    await desk.sit()
    await desk.mark()
    url, body = f"/sessions/{THEORY}/form-corrections", {"code": (await desk.codes(THEORY))[ONE], "reason": "涂错"}

    refused = [await scoring.post(url, json=body | {"form": form}, as_=LEAD) for form in ("A", "B")]

    assert [slug(one) for one in refused] == ["same-form", "key-not-found"]
    assert await score_of(scoring, desk, ONE) == "100.0"


@pytest.mark.rule("SCO-16", "SCO-22")
@pytest.mark.parametrize(
    ("score", "answer"), [("39.9", 422), ("40.0", 204), ("55", 204), ("70.0", 204), ("70.1", 422), ("95", 422)]
)
async def test_a_ruling_lies_between_the_sheets(scoring, desk, score, answer):
    await desk.sit()
    for examiner, total in zip(EXAMINERS, ("40", "50", "70"), strict=True):
        await desk.score(examiner, {ONE: [total]})
    ruling = {"code": (await desk.codes(PRACTICAL))[ONE], "score": score, "reason": "合议后裁定"}

    ruled = await scoring.post(f"/sessions/{PRACTICAL}/rulings", json=ruling, as_=(LEADER, "examiner"))

    assert ruled.status_code == answer
    if answer != 204:
        assert slug(ruled) == "ruling-outside-sheets"
        assert not [figure for figure in ("40", "70") if figure in ruled.text.replace(ruling["code"], "")]
