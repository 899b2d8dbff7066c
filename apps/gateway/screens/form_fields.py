"""Fields of a declared form: what a browser sends of them, and how a stored value stands in them and is read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from libs.contracts.beijing import BEIJING

Told = Mapping[str, Any]
YES, NO = "yes", "no"
WHOLE = re.compile(r"-?[0-9]{1,12}")
LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
# Empty rows below those that are filled in.
SPARE_ROWS = 4


def sent_values(fields: Sequence[Told], typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, field by field; what cannot be read is sent as it is, for the service to refuse it there."""
    return {field["name"]: _sent(field, field["name"], typed) for field in fields}


def typed_values(fields: Sequence[Told], values: Told) -> dict[str, str]:
    """Stored values as they stand in the fields of a page."""
    return dict(pair for field in fields for pair in _typed(field, field["name"], values.get(field["name"])))


def rows_of(field: Told, typed: Mapping[str, str], more: int = 0) -> int:
    """How many rows of a table are drawn: those that something stands in, and some empty ones."""
    numbers = [int(found[1]) for name in typed if (found := re.match(rf"{re.escape(field['name'])}-(\d+)-", name))]
    return int(min(field["most"], max(field["least"], *(number + 1 for number in numbers), more) + SPARE_ROWS))


def shown(field: Told, value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return ""
    match field["kind"]:
        case "tick":
            return "是" if value else "否"
        case "choice":
            return "；".join(field["options"].get(one, one) for one in (value if field["many"] else [value]))
        case "number":
            return f"{value} {field['unit']}".strip()
        case "moment":
            return f"{datetime.fromisoformat(value).astimezone(BEIJING):%Y-%m-%d %H:%M}"
        case _:
            return str(value)


def _sent(field: Told, name: str, typed: Mapping[str, str]) -> Any:
    if field["kind"] == "rows":
        return list(_rows(field, typed))
    if field["kind"] == "choice" and field["many"]:
        return [code for code in field["options"] if typed.get(f"{name}--{code}")] or None
    word = typed.get(name, "").strip()
    match field["kind"]:
        case "tick":
            return {YES: True, NO: False}.get(word)
        case "number" if WHOLE.fullmatch(word):
            return int(word)
        case "moment" if LOCAL.fullmatch(word):
            return f"{word}+08:00"
        case _:
            return word or None


def _rows(field: Told, typed: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The rows that something stands in; the others were not filled in."""
    for number in range(rows_of(field, typed)):
        row = {
            column["name"]: _sent(column, f"{field['name']}-{number}-{column['name']}", typed)
            for column in field["columns"]
        }
        if any(value is not None for value in row.values()):
            yield row


def _typed(field: Told, name: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    match field["kind"]:
        case "rows":
            for number, row in enumerate(value):
                for column in field["columns"]:
                    yield from _typed(column, f"{name}-{number}-{column['name']}", row.get(column["name"]))
        case "choice" if field["many"]:
            yield from ((f"{name}--{code}", YES) for code in value)
        case "tick":
            yield name, YES if value else NO
        case "moment":
            yield name, f"{datetime.fromisoformat(value).astimezone(BEIJING):%Y-%m-%dT%H:%M}"
        case _:
            yield name, str(value)
