"""A form, declared once as frozen data, and all the forms of one service."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from libs.contracts.event import Event
from libs.forms.checks import Check
from libs.forms.errors import FormNotFoundError
from libs.forms.fields import EMPTY, Field, Rows, Sealed, Wrong
from libs.forms.subject import role_of

# What is kept on paper and electronically as well is kept for the longer of both times.
YEARS_KEPT = 5


class MisdeclaredError(ValueError):
    """A declaration contradicts itself; found when it is imported."""


class Each(StrEnum):
    """How many records of a form a subject has: one, one of each person on duty, or one of each case that happens."""

    ONCE = "once"
    PERSON = "person"
    CASE = "case"


@dataclass(frozen=True, kw_only=True)
class Due:
    """By when the form is complete: so long after (or, negative, before) a moment that the service knows."""

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

    def place(self, name: str) -> Signature | None:
        """One place to sign."""
        return next((one for one in self.signatures if one.name == name), None)

    def wrong(self, values: Mapping[str, Any]) -> list[Wrong]:
        """Everything that is not as the form asks, each beside its field."""
        found = [(name, "表单没有这一项。") for name in sorted(values.keys() - self.labels.keys())]
        for one in self.fields:
            found += one.wrong(values.get(one.name), one.name)
        if not found:
            taken = self.taken(values)
            for check in self.checks:
                found += check.wrong(taken, self.labels)
        return found

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

        return {field.name: one(field, values[field.name]) for field in self.fields if field.name in values}

    def example(self) -> dict[str, Any]:
        """Values that it takes, every field filled in."""
        values: Mapping[str, Any] = {one.name: one.example() for one in self.fields}
        for check in [*self.checks, *self.checks]:  # what one settles may be a part of what another adds up
            values = check.settled(values)
        return dict(values)


@dataclass(frozen=True, kw_only=True)
class Book:
    """The forms of one service, what it publishes of them, and who reads all of them."""

    forms: Sequence[Form]
    recorded: Callable[..., Event]
    overdue: Callable[..., Event]
    readers: tuple[str, ...] = ()
    by_name: Mapping[str, Form] = field(init=False)

    def __post_init__(self) -> None:
        by_name = {form.name: form for form in self.forms}
        if len(by_name) < len(self.forms):
            message = "two forms have one name"
            raise MisdeclaredError(message)
        object.__setattr__(self, "by_name", by_name)

    @property
    def writers(self) -> list[str]:
        """Every role that fills in or signs one of them."""
        return sorted({role_of(one) for form in self.forms for one in form.writers})

    def form(self, name: str) -> Form:
        """One form. Raises `FormNotFoundError`."""
        if name not in self.by_name:
            raise FormNotFoundError
        return self.by_name[name]

    def about(self, kind: str, tags: frozenset[str]) -> Iterator[Form]:
        """The forms that a subject has."""
        return (form for form in self.forms if form.about == kind and form.only <= tags)
