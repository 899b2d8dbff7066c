"""A small service to test the chassis with: it sends parcels and reminds of those that nobody fetched."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.domain import (
    Aggregate,
    ConflictError,
    Deadline,
    Harm,
    NotYetError,
    Repository,
)
from libs.chassis.identity import Actor
from libs.chassis.service import Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.store.port import Collection, Index, Waiting
from libs.chassis.time.timers import TimerHandlers
from libs.chassis.web.http import Now, Routes, allow, repository, versioned
from libs.contracts.event import Event, Moment

REMINDED_AFTER = timedelta(minutes=10)


class ParcelSent(Event):
    """A parcel is on its way."""

    routing_key: ClassVar[str] = "post.parcel-sent.v1"

    parcel_id: str
    town: str
    sent_at: Moment


class ParcelFetched(Event):
    """Somebody took the parcel home."""

    routing_key: ClassVar[str] = "post.parcel-fetched.v1"
    creates_rights: ClassVar[bool] = True

    parcel_id: str
    fetched_at: Moment


class ParcelFetchedTwiceError(ConflictError):
    """A parcel is fetched once."""

    says = "包裹 {parcel_id} 已被取走。"
    parcel_id: str


class ParcelNotArrivedError(NotYetError):
    """It cannot be fetched before it was sent."""

    says = "包裹 {parcel_id} 尚未到达。"
    parcel_id: str


@dataclass(kw_only=True)
class Parcel(Aggregate):
    """One parcel."""

    id: str
    town: str
    sent_at: datetime
    fetched_at: datetime | None = None
    reminders: int = 0

    @classmethod
    def send(cls, *, id: str, town: str, now: datetime) -> "Parcel":
        parcel = cls(id=id, town=town, sent_at=now)
        parcel.record(ParcelSent(parcel_id=id, town=town, sent_at=now))
        parcel.set_deadline(parcel.reminder)
        return parcel

    @property
    def reminder(self) -> Deadline:
        due_at = self.sent_at + REMINDED_AFTER
        return Deadline(key=f"{self.id}:remind", due_at=due_at, kind="remind", payload={"id": self.id}, harm=Harm.LATE)

    @property
    def lies_there(self) -> bool:
        return self.fetched_at is None and not self.reminders

    def fetch(self, *, now: datetime) -> None:
        if self.fetched_at is not None:
            raise ParcelFetchedTwiceError(self.id)

        self.fetched_at = now
        self.cancel_deadline(f"{self.id}:remind")


Parcels = Repository[Parcel]

PARCELS = Collection("parcels", Parcel, indexes=[Index("town")])
SENT = replace(PARCELS, waiting=Waiting({}, lambda parcel: [parcel.reminder] if parcel.lies_there else []))

routes = Routes(prefix="/parcels", dependencies=[versioned(parcel_id="parcels")])


@routes.post("/{parcel_id}", status_code=201)
async def send_parcel(
    parcel_id: str,
    town: str,
    parcels: Annotated[Parcels, repository("parcels")],
    now: Now,
    _: Annotated[Actor, allow("clerk")],
) -> dict[str, str]:
    """Send a parcel."""
    parcels.save(Parcel.send(id=parcel_id, town=town, now=now))
    return {"parcel_id": parcel_id}


@routes.post("/{parcel_id}/fetching", status_code=204)
async def fetch_parcel(
    parcel_id: str,
    parcels: Annotated[Parcels, repository("parcels")],
    now: Now,
    _: Annotated[Actor, allow("clerk")],
) -> None:
    """Hand a parcel over."""
    parcel = await parcels.get(parcel_id)
    parcel.fetch(now=now)
    parcels.save(parcel)


@routes.get("/{parcel_id}")
async def show_parcel(
    parcel_id: str, parcels: Annotated[Parcels, repository("parcels")], _: Annotated[Actor, allow.staff()]
) -> dict[str, object]:
    """One parcel."""
    parcel = await parcels.get(parcel_id)
    return {"town": parcel.town, "fetched": parcel.fetched_at is not None, "reminders": parcel.reminders}


subscriptions = Subscriptions("depot")


@subscriptions.on(ParcelSent)
async def expect_parcel_on_parcel_sent(event: ParcelSent, parcels: Parcels, now: datetime) -> None:
    parcels.save(Parcel(id=event.parcel_id, town=event.town, sent_at=now))


@subscriptions.on(ParcelFetched)
async def hand_over_on_parcel_fetched(event: ParcelFetched, parcels: Parcels, now: datetime) -> None:
    parcel = await parcels.find_one(event.parcel_id)
    if parcel is None:
        raise ParcelNotArrivedError(event.parcel_id)
    parcel.fetch(now=now)
    parcels.save(parcel)


timers = TimerHandlers()


@timers.on("remind")
async def remind_when_due(deadline: Deadline, parcels: Parcels) -> None:
    parcel = await parcels.get(deadline.payload["id"])
    parcel.reminders += 1
    parcels.save(parcel)


def a_post_office() -> Service:
    """Sends parcels."""
    return Service("post", ServiceSettings(), collections=[SENT], routers=[routes], timers=timers)


def a_depot() -> Service:
    """Expects the parcels that the post office sends."""
    return Service("depot", ServiceSettings(), collections=[PARCELS], routers=[routes], subscriptions=subscriptions)
