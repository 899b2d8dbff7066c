"""What every event contract has in common, and the value types they share."""

from datetime import UTC, date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from libs.contracts.milliseconds import cut

AnyDay = TypeVar("AnyDay", bound=date)

Level = Annotated[
    int, Field(ge=1, le=5, description="Skill level: 5 primary (初级工) … 1 senior technician (高级技师).")
]
Part = Literal["theory", "practical"]
# What a score can be objected to: the parts, and at levels 2 and 1 the comprehensive review (SCO-05).
ScoredPart = Literal["theory", "practical", "review"]
Form = Literal["A", "B", "spare"]
OccupationCode = Annotated[str, Field(pattern=r"^\d-\d{2}-\d{2}-\d{2}$")]
Score = Annotated[Decimal, Field(ge=0, le=100, max_digits=4, decimal_places=1, description="Marks of 100, in tenths.")]
Sealed = Annotated[
    str,
    Field(pattern=r"^sealed:[\w-]+:[\w-]+$", description="A personal identifier, AES-256-GCM under the key it names."),
]
Fingerprint = Annotated[
    str, Field(pattern=r"^[0-9a-f]{64}$", description="Keyed HMAC-SHA-256 of an identifier: equal people, equal value.")
]
Whole = Annotated[int, Field(ge=-(2**31), le=2**31 - 1, description="A whole number that every store keeps.")]
EARLIEST, LATEST = 1900, 2999
# Stands in place of the person whose act an event comes of where only the time had come. No token is anybody's of this
# name, and no account may have it.
SYSTEM = "@system"


def _in_reach(day: AnyDay) -> AnyDay:
    """Far enough from both ends of the calendar that nobody who counts days or changes zones falls off."""
    if not EARLIEST <= day.year <= LATEST:
        message = f"the year is not between {EARLIEST} and {LATEST}"
        raise ValueError(message)
    return day


Day = Annotated[date, AfterValidator(_in_reach)]
Moment = Annotated[AwareDatetime, AfterValidator(lambda moment: cut(_in_reach(moment).astimezone(UTC)))]


class Event(BaseModel):
    """A fact, stated in the past tense, that other services may rely on.

    Business fields only: the id, the source and the sequence number travel in the CloudEvents attributes.
    One that creates rights is believed only with the signature of the service that publishes it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    routing_key: ClassVar[str]
    creates_rights: ClassVar[bool] = False


class Fact(BaseModel):
    """A part of an event."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class RefusedTarget(Fact):
    """What a disposition could not be carried out for, and why; the slug is that of the service's refusal."""

    target: str
    slug: str
    reason: str


class DispositionAnswer(BaseModel):
    """How a service answers an order of the incident service.

    A target is a session or an application, as the order lists them. Answers may come in parts; every target of the
    order is answered once, as applied or as refused. `reason` is a sentence for staff and names no candidate.
    """

    incident_id: str
    batch_id: str
    disposition: int
    applied: list[str]
    refused: list[RefusedTarget]
    answered_at: Moment
