"""What travels through the stages of both sides: one message, one document, both the same on either side."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pydantic import TypeAdapter

from libs.chassis.domain import Aggregate
from libs.contracts.event import Event, Level, Moment, OccupationCode, Score, Sealed

QUEUE_ARGUMENTS = {"x-queue-type": "quorum", "x-delivery-limit": 20, "x-overflow": "reject-publish"}
PREFETCH = 100


class ParcelHandled(Event):
    """About as much as an event of the real services says: 400 bytes. Its routing key is the stage's."""

    parcel_id: str
    batch_id: str
    occupation_code: OccupationCode
    level: Level
    holder: Sealed
    note: str
    theory_score: Score
    practical_score: Score
    handled_at: Moment


@dataclass(kw_only=True)
class Parcel(Aggregate):
    """What a stage remembers of a parcel."""

    id: str
    batch_id: str
    occupation_code: str
    level: int
    holder: str
    note: str
    theory_score: Decimal
    practical_score: Decimal
    handled_at: datetime

    @classmethod
    def of(cls, event: ParcelHandled, *, now: datetime) -> "Parcel":
        """A parcel as it arrives."""
        return cls(
            id=event.parcel_id,
            batch_id=event.batch_id,
            occupation_code=event.occupation_code,
            level=event.level,
            holder=event.holder,
            note=event.note,
            theory_score=event.theory_score,
            practical_score=event.practical_score,
            handled_at=now,
        )


PARCEL = TypeAdapter(Parcel)


def routing_key(stage: int) -> str:
    """What a stage listens to: what the one before it sends, or the feeder, which is stage 0."""
    return f"stage-{stage - 1}.parcel-handled.v1"


def queue_name(stage: int) -> str:
    """The queue of a stage, on either side."""
    return f"stage-{stage}.{routing_key(stage)}"


def contract(stage: int) -> type[ParcelHandled]:
    """The contract of the messages that a stage takes."""
    return type(f"ParcelForStage{stage}", (ParcelHandled,), {"routing_key": routing_key(stage), "__module__": __name__})


def a_message(number: int, now: datetime) -> bytes:
    """What the feeder sends to the first stage."""
    event = ParcelHandled(
        parcel_id=f"parcel-{number:08d}",
        batch_id="2026-autumn",
        occupation_code="6-31-01-03",
        level=4,
        holder=f"sealed:k1:{'a7Qx-0Zb' * 10}",
        note="电工，四级，理论与实操，主考点第三考场，准考证已发。",
        theory_score=Decimal("78.5"),
        practical_score=Decimal("81.0"),
        handled_at=now,
    )
    return event.model_dump_json().encode()
