"""Who reads blind codes is noted, and has no hand in the marks under them."""

import asyncio
from datetime import timedelta

import pytest

from services.scoring.tests.builders import (
    CHECKER,
    CODER,
    EXAMINERS,
    LEAD,
    LEADER,
    LISTS,
    NOW,
    PRACTICAL,
    THEORY,
    an_application,
)
from services.scoring.tests.conftest import slug

ONE, TWO = an_application(1), an_application(2)
AUDITOR = ("S-0900", "auditor")


async def read_codes(scoring, session_id, as_=CODER):
    return await scoring.post(f"/sessions/{session_id}/code-readings", as_=as_)


async def readings(scoring):
    return (await scoring.get(f"{LISTS}/code-readings", as_=AUDITOR)).json()


@pytest.mark.rule("SCO-24")
async def test_the_coding_record_is_for_the_coder_alone(scoring, desk):
    await desk.sit()
    codes = await desk.codes(THEORY)

    shown = await read_codes(scoring, THEORY)

    assert shown.json()["session_id"] == THEORY
    assert shown.json()["codes"] == [
        {"application_id": application, "ticket_number": f"T{row:011d}", "code": codes[application], "form": "A"}
        for row, application in enumerate(map(an_application, (1, 2, 3)), 1)
    ]
    for role in ("marking-lead", "examiner", "score-checker", "exam-affairs", "director", "auditor", "operator"):
        refused = await read_codes(scoring, THEORY, as_=("S-0009", role))
        assert (refused.status_code, slug(refused)) == (403, "role-missing")


async def test_each_reading_is_on_record_and_a_refused_one_is_none(scoring, desk):
    await desk.sit()

    await scoring.post(f"/sessions/{THEORY}/code-readings", as_=CODER, key="one")
    await scoring.step_to(NOW + timedelta(minutes=5))
    await scoring.post(f"/sessions/{THEORY}/code-readings", as_=CODER, key="one")
    await read_codes(scoring, PRACTICAL, as_=("S-0004", "coder"))
    await read_codes(scoring, PRACTICAL, as_=(LEADER, "coder"))

    later = (NOW + timedelta(minutes=5)).isoformat().replace("+00:00", "Z")
    assert await readings(scoring) == [
        {"session_id": THEORY, "by": "S-0002", "at": NOW.isoformat().replace("+00:00", "Z")},
        {"session_id": PRACTICAL, "by": "S-0004", "at": later},
        {"session_id": THEORY, "by": "S-0002", "at": later},
    ]


async def test_a_coder_does_not_mark_and_a_panel_reads_no_codes(scoring, desk):
    await desk.sit()
    await desk.hand_over_key()

    refused = [
        await desk.upload(await desk.answer_file(), as_=(*LEAD, "coder")),
        await desk.score(LEADER, {ONE: ["70"]}, as_=(LEADER, "examiner", "coder")),
        await read_codes(scoring, PRACTICAL, as_=(LEADER, "coder")),
    ]

    assert [(one.status_code, slug(one)) for one in refused] == [(403, "marker-knows-codes")] * 3


async def test_whoever_has_read_codes_of_a_list_marks_nothing_of_it(scoring, desk):
    """The role that the token carries today is another; what was read is known for good."""
    await desk.sit()
    await desk.hand_over_key()
    for examiner, total in zip(EXAMINERS, ("50", "60", "65.1"), strict=True):
        await desk.score(examiner, {ONE: [total]})
    practical, theory = (await desk.codes(PRACTICAL))[ONE], (await desk.codes(THEORY))[ONE]
    await read_codes(scoring, THEORY, as_=("S-0001", "coder"))

    for path, body in {
        f"/sessions/{THEORY}/answer-corrections": {"code": theory, "item": 1, "answer": "A", "reason": "误读"},
        f"/sessions/{THEORY}/form-corrections": {"code": theory, "form": "B", "reason": "卷型涂错"},
        f"/sessions/{PRACTICAL}/form-corrections": {"code": practical, "form": "B", "reason": "卷型涂错"},
        "/keys/P-t-A/corrections": {"item": 1, "answer": "B", "reason": "答案有误"},
    }.items():
        refused = await scoring.post(path, json=body, as_=LEAD)
        assert (path, refused.status_code, slug(refused)) == (path, 403, "marker-knows-codes")
    assert slug(await desk.upload(await desk.answer_file())) == "marker-knows-codes"
    assert (await desk.upload(await desk.answer_file(), as_=("S-0005", "marking-lead"))).status_code == 200


async def test_an_examiner_who_has_read_codes_scores_and_rules_no_more(scoring, desk):
    await desk.sit()
    for examiner, total in zip(EXAMINERS[1:], ("50", "65.1"), strict=True):
        await desk.score(examiner, {ONE: [total]})
    await read_codes(scoring, THEORY, as_=(LEADER, "coder"))
    ruling = {"code": (await desk.codes(PRACTICAL))[ONE], "score": "60.0", "reason": "复看工件"}
    sheet = {"code": ruling["code"], "marks": ["60"], "reason": "误写"}

    refused = [
        await desk.score(LEADER, {ONE: ["60"]}),
        await scoring.post(f"/sessions/{PRACTICAL}/practical-corrections", json=sheet, as_=(LEADER, "examiner")),
        await scoring.post(f"/sessions/{PRACTICAL}/rulings", json=ruling, as_=(LEADER, "examiner")),
    ]

    assert [(one.status_code, slug(one)) for one in refused] == [(403, "marker-knows-codes")] * 3


async def test_whoever_has_read_codes_of_a_list_does_not_check_it(scoring, desk):
    await desk.sit()
    await read_codes(scoring, PRACTICAL, as_=("S-0003", "coder"))
    await desk.mark()

    refused = await desk.check(CHECKER)

    assert (refused.status_code, slug(refused)) == (403, "marker-knows-codes")
    assert (await desk.check(("S-0006", "score-checker"))).status_code == 200


@pytest.mark.parametrize("marker", ["S-0001", EXAMINERS[1]])
async def test_whoever_has_marked_reads_codes_only_once_scores_are_registered(scoring, desk, marker):
    await desk.sit()
    await desk.mark()

    before = await read_codes(scoring, THEORY, as_=(marker, "coder"))
    await desk.check()
    checked = await read_codes(scoring, THEORY, as_=(marker, "coder"))
    await desk.approve()
    after = await read_codes(scoring, THEORY, as_=(marker, "coder"))

    assert [(one.status_code, slug(one)) for one in (before, checked)] == [(403, "marker-knows-codes")] * 2
    assert after.status_code == 200


@pytest.mark.rule("SCO-19", "SCO-24")
async def test_codes_are_sealed_from_the_first_mark_until_scores_are_registered(scoring, desk):
    """They are open while scripts are coded, and again to register; nothing is registered before it was approved."""

    async def read_both():
        answers = [await read_codes(scoring, session_id) for session_id in (THEORY, PRACTICAL)]
        return [slug(one) if one.is_error else "" for one in answers]

    await desk.sit()
    first, *others = EXAMINERS
    answers = [await read_both()]
    await desk.score(first, {ONE: ["59.9"]})
    answers.append(await read_both())
    await desk.score(first, {TWO: ["59.9"]})
    for examiner in others:
        await desk.score(examiner, {ONE: ["59.9"], TWO: ["59.9"]})
    await desk.hand_over_key()
    await desk.upload(await desk.answer_file())
    answers.append(await read_both())
    await desk.check()
    answers.append(await read_both())
    too_early = await desk.publish()
    await desk.approve()
    answers.append(await read_both())

    sealed = "codes-sealed"
    assert answers == [["", ""], ["", sealed], [sealed, sealed], [sealed, sealed], ["", ""]]
    assert (too_early.status_code, slug(too_early), scoring.outbox()) == (409, "list-state", [])


async def test_a_mark_that_was_refused_closes_no_codes(scoring, desk):
    await desk.sit()

    refused = await desk.upload(await desk.answer_file())

    assert slug(refused) == "key-not-found"
    assert (await read_codes(scoring, THEORY, as_=("S-0001", "coder"))).status_code == 200


async def test_of_reading_and_marking_at_the_same_moment_one_is_refused(scoring, desk):
    await desk.sit()
    await desk.hand_over_key()
    content = await desk.answer_file()

    both = await asyncio.gather(desk.upload(content), read_codes(scoring, THEORY, as_=("S-0001", "coder")))

    assert sorted(one.status_code for one in both) == [200, 403]


async def test_codes_of_a_session_that_has_not_ended_do_not_exist(scoring):
    assert (await read_codes(scoring, "none")).status_code == 404
