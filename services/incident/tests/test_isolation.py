"""Who is kept apart, since when, and when that was lifted (INC-24)."""

from datetime import datetime, timedelta

import pytest

from libs.chassis.testing import Harness
from services.incident.domain.measures.errors import CompletedAtImpossibleTimeError, MeasureImpossibleError
from services.incident.domain.measures.measures import Isolation
from services.incident.main import build
from services.incident.tests.builders import (
    DISCOVERED,
    LEADING_GROUP,
    MILLISECOND,
    MINUTE,
    MORNING,
    SITE_HEAD,
    an_incident,
)
from services.incident.tests.test_http import EXAM_AFFAIRS, INVIGILATOR, problem, reported
from services.incident.tests.test_http_duty import the_world

NOW = DISCOVERED + 5 * MINUTE
ILL = "2026-autumn-00002"


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=NOW) as harness:
        await the_world(harness)
        yield harness


async def isolated(incident, **differing):
    path = await reported(incident, kind="grave-illness")
    body = {"type": "isolation", "session_ids": [MORNING], "since": DISCOVERED.isoformat(), **differing}
    return path, await incident.post(f"{path}/dispositions", json=body, as_=INVIGILATOR)


@pytest.mark.rule("INC-24")
@pytest.mark.parametrize(
    ("named", "affected"),
    [([ILL], [ILL]), (None, ["2026-autumn-00001", ILL])],
    ids=["those named", "everybody in the room"],
)
async def test_the_preview_shows_the_room_and_those_who_are_kept_apart(incident, named, affected):
    path, answer = await isolated(incident, application_ids=named)

    assert answer.status_code == 201
    preview = (await incident.get(f"{path}/dispositions/1/preview", as_=INVIGILATOR)).json()
    assert (preview["rooms"], preview["application_ids"]) == (["第一考场"], affected)


@pytest.mark.rule("INC-24")
async def test_an_isolation_lasts_from_its_beginning_until_it_is_lifted(incident):
    path, _ = await isolated(incident, application_ids=[ILL])
    [begun] = (await incident.get(path, as_=INVIGILATOR)).json()["dispositions"]
    assert datetime.fromisoformat(begun["measure"]["since"]) == DISCOVERED
    assert begun["state"] == "approved"
    await incident.step_to(NOW + timedelta(hours=2))

    lifted = NOW + timedelta(hours=1)
    done = {"note": "医院排除传染病", "at": lifted.isoformat()}
    assert (await incident.post(f"{path}/dispositions/1/completion", json=done, as_=INVIGILATOR)).status_code == 204

    page = (await incident.get(path, as_=INVIGILATOR)).json()
    [ended] = page["dispositions"]
    assert ended["state"] == "done"
    assert [datetime.fromisoformat(at) for at in ended["done_at"].values()] == [lifted]
    assert datetime.fromisoformat(page["timeline"][-1]["occurred_at"]) == lifted


@pytest.mark.parametrize(
    ("differing", "slug"),
    [
        ({"application_ids": ["2026-autumn-00009"]}, "candidates-not-concerned"),
        ({"since": (NOW + MILLISECOND).isoformat()}, "measure-impossible"),
        ({"session_ids": []}, "measure-impossible"),
    ],
)
async def test_an_isolation_of_strangers_of_nothing_or_not_begun_is_refused(incident, differing, slug):
    _, answer = await isolated(incident, **differing)

    assert problem(answer) == (422, slug)


async def test_isolation_is_not_for_everybody(incident):
    path = await reported(incident, kind="grave-illness")
    body = {"type": "isolation", "session_ids": [MORNING], "since": DISCOVERED.isoformat()}

    assert (await incident.post(f"{path}/dispositions", json=body, as_=("S-0009", "reception"))).status_code == 403
    await incident.post(f"{path}/dispositions", json=body, as_=EXAM_AFFAIRS)
    assert problem(await incident.post(f"{path}/dispositions/1/completion", json={}, as_=("S-0006", "director"))) == (
        403,
        "role-missing",
    )


def test_a_place_that_no_plan_knows_is_described():
    incident = an_incident(kind="grave-illness", session_ids=[])

    incident.propose(Isolation(text="候考区，三名陪考人员", since=DISCOVERED), by=SITE_HEAD, now=NOW)

    assert incident.dispositions.items[0].is_approved
    with pytest.raises(MeasureImpossibleError):
        incident.propose(Isolation(text=" "), by=SITE_HEAD, now=NOW)


def test_the_timeline_counts_candidates_and_names_none():
    assert Isolation(session_ids=[MORNING], application_ids=[ILL], since=DISCOVERED).summary == (
        f"隔离（自 2026-09-19 09:20:00）：{MORNING} 1 名考生"
    )


@pytest.mark.parametrize("at", [NOW - MILLISECOND, NOW + MINUTE + MILLISECOND], ids=["too early", "not yet"])
def test_it_is_lifted_after_it_was_decided_and_not_in_the_future(at):
    incident = an_incident(kind="grave-illness")
    incident.propose(Isolation(session_ids=[MORNING], since=DISCOVERED), by=LEADING_GROUP, now=NOW)

    with pytest.raises(CompletedAtImpossibleTimeError):
        incident.complete(1, note="", by=SITE_HEAD, now=NOW + MINUTE, at=at)
    incident.complete(1, note="", by=SITE_HEAD, now=NOW + MINUTE, at=NOW)
