"""The comprehensive review of levels 2 and 1, from the panel to the certificate's result (SCO-05)."""

from decimal import Decimal

import pytest

from libs.contracts.certification import ReviewObjectionDecided
from libs.contracts.scoring import ScoreCorrected, ScorePublished
from services.scoring.tests.builders import (
    BATCH,
    CHECKER,
    CODER,
    EXAMINERS,
    LEAD,
    LEADER,
    NOW,
    OCCUPATION,
    ONE,
    THREE,
    TWO,
    a_candidate_scheduled,
    a_key_handover,
    a_paper_sealed,
    a_released_key,
    a_session_planned,
    a_signed_record,
    an_exam_finished,
    criteria_text,
)
from services.scoring.tests.conftest import slug

LIST = f"/batches/{BATCH}/lists/{OCCUPATION}/2"
STAFF, DIRECTOR = ("S-0012", "exam-affairs"), ("S-0011", "director")
CHIEF = (LEADER, "examiner")
PIECES = "2026-autumn-p-2"


@pytest.fixture
async def review(scoring):
    """Three technicians: two came to their practical, one stayed away from everything."""
    return await Reviewing(scoring).sit()


class Reviewing:
    """A list of level 2 in the hands of its reviewers."""

    def __init__(self, harness):
        self.harness = harness

    async def sit(self, level=2):
        await self.harness.deliver(a_session_planned(PIECES, level=level))
        for row in (1, 2, 3):
            await self.harness.deliver(a_candidate_scheduled(row, [("practical", PIECES)], level=level))
        await self.harness.deliver(an_exam_finished(PIECES, "practical", rows=(1, 2), absent=(3,), level=level))
        return self

    async def name(self, members=EXAMINERS, leader=LEADER, as_=STAFF, at=LIST):
        return await self.harness.put(f"{at}/reviewers", json={"members": list(members), "leader": leader}, as_=as_)

    async def give(self, by, marks, as_role="examiner", at=LIST):
        sheets = [
            {"application_id": application_id, "thesis": thesis, "defence": defence}
            for application_id, (thesis, defence) in marks.items()
        ]
        return await self.harness.post(f"{at}/review-sheets", json={"sheets": sheets}, as_=(by, as_role))

    async def post(self, what, as_=CHIEF, **body):
        return await self.harness.post(f"{LIST}/{what}", json={"reason": "照评审记录", **body}, as_=as_)

    async def all_give(self, **totals):
        """Every reviewer gives each candidate the same total."""
        for by in EXAMINERS:
            marks = {one: ("30", str(Decimal(total) - 30)) for one, total in totals.items()}
            assert (await self.give(by, marks)).status_code == 200

    async def mark_pieces(self):
        told = await self.harness.get(f"/sessions/{PIECES}/scripts", as_=LEAD)
        await self.harness.deliver(a_paper_sealed("P-p-A", part="practical", items=1, level=2))
        sealed = a_released_key(self.harness.cipher, criteria_text(100), "P-p-A")
        handover = a_key_handover(sealed, "P-p-A", part="practical", items=1) | {"level": 2}
        assert (await self.harness.put("/keys/P-p-A", json=handover, as_=LEAD)).status_code == 204
        for by in EXAMINERS:
            await self.harness.deliver(a_signed_record(by, PIECES))
            sheets = [{"code": one["code"], "marks": ["70"]} for one in told.json()["scripts"]]
            path = f"/sessions/{PIECES}/practical-sheets"
            assert (await self.harness.post(path, json={"sheets": sheets}, as_=(by, "examiner"))).status_code == 200

    async def step(self, what, as_):
        return await self.harness.post(f"{LIST}/{what}", as_=as_)

    async def states(self):
        told = (await self.harness.get(f"{LIST}/reviews", as_=DIRECTOR)).json()
        return {one["application_id"]: one["state"] for one in told["reviews"]}


@pytest.mark.rule("SCO-05")
async def test_a_technician_is_published_with_the_review_or_not_at_all(review, scoring):
    assert (await review.name()).status_code == 204
    await review.mark_pieces()
    refused = await review.step("check", CHECKER)
    assert (slug(refused), refused.json()["reviews_open"]) == ("list-incomplete", 2)
    await review.all_give(**{ONE: "60", TWO: "59.9"})

    for what, as_ in (("check", CHECKER), ("approval", LEAD), ("publication", LEAD)):
        assert (await review.step(what, as_)).is_success

    published = {event.application_id: event for event in scoring.published(ScorePublished)}
    assert {one: (event.review_score, event.review_outcome) for one, event in published.items()} == {
        ONE: (Decimal("60.0"), "passed"),
        TWO: (Decimal("59.9"), "failed"),
        THREE: (None, "not-taken"),
    }
    told = await scoring.get(f"/results/{ONE}", as_=DIRECTOR)
    assert told.json()["review"] == {"score": "60.0", "outcome": "passed", "void": False, "cancelled": False}


@pytest.mark.rule("SCO-05")
@pytest.mark.parametrize(("level", "status"), [(3, 422), (2, 204), (1, 204)])
async def test_only_technicians_and_senior_technicians_are_reviewed(scoring, level, status):
    review = await Reviewing(scoring).sit(level)

    named = await review.name(at=f"/batches/{BATCH}/lists/{OCCUPATION}/{level}")

    assert named.status_code == status
    assert status == 204 or slug(named) == "not-reviewed-at-level"


async def test_below_level_two_a_result_has_no_review(scoring, desk):
    await desk.sit(rows=(1,), absent=())
    await desk.mark()
    await desk.finish()

    [event] = scoring.published(ScorePublished)
    assert (event.review_score, event.review_outcome) == (None, None)
    assert (await scoring.get(f"/results/{ONE}", as_=DIRECTOR)).json()["review"] is None


@pytest.mark.rule("SCO-05")
@pytest.mark.parametrize(
    ("members", "leader"),
    [
        (EXAMINERS[:2], LEADER),
        (EXAMINERS[:1], LEADER),
        ((*EXAMINERS, "S-0104"), LEADER),
        ((*EXAMINERS[:2], LEADER), LEADER),
        (EXAMINERS, "S-0104"),
    ],
)
async def test_a_panel_is_three_or_more_odd_and_distinct_people(review, members, leader):
    await review.harness.deliver(a_session_planned("2026-autumn-p-3", staff=(LEADER, "S-0104", "S-0105"), level=1))

    refused = await review.name(members, leader)

    assert (refused.status_code, slug(refused)) == (422, "review-panel-refused")
    assert (await review.name((*EXAMINERS, "S-0104", "S-0105"))).status_code == 204


@pytest.mark.parametrize("other", [{"level": 3}, {"occupation_code": "6-18-01-01"}, {"batch_id": "2026-spring"}])
async def test_reviewers_are_senior_examiners_of_this_occupation_and_batch(review, other):
    await review.harness.deliver(a_session_planned("elsewhere", staff=("S-0301", "S-0302", "S-0303"), **other))

    refused = await review.name((*EXAMINERS[:2], "S-0301"))

    assert (refused.status_code, slug(refused)) == (422, "not-a-senior-examiner")


@pytest.mark.parametrize(
    ("marks", "status"),
    [
        (("40", "60"), 200),
        (("0", "0"), 200),
        (("40.1", "10"), 422),
        (("10", "60.1"), 422),
        (("-0.1", "10"), 422),
        (("10", "-0.1"), 422),
        (("10.05", "10"), 422),
    ],
)
async def test_thesis_and_defence_stay_within_their_weights(review, marks, status):
    await review.name()

    taken = await review.give(EXAMINERS[1], {ONE: marks})

    assert taken.status_code == status
    assert status == 200 or slug(taken) == "review-marks-refused"


@pytest.mark.rule("SCO-20")
async def test_a_reviewer_scores_once_and_is_told_nothing_of_the_others(review):
    await review.name()
    await review.give(EXAMINERS[1], {ONE: ("30", "40")})

    again = await review.give(EXAMINERS[1], {ONE: ("30", "41")})
    seen = await review.harness.get(f"{LIST}/reviews", as_=(EXAMINERS[2], "examiner"))

    assert (again.status_code, slug(again)) == (409, "review-submitted")
    assert [one["submitted"] for one in seen.json()["reviews"]] == [False, False, False]
    assert "state" not in seen.json()["reviews"][0]


async def test_whoever_is_not_on_the_panel_neither_sees_nor_scores(review):
    await review.name()
    stranger = ("S-0399", "examiner")

    for refused in (
        await review.harness.get(f"{LIST}/reviews", as_=stranger),
        await review.give(stranger[0], {ONE: ("30", "40")}),
        await review.post("review-corrections", stranger, application_id=ONE, thesis="1", defence="1"),
    ):
        assert (refused.status_code, slug(refused)) == (403, "not-a-reviewer")


@pytest.mark.rule("SCO-16", "SCO-22")
@pytest.mark.parametrize(("far", "state"), [("55", "done"), ("55.1", "disputed")])
async def test_reviewers_more_than_fifteen_points_apart_wait_for_their_leader(review, far, state):
    await review.name()
    for by, defence in zip(EXAMINERS, ("40", "40", far), strict=True):
        await review.give(by, {ONE: ("30", defence)})

    assert (await review.states())[ONE] == state
    ruled = await review.post("review-rulings", application_id=ONE, score="80")
    assert ruled.status_code == (204 if state == "disputed" else 409)


async def test_the_leader_alone_is_shown_what_is_to_be_ruled(review):
    await review.name()
    for by, defence in zip(EXAMINERS, ("40", "40", "60"), strict=True):
        await review.give(by, {ONE: ("30", defence)})

    told = {by: (await review.harness.get(f"{LIST}/reviews", as_=(by, "examiner"))).json() for by in EXAMINERS}

    assert {by: seen["leads"] for by, seen in told.items()} == {by: by == LEADER for by in EXAMINERS}
    assert {by: seen["to_rule"] for by, seen in told.items()} == {by: [ONE] if by == LEADER else [] for by in EXAMINERS}


@pytest.mark.parametrize(("score", "status"), [("69.9", 422), ("70", 204), ("90", 204), ("90.1", 422)])
async def test_a_ruling_lies_between_the_sheets_and_is_final(review, score, status):
    await review.name()
    for by, defence in zip(EXAMINERS, ("40", "40", "60"), strict=True):
        await review.give(by, {ONE: ("30", defence)})

    wrong = await review.post("review-rulings", (EXAMINERS[1], "examiner"), application_id=ONE, score=score)
    ruled = await review.post("review-rulings", application_id=ONE, score=score)

    assert (slug(wrong), ruled.status_code) == ("not-leading-review", status)
    if status == 204:
        corrected = await review.post("review-corrections", application_id=ONE, thesis="30", defence="41")
        assert slug(corrected) == "review-ruled"


@pytest.mark.rule("SCO-15")
async def test_a_corrected_sheet_takes_the_check_back_and_changes_the_score(review, scoring):
    await review.name()
    await review.mark_pieces()
    await review.all_give(**{ONE: "60", TWO: "70"})
    await review.step("check", CHECKER)

    corrected = await review.post("review-corrections", application_id=ONE, thesis="30", defence="27")

    assert corrected.status_code == 204
    assert slug(await review.step("approval", LEAD)) == "list-state"
    for what, as_ in (("check", CHECKER), ("approval", LEAD), ("publication", LEAD)):
        assert (await review.step(what, as_)).is_success
    assert str(scoring.published(ScorePublished)[0].review_score) == "59.0"


@pytest.mark.rule("SCO-09")
async def test_no_review_changes_once_scores_are_registered(review):
    await review.name()
    await review.mark_pieces()
    await review.all_give(**{ONE: "60", TWO: "70"})
    await review.step("check", CHECKER)
    await review.step("approval", LEAD)

    for refused in (
        await review.post("review-corrections", application_id=ONE, thesis="30", defence="31"),
        await review.give(EXAMINERS[1], {THREE: ("30", "31")}),
        await review.name(),
    ):
        assert (refused.status_code, slug(refused)) == (409, "scores-registered")


@pytest.mark.rule("SCO-10")
async def test_reviews_are_checked_by_nobody_who_reviewed(review):
    members = (*EXAMINERS[:2], "S-0104")
    await review.harness.deliver(a_session_planned("2026-autumn-p-3", staff=("S-0104",), level=1, batch_id=BATCH))
    await review.name(members)
    await review.mark_pieces()
    for by in members:
        await review.give(by, {ONE: ("30", "30"), TWO: ("30", "30")})

    refused = await review.step("check", ("S-0104", "score-checker"))

    assert (refused.status_code, slug(refused)) == (403, "checker-marked")


async def test_who_stays_away_is_noted_by_the_leader_and_published_as_absent(review, scoring):
    await review.name()
    await review.mark_pieces()
    await review.all_give(**{ONE: "60"})

    not_leader = await review.post("review-absences", (EXAMINERS[1], "examiner"), application_id=TWO, absent=True)
    begun = await review.post("review-absences", application_id=ONE, absent=True)
    assert (slug(not_leader), slug(begun)) == ("not-leading-review", "review-begun")
    assert (await review.post("review-absences", application_id=TWO, absent=True)).status_code == 204
    assert slug(await review.give(EXAMINERS[1], {TWO: ("30", "30")})) == "review-absent"
    assert (await review.post("review-absences", application_id=TWO, absent=False)).status_code == 204
    assert (await review.post("review-absences", application_id=TWO, absent=True)).status_code == 204

    for what, as_ in (("check", CHECKER), ("approval", LEAD), ("publication", LEAD)):
        assert (await review.step(what, as_)).is_success
    [absent] = [event for event in scoring.published(ScorePublished) if event.application_id == TWO]
    assert (absent.review_score, absent.review_outcome) == (None, "absent")


async def test_a_panel_named_later_reviews_only_whom_nobody_has_begun(review):
    others = ("S-0104", "S-0105", "S-0106")
    await review.harness.deliver(a_session_planned("2026-autumn-p-3", staff=others, level=1))
    await review.name()
    await review.give(EXAMINERS[1], {ONE: ("30", "30")})

    await review.name(others, others[0])

    assert slug(await review.give(others[0], {ONE: ("30", "30")})) == "not-a-reviewer"
    assert slug(await review.give(EXAMINERS[2], {TWO: ("30", "30")})) == "not-a-reviewer"
    assert (await review.give(EXAMINERS[2], {ONE: ("30", "30")})).status_code == 200
    assert (await review.give(others[0], {TWO: ("30", "30")})).status_code == 200


@pytest.mark.parametrize("role", ["examiner", "marking-lead", "coder", "director"])
async def test_exam_affairs_alone_name_the_panel(review, role):
    refused = await review.name(as_=("S-0012", role))

    assert (refused.status_code, slug(refused)) == (403, "role-missing")


@pytest.mark.parametrize("by", [LEAD, CODER, DIRECTOR, STAFF])
async def test_nobody_but_an_examiner_gives_a_review_sheet(review, by):
    await review.name()

    refused = await review.give(by[0], {ONE: ("30", "30")}, as_role=by[1])

    assert (refused.status_code, slug(refused)) == (403, "role-missing")


async def test_a_candidate_of_another_list_is_not_reviewed_here(review, scoring):
    await scoring.deliver(a_candidate_scheduled(4))
    await review.name()

    refused = await review.give(EXAMINERS[1], {"2026-autumn-00004": ("30", "30")})

    assert (refused.status_code, slug(refused)) == (404, "candidate-not-on-list")


@pytest.mark.parametrize(("score", "outcome"), [("60.0", "passed"), ("59.9", "failed")])
async def test_an_upheld_objection_to_a_review_is_rechecked(review, scoring, score, outcome):
    await review.name()
    await review.mark_pieces()
    await review.all_give(**{ONE: "59.8", TWO: "70"})
    for what, as_ in (("check", CHECKER), ("approval", LEAD), ("publication", LEAD)):
        await review.step(what, as_)
    about = {"objection_id": "O-1", "application_id": ONE, "batch_id": BATCH, "decided_at": NOW}
    body = {"objection_id": "O-1", "part": "review", "score": score, "reason": "复核评审记录", "second_by": "S-0007"}
    early = await scoring.post(f"/results/{ONE}/rechecks", json=body, as_=LEAD)
    await scoring.deliver(ReviewObjectionDecided(**about, decision="upheld"), times=2)
    [waiting] = (await scoring.get(f"/batches/{BATCH}/results?awaiting=true", as_=STAFF)).json()["items"]

    rechecked = await scoring.post(f"/results/{ONE}/rechecks", json=body, as_=LEAD)

    assert slug(early) == "objection-not-upheld"
    assert waiting["awaiting"] == [{"objection_id": "O-1", "part": "review"}]
    assert rechecked.status_code == 201
    [told] = scoring.published(ScoreCorrected)
    assert (str(told.review_score), told.review_outcome, told.practical_outcome) == (score, outcome, "passed")
    shown = (await scoring.get(f"/results/{ONE}", as_=STAFF)).json()
    assert (shown["review"]["score"], shown["revisions"][0]["before"]) == (score, "59.8")


async def test_nothing_is_corrected_or_taken_back_that_was_not_there(review):
    await review.name()
    await review.mark_pieces()
    await review.all_give(**{ONE: "60"})

    corrected = await review.post("review-corrections", application_id=TWO, thesis="30", defence="27")
    taken_back = await review.post("review-absences", application_id=TWO, absent=False)

    assert (slug(corrected), slug(taken_back)) == ("no-review-sheet", "not-absent-from-review")


async def test_nobody_reviews_before_a_panel_is_named(review):
    assert slug(await review.give(EXAMINERS[0], {ONE: ("30", "30")})) == "review-panel-unknown"


async def test_a_session_that_was_not_held_has_no_codes_to_read(scoring):
    await scoring.deliver(a_session_planned(PIECES, level=2))

    assert slug(await scoring.post(f"/sessions/{PIECES}/code-readings", as_=CODER)) == "codes-not-found"
