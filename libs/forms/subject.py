"""What a form is about, as far as its service knows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One thing that forms are filled in about.

    `facts` stand at the head of each form. `people` are those on duty, by role: such a role acts here only in their
    persons; a role that is not among them acts everywhere. A duty is told from its role by a colon (`examiner:leader`):
    nobody has one who is not named. `anchors` are the moments that dates are counted from.
    """

    kind: str
    id: str
    batch_id: str
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


class Subjects(Protocol):  # one implementation a service: each knows other things
    """What a service has forms about, inside one unit of work."""

    async def get(self, kind: str, identifier: str, /) -> Subject:
        """One of them. Raises a refusal that says there is none."""
        ...

    async def of_batch(self, batch_id: str, /) -> list[Subject]:
        """All that belong to a batch, the batch itself among them."""
        ...
