"""A service: its store, bus, relay, timers and web application, put together and kept running."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

import structlog
from fastapi import APIRouter, FastAPI

from libs.chassis.bus.connections import Bus
from libs.chassis.bus.consuming import Consumer
from libs.chassis.bus.parking import PARKED, Parking
from libs.chassis.bus.provenance import Provenance, user_of
from libs.chassis.bus.reconciliation import FEED_POSITIONS, Comparison, Reconciliation
from libs.chassis.bus.relay import Relay
from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.identity import Tokens
from libs.chassis.retention import Retention
from libs.chassis.sealing import FieldCipher
from libs.chassis.settings import ServiceSettings
from libs.chassis.store.port import Collection, OutboxEvent, Store
from libs.chassis.store.sqlite import SqliteStore
from libs.chassis.store.unit_of_work import Transactions
from libs.chassis.time.clock import Clock, SimulatedClock, SystemClock
from libs.chassis.time.timers import TimerHandlers, Timers
from libs.chassis.time.watchdog import Watchdog
from libs.chassis.watch import telemetry
from libs.chassis.watch.failing import Failing
from libs.chassis.watch.metrics import Meters
from libs.chassis.web import operations
from libs.chassis.web.answers import ANSWERS
from libs.chassis.web.http import application
from libs.chassis.web.serving import Server, configured
from libs.chassis.wiring import Handler, Wiring

# New objects before the garbage is searched: at Python's 700 a stream of messages has it searched all the time.
YOUNG_OBJECTS = 10_000
# Events in flight at a stop; those that are not confirmed by then are sent again at the next start.
RELAY_DRAIN_SECONDS = 5.0
RETRY_PARKED_EVERY_SECONDS = 1.0
# A task that failed begins again; not at once, so that a fault that stays does not fill the log.
RESTART_PAUSE_SECONDS = 0.5
RECONNECT_PAUSE_SECONDS = 1.0

Provided = Mapping[str, Any]

log = structlog.get_logger()


class SimulationInProductionError(ValueError):
    """A simulated clock exists in no production system."""


class Background(Protocol):  # one implementation, the archive's `Appender`: the chassis knows no service
    """A task of a service's own."""

    async def run(self) -> None:
        """Work for ever; started anew if it ends."""
        ...

    def idle(self) -> bool:
        """Whether it has nothing in hand."""
        ...


@dataclass(frozen=True, kw_only=True)
class Part:
    """What several services have alike, with all that it needs of each: collections, routes, timers and the rest."""

    collections: Sequence[Collection[Any]] = ()
    routers: Sequence[APIRouter] = ()
    timers: Mapping[str, Handler] = field(default_factory=dict)
    provide: Callable[["Service"], Provided] = lambda _: {}
    beside: Callable[["Service"], Mapping[str, Background]] = lambda _: {}


class Service:
    """One service process. `build()` in its `main.py` makes it, `run()` serves until SIGTERM.

    `provide` names what routes and handlers may ask for; a function makes it of the clock and the transactions.
    Raises `SimulationInProductionError` for settings that would simulate time where it counts.
    `beside` makes what runs beside the requests, by the name of its task; `parts` bring of all this their own.
    In a simulation `simulated` is the clock that is stepped; the service acts by it, unless it was given another.
    """

    def __init__(  # noqa: PLR0913 -- the one place where the parts of a service are named
        self,
        name: str,
        settings: ServiceSettings,
        *,
        collections: Sequence[Collection[Any]] = (),
        routers: Sequence[APIRouter] = (),
        subscriptions: Subscriptions | None = None,
        timers: TimerHandlers | None = None,
        provide: Provided | Callable[["Service"], Provided] | None = None,
        beside: Callable[["Service"], Mapping[str, Background]] | None = None,
        clock: Clock | None = None,
        parts: Sequence[Part] = (),
    ) -> None:
        if settings.simulation and settings.production:
            message = "SKILLSEAL_SIMULATION must not be set in production"
            raise SimulationInProductionError(message)

        collections = [*collections, *(one for part in parts for one in part.collections)]
        self.name = name
        self.settings = settings
        self.version = _version()
        self.collections = [*collections, PARKED, ANSWERS, FEED_POSITIONS]
        self.simulated = clock if isinstance(clock, SimulatedClock) else None
        if settings.simulation and not self.simulated:
            self.simulated = SimulatedClock(settings.simulation_start)
        self.clock: Clock = clock or self.simulated or SystemClock()
        self.meters = Meters()
        self.tokens = Tokens(settings.token_key_set(), audience=name)
        self.cipher = FieldCipher(settings.field_key_ring())
        self.store = _store(settings, name)
        amqp_url = settings.amqp_url.get_secret_value()
        self.provenance = Provenance(
            user_of(amqp_url), settings.event_key.get_secret_value(), settings.event_key_ring()
        )
        self.bus = Bus(name, amqp_url, self.provenance)
        self.relay = Relay(self.store, self.bus.publish, self.meters)
        self.bus.on_return(self.relay.retry_now)
        self.transactions = Transactions(self.store, name, self._committed)
        own = provide(self) if callable(provide) else provide or {}
        provided = {name: value for part in parts for name, value in part.provide(self).items()} | dict(own)
        self.wiring = Wiring({collection.name: collection for collection in collections}, provided)
        self.parking = Parking(self.transactions, self.meters)
        self.consumer = Consumer(
            subscriptions=subscriptions or Subscriptions(name),
            wiring=self.wiring,
            transactions=self.transactions,
            parking=self.parking,
            tokens=self.tokens,
            provenance=self.provenance,
            clock=self.clock,
            meters=self.meters,
            log_kept=timedelta(days=settings.events_kept_days),
        )
        self.timers = Timers(
            handlers=TimerHandlers(*([timers.by_kind] if timers else []), *(part.timers for part in parts)),
            wiring=self.wiring,
            store=self.store,
            transactions=self.transactions,
            clock=self.clock,
            meters=self.meters,
        )
        self.reconciliation = Reconciliation(
            store=self.store,
            transactions=self.transactions,
            consumer=self.consumer,
            meters=self.meters,
            now=self.clock.now,
        )
        self.watchdog = Watchdog(
            collections=self.collections,
            store=self.store,
            transactions=self.transactions,
            clock=self.clock,
            meters=self.meters,
        )
        self.retention = Retention(
            self.store,
            self.clock,
            events=timedelta(days=settings.events_kept_days),
            answers=timedelta(days=settings.answers_kept_days),
            collections=self.collections,
        )
        self.beside = {name: one for part in parts for name, one in part.beside(self).items()}
        self.beside |= beside(self) if beside else {}
        self.failing = Failing()
        self.stopping = asyncio.Event()
        # Last, so that mypy knows of every part that the operators ask.
        self.routers: Sequence[APIRouter] = [
            *routers,
            *(router for part in parts for router in part.routers),
            *operations.routers(self),
        ]
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def _committed(self, events: list[OutboxEvent], deadlines_changed: bool) -> None:
        self.relay.accept(events)
        if deadlines_changed:
            self.timers.wake()

    def application(self) -> FastAPI:
        """The web application; its lifespan runs the whole service."""

        @asynccontextmanager
        async def lifespan(_: FastAPI) -> AsyncIterator[None]:
            await self.start()
            try:
                yield
            finally:
                await self.stop()

        return application(self, lifespan)

    async def open(self) -> None:
        """Open the store, without starting anything that runs beside the requests."""
        await self.store.open(self.collections)

    async def start(self) -> None:
        """Open the store and start what runs beside the requests; the broker may come later."""
        await self.open()
        self.bus.subscribe(self.consumer)
        if self.simulated:
            self.bus.follow_simulation(self.simulated, self.timers.wake)
        self._tasks = {
            name: asyncio.create_task(_kept_running(name, work, self.failing))
            for name, work in (
                ("relay.sweep", self.relay.sweep),
                ("relay.mark", self.relay.mark_confirmed),
                ("timers", self.timers.run),
                ("parking", self._retry_parked),
                ("reconciliation", self._reconcile_regularly),
                ("retention", self.retention.run),
                ("watchdog", self.watchdog.run),
                *((name, background.run) for name, background in self.beside.items()),
            )
        }
        self._tasks["bus"] = asyncio.create_task(_kept_running("bus", self._stay_on_the_bus, self.failing))

    async def stop(self) -> None:
        """Drain: no more deliveries, handlers done, events confirmed and marked, store closed."""
        self._tasks.pop("bus").cancel()
        await self.bus.stop_consuming()
        await self.relay.drain(RELAY_DRAIN_SECONDS)
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self.bus.close()
        await self.store.close()

    async def _stay_on_the_bus(self) -> None:
        await _until_done("bus", self.bus.connect)
        await self.bus.until_a_consumer_is_lost()

    async def _retry_parked(self) -> None:
        while True:
            await self.parking.retry_waiting(self.consumer.replay)
            await asyncio.sleep(RETRY_PARKED_EVERY_SECONDS)

    async def _reconcile_regularly(self) -> None:
        while True:
            await asyncio.sleep(self.settings.reconcile_seconds)
            await self.reconcile()

    async def reconcile(self) -> dict[str, Comparison]:
        """Compare every configured source with what was handled here; one that does not answer is left out."""
        from libs.chassis.bus.feeds import NoAnswerError, opened  # noqa: PLC0415 -- an hour after the start is early enough

        found: dict[str, Comparison] = {}
        async with opened(self.settings.feeds, self.settings.service_token.get_secret_value()) as fetch:
            for source in self.settings.feeds:
                try:
                    found[source] = await self.reconciliation.compare(source, fetch)
                except NoAnswerError as fault:
                    log.warning("reconciliation.no-answer", source=source, reason=str(fault))
        return found

    def alive(self) -> bool:
        """Whether every background task runs."""
        return all(not task.done() for name, task in self._tasks.items() if name != "bus")

    def idle(self) -> bool:
        """Whether nothing is in hand: no delivery, no firing deadline, no unsent event, nothing that runs beside."""
        in_hand = self.consumer.in_flight or self.timers.firing or self.relay.unsent
        return not in_hand and all(background.idle() for background in self.beside.values())

    def totals(self) -> dict[str, int]:
        """Counts since the start of this process."""
        meters = self.meters
        return {
            name: getattr(meters, name).total()
            for name in ("handled", "deduplicated", "redelivered", "parked", "repaired", "published", "fired")
        }

    async def health(self) -> dict[str, Any]:
        """`ok` or `degraded`, and why."""
        broker, stalled, failing = await self.bus.connected(), self.consumer.stalled(), self.failing.names()
        return {
            "status": "ok" if broker and not (stalled or failing) and self.alive() else "degraded",
            "service": self.name,
            "version": self.version,
            "broker": "connected" if broker else "disconnected",
            "unsent_events": self.relay.unsent,
            "oldest_unsent_s": round(self.relay.oldest_age(), 1),
            "stalled_queues": stalled,
            "failing_tasks": failing,
        }

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        os.umask(0o077)  # what a service writes is for nobody else
        telemetry.configure(self.name, self.settings.log_level)
        web = self.application()
        gc.set_threshold(YOUNG_OBJECTS, 20, 20)
        gc.freeze()  # what lives as long as the process, a hundred thousand objects, is not searched for garbage again
        Server(configured(web, self.settings), self.stopping).run()


async def _kept_running(name: str, work: Callable[[], Awaitable[None]], failing: Failing) -> None:
    """Start a background task again whenever it ends, whatever ended it, but for a real cancellation."""
    while True:
        try:
            await work()
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            log.warning("task.cancelled-by-connection", task=name)
        except Exception:
            log.exception("task.failed", task=name)
            failing.note(name)
        await asyncio.sleep(RESTART_PAUSE_SECONDS)


async def _until_done(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Try again until it works once."""
    while True:
        try:
            await work()
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
        except Exception as fault:  # noqa: BLE001 -- any reason to be without a broker is waited out
            log.warning("bus.not-connected", task=name, reason=repr(fault))
        else:
            return
        await asyncio.sleep(RECONNECT_PAUSE_SECONDS)


def _store(settings: ServiceSettings, name: str) -> Store:
    if settings.store.startswith("sqlite:///"):
        return SqliteStore(Path(settings.store.removeprefix("sqlite:///")))
    from libs.chassis.store.mongo import MongoStore  # noqa: PLC0415 -- the embedded default does without the driver

    return MongoStore(settings.store, name)


def _version() -> str:
    try:
        return version("skillseal")
    except PackageNotFoundError:
        return "0.1.0"
