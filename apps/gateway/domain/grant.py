"""A role that somebody holds from a day to a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from apps.gateway.domain.errors import (
    GrantPeriodError,
    GrantSettledError,
    RoleNotGrantableError,
    SecondPersonNeededError,
)
from apps.gateway.domain.roles import DANGEROUS, GRANTABLE
from libs.contracts.beijing import BEIJING

LONGEST = timedelta(days=3 * 366)


class GrantState(StrEnum):
    """Where a grant stands on a day."""

    PROPOSED = "proposed"
    COMING = "coming"
    HELD = "held"
    OVER = "over"


def day_of(now: datetime) -> date:
    """The day that people in the institution have."""
    return now.astimezone(BEIJING).date()


@dataclass(kw_only=True)
class Grant:
    """Held on each day from `starts_on` to `ends_on`, both included; a dangerous one once a second person approved."""

    id: str
    role: str
    starts_on: date
    ends_on: date
    proposed_by: str
    proposed_at: datetime
    approved_by: str = ""
    withdrawn_by: str = ""

    @classmethod
    def propose(cls, *, id: str, role: str, starts_on: date, ends_on: date, by: str, now: datetime) -> Self:  # noqa: PLR0913
        """Raises `RoleNotGrantableError` or `GrantPeriodError`."""
        if role not in GRANTABLE:
            raise RoleNotGrantableError
        if not max(starts_on, day_of(now)) <= ends_on <= starts_on + LONGEST:
            raise GrantPeriodError
        grant = cls(id=id, role=role, starts_on=starts_on, ends_on=ends_on, proposed_by=by, proposed_at=now)
        if role not in DANGEROUS:
            grant.approved_by = by
        return grant

    def approve(self, *, by: str, now: datetime) -> None:
        """Raises `GrantSettledError` or `SecondPersonNeededError`."""
        if self.state(now) is not GrantState.PROPOSED:
            raise GrantSettledError
        if by == self.proposed_by:
            raise SecondPersonNeededError

        self.approved_by = by

    def ask_again(self, *, by: str, now: datetime) -> None:
        """A dangerous one that is not over waits for a second person anew."""
        if self.role in DANGEROUS and self.state(now) is not GrantState.OVER:
            self.proposed_by, self.proposed_at, self.approved_by = by, now, ""

    def withdraw(self, *, by: str, now: datetime) -> None:
        """End it now, or refuse what was proposed. Raises `GrantSettledError`."""
        if self.state(now) is GrantState.OVER:
            raise GrantSettledError

        self.withdrawn_by = by

    def state(self, now: datetime) -> GrantState:
        """Where it stands."""
        today = day_of(now)
        if self.withdrawn_by or self.ends_on < today:
            return GrantState.OVER
        if not self.approved_by:
            return GrantState.PROPOSED
        return GrantState.HELD if self.starts_on <= today else GrantState.COMING
