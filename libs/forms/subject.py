"""What a form is about, as far as its service knows it, and the file that it hangs on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from libs.contracts.beijing import BEIJING
from libs.forms.errors import SubjectNotFoundError

YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One thing that forms are filled in about. Its file (卷) is a batch, or a year of the institution.

    `facts` stand at the head of each form. `people` are those on duty, by role: such a role acts here only in their
    persons; a role that is not among them acts everywhere. A duty is told from its role by a colon (`examiner:leader`):
    nobody has one who is not named. `anchors` are the moments that dates are counted from.
    """

    kind: str
    id: str
    file_id: str
    title: str
    facts: Sequence[tuple[str, str]] = ()
    tags: frozenset[str] = frozenset()
    people: Mapping[str, frozenset[str]] = field(default_factory=dict)
    anchors: Mapping[str, datetime] = field(default_factory=dict)

    def lets(self, person: str, roles: frozenset[str], wanted: Iterable[str]) -> bool:
        """Whether somebody with these roles acts here in one of those that are wanted."""
        return any(role_of(one) in roles and person in self.on_duty(one, person) for one in wanted)

    def on_duty(self, role: str, otherwise: str) -> frozenset[str]:
        """Who acts here in a role or on a duty."""
        return self.people.get(role, frozenset() if role_of(role) != role else frozenset({otherwise}))


def role_of(duty: str) -> str:
    """The role that somebody on a duty holds."""
    return duty.partition(":")[0]


def year_file(year: int) -> str:
    """The file of a year."""
    return f"{YEAR}-{year}"


def year_of(file_id: str) -> int | None:
    """The year whose file this is; none for a batch."""
    found = re.fullmatch(rf"{YEAR}-(20\d\d)", file_id)
    return int(found[1]) if found else None


def a_year(file_id: str) -> Subject | None:
    """The year whose file this is. It begins, each of its months ends and it ends at midnight of the institution."""
    year = year_of(file_id)
    if year is None:
        return None
    months = {f"month-{month}": datetime(year, month + 1, 1, tzinfo=BEIJING) for month in range(1, 12)}
    return Subject(
        kind=YEAR,
        id=file_id,
        file_id=file_id,
        title=f"{year} 年度",
        anchors={
            "year-begin": datetime(year, 1, 1, tzinfo=BEIJING),
            "year-end": datetime(year + 1, 1, 1, tzinfo=BEIJING),
            **months,
        },
    )


class Subjects(Protocol):  # one implementation a service: each knows other things
    """What a service has forms about beside the year, which every service knows; inside one unit of work."""

    async def get(self, kind: str, identifier: str, /) -> Subject:
        """One of them. Raises a refusal that says there is none."""
        ...

    async def of_file(self, file_id: str, /) -> list[Subject]:
        """All that belong to a batch, the batch itself among them; or to a year, beside the year itself."""
        ...


@dataclass(frozen=True, kw_only=True)
class NothingElse:
    """The subjects of a service whose forms are about the year alone."""

    async def get(self, _kind: str, _identifier: str, /) -> Subject:
        """None of them is there."""
        raise SubjectNotFoundError

    async def of_file(self, _file_id: str, /) -> list[Subject]:
        """None of them is there."""
        return []
