"""A key that is found wrong after the registration: marked again by two, and posted anew."""

import asyncio

import pytest

from libs.contracts.certification import ObjectionDecided
from libs.contracts.scoring import ResultRemarked, ScorePublished
from services.scoring.storage.collections import KEYS, RESULTS, SCRIPTS
from services.scoring.tests.builders import BATCH, EXAMINERS, LEAD, NOW, THEORY, a_void_order, an_application
from services.scoring.tests.conftest import slug

ONE, TWO, THREE = (an_application(row) for row in (1, 2, 3))
WRONG_KEY = "ABCDTT"
SECOND = ("S-0012", "exam-affairs")
RIGHT = {"item": 6, "answer": "F", "reason": "第6题答案录错", "authority": "岚认〔2026〕9号"}
ANSWERS = {ONE: "ABCAFF", TWO: "ABCDTT"}  # the third wrote everything right


async def registered(desk, answers=ANSWERS):
    """Item 6 is wrong in the key; so the first has 3 of 6, the second 6 and the third 5, unless told otherwise."""
    await desk.sit()
    await desk.hand_over_key(key=WRONG_KEY)
    await desk.upload(await desk.answer_file(answers))
    for examiner in EXAMINERS:
        await desk.score(examiner, {ONE: ["70"], TWO: ["70"]})
    await desk.check()
    await desk.approve()


async def published(desk):
    await registered(desk)
    await desk.publish()


async def recheck(scoring, as_=LEAD, **differing):
    return await scoring.post("/keys/P-t-A/rechecks", json=RIGHT | differing, as_=as_)


async def preview(scoring, as_=LEAD):
    return await scoring.post("/keys/P-t-A/recheck-previews", json={"item": 6, "answer": "F"}, as_=as_)


async def both(scoring, **differing):
    await recheck(scoring, **differing)
    return await recheck(scoring, as_=SECOND, **differing)


async def theory_of(scoring, application):
    return (await scoring.get(f"/results/{application}", as_=LEAD)).json()["theory"]


async def test_whose_posted_result_changes_is_shown_before_anybody_decides(scoring, desk):
    await published(desk)
    codes = await desk.codes(THEORY)

    told = (await preview(scoring)).json()

    assert (told["scripts"], told["passes"], told["fails"]) == (3, 1, 0)
    assert [(one["application_id"], one["before"], one["after"], one["flip"]) for one in told["changed"]] == [
        (ONE, "50.0", "66.7", "passed"),
        *sorted([(TWO, "100.0", "83.3", None), (THREE, "83.3", "100.0", None)], key=lambda one: codes[one[0]]),
    ]
    assert scoring.published(ResultRemarked) == []
    assert (await theory_of(scoring, ONE))["score"] == "50.0"


@pytest.mark.rule("SCO-15")
async def test_two_who_say_the_same_have_changed_results_posted_anew(scoring, desk):
    await published(desk)

    first = await recheck(scoring)
    between = await theory_of(scoring, ONE)
    second = await recheck(scoring, as_=SECOND)

    assert (first.status_code, first.json()["state"], between["score"]) == (202, "waiting", "50.0")
    done = second.json()
    assert (done["state"], done["remarked"], done["posted"], done["kept"]) == ("corrected", 3, 3, [])
    told = {one.application_id: one for one in scoring.published(ResultRemarked)}
    assert {key: (str(one.theory_score), one.theory_outcome, one.revision) for key, one in told.items()} == {
        ONE: ("66.7", "passed", 1),
        TWO: ("83.3", "passed", 1),
        THREE: ("100.0", "passed", 1),
    }
    assert {(one.remarked_by, one.second_by, one.paper_id) for one in told.values()} == {(LEAD[0], SECOND[0], "P-t-A")}
    [remark] = (await scoring.get(f"/results/{ONE}", as_=LEAD)).json()["remarks"]
    assert (remark["before"], remark["after"], remark["authority"]) == ("50.0", "66.7", RIGHT["authority"])


async def test_the_key_tells_what_its_recheck_did_and_rests_on(scoring, desk):
    await published(desk)

    await both(scoring)

    shown = (await scoring.get("/keys/P-t-A/corrections", as_=LEAD)).json()
    [line] = shown["corrections"]
    assert (shown["registered"], line["authority"], line["posted"]) == (True, RIGHT["authority"], 3)
    assert '"6"' not in KEYS.dump(await scoring.load(KEYS, "P-t-A")).decode()


async def test_before_the_publication_nothing_is_posted_and_no_score_told(scoring, desk):
    await registered(desk)
    codes = await desk.codes(THEORY)

    told = (await preview(scoring)).json()
    done = (await both(scoring)).json()

    assert {one["code"]: (one["application_id"], one["before"], one["after"]) for one in told["changed"]} == (
        dict.fromkeys(codes.values(), (None, None, None))
    )
    assert (done["remarked"], done["posted"]) == (3, 0)
    await desk.publish()
    assert {str(one.theory_score) for one in scoring.published(ScorePublished)} == {"66.7", "83.3", "100.0"}
    assert scoring.published(ResultRemarked) == []


async def test_what_is_published_during_a_recheck_has_the_new_score(scoring, desk):
    await registered(desk)
    await recheck(scoring)

    published, rechecked = await asyncio.gather(desk.publish(), recheck(scoring, as_=SECOND))

    assert (published.status_code, rechecked.status_code) == (200, 200)
    assert (await theory_of(scoring, ONE))["score"] == "66.7"


async def test_practical_sheets_have_no_key_to_recheck(scoring, desk):
    await published(desk)
    about = {"item": 1, "answer": "A"}

    refused = await scoring.post("/keys/P-p-A/rechecks", json=RIGHT | about, as_=LEAD)
    shown = await scoring.post("/keys/P-p-A/recheck-previews", json=about, as_=LEAD)

    assert [slug(refused), slug(shown)] == ["theory-key-only"] * 2


async def test_whose_score_stays_has_nothing_posted_anew(scoring, desk):
    await registered(desk, ANSWERS | {ONE: "ABCAF-"})
    await desk.publish()

    shown = (await preview(scoring)).json()
    done = (await both(scoring)).json()

    assert {one["application_id"] for one in shown["changed"]} == {TWO, THREE}
    assert (done["remarked"], done["posted"], done["kept"]) == (3, 2, [])
    assert {one.application_id for one in scoring.published(ResultRemarked)} == {TWO, THREE}


@pytest.mark.parametrize("score", ["70.0", "50.0"], ids=["another score", "the same score"])
async def test_whoever_was_rechecked_alone_is_named_and_kept(scoring, desk, score):
    await published(desk)
    objection = {"objection_id": f"{ONE}-o1", "application_id": ONE, "batch_id": BATCH, "part": "theory"}
    await scoring.deliver(ObjectionDecided(**objection, decision="upheld", decided_at=NOW))
    own = {"objection_id": f"{ONE}-o1", "part": "theory", "score": score, "reason": "复核答题卡"}
    await scoring.post(f"/results/{ONE}/rechecks", json=own, as_=LEAD)

    told = (await preview(scoring)).json()
    done = (await both(scoring)).json()

    assert [(one["application_id"], one["flip"]) for one in told["changed"] if one["kept"]] == [(ONE, None)]
    assert told["passes"] == 0
    assert (done["posted"], done["kept"]) == (2, [ONE])
    assert (await theory_of(scoring, ONE))["score"] == score


async def test_what_is_void_stays_so(scoring, desk):
    await published(desk)
    await scoring.deliver(a_void_order(ONE))

    done = (await both(scoring)).json()

    assert (done["remarked"], done["posted"]) == (2, 2)
    assert (await theory_of(scoring, ONE))["void"] is True


async def test_before_the_registration_a_key_is_corrected_not_rechecked(scoring, desk):
    await desk.sit()
    await desk.mark()

    assert slug(await recheck(scoring)) == "list-state"
    assert slug(await preview(scoring)) == "list-state"


@pytest.mark.parametrize(
    "differing", [{"item": 1, "answer": "B"}, {"authority": "另一文号"}], ids=["another answer", "another document"]
)
async def test_two_who_disagree_recheck_nothing(scoring, desk, differing):
    await published(desk)
    await recheck(scoring)

    again = await recheck(scoring, as_=SECOND, **differing)

    assert again.status_code == 202
    assert (await scoring.load(RESULTS, ONE)).revision == 0


async def test_a_recheck_rests_on_a_document_and_a_reason(scoring, desk):
    await published(desk)

    refused = [
        await recheck(scoring, authority=" "),
        await recheck(scoring, reason=" "),
        await recheck(scoring, item=7),
    ]

    assert [slug(one) for one in refused] == ["reason-missing", "reason-missing", "key-correction-refused"]
    assert [slug(one) for one in [await recheck(scoring, as_=(*LEAD, "coder"))]] == ["marker-knows-codes"]


async def test_whoever_has_read_codes_of_the_list_rechecks_no_key(scoring, desk):
    await published(desk)
    await scoring.post(f"/sessions/{THEORY}/code-readings", as_=(LEAD[0], "coder"))

    assert slug(await recheck(scoring)) == "marker-knows-codes"
    assert slug(await preview(scoring)) == "marker-knows-codes"


async def test_a_later_recheck_counts_on_from_the_last(scoring, desk):
    await published(desk)
    await both(scoring)

    await both(scoring, answer="T", reason="复查后仍以原答案为准", authority="岚认〔2026〕10号")

    assert [one.revision for one in scoring.published(ResultRemarked) if one.application_id == ONE] == [1, 2]
    assert (await theory_of(scoring, ONE))["score"] == "50.0"
    code = (await desk.codes(THEORY))[ONE]
    assert [one.correct for one in (await scoring.load(SCRIPTS, code)).readings] == [3, 4, 3]
