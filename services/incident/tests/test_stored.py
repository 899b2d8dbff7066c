"""Documents as they were stored on 2026-11-24 load and live on, whatever their classes got since (ADR 0019)."""

import json
from pathlib import Path

import pytest

from libs.chassis.store.port import DocumentWrite, WriteBatch
from libs.chassis.testing import Harness
from libs.contracts.scheduling import ScheduleDispositionAnswered
from services.incident.main import build
from services.incident.storage.collections import COLLECTIONS, INCIDENTS
from services.incident.tests.builders import DISCOVERED, MINUTE
from services.incident.tests.test_http import DIRECTOR, EXAM_AFFAIRS, REPORT, SITE_HEAD, followed_up

STORED = sorted((Path(__file__).parent / "stored").glob("*.json"))
BY_NAME = {collection.name: collection for collection in COLLECTIONS}


@pytest.fixture
async def incident(tmp_path):
    """A service whose store was written by the program of that day."""
    async with Harness(build, tmp_path, now=DISCOVERED + 10 * MINUTE) as harness:
        writes = [a_write(BY_NAME[file.stem], file.read_bytes()) for file in STORED]
        await harness.service.store.commit(WriteBatch(documents=writes))
        yield harness


def a_write(collection, body):
    aggregate = collection.load(body)
    return DocumentWrite(collection.name, aggregate.id, 0, 50, body, collection.index_values(aggregate))


def without_what_is_new(document, stored):
    """A document reduced to the fields that the stored one has."""
    match document, stored:
        case dict(), dict():
            return {name: without_what_is_new(document[name], stored[name]) for name in stored}
        case list(), list():
            return [without_what_is_new(*pair) for pair in zip(document, stored, strict=True)]
        case _:
            return document


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.stem)
def test_what_was_stored_before_loads_and_loses_nothing(file):
    collection, stored = BY_NAME[file.stem], json.loads(file.read_bytes())

    again = json.loads(collection.dump(collection.load(file.read_bytes())))

    assert without_what_is_new(again, stored) == stored


async def test_an_incident_that_was_stored_before_is_handled_to_its_end(incident):
    [stored] = [json.loads(file.read_bytes()) for file in STORED if file.stem == INCIDENTS.name]
    path = f"/incidents/{stored['id']}"
    isolation, cancellation, _ = (await incident.get(path, as_=SITE_HEAD)).json()["dispositions"]
    assert (isolation["measure"]["text"], isolation["measure"]["since"]) == ("第一考场隔离", None)

    assert (await incident.post(f"{path}/dispositions/1/completion", json={}, as_=SITE_HEAD)).status_code == 204
    await incident.deliver(answered(stored, cancellation))
    await followed_up(incident, path)
    closed = await incident.post(f"{path}/closure", json=REPORT, as_=EXAM_AFFAIRS)

    assert closed.status_code == 204, closed.text
    for paper in (f"{path}/timeline.pdf", f"/incidents/register.pdf?batch_id={stored['discovery']['batch_id']}"):
        assert (await incident.get(paper, as_=DIRECTOR)).status_code == 200


def answered(stored, cancellation):
    return ScheduleDispositionAnswered(
        incident_id=stored["id"],
        batch_id=stored["discovery"]["batch_id"],
        disposition=cancellation["number"],
        applied=cancellation["targets"],
        refused=[],
        answered_at=DISCOVERED + 9 * MINUTE,
    )
