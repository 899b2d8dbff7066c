"""After a cancellation the next sitting is free: for whom, for what, and once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.contracts.incident import FeeWaiverApproved
from libs.contracts.registration import FeeDispositionAnswered
from services.registration.domain.application import ApplicationState
from services.registration.domain.errors.application import (
    FeeAlreadyWaivedError,
    FeeNotDueError,
    PartNotAppliedForError,
)
from services.registration.storage.collections import APPLICATIONS
from services.registration.tests.builders import ACT, NOON, REVIEW, a_csv, an_application, cells, some_people
from services.registration.tests.conftest import EXAM_AFFAIRS, RECEPTION, a_batch_body, an_announcement_body

INCIDENT = "2026-autumn-0123456789ab"
BATCH = "2026-autumn"
PARTS = ("theory", "practical")
SCOPES = {"全部": ["theory", "practical"], "理论": ["theory"], "实操": ["practical"]}


def an_order(*rows, parts=PARTS, disposition=1, **differing):
    return FeeWaiverApproved(
        incident_id=INCIDENT,
        batch_id=BATCH,
        disposition=disposition,
        approved_by="S-0099",
        approved_at=NOON,
        application_ids=[f"{BATCH}-{row:05d}" for row in rows],
        parts=list(parts),
        **differing,
    )


def an_approved_application(**differing):
    application = an_application(**differing)
    application.approve(REVIEW)
    return application


def answer_of(registration):
    """What was applied, and what was refused with which slug."""
    [one] = registration.published(FeeDispositionAnswered)
    assert (one.incident_id, one.batch_id, one.disposition) == (INCIDENT, BATCH, 1)
    assert all(refused.reason for refused in one.refused)
    return one.applied, {refused.target: refused.slug for refused in one.refused}


@pytest.fixture
async def approved(open_batch):
    """Row 2 for both parts, row 3 for theory alone; row 4 was refused."""
    people = some_people(3)
    people[1]["报考科目"], people[2]["申报条件"] = "理论", "L3-CERT4"
    path = f"/batches/{BATCH}"
    answer = await open_batch.post(f"{path}/roster", content=a_csv(*people), as_=RECEPTION)
    assert (answer.json()["eligible"], answer.json()["refused"]) == (2, 1)
    assert (await open_batch.post(f"{path}/approvals", as_=EXAM_AFFAIRS)).json()["done"] == 2
    return open_batch


@pytest.mark.rule("INC-20")
async def test_the_next_sitting_is_free_for_everybody_concerned_and_for_nobody_else(approved):
    await approved.deliver(an_order(2))

    assert answer_of(approved) == ([f"{BATCH}-00002"], {})
    shown = [await approved.get(f"/applications/{BATCH}-{row:05d}", as_=EXAM_AFFAIRS) for row in (2, 3)]
    assert [one.json()["free_parts"] for one in shown] == [["theory", "practical"], []]


@pytest.mark.rule("INC-20")
async def test_an_order_says_for_each_candidate_what_is_free(approved):
    one = f"{BATCH}-00002"
    await approved.deliver(an_order(2, 3, parts_of={one: ["practical"]}))

    assert answer_of(approved) == ([one, f"{BATCH}-00003"], {})
    shown = [await approved.get(f"/applications/{BATCH}-{row:05d}", as_=EXAM_AFFAIRS) for row in (2, 3)]
    assert [one.json()["free_parts"] for one in shown] == [["practical"], ["theory"]]


async def shown(registration, batch_id, row=2):
    answer = await registration.get(f"/applications/{batch_id}-{row:05d}", as_=EXAM_AFFAIRS)
    return answer.json()["free_parts"], answer.json()["free_of_charge"]


async def applies_again(registration, batch_id, **differing):
    """The first of the people, in a further batch."""
    body = an_announcement_body(announcement_id=batch_id)
    assert (await registration.post("/announcements", json=body, as_=EXAM_AFFAIRS)).status_code == 201
    body = a_batch_body(batch_id=batch_id)
    assert (await registration.post("/batches", json=body, as_=EXAM_AFFAIRS)).status_code == 201
    [person] = some_people(1, 备注=batch_id, **differing)
    roster = await registration.post(f"/batches/{batch_id}/roster", content=a_csv(person), as_=RECEPTION)
    assert roster.json()["eligible"] == 1
    assert (await registration.post(f"/batches/{batch_id}/approvals", as_=EXAM_AFFAIRS)).json()["done"] == 1


@pytest.mark.rule("INC-20")
async def test_whoever_was_let_off_sits_the_same_subject_free_once(approved):
    await approved.deliver(an_order(2, parts=["practical"]))

    await applies_again(approved, "2026-winter")
    await applies_again(approved, "2027-spring")

    assert await shown(approved, BATCH) == ([], [])
    assert await shown(approved, "2026-winter") == ([], ["practical"])
    assert await shown(approved, "2027-spring") == ([], [])


async def test_those_let_off_are_listed_in_both_batches(approved):
    await approved.deliver(an_order(2, parts=["practical"]))
    await applies_again(approved, "2026-winter")

    async def waived(batch_id, is_so):
        answer = await approved.get(f"/batches/{batch_id}/applications?fee_waived={is_so}", as_=EXAM_AFFAIRS)
        return [one["application_id"] for one in answer.json()["items"]]

    assert await waived(BATCH, "true") == [f"{BATCH}-00002"]
    assert f"{BATCH}-00002" not in await waived(BATCH, "false")
    assert await waived("2026-winter", "true") == ["2026-winter-00002"]


@pytest.mark.rule("INC-20")
async def test_a_waiver_is_kept_for_the_part_that_it_is_about(approved):
    await approved.deliver(an_order(2, parts=["practical"]))

    await applies_again(approved, "2026-winter", 报考科目="理论")

    assert await shown(approved, "2026-winter") == ([], [])
    assert await shown(approved, BATCH) == (["practical"], [])


@pytest.mark.rule("INC-20")
async def test_another_level_is_another_subject(approved):
    await approved.deliver(an_order(2, parts=["practical"]))

    await applies_again(approved, "2026-winter", 级别="五级", 申报条件="L5-ENTRY")

    assert await shown(approved, "2026-winter") == ([], [])
    assert await shown(approved, BATCH) == (["practical"], [])


@pytest.mark.parametrize("times", [1, 2])
async def test_an_order_is_carried_out_and_answered_once_however_often_it_comes(approved, times):
    await approved.deliver(an_order(2), times=times)

    await approved.deliver(an_order(2), id="a later copy")

    assert answer_of(approved) == ([f"{BATCH}-00002"], {})
    application = await approved.load(APPLICATIONS, f"{BATCH}-00002")
    assert [(one.part, one.incident_id, one.approved_by) for one in application.waivers] == [
        ("theory", INCIDENT, "S-0099"),
        ("practical", INCIDENT, "S-0099"),
    ]
    assert approved.parked() == []


async def test_who_is_not_concerned_does_not_keep_the_others_from_theirs(approved):
    await approved.deliver(an_order(2, 3, 4, 99, parts=["practical"]))

    assert answer_of(approved) == (
        [f"{BATCH}-00002"],
        {
            f"{BATCH}-00003": "part-not-applied-for",
            f"{BATCH}-00004": "fee-not-due",
            f"{BATCH}-00099": "application-not-found",
        },
    )


async def test_a_second_incident_does_not_make_two_sittings_free(approved):
    await approved.deliver(an_order(2, parts=["theory"], disposition=1))
    await approved.deliver(an_order(2, parts=["theory"], disposition=2))

    first, second = approved.published(FeeDispositionAnswered)
    assert first.applied == [f"{BATCH}-00002"]
    assert [one.slug for one in second.refused] == ["fee-already-waived"]


async def test_orders_in_the_wrong_order_come_to_the_same(approved):
    await approved.deliver(an_order(2, parts=["practical"], disposition=2))
    await approved.deliver(an_order(2, parts=["theory"], disposition=1))

    application = await approved.load(APPLICATIONS, f"{BATCH}-00002")
    assert set(application.free_parts) == {"theory", "practical"}


@pytest.mark.parametrize("state", [ApplicationState.ELIGIBLE, ApplicationState.REFUSED])
def test_nothing_is_waived_before_the_approval(state):
    application = an_application()
    application.state = state

    with pytest.raises(FeeNotDueError):
        application.waive_fees(PARTS, incident_id=INCIDENT, act=ACT)


@given(st.sampled_from(sorted(SCOPES)), st.lists(st.sets(st.sampled_from(PARTS), min_size=1), max_size=4))
def test_each_part_that_was_applied_for_is_free_at_most_once(scope, orders):
    application = an_approved_application(**cells(报考科目=scope))
    applied_for = set(SCOPES[scope])

    granted: set[str] = set()
    for parts in orders:
        try:
            application.waive_fees(sorted(parts), incident_id=INCIDENT, act=ACT)
        except PartNotAppliedForError:
            assert not parts & applied_for
        except FeeAlreadyWaivedError:
            assert parts & applied_for <= granted
        granted |= parts & applied_for

    assert sorted(application.free_parts) == sorted(granted)
