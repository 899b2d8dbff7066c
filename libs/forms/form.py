"""A form, declared once as frozen data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from libs.forms.checks import Check
from libs.forms.fields import EMPTY, Field, Rows, Sealed, Wrong

# What is kept on paper and electronically as well is kept for the longer of both times.
YEARS_KEPT = 5
# What is sent beside the fields by whoever fills in or corrects: a page, and a refusal, has one name for each.
BESIDE = frozenset({"key", "reason"})


class MisdeclaredError(ValueError):
    """A declaration contradicts itself; found when it is imported."""


class Each(StrEnum):
    """How many records of a form a subject has: one, one of each person on duty, or one of each case that happens."""

    ONCE = "once"
    PERSON = "person"
    CASE = "case"


@dataclass(frozen=True, kw_only=True)
class Due:
    """By when the form is complete: so long after (or, negative, before) a moment that the service knows.

    Where the form has a field of this name, it is the moment that was filled in; a day ends at its midnight.
    """

    anchor: str
    plus: timedelta = timedelta()
    words: str

    def at(self, anchors: Mapping[str, datetime]) -> datetime | None:
        """The moment; none while the service does not know its anchor."""
        anchor = anchors.get(self.anchor)
        return anchor + self.plus if anchor else None


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A place to sign: for whom, for how many different people, and with what words of the signer, if any are asked."""

    name: str
    label: str
    roles: tuple[str, ...]
    people: int = 1
    opinion: str = ""


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form. Everybody signs it once at most: who countersigns is somebody else.

    `about` is the kind of its subject, `only` what a subject must be to have it (all, if nothing is named).
    """

    name: str
    title: str
    about: str
    rules: tuple[str, ...]
    filled_by: tuple[str, ...]
    fields: Sequence[Field]
    checks: Sequence[Check] = ()
    signatures: Sequence[Signature]
    due: Due | None = None
    volume: str
    years: int = YEARS_KEPT
    each: Each = Each.ONCE
    only: frozenset[str] = frozenset()
    readers: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        names = [one.name for one in self.fields]
        places = [one.name for one in self.signatures]
        unknown = {name for check in self.checks for name in check.names} - set(names)
        if taken := BESIDE.intersection(names):
            message = f"{self.name}: these are sent beside the fields of a form ({', '.join(sorted(taken))})"
            raise MisdeclaredError(message)
        if unknown or len({*names}) < len(names) or len({*places}) < len(places):
            message = f"{self.name}: names that are missing or doubled ({', '.join(sorted(unknown))})"
            raise MisdeclaredError(message)
        if not (self.rules and self.filled_by and self.fields and self.signatures) or self.years < YEARS_KEPT:
            message = f"{self.name}: a form has rules, people, fields, a signature, and is kept for {YEARS_KEPT} years"
            raise MisdeclaredError(message)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What people call each field."""
        return {one.name: one.label for one in self.fields}

    @cached_property
    def signers(self) -> frozenset[str]:
        """Every role that signs somewhere."""
        return frozenset(role for one in self.signatures for role in one.roles)

    @property
    def writers(self) -> frozenset[str]:
        """Every role that fills in or signs."""
        return self.signers.union(self.filled_by)

    def is_given(self, name: str) -> bool:
        """Whether the service fills in a field."""
        return any(one.given for one in self.fields if one.name == name)

    def place(self, name: str) -> Signature | None:
        """One place to sign."""
        return next((one for one in self.signatures if one.name == name), None)

    def wrong(self, values: Mapping[str, Any]) -> list[Wrong]:
        """Everything that is not as the form asks, each beside its field."""
        found = self.wrong_fields(values)
        if not found:
            taken = self.taken(values)
            for check in self.checks:
                found += check.wrong(taken, self.labels)
        return found

    def wrong_fields(self, values: Mapping[str, Any]) -> list[Wrong]:
        """What is wrong with the fields, each by itself."""
        found = [(name, "表单没有这一项。") for name in sorted(values.keys() - self.labels.keys())]
        for one in self.fields:
            found += one.wrong(values.get(one.name), one.name)
        return found

    def due_at(self, anchors: Mapping[str, datetime], values: Mapping[str, Any] | None = None) -> datetime | None:
        """By when it is complete, by what its subject knows and what was filled in."""
        if self.due is None:
            return None
        told = (values or {}).get(self.due.anchor)
        moment = next((one.moment(told) for one in self.fields if one.name == self.due.anchor and told), None)
        return moment + self.due.plus if moment else self.due.at(anchors)

    def taken(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What is stored of values whose fields are all taken."""
        return {one.name: one.taken(values[one.name]) for one in self.fields if values.get(one.name) not in EMPTY}

    def mapped(self, values: Mapping[str, Any], personal: Callable[[str], str]) -> dict[str, Any]:
        """The same values, with each personal one changed by `personal`."""

        def one(field: Field, value: Any) -> Any:
            if isinstance(field, Sealed):
                return personal(value)
            if isinstance(field, Rows):
                columns = {column.name: column for column in field.columns}
                return [{name: one(columns[name], cell) for name, cell in row.items()} for row in value]
            return value

        found = ((field, field.name if field.name in values else field.formerly) for field in self.fields)
        return {field.name: one(field, values[stored]) for field, stored in found if stored in values}

    def example(self) -> dict[str, Any]:
        """Values that it takes, every field filled in but those that the service fills in."""
        values: Mapping[str, Any] = {one.name: one.example() for one in self.fields if not one.given}
        for check in [*self.checks, *self.checks]:  # what one settles may be a part of what another adds up
            values = check.settled(values)
        return dict(values)
