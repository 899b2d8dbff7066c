"""What must hold between the fields of a form, as data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from libs.forms.fields import EMPTY, Wrong

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Needs:
    """Where a field says one of these, or more than `above`, the others must be filled in."""

    when: str
    says: tuple[object, ...] = ()
    above: int | None = None
    fields: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it speaks of."""
        return (self.when, *self.fields)

    def wrong(self, values: Values, labels: Mapping[str, str]) -> Iterator[Wrong]:
        """What is missing."""
        value = values.get(self.when)
        said = value in self.says or (self.above is not None and isinstance(value, int) and value > self.above)
        if said:
            for name in self.fields:
                if values.get(name) in EMPTY:
                    yield name, f"因“{labels[self.when]}”的填写，此项须填写。"

    def settled(self, values: Values) -> Values:
        """Values that keep it: where everything is filled in, it is kept."""
        return values

    def broken(self, values: Values) -> Iterator[tuple[Values, str]]:
        """Values that break it, each with the field that is refused."""
        said = [*self.says, *([] if self.above is None else [self.above + 1])]
        for value in said:
            for name in self.fields:
                yield {**values, self.when: value, name: None}, name


@dataclass(frozen=True, kw_only=True)
class Adds:
    """A total is the sum of its parts."""

    total: str
    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it speaks of."""
        return (self.total, *self.parts)

    def wrong(self, values: Values, labels: Mapping[str, str]) -> Iterator[Wrong]:
        """By how much they differ."""
        total = values.get(self.total, 0)
        added = sum(values.get(part, 0) for part in self.parts)
        if total != added:
            told = "、".join(labels[part] for part in self.parts)
            yield self.total, f"“{labels[self.total]}”为 {total}，而{told}合计 {added}，相差 {abs(total - added)}。"

    def settled(self, values: Values) -> Values:
        """The first part takes what the others leave of the total."""
        first, *others = self.parts
        rest = sum(values.get(part, 0) for part in others)
        total = max(values[self.total], rest)
        return {**values, self.total: total, first: total - rest}

    def broken(self, values: Values) -> Iterator[tuple[Values, str]]:
        """One too many and, where that is a number, one too few."""
        yield {**values, self.total: values[self.total] + 1}, self.total
        yield {**values, self.parts[0]: values[self.parts[0]] + 1}, self.total


@dataclass(frozen=True, kw_only=True)
class Counts:
    """A number says how many rows a table has."""

    number: str
    rows: str

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it speaks of."""
        return (self.number, self.rows)

    def wrong(self, values: Values, labels: Mapping[str, str]) -> Iterator[Wrong]:
        """By how much they differ."""
        told, found = values.get(self.number, 0), len(values.get(self.rows) or ())
        if told != found:
            yield self.rows, f"“{labels[self.number]}”为 {told}，而此处登记了 {found} 行。"

    def settled(self, values: Values) -> Values:
        """The number is that of the rows."""
        return {**values, self.number: len(values[self.rows])}

    def broken(self, values: Values) -> Iterator[tuple[Values, str]]:
        """A row too many, and one too few."""
        rows = values[self.rows]
        yield {**values, self.rows: [*rows, *rows]}, self.rows
        yield {**values, self.rows: []}, self.rows


@dataclass(frozen=True, kw_only=True)
class Allows:
    """Where a field says one of these, another may only say one of those; `never` is one that it may not say."""

    when: str
    says: tuple[str, ...]
    field: str
    among: tuple[str, ...]
    never: str

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it speaks of."""
        return (self.when, self.field)

    def wrong(self, values: Values, labels: Mapping[str, str]) -> Iterator[Wrong]:
        """What does not go together."""
        if values.get(self.when) in self.says and values.get(self.field) not in self.among:
            yield self.field, f"与“{labels[self.when]}”不相符，请按规定选择。"

    def settled(self, values: Values) -> Values:
        """The other says the first of those that it may."""
        return {**values, self.field: self.among[0]} if values[self.when] in self.says else values

    def broken(self, values: Values) -> Iterator[tuple[Values, str]]:
        """Each of what is said, with something that does not go with it."""
        for said in self.says:
            yield {**values, self.when: said, self.field: self.never}, self.field


@dataclass(frozen=True, kw_only=True)
class Follows:
    """One moment or day is not before another."""

    later: str
    earlier: str

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it speaks of."""
        return (self.later, self.earlier)

    def wrong(self, values: Values, labels: Mapping[str, str]) -> Iterator[Wrong]:
        """That it is the other way round."""
        later, earlier = values.get(self.later), values.get(self.earlier)
        if later and earlier and later < earlier:
            yield self.later, f"不得早于“{labels[self.earlier]}”。"

    def settled(self, values: Values) -> Values:
        """Values that keep it: both at one moment."""
        return values

    def broken(self, values: Values) -> Iterator[tuple[Values, str]]:
        """The later one long before."""
        yield {**values, self.later: f"2000{values[self.later][4:]}"}, self.later


@dataclass(frozen=True, kw_only=True)
class Differs:
    """Where two numbers are not the same, these must be filled in."""

    one: str
    other: str
    fields: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it speaks of."""
        return (self.one, self.other, *self.fields)

    def wrong(self, values: Values, labels: Mapping[str, str]) -> Iterator[Wrong]:
        """What is not explained."""
        one, other = values.get(self.one, 0), values.get(self.other, 0)
        if one != other:
            for name in self.fields:
                if values.get(name) in EMPTY:
                    told = f"“{labels[self.one]}”{one}，“{labels[self.other]}”{other}，相差 {one - other}"
                    yield name, f"{told}，须写明。"

    def settled(self, values: Values) -> Values:
        """Values that keep it: where everything is filled in, it is kept."""
        return values

    def broken(self, values: Values) -> Iterator[tuple[Values, str]]:
        """One too many, and not a word about it."""
        for name in self.fields:
            yield {**values, self.one: values.get(self.other, 0) + 1, name: None}, name


Check = Needs | Adds | Counts | Allows | Follows | Differs
