"""Refusals: what a rule forbids. They are expected, never retried, and told to the person who asked.

A refusal is data: a slug, one sentence with named holes, and the typed fields that fill them.

    class RoomTooLargeError(ConflictError):
        \"\"\"SCH-11: a theory room seats at most 30.\"\"\"

        says = "理论考场 {room_id} 登记了 {seats} 个座位，每个标准考场不得超过30名考生。"
        shown = ("room_id",)
        room_id: str
        seats: int

DomainError
├── InvalidError      the request is wrong in itself                        422
├── ForbiddenError    this person may not do it                             403
├── NotFoundError     there is no such thing, or not for this person        404
├── ConflictError     the thing is not in a state that allows it            409
│   └── SettledError  nothing is left to do: a deadline that meets it ends   409
├── NotYetError       what it depends on has not arrived; tried again later 409
├── StrangeMessageError  a message is not believed to be what it says   409
└── TooOftenError     it was asked too often (see `allowance`)              429
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any, ClassVar, dataclass_transform

from libs.contracts.beijing import BEIJING

WORD = re.compile(r"(?<!^)(?=[A-Z])")


class _Wording(Formatter):
    """Fills the holes of a sentence from a refusal: moments in Beijing time, lists as an enumeration."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ARG002 -- a Formatter's
        return getattr(args[0], str(key))

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, datetime):
            value = value.astimezone(BEIJING)
        if isinstance(value, Collection) and not isinstance(value, str):
            value = "、".join(map(str, value))
        return str(super().format_field(value, format_spec))


@dataclass_transform(eq_default=False)
class DomainError(Exception):
    """A refusal. `says` is one Chinese sentence that a clerk understands; its holes are the fields.

    The slug is stable; it is the name of the class in kebab case where none is written. `shown` are the fields that go
    out beside the sentence.
    """

    slug = "refused"
    says: ClassVar[str]
    shown: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "slug" not in vars(cls):
            cls.slug = WORD.sub("-", cls.__name__.removesuffix("Error")).lower()
        if "says" in vars(cls) or vars(cls).get("__annotations__"):
            dataclass(eq=False, repr=False)(cls)

    def __init__(self) -> None:
        super().__init__()

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What a person is told."""
        return _Wording().vformat(self.says, (self,), {})

    @property
    def extra(self) -> dict[str, Any]:
        """The members of the answer beside its sentence."""
        return {name: getattr(self, name) for name in self.shown}


class InvalidError(DomainError):
    """The request is wrong in itself."""


class ForbiddenError(DomainError):
    """The person may not do this."""


class NotFoundError(DomainError):
    """There is no such thing, or it is not for this person to know."""


class ConflictError(DomainError):
    """The thing is not in a state that allows this."""


class SettledError(ConflictError):
    """It was done before, or is wanted no more. A deadline that meets this is over; every other refusal keeps it."""


class NotYetError(DomainError):
    """What this depends on has not arrived or is not due yet; a message or deadline that meets it is tried again."""


class StrangeMessageError(DomainError):
    """A message is not believed to be what its id says: parked under a name of its own, beside whatever has that id."""
