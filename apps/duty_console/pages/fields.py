"""Fields of a small form: how each is drawn, and what is taken from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from apps.duty_console.pages.shell import tag
from apps.duty_console.words import told_in_beijing


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing to fill in. What is left empty and need not be filled in is not sent."""

    name: str
    label: str
    kind: Literal["text", "line", "number", "moment", "date", "choice", "check", "several", "lines"] = "text"
    options: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    chosen: frozenset[str] = frozenset()
    needed: bool = True


INPUTS = {
    "line": {"maxlength": "100"},
    "number": {"type": "number", "min": "1", "inputmode": "numeric"},
    "moment": {"type": "datetime-local", "step": "1"},
    "date": {"type": "date"},
}


def draw(fields: Sequence[Field]) -> None:
    """Draw them in order."""
    for one in fields:
        if one.kind == "several":
            _draw_several(one)
        elif one.kind == "check":
            with tag("label", "", "check"):
                tag("input", type="checkbox", name=one.name, value="true")
                tag("span", one.label)
        else:
            with tag("p"):
                tag("label", one.label, for_=f"deed-{one.name}")
                _draw_one(one)


def _draw_one(one: Field) -> None:
    given = {"id": f"deed-{one.name}", "name": one.name, **({"required": "required"} if one.needed else {})}
    if one.kind == "choice":
        with tag("select", **given):
            for value, words in one.options.items():
                tag("option", words, value=value)
    elif one.kind in {"text", "lines"}:
        tag("textarea", one.value, rows="3", maxlength="4000", **given)
    else:
        tag("input", value=one.value, **INPUTS[one.kind], **given)


def _draw_several(one: Field) -> None:
    with tag("fieldset"):
        tag("legend", one.label)
        for value, words in one.options.items():
            with tag("label"):
                given = {"checked": "checked"} if value in one.chosen else {}
                tag("input", type="checkbox", name=one.name, value=value, **given)
                tag("span", words)


def take(fields: Sequence[Field], typed: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What was typed, as the service wants it; what is wrong in it is the service's to say."""
    taken: dict[str, Any] = {}
    for one in fields:
        values = [value.strip() for name, value in typed if name == one.name]
        value = values[0] if values else ""
        match one.kind:
            case "several":
                taken[one.name] = values
            case "check":
                taken[one.name] = bool(values)
            case "number" if value.isdecimal():
                taken[one.name] = int(value)
            case "moment" if value:
                taken[one.name] = told_in_beijing(value)
            case "lines" if value:
                taken[one.name] = value.split()
            case _ if value:
                taken[one.name] = value
    return taken
