"""Fields that many forms have, and what is typed in them line by line."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

from fastapi import Form
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from apps.gateway.domain.errors import LineNotReadError
from libs.contracts.beijing import BEIJING
from libs.contracts.plain_text import in_one_line

# It is sent on in a header, which takes nothing else.
Key = Annotated[str, Field(min_length=16, max_length=100, pattern=r"^[A-Za-z0-9._-]+$")]
# Of a form that is no `Keyed`: it sends a file beside, or fields that only its page knows.
SentKey = Annotated[Key, Form()]
# The ETag of what the person saw when the form was drawn.
Seen = Annotated[str, Field(pattern=r'^"[0-9]{1,12}"$')]


def _plain(typed: str) -> str:
    """What is not shown, or steers how others are shown, is in no name: it would stand in every token and timeline."""
    if in_one_line(typed) != typed:
        raise PydanticCustomError("string_pattern_mismatch", "not plain")
    return typed


Name = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_plain)]

LOCAL_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?")


def _in_beijing(typed: object) -> datetime:
    """As a clock in Beijing shows it: seconds since 1970 or another offset are no such thing."""
    try:
        if isinstance(typed, str) and LOCAL_TIME.fullmatch(typed.strip()):
            return datetime.fromisoformat(typed.strip()).replace(tzinfo=BEIJING)
    except ValueError:
        pass  # there is no such day
    raise PydanticCustomError("local_time", "no local time")


InBeijing = Annotated[datetime, BeforeValidator(_in_beijing)]


class Keyed(BaseModel):
    """A form with nothing to fill in."""

    key: Key


class KeyedAndSeen(Keyed):
    """The same, about something that others may change meanwhile."""

    seen: Seen


def lines(typed: str, pattern: str, *, field: str, example: str) -> Iterator[re.Match[str]]:
    """Each line that is not empty, read by a pattern. Raises `LineNotReadError` with the line's number."""
    for number, line in _numbered(typed):
        read = re.fullmatch(pattern, line)
        if read is None:
            raise LineNotReadError(line=number, example=example, field=field)
        yield read


def days(typed: str, *, field: str) -> list[date]:
    """A day in each line. Raises `LineNotReadError`."""
    found = []
    for number, line in _numbered(typed):
        try:
            found.append(date.fromisoformat(line))
        except ValueError:
            raise LineNotReadError(line=number, example="2026-09-19", field=field) from None
    return found


def _numbered(typed: str) -> Iterator[tuple[int, str]]:
    """Each line that is not empty, with its number."""
    for number, line in enumerate(typed.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()
