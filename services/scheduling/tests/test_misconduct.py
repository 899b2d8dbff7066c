"""Misconduct of candidates: three classes with their own scale, and going on after the stop order."""

import pytest

from libs.chassis.domain import Act, Decision
from libs.chassis.testing import NOON
from libs.contracts.registration import CandidateDisqualified
from libs.contracts.scheduling import MisconductConfirmed
from services.scheduling.domain.errors.session import OwnReportError
from services.scheduling.domain.sessions.misconduct import Misconduct, Observed
from services.scheduling.tests.builders import BATCH
from services.scheduling.tests.conftest import OFFICE, SITE_HEAD, a_staff_entry
from services.scheduling.tests.test_exam_day import Room

FIRST = f"{BATCH}-00001"


async def a_running(published, part="theory"):
    room = Room(published, await published.session(part))
    await room.harness.step_to(room.starts_at)
    await room.check_in(1, 2)
    await room.start()
    return room


async def end(room):
    await room.harness.step_to(room.ends_at)
    await room.finish()


async def see(room, act, candidate=FIRST, *, as_=None):
    return await room.do("misconduct", as_=as_, application_id=candidate, act=act, facts="监控 09:20 可见")


async def decide(room, number, *, as_=SITE_HEAD, upheld=True):
    return await room.do(f"misconduct/{number}/decision", as_=as_, upheld=upheld, opinion="情况属实")


async def seat_of(room, candidate=FIRST):
    return next(one for one in (await room.show()).json()["seats"] if one["application_id"] == candidate)


def told(room):
    return [(one.application_id, one.act, one.measure) for one in room.harness.published(MisconductConfirmed)]


SECOND_TIME = [
    pytest.param("1-2", "1-5", "warned", "paper-void", False, marks=pytest.mark.rule("DIS-03")),
    pytest.param("1-1", "1-1", "warned", "paper-void", False, marks=pytest.mark.rule("DIS-03")),
    pytest.param("2-1", "2-4", "reminded", "score-cancelled", True, marks=pytest.mark.rule("DIS-09")),
    pytest.param("2-2", "2-2", "reminded", "score-cancelled", True, marks=pytest.mark.rule("DIS-09")),
]


@pytest.mark.parametrize(("act", "again", "at_first", "then", "is_out"), SECOND_TIME)
async def test_the_second_time_has_its_consequence(  # noqa: PLR0917 -- one row of the table
    published, act, again, at_first, then, is_out
):
    room = await a_running(published)

    first = (await see(room, act)).json()
    stays = (await seat_of(room))["left_at"]
    second = (await see(room, again)).json()

    assert (first["measure"], first["needs_decision"], stays) == (at_first, False, None)
    assert (second["measure"], second["needs_decision"]) == (then, True)
    assert ((await seat_of(room))["left_at"] is not None) is is_out
    assert (await decide(room, 1)).json()["title"] == "nothing-to-confirm"
    assert (await decide(room, 2)).status_code == 200
    await end(room)
    assert told(room) == [(FIRST, again, then)]


@pytest.mark.rule("DIS-03", "DIS-09")
async def test_another_class_or_another_candidate_is_a_first_time(published):
    room = await a_running(published)

    seen = [await see(room, "1-2"), await see(room, "2-1"), await see(room, "1-2", f"{BATCH}-00002")]

    assert [one.json()["measure"] for one in seen] == ["warned", "reminded", "warned"]


@pytest.mark.rule("DIS-14")
@pytest.mark.parametrize("act", ["3-1", "3-2", "3-3", "3-4", "3-5"])
async def test_the_third_class_sends_out_at_once_and_costs_the_qualification(published, act):
    room = await a_running(published)

    seen = (await see(room, act)).json()

    assert (seen["measure"], seen["needs_decision"]) == ("disqualified", True)
    assert (await seat_of(room))["left_at"] is not None
    await decide(room, 1)
    await end(room)
    assert told(room) == [(FIRST, act, "disqualified")]


@pytest.mark.rule("DIS-03", "DIS-09", "DIS-14")
async def test_nothing_follows_without_the_head_of_the_site(published):
    room = await a_running(published)
    await room.harness.put("/staff", json=[a_staff_entry("H-0009", "site-head")], as_=OFFICE)
    await see(room, "3-4")
    await see(room, "3-1", f"{BATCH}-00002")

    another_site = await decide(room, 1, as_=("H-0009", "site-head"))
    own = await decide(room, 1, as_=room.chief)
    refused = await decide(room, 1, upheld=False)
    again = await decide(room, 1)
    await end(room)

    assert (another_site.json()["title"], own.json()["title"]) == ("not-the-sites-head", "role-missing")
    assert (refused.json()["upheld"], again.json()["title"]) == (False, "misconduct-decided")
    assert told(room) == [], "one was not upheld, the other is undecided"
    assert (await decide(room, 2)).json()["upheld"] is True
    assert told(room) == [(f"{BATCH}-00002", "3-1", "disqualified")]
    shown = (await room.show()).json()["misconduct"]
    assert [(one["upheld"], one["decided_by"], one["opinion"]) for one in shown] == [
        (False, SITE_HEAD[0], "情况属实"),
        (True, SITE_HEAD[0], "情况属实"),
    ]


@pytest.mark.rule("EXM-52")
async def test_who_goes_on_after_the_stop_order_loses_the_result(published):
    room = await a_running(published, "practical")
    await room.harness.step_to(room.ends_at)
    before = await see(room, "after-stop")
    await room.finish()

    seen = await see(room, "after-stop")
    await decide(room, 1)

    assert (before.status_code, before.json()["title"]) == (409, "act-not-of-this-room")
    assert seen.json()["measure"] == "result-void"
    assert told(room) == [(FIRST, "after-stop", "result-void")]


async def test_only_who_is_in_and_only_while_it_runs(published):
    room = await a_running(published)

    absent = await see(room, "1-1", f"{BATCH}-00003")
    strange = await see(room, "1-1", as_=("I-9999", "invigilator"))
    theory_stop = await see(room, "after-stop")
    await end(room)
    over = await see(room, "1-1")

    assert absent.json()["title"] == "not-signed-in"
    assert (strange.status_code, strange.json()["title"]) == (403, "not-session-staff")
    assert theory_stop.json()["title"] == over.json()["title"] == "act-not-of-this-room"


@pytest.mark.rule("DIS-01", "DIS-14")
async def test_who_is_disqualified_is_let_in_nowhere(published):
    practical = Room(published, await published.session("practical"))
    await practical.harness.step_to(practical.starts_at)
    event = CandidateDisqualified(
        application_id=FIRST, batch_id=BATCH, session_id=None, disqualified_at=practical.harness.now
    )

    await practical.harness.deliver(event, times=2)

    alone = await practical.do(f"check-ins/{FIRST}")
    assert ((await practical.check_in(1)).json()["title"], alone.json()["title"]) == ("candidate-disqualified",) * 2
    assert (await practical.check_in(2)).status_code == 200
    assert (await seat_of(practical))["disqualified"] is True


@pytest.mark.rule("DIS-01")
async def test_who_is_disqualified_before_the_plan_has_a_barred_seat(batch):
    await batch.register()
    await batch.enrol(2)
    now = batch.harness.now
    event = CandidateDisqualified(application_id=FIRST, batch_id=BATCH, session_id=None, disqualified_at=now)
    await batch.harness.deliver(event)
    assert (await batch.plan()).status_code == 201
    await batch.publish()
    room = Room(batch, await batch.session("theory"))
    await room.harness.step_to(room.starts_at)

    assert (await room.check_in(1)).json()["title"] == "candidate-disqualified"


def test_nobody_confirms_what_he_saw_himself():
    seen = Observed(application_id=FIRST, act="3-1", facts="监控可见", seen=Act(SITE_HEAD[0], NOON))

    with pytest.raises(OwnReportError):
        Misconduct.of(seen, []).decided(Decision(SITE_HEAD[0], NOON, "属实"), upheld=True)

    assert Misconduct.of(seen, []).decided(Decision("S-0999", NOON, "属实"), upheld=True).upheld
