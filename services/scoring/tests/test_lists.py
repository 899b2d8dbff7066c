"""Where scripts wait: what whoever organises sees of each session, and what an examiner sees of the own ones."""

from services.scoring.tests.builders import (
    BATCH,
    CHECKER,
    CODER,
    EXAMINERS,
    LEADER,
    PRACTICAL,
    THEORY,
    a_session_planned,
    an_application,
)

SESSIONS = f"/batches/{BATCH}/sessions"


async def counts(desk, who):
    answer = await desk.harness.get(SESSIONS, as_=who)
    assert answer.status_code == 200, answer.text
    counted = ("scripts", "marked", "disputed", "to_submit", "to_rule")
    return {one["session_id"]: {name: one[name] for name in counted if name in one} for one in answer.json()}


async def test_each_session_says_how_many_scripts_wait_for_marks_and_rulings(desk):
    await desk.sit()
    await desk.hand_over_key()
    await desk.upload(await desk.answer_file())
    for examiner, total in zip(EXAMINERS, ("10", "60", "20"), strict=True):
        await desk.score(examiner, {an_application(1): ["1", total]})

    for who in (CHECKER, CODER):
        assert await counts(desk, who) == {
            THEORY: {"scripts": 3, "marked": 3, "disputed": 0},
            PRACTICAL: {"scripts": 2, "marked": 0, "disputed": 1},
        }


async def test_an_examiner_is_told_of_own_sheets_the_leader_of_rulings(desk):
    await desk.sit()
    for examiner, total in zip(EXAMINERS, ("10", "60", "20"), strict=True):
        await desk.score(examiner, {an_application(1): ["1", total]})

    leader = await counts(desk, (LEADER, "examiner"))
    another = await counts(desk, (EXAMINERS[1], "examiner"))
    stranger = await counts(desk, ("S-0999", "examiner"))

    assert leader == {PRACTICAL: {"scripts": 2, "to_submit": 1, "to_rule": 1}}
    assert another == {PRACTICAL: {"scripts": 2, "to_submit": 1}}
    assert stranger == {}


async def test_who_comes_after_the_last_sheet_has_nothing_to_submit(desk):
    await desk.sit()
    fourth = ("S-0104", "examiner")
    await desk.harness.deliver(a_session_planned(staff=(*EXAMINERS, fourth[0])))
    for examiner in EXAMINERS[:2]:
        await desk.score(examiner, {an_application(1): ["30", "30"]})

    before = await counts(desk, fourth)
    await desk.score(EXAMINERS[2], {an_application(1): ["30", "30"]})
    after = await counts(desk, fourth)
    shown = await desk.harness.get(f"/sessions/{PRACTICAL}/scripts", as_=fourth)

    assert (before[PRACTICAL]["to_submit"], after[PRACTICAL]["to_submit"]) == (2, 1)
    assert [piece["submitted"] for piece in shown.json()["scripts"]] == [False]


async def test_the_keys_of_a_batch_are_listed_without_an_answer(desk):
    await desk.sit()
    await desk.hand_over_key()
    await desk.harness.post(
        "/keys/P-t-A/corrections", json={"item": 1, "answer": "B", "reason": "印错"}, as_=("S-0001", "marking-lead")
    )

    keys = (await desk.harness.get(f"/batches/{BATCH}/keys", as_=CHECKER)).json()

    [key] = [one for one in keys if one["part"] == "theory"]

    assert (key["paper_id"], key["form"], key["items"], key["received_by"]) == ("P-t-A", "A", 6, "S-0001")
    assert (key["corrections"], key["waiting"]) == (0, True)
    assert not {"key", "sealed_key", "answer"} & key.keys()
