"""What a proposal carries over HTTP is as it was written down, though it is made from the measures."""

import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from services.incident.domain.measures.measures import MeasureType
from services.incident.routes.measure_bodies import MeasureBody

WRITTEN = json.loads((Path(__file__).parent / "measure_bodies.json").read_text())


def without_words(schema):
    match schema:
        case dict():
            return {name: without_words(one) for name, one in schema.items() if name not in {"title", "description"}}
        case list():
            return [without_words(one) for one in schema]
        case _:
            return schema


@pytest.mark.parametrize("measure", MeasureType)
def test_the_body_of_a_measure_asks_what_is_written_down(measure):
    made = TypeAdapter(MeasureBody).json_schema()
    body = made["discriminator"]["mapping"][measure.value].rpartition("/")[2]

    assert without_words(made["$defs"][body]) == WRITTEN[measure.value]
