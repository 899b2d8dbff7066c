"""From the marked list to the published result and its re-check."""

from decimal import Decimal

import pytest

from libs.chassis.domain import Act
from libs.contracts.certification import ObjectionDecided
from libs.contracts.scoring import ScoreCorrected, ScorePublished
from services.scoring.domain.errors.score_list import ListStateError
from services.scoring.ports import ItemFiguresDesk, PublicationDesk
from services.scoring.storage.collections import LISTS as LIST_COLLECTION
from services.scoring.storage.collections import RESULTS, SCRIPTS
from services.scoring.tests.builders import (
    BATCH,
    CHECKER,
    EXAMINERS,
    LEAD,
    LEADER,
    LIST,
    LISTS,
    NOW,
    PRACTICAL,
    THEORY,
    a_candidate_scheduled,
    a_session_planned,
    an_application,
    an_exam_finished,
)
from services.scoring.tests.conftest import slug
from services.scoring.use_cases.lists import publish_list

ONE, TWO, THREE, FOUR = (an_application(row) for row in range(1, 5))
STAFF = ("S-0009", "exam-affairs")


@pytest.mark.rule("SCO-01", "SCO-02")
async def test_a_batch_is_marked_checked_approved_and_published(scoring, desk):
    await desk.sit(rows=(1, 2), absent=(3,))
    await desk.mark(theory={TWO: "ABCD T"}, practical={TWO: "60.0"})
    await desk.finish()

    published = {event.application_id: event for event in scoring.published(ScorePublished)}
    assert {
        application: (str(e.theory_score), e.theory_outcome, e.practical_score, e.practical_outcome)
        for application, e in published.items()
    } == {
        ONE: ("100.0", "passed", Decimal("59.9"), "failed"),
        TWO: ("66.7", "passed", Decimal("60.0"), "passed"),
        THREE: ("100.0", "passed", None, "absent"),
    }
    assert {event.published_at for event in published.values()} == {NOW}
    assert scoring.parked() == []


async def test_a_part_that_was_not_applied_for_is_not_taken(scoring, desk):
    await desk.sit()
    await scoring.deliver(a_candidate_scheduled(4, [("theory", "T-2")]))
    await scoring.deliver(an_exam_finished("T-2", rows=(), absent=(4,)))
    await desk.mark()
    await desk.finish()

    [event] = [event for event in scoring.published(ScorePublished) if event.application_id == FOUR]
    assert (event.theory_outcome, event.practical_outcome) == ("absent", "not-taken")


@pytest.mark.rule("SCO-10")
async def test_a_list_waits_for_every_candidate_that_is_scheduled(scoring, desk):
    await desk.sit()
    await desk.mark()
    await scoring.deliver(a_candidate_scheduled(4))

    refused = await desk.check()

    assert (refused.status_code, slug(refused)) == (409, "list-incomplete")
    assert (refused.json()["unmarked"], refused.json()["candidates_open"]) == (0, 1)


@pytest.mark.rule("SCO-10")
async def test_a_list_waits_for_every_session_that_is_planned(scoring, desk):
    await desk.sit()
    await desk.mark()
    await scoring.deliver(a_session_planned("2026-autumn-p-4-03-02-01-4-02"))

    refused = await desk.check()

    assert (slug(refused), refused.json()["sessions_open"]) == ("list-incomplete", 1)


@pytest.mark.rule("SCO-10")
async def test_a_list_waits_for_every_script(desk):
    await desk.sit()
    await desk.hand_over_key()
    await desk.upload(await desk.answer_file())

    refused = await desk.check()

    assert (slug(refused), refused.json()["unmarked"]) == ("list-incomplete", 2)


@pytest.mark.rule("SCO-10")
async def test_the_check_is_made_by_somebody_who_marked_nothing(desk):
    await desk.sit()
    await desk.mark()

    for marker in (LEAD[0], EXAMINERS[2]):
        refused = await desk.check(as_=(marker, "score-checker"))
        assert (refused.status_code, slug(refused)) == (403, "checker-marked")
    checked = await desk.check()
    assert checked.json() == {"checked": 5}


@pytest.mark.rule("SCO-10")
async def test_the_check_finds_a_score_that_was_changed_in_the_store(scoring, desk):
    await desk.sit()
    await desk.mark()
    code = (await desk.codes(THEORY))[ONE]
    work = scoring.service.transactions.begin()
    script = await work.of(SCRIPTS).get(code)
    script.score = Decimal("99.9")
    work.of(SCRIPTS).save(script)
    await scoring.service.store.commit(work.batch(now=NOW))

    refused = await desk.check()

    assert (slug(refused), refused.json()["codes"]) == ("score-mismatch", [code])
    assert "99.9" not in refused.text


async def test_steps_are_taken_in_order(desk):
    await desk.sit()
    await desk.mark()

    early = [await desk.approve(), await desk.publish()]
    await desk.check()
    early.append(await desk.publish())

    assert [slug(one) for one in early] == ["list-state"] * 3


COUNTS = {"void": False, "cancelled": False}


class ClosedCodes:
    """Coding records that nobody may open."""

    def __getattr__(self, name):
        message = "a code was looked up"
        raise AssertionError(message)


async def test_no_code_is_looked_up_before_the_approval(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.check()
    work = scoring.service.transactions.begin()
    closed = PublicationDesk(
        sessions=ClosedCodes(),
        candidates=ClosedCodes(),
        codes=ClosedCodes(),
        scripts=ClosedCodes(),
        reviews=ClosedCodes(),
        lists=work.of(LIST_COLLECTION),
        results=work.of(RESULTS),
    )

    nothing = ItemFiguresDesk(scripts=ClosedCodes(), keys=ClosedCodes(), seals=ClosedCodes())

    with pytest.raises(ListStateError):
        await publish_list(closed, nothing, list_id=LIST, limit=500, act=Act("S-0001", NOW))


async def test_publication_goes_in_chunks_that_can_be_repeated(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.check()
    await desk.approve()

    chunks = [(await desk.publish(limit=2)).json(), (await desk.publish(limit=2)).json()]
    after = await desk.publish(limit=2)

    assert chunks == [{"done": 2, "remaining": 1}, {"done": 1, "remaining": 0}]
    assert slug(after) == "list-state"
    assert sorted(e.application_id for e in scoring.published(ScorePublished)) == [ONE, TWO, THREE]


@pytest.mark.parametrize("limit", [0, 501])
async def test_a_chunk_is_one_to_five_hundred(desk, limit):
    assert (await desk.publish(limit=limit)).status_code == 422


@pytest.mark.rule("SEC-08")
async def test_before_publication_no_score_leaves_in_any_view_or_event(scoring, desk):
    await desk.sit()
    await desk.mark(theory={ONE: "ABCD  "}, practical={ONE: "61.7", TWO: "58.3"})
    await desk.check()
    await desk.approve()

    seen = []
    for path, as_ in (
        (f"/sessions/{THEORY}/scripts", LEAD),
        (f"/sessions/{PRACTICAL}/scripts", (LEADER, "examiner")),
        (f"/sessions/{PRACTICAL}/disputes", (LEADER, "examiner")),
        (f"{LISTS}/code-readings", STAFF),
        (f"/batches/{BATCH}/lists", STAFF),
        (f"/batches/{BATCH}/progress", STAFF),
        (f"/batches/{BATCH}/results", STAFF),
    ):
        response = await scoring.get(path, as_=as_)
        assert response.status_code == 200, path
        seen.append(response.text)
    seen.append((await scoring.post(f"/sessions/{PRACTICAL}/code-readings", as_=("S-0002", "coder"))).text)

    assert not any(score in text for text in seen for score in ("66.7", "100.0", "61.7", "58.3", "ABCD"))
    assert scoring.outbox() == []


@pytest.mark.rule("SEC-08")
async def test_an_unpublished_result_answers_like_one_that_never_was(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.check()
    await desk.approve()

    for application_id in (ONE, "nobody"):
        response = await scoring.get(f"/results/{application_id}", as_=STAFF)
        assert (response.status_code, response.json()) == (
            404,
            {
                "type": "urn:skillseal:problem:result-not-found",
                "title": "result-not-found",
                "status": 404,
                "detail": f"没有 {application_id} 的已公布成绩。",
            },
        )
    recheck = {"objection_id": "O-1", "part": "theory", "score": "80", "reason": "复看"}
    refused = await scoring.post(f"/results/{ONE}/rechecks", json=recheck, as_=LEAD)
    assert slug(refused) == "result-not-found"


async def test_published_results_are_listed_page_by_page(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.finish()

    first = (await scoring.get(f"/batches/{BATCH}/results?limit=2", as_=STAFF)).json()
    second = (await scoring.get(f"/batches/{BATCH}/results", params={"cursor": first["next"]}, as_=STAFF)).json()

    assert [item["application_id"] for page in (first, second) for item in page["items"]] == [ONE, TWO, THREE]
    assert second["next"] is None
    assert first["items"][0]["theory"] == {"score": "100.0", "outcome": "passed", **COUNTS}
    assert first["items"][0]["revision"] == 0


async def test_lists_and_progress_show_states_and_counts(scoring, desk):
    await desk.sit()
    await desk.mark()
    await desk.check()

    [shown] = (await scoring.get(f"/batches/{BATCH}/lists", as_=STAFF)).json()
    progress = (await scoring.get(f"/batches/{BATCH}/progress", as_=STAFF)).json()

    assert shown == {
        "list_id": LIST,
        "occupation_code": "4-03-02-01",
        "level": 4,
        "state": "checked",
        "scripts": 5,
        "marked": 5,
        "disputed": 0,
        "published": 0,
        "checked_by": CHECKER[0],
        "approved_by": None,
    }
    assert progress == {
        "sessions": 2,
        "sessions_finished": 2,
        "sessions_cancelled": 0,
        "scripts": 5,
        "marked": 5,
        "disputed": 0,
        "lists": 1,
        "checked": 1,
        "approved": 0,
        "published_lists": 0,
        "published": 0,
    }


def an_objection_decided(decision="upheld"):
    return ObjectionDecided(
        objection_id="O-1", application_id=ONE, batch_id=BATCH, part="practical", decision=decision, decided_at=NOW
    )


RECHECK = {"objection_id": "O-1", "part": "practical", "score": "60.0", "reason": "复看工件", "second_by": "S-0007"}


@pytest.mark.rule("SCO-09")
@pytest.mark.parametrize("copies", [1, 2])
async def test_an_upheld_objection_is_rechecked_into_a_revision(scoring, desk, copies):
    await desk.sit()
    await desk.mark()
    await desk.finish()
    await scoring.deliver(an_objection_decided(), times=copies)
    [waiting] = (await scoring.get(f"/batches/{BATCH}/results?awaiting=true", as_=STAFF)).json()["items"]

    rechecked = await scoring.post(f"/results/{ONE}/rechecks", json=RECHECK, as_=LEAD)
    again = await scoring.post(f"/results/{ONE}/rechecks", json=RECHECK, as_=LEAD)

    assert (rechecked.status_code, rechecked.json(), slug(again)) == (201, {"revision": 1}, "already-rechecked")
    [corrected] = scoring.published(ScoreCorrected)
    assert (corrected.objection_id, corrected.revision, corrected.reason) == ("O-1", 1, "复看工件")
    assert (str(corrected.practical_score), corrected.practical_outcome) == ("60.0", "passed")
    shown = (await scoring.get(f"/results/{ONE}", as_=STAFF)).json()
    assert (shown["practical"], shown["revision"]) == ({"score": "60.0", "outcome": "passed", **COUNTS}, 1)
    assert (waiting["application_id"], waiting["awaiting"]) == (ONE, [{"objection_id": "O-1", "part": "practical"}])
    [revision] = shown["revisions"]
    assert (revision["before"], revision["after"], revision["second_by"]) == ("59.9", "60.0", "S-0007")
    assert shown["awaiting"] == []
    left = (await scoring.get(f"/batches/{BATCH}/results?awaiting=true", as_=STAFF)).json()["items"]
    others = (await scoring.get(f"/batches/{BATCH}/results?awaiting=false", as_=STAFF)).json()["items"]
    assert (left, len(others)) == ([], 3)


@pytest.mark.rule("SCO-09")
@pytest.mark.parametrize("heard", [[], [an_objection_decided("dismissed")]])
async def test_without_an_upheld_objection_nothing_is_rechecked(scoring, desk, heard):
    await desk.sit()
    await desk.mark()
    await desk.finish()
    for event in heard:
        await scoring.deliver(event)

    refused = await scoring.post(f"/results/{ONE}/rechecks", json=RECHECK, as_=LEAD)

    assert (refused.status_code, slug(refused)) == (409, "objection-not-upheld")
    assert scoring.published(ScoreCorrected) == []


@pytest.mark.rule("SEC-10")
@pytest.mark.parametrize(
    ("path", "role"),
    [
        (f"{LISTS}/check", "marking-lead"),
        (f"{LISTS}/approval", "score-checker"),
        (f"{LISTS}/publication", "score-checker"),
        (f"/results/{ONE}/rechecks", "score-checker"),
    ],
)
async def test_the_wrong_role_is_refused(scoring, path, role):
    refused = await scoring.post(path, as_=("S-0009", role))

    assert (refused.status_code, slug(refused)) == (403, "role-missing")


async def test_a_list_that_is_not_there_is_not_found(scoring):
    refused = await scoring.post(f"/batches/{BATCH}/lists/9-99-99-99/1/check", as_=CHECKER)

    assert (refused.status_code, slug(refused)) == (404, "list-not-found")
