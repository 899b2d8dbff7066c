"""The history of one thing, for those who may read that thing."""

import sqlite3
from contextlib import closing

import pytest

from libs.chassis.bus.messages import Received
from libs.chassis.testing import Harness
from libs.contracts.archive import exported_line, verify_chain
from services.archive.main import build

AUDITOR = ("S-0009", "auditor")
APPLICATION = "registration:applications/2026-autumn-00002"
DATA = b'{"application_id": "2026-autumn-00002", "name": "sealed:k1:AAAA", "id_fingerprint": "ff", "level": 4}'
READERS = {
    "registration:batches": "reception exam-affairs quality finance general-office",
    "registration:applications": "reception exam-affairs quality finance general-office",
    "scheduling:sessions": "exam-affairs quality site-head leading-group",
    "scheduling:enrolments": "exam-affairs reception",
    "itembank:papers": "item-bank quality supervisor",
    "itembank:openings": "item-bank quality supervisor",
    "scoring:results": "marking-lead exam-affairs score-checker general-office quality",
    "certification:notices": "quality general-office exam-affairs",
    "certification:objections": "quality general-office exam-affairs",
    "certification:certificates": "general-office",
    "incident:incidents": "",
    "": "",
}


@pytest.fixture
async def archive(tmp_path):
    async with Harness(build, tmp_path) as harness:
        yield harness


async def happened(archive, *subjects, body=DATA, acted_by=""):
    """One event about each, in this order, in the chain."""
    for seq, subject in enumerate(subjects, start=1):
        source, _, about = subject.partition(":")
        kind = f"{source}.something.v1"
        event = Received(
            f"{subject}:{seq}", kind, source, about, seq, archive.now, body, user=source, acted_by=acted_by
        )
        await archive.service.consumer.take("archive.events", event)
    while await archive.service.beside["appender"].append_waiting():
        pass


async def history(archive, subject, *, as_=AUDITOR, **query):
    answer = await archive.get("/events", params={"subject": subject, **query}, as_=as_)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_history_is_told_in_order_and_page_by_page(archive):
    await happened(archive, APPLICATION, "scoring:applications/2026-autumn-00002", APPLICATION, APPLICATION)

    first = await history(archive, APPLICATION, limit=2)
    second = await history(archive, APPLICATION, limit=2, after=first["next"])

    assert [one["archiveposition"] for one in (*first["items"], *second["items"])] == [1, 3, 4]
    assert second["next"] is None


async def test_a_long_history_goes_by_position_and_not_by_name(archive):
    await happened(archive, *[APPLICATION] * 12)

    told = (await history(archive, APPLICATION))["items"]

    assert [one["archiveposition"] for one in told] == list(range(1, 13))


async def test_an_event_says_whose_act_it_comes_of_and_proves_it(archive):
    await happened(archive, APPLICATION, acted_by="S-0001")
    await happened(archive, "scoring:results/r-1")

    events = (await archive.get("/events", as_=AUDITOR)).json()["items"]

    assert [event.get("actor") for event in events] == ["S-0001", None]
    assert "actor" not in events[1]
    assert verify_chain(map(exported_line, events)).count == 2
    assert not verify_chain(exported_line(event | {"actor": "S-0002"}) for event in events).intact


async def test_no_sealed_field_and_no_fingerprint_is_in_a_history(archive):
    await happened(archive, APPLICATION)

    [event] = (await history(archive, APPLICATION))["items"]

    assert event["data"] == {"application_id": "2026-autumn-00002", "level": 4}


async def test_a_history_is_found_by_an_index_and_not_sorted(archive, tmp_path):
    await happened(archive, APPLICATION)

    asked = 'SELECT id FROM records WHERE "x_subject" IS ? AND "x_in_history" >= 1 ORDER BY "x_in_history", id LIMIT 9'
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as store:
        [plan] = [row[3] for row in store.execute(f"EXPLAIN QUERY PLAN {asked}", (APPLICATION,))]

    assert "records_subject_in_history (x_subject=? AND x_in_history>?)" in plan


async def test_what_is_no_json_has_a_history_too(archive):
    await happened(archive, APPLICATION, body=b"\xff")

    [event] = (await history(archive, APPLICATION))["items"]

    assert event["data_base64"] == "/w=="


async def test_the_events_of_a_batch_are_those_that_state_it(archive):
    stated = b'{"batch_id": "2026-autumn", "name": "sealed:k1:AAAA", "rows": 3}'
    await happened(archive, "registration:batches/2026-autumn", "registration:batches/2026-spring", body=b"{}")
    await happened(archive, "scheduling:sessions/s-1", "scheduling:sessions/s-2", body=stated)
    await happened(archive, "scoring:results/r-1", "scoring:results/r-2", body=b"[]")

    first = await archive.get("/batches/2026-autumn/events?limit=2", as_=AUDITOR)
    second = await archive.get(f"/batches/2026-autumn/events?after={first.json()['next']}", as_=AUDITOR)

    found = [*first.json()["items"], *second.json()["items"]]
    assert [one["subject"] for one in found] == ["batches/2026-autumn", "sessions/s-1", "sessions/s-2"]
    assert found[1]["data"] == {"batch_id": "2026-autumn", "rows": 3}
    assert second.json()["next"] is None


@pytest.mark.parametrize("kind", READERS)
async def test_a_history_is_for_its_own_roles_and_the_chain_readers(archive, kind):
    subject = kind and f"{kind}/1"
    everybody = {role for roles in READERS.values() for role in roles.split()} | {"auditor", "director", "invigilator"}

    told = set()
    for role in everybody:
        answer = await archive.get("/events", params={"subject": subject}, as_=("S-0001", role))
        if answer.status_code == 200:
            told.add(role)

    assert told == {"auditor", "director", *READERS[kind].split()}
