"""Contracts keep what readers rely on."""

import copy

import pytest
from pydantic import TypeAdapter, ValidationError

from libs.contracts import catalogue
from libs.contracts.catalogue import EXAMPLES, SCHEMAS, breaking_changes, kept_example, kept_schema, schema
from libs.contracts.command import Command
from libs.contracts.event import Day, Event, Moment

CONTRACTS: dict[str, type[Event] | type[Command]] = {**catalogue.contracts(), **catalogue.commands()}
KEYS = sorted(CONTRACTS)


@pytest.mark.parametrize("key", KEYS)
def test_a_contract_has_the_schema_that_readers_were_promised(key):
    assert breaking_changes(kept_schema(key) or {}, schema(CONTRACTS[key])) == []
    assert kept_schema(key) == schema(CONTRACTS[key]), "run `make docs`"


@pytest.mark.parametrize("key", KEYS)
def test_a_message_as_it_once_travelled_is_still_understood_and_loses_nothing(key):
    example = kept_example(key)

    event = CONTRACTS[key].model_validate_json(example)

    assert CONTRACTS[key].model_validate_json(event.model_dump_json()) == event
    assert event.model_fields_set == set(event.model_validate_json(example).model_dump())


@pytest.mark.parametrize("key", KEYS)
def test_what_a_message_says_is_not_changed_afterwards(key):
    message = CONTRACTS[key].model_validate_json(kept_example(key))

    for name in CONTRACTS[key].model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(message, name, getattr(message, name))


def test_nothing_is_kept_for_contracts_that_are_gone():
    assert {file.stem for file in SCHEMAS.glob("*.json")} == set(KEYS)
    assert {file.stem for file in EXAMPLES.glob("*.json")} == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_a_routing_key_names_owner_fact_and_version(key):
    owner, fact, version = key.split(".")

    assert CONTRACTS[key].__module__ == f"libs.contracts.{owner}"
    assert fact == fact.lower()
    assert version.startswith("v")
    assert version[1:].isdigit()


OLD = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}}},
    "required": ["id"],
    "$defs": {"Part": {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}},
}


def changed(change):
    new = copy.deepcopy(OLD)
    change(new)
    return breaking_changes(OLD, new)


def test_a_new_optional_field_breaks_nobody():
    assert changed(lambda new: new["properties"].update(note={"type": "string"})) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda new: new["properties"].pop("id"),
        lambda new: new["properties"]["id"].update(type="integer"),
        lambda new: new.update(required=["id", "parts"]),
        lambda new: new.update(required=[]),
        lambda new: new["$defs"]["Part"]["properties"]["n"].update(minimum=1),
        lambda new: new["$defs"]["Part"]["properties"].pop("n"),
    ],
    ids=["removed", "other type", "now required", "no longer required", "narrowed inside", "removed inside"],
)
def test_any_other_change_is_found(change):
    assert changed(change) != []


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("1899-12-31T23:59:59Z", False), ("1900-01-01T00:00:00Z", True), ("2999-12-31T23:59:59Z", True),
        ("3000-01-01T00:00:00Z", False), ("0001-01-01T00:00:00+14:00", False), ("9999-12-31T23:59:59-12:00", False),
    ],
)  # fmt: skip
def test_a_moment_and_a_day_lie_within_the_centuries_anybody_counts(text, taken):
    for kind, given in ((Moment, text), (Day, text[:10])):
        try:
            TypeAdapter(kind).validate_python(given)
        except ValidationError:
            assert not taken
        else:
            assert taken
