"""Depots that count what reaches them, some of them slow or deadly, and a post office that tells where parcels are."""

import asyncio
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar, Protocol

from libs.chassis.bus.messages import Received
from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.domain import Aggregate
from libs.chassis.identity import Actor
from libs.chassis.service import Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.store.port import Collection
from libs.chassis.tests import parcels
from libs.chassis.tests.parcels import PARCELS, ParcelSent
from libs.chassis.web.http import Routes, allow, repository
from libs.contracts.event import Event


class ParcelMoved(Event):
    """A parcel reached a stop on its way."""

    routing_key: ClassVar[str] = "post.parcel-moved.v1"

    parcel_id: str
    stop: int


class ParcelShelved(Event):
    """A depot put a parcel on its shelf."""

    routing_key: ClassVar[str] = "depot.parcel-shelved.v1"

    parcel_id: str


@dataclass(kw_only=True)
class Tour(Aggregate):
    """The way of one parcel."""

    id: str
    stops: int = 0

    def move(self, stops: int) -> None:
        for _ in range(stops):
            self.stops += 1
            self.record(ParcelMoved(parcel_id=self.id, stop=self.stops))


class Tours(Protocol):
    """The tours there are."""

    async def find_one(self, id: str, /) -> Tour | None: ...
    def save(self, tour: Tour, /) -> None: ...


TOURS = Collection("tours", Tour)
tour_routes = Routes(prefix="/tours")


@tour_routes.post("/{parcel_id}/stops", status_code=204)
async def move_parcel(
    parcel_id: str, stops: int, tours: Annotated[Tours, repository("tours")], _: Annotated[Actor, allow("clerk")]
) -> None:
    """Move a parcel on by some stops."""
    tour = await tours.find_one(parcel_id) or Tour(id=parcel_id)
    tour.move(stops)
    tours.save(tour)


def a_post_office() -> Service:
    """Sends parcels and tells where they are."""
    return Service(
        "post",
        ServiceSettings(),
        collections=[PARCELS, TOURS],
        routers=[parcels.routes, tour_routes],
        timers=parcels.timers,
    )


@dataclass(kw_only=True)
class Entry(Aggregate):
    """A line in a depot's book: one for each parcel. It counts, so that a doubled effect shows."""

    id: str
    arrivals: int = 0
    stops: list[int] = field(default_factory=list)


class Entries(Protocol):
    """The book."""

    async def get(self, id: str, /) -> Entry: ...
    async def find_one(self, id: str, /) -> Entry | None: ...
    def save(self, entry: Entry, /) -> None: ...


ENTRIES = Collection("entries", Entry)
entry_routes = Routes(prefix="/entries")


@entry_routes.get("/{parcel_id}")
async def show_entry(
    parcel_id: str, entries: Annotated[Entries, repository("entries")], _: Annotated[Actor, allow.staff()]
) -> dict[str, object]:
    """What the depot noted of one parcel."""
    return {"arrivals": (await entries.get(parcel_id)).arrivals}


async def note_arrival(parcel_id: str, entries: Entries) -> Entry:
    entry = await entries.find_one(parcel_id) or Entry(id=parcel_id)
    entry.arrivals += 1
    entries.save(entry)
    return entry


def leave(note: Path, text: str = "") -> None:
    """Tell the test something that outlives this process."""
    note.parent.mkdir(parents=True, exist_ok=True)
    with note.open("a") as lines:
        lines.write(text)


def room_of(settings: ServiceSettings) -> Path:
    """Where a depot leaves notes for the test: beside its store."""
    return Path(settings.store.removeprefix("sqlite:///")).parent / "room"


def _a_depot(*handlers: Any) -> Service:
    settings = ServiceSettings()
    subscriptions = Subscriptions("depot")
    for contract, handler in handlers:
        (subscriptions.on(contract) if contract else subscriptions.on_everything)(handler)
    return Service(
        "depot",
        settings,
        collections=[ENTRIES],
        routers=[entry_routes],
        subscriptions=subscriptions,
        provide={"room": room_of(settings)},
    )


async def count_on_parcel_sent(event: ParcelSent, entries: Entries) -> None:
    await note_arrival(event.parcel_id, entries)


async def follow_on_parcel_moved(event: ParcelMoved, entries: Entries) -> None:
    entry = await entries.find_one(event.parcel_id) or Entry(id=event.parcel_id)
    entry.stops.append(event.stop)
    entries.save(entry)


def a_counting_depot() -> Service:
    """Counts arrivals and notes stops."""
    return _a_depot((ParcelSent, count_on_parcel_sent), (ParcelMoved, follow_on_parcel_moved))


def a_listening_depot() -> Service:
    """Hears everything there is."""

    async def note_any_event(message: Received, entries: Entries) -> None:
        await note_arrival(message.id, entries)

    return _a_depot((None, note_any_event))


def a_reporting_depot() -> Service:
    """Tells the world of every arrival."""

    async def report_on_parcel_sent(event: ParcelSent, entries: Entries) -> None:
        entry = await note_arrival(event.parcel_id, entries)
        entry.record(ParcelShelved(parcel_id=event.parcel_id))

    return _a_depot((ParcelSent, report_on_parcel_sent))


def a_gated_depot() -> Service:
    """Counts an arrival only once the gate is open: a file in its room. Who waits there leaves a file, too."""

    async def wait_on_parcel_sent(event: ParcelSent, entries: Entries, room: Path) -> None:
        leave(room / f"waits-{event.parcel_id}")
        while not (room / "gate").exists():  # noqa: ASYNC110 -- the gate is opened by another process
            await asyncio.sleep(0.01)
        await note_arrival(event.parcel_id, entries)

    return _a_depot((ParcelSent, wait_on_parcel_sent))


def a_deadly_depot() -> Service:
    """Dies of every parcel to nowhere; the others it counts."""

    async def die_on_parcel_sent(event: ParcelSent, entries: Entries, room: Path) -> None:
        if event.town == "nowhere":
            leave(room / "deaths", "x")
            os.kill(os.getpid(), signal.SIGKILL)
        await note_arrival(event.parcel_id, entries)

    return _a_depot((ParcelSent, die_on_parcel_sent))


def a_stumbling_depot() -> Service:
    """Fails three times before it counts an arrival, as a store that is away for a moment makes it."""
    failures = dict.fromkeys(("p-1",), 3)

    async def stumble_on_parcel_sent(event: ParcelSent, entries: Entries) -> None:
        if failures.get(event.parcel_id):
            failures[event.parcel_id] -= 1
            message = "the store is away"
            raise OSError(message)
        await note_arrival(event.parcel_id, entries)

    return _a_depot((ParcelSent, stumble_on_parcel_sent))
