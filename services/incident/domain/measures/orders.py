"""What measures have in common: whom they are for, and the order that an approved one becomes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from libs.contracts.event import Event
from services.incident.domain.measures.errors import MeasureImpossibleError
from services.incident.domain.measures.measure_types import MeasureType
from services.incident.domain.measures.touched import Touched

THE_PEOPLE: Final = "on-the-spot"


@dataclass(frozen=True, kw_only=True)
class Approval:
    """What every order says of the decision behind it."""

    incident_id: str
    batch_id: str
    disposition: int
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True, kw_only=True)
class OfSessions:
    """A measure that another service carries out session by session; `contract` is the order it gets."""

    contract: ClassVar[type[Event] | None] = None
    touches_candidates: ClassVar[bool] = False
    type: MeasureType
    session_ids: list[str]

    @property
    def summary(self) -> str:
        """One line of the timeline."""
        return f"{self.type.zh}：{'、'.join(self.session_ids)}"

    @property
    def by_people(self) -> bool:
        """Whether people carry it out and say when it is done."""
        return self.contract is None

    def check(self, *, restored_within: timedelta | None, now: datetime) -> None:  # noqa: ARG002 -- only outages last
        """Refuse what cannot be."""
        why = self.impossible(now)
        if why:
            raise MeasureImpossibleError(why)

    def impossible(self, _: datetime, /) -> str:
        """Why it cannot be, in a sentence; empty if it can."""
        return ""

    def targets(self, touched: Touched) -> list[str]:
        """For what an answer is awaited."""
        if self.by_people:
            return [THE_PEOPLE]
        return touched.application_ids if self.touches_candidates else self.session_ids

    def order(self, approval: Approval, touched: Touched) -> Event | None:
        """What the service that carries it out is told: of all that is known, what its contract has room for."""
        if self.contract is None:
            return None
        known = {
            **vars(self),
            **vars(approval),
            "session_id": next(iter(self.session_ids), None),
            "application_ids": touched.application_ids,
            "application_id": next(iter(touched.application_ids), None),
            "parts": touched.parts,
            "parts_of": touched.parts_of,
            "part": next(iter(touched.parts), None),
        }
        return self.contract(**{name: known[name] for name in self.contract.model_fields})


@dataclass(frozen=True, kw_only=True)
class OfCandidates(OfSessions):
    """A measure about candidates: those named, or all of the sessions."""

    touches_candidates: ClassVar[bool] = True
    application_ids: list[str] | None = None
