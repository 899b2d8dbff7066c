"""All contracts there are, their schemas, and what would break a reader.

A contract changes by adding optional fields; anything else is a new version with a routing key of its own.
"""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from libs.contracts.command import Command
from libs.contracts.event import Event

PUBLISHERS = ("registration", "scheduling", "itembank", "scoring", "certification", "incident", "archive", "sync")
SCHEMAS = Path(__file__).parent / "schemas"
EXAMPLES = Path(__file__).parent / "examples"


def contracts() -> dict[str, type[Event]]:
    """Routing key → contract, of every publishing service."""
    for publisher in PUBLISHERS:
        import_module(f"libs.contracts.{publisher}")
    published = (contract for contract in Event.__subclasses__() if contract.__module__.startswith(__package__))
    return {contract.routing_key: contract for contract in sorted(published, key=lambda c: c.routing_key)}


def commands() -> dict[str, type[Command]]:
    """Routing key → contract, of every command that a service takes."""
    for publisher in PUBLISHERS:
        import_module(f"libs.contracts.{publisher}")
    taken = (contract for contract in Command.__subclasses__() if contract.__module__.startswith(__package__))
    return {contract.routing_key: contract for contract in sorted(taken, key=lambda c: c.routing_key)}


def schema(contract: type[Event] | type[Command]) -> dict[str, Any]:
    """The JSON Schema of a contract."""
    return contract.model_json_schema()


def kept_schema(routing_key: str) -> dict[str, Any] | None:
    """The schema that readers were promised, if this contract was published before."""
    file = SCHEMAS / f"{routing_key}.json"
    if not file.exists():
        return None
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def kept_example(routing_key: str) -> bytes:
    """A message as it once travelled."""
    return (EXAMPLES / f"{routing_key}.json").read_bytes()


def breaking_changes(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What a reader of the old schema could not bear in a message of the new one, or the other way round."""
    return _breaking("", old, new, old.get("$defs", {}), new.get("$defs", {}))


def _breaking(
    path: str, old: dict[str, Any], new: dict[str, Any], old_defs: dict[str, Any], new_defs: dict[str, Any]
) -> list[str]:
    old, new = _resolved(old, old_defs), _resolved(new, new_defs)
    found = [
        f"{path or '(root)'}: {word} was {old.get(word)}, is {new.get(word)}"
        for word in ("type", "format", "pattern", "enum", "const", "minimum", "maximum", "anyOf")
        if _plain(old.get(word)) != _plain(new.get(word))
    ]
    old_fields, new_fields = old.get("properties", {}), new.get("properties", {})
    found += [f"{path}.{name}: removed" for name in old_fields if name not in new_fields]
    added = set(new.get("required", ())) - set(old.get("required", ()))
    found += [f"{path}.{name}: now required" for name in sorted(added)]
    lost = set(old.get("required", ())) - set(new.get("required", ()))
    found += [f"{path}.{name}: no longer always there" for name in sorted(lost)]
    for name in old_fields:
        if name in new_fields:
            found += _breaking(f"{path}.{name}", old_fields[name], new_fields[name], old_defs, new_defs)
    if "items" in old and "items" in new:
        found += _breaking(f"{path}[]", old["items"], new["items"], old_defs, new_defs)
    return found


def _resolved(schema: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    return defs[reference.rsplit("/", 1)[1]] if reference else schema


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
