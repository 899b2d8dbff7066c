"""What operators and probes ask a service: health, metrics, the event feed, parked messages, the clock."""

from datetime import UTC
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Query, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import Field
from starlette.responses import JSONResponse

from libs.chassis.bus.consuming import Consumer
from libs.chassis.bus.parking import ParkedMessage, Parking
from libs.chassis.bus.provenance import Provenance
from libs.chassis.bus.reconciliation import Comparison
from libs.chassis.bus.relay import Relay
from libs.chassis.domain import Harm
from libs.chassis.identity import Actor
from libs.chassis.store.port import LARGEST_INTEGER, Store
from libs.chassis.time.clock import SimulatedClock
from libs.chassis.web.http import Routes, Strict, allow
from libs.chassis.web.served import Served

# Longer than a broker needs to start again.
NOT_READY_AFTER_SECONDS = 60.0

probes = APIRouter(include_in_schema=False)
internal = Routes(prefix="/internal", tags=["operations"])


class DroppedBody(Strict):
    """Why nobody will handle it."""

    reason: Annotated[str, Field(min_length=2, max_length=500)]


class Operated(Served, Protocol):  # one implementation, `Service`: see `Served`
    """What operators ask of a service beyond what every route does."""

    store: Store
    consumer: Consumer
    parking: Parking
    provenance: Provenance
    relay: Relay
    simulated: SimulatedClock | None

    def alive(self) -> bool:
        """Whether every background task runs."""
        ...

    def idle(self) -> bool:
        """Whether nothing is in hand: no delivery, no firing deadline, no unsent event."""
        ...

    def totals(self) -> dict[str, int]:
        """Counts since the start of this process."""
        ...

    async def health(self) -> dict[str, Any]:
        """`ok` or `degraded`, and why."""
        ...

    async def reconcile(self) -> dict[str, Comparison]:
        """Compare every configured source with what was handled here."""
        ...


def routers(_: Operated) -> list[APIRouter]:
    """The operators' routes and the probes, for a service that has what they ask of it."""
    return [internal, probes]


def _operated(request: Request) -> Operated:
    service: Operated = request.app.state.service
    return service


@probes.get("/health/live")
async def live() -> dict[str, str]:
    """The process answers, whatever it can do just now."""
    return {"status": "ok"}


@probes.get("/health")
async def health(request: Request) -> dict[str, Any]:
    """`ok`, or `degraded` while the broker is away: commands are taken all the same, their events wait."""
    return await _operated(request).health()


@probes.get("/health/ready")
async def ready(request: Request) -> Response:
    """503 once events have waited for more than a minute or a background task is dead."""
    service = _operated(request)
    well = service.relay.oldest_age() < NOT_READY_AFTER_SECONDS and service.alive()
    return JSONResponse({"ready": well}, 200 if well else 503)


@probes.get("/metrics")
async def metrics(request: Request) -> Response:
    """All counts of this service in Prometheus' text format."""
    return Response(generate_latest(_operated(request).meters.registry), media_type=CONTENT_TYPE_LATEST)


@internal.get("/clock")
async def clock(request: Request, _: Annotated[Actor, allow("operator")]) -> dict[str, Any]:
    """The time this service acts by, its next deadline, and whether it has nothing left to do right now."""
    service = _operated(request)
    following = await service.store.next_due()
    reading = service.clock.reading(Harm.LATE)
    due = following is not None and reading is not None and following <= reading
    return {
        "now": (service.simulated or service.clock).now().isoformat(),
        "next_deadline": following.isoformat() if following else None,
        "idle": not due and service.idle(),
        "totals": service.totals(),
    }


@internal.get("/feed")
async def feed(
    request: Request,
    _: Annotated[Actor, allow("operator")],
    after: Annotated[int, Query(ge=0, le=LARGEST_INTEGER)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> dict[str, Any]:
    """What this service ever published, in order of commit."""
    service = _operated(request)
    events = await service.store.feed(after=after, limit=limit)
    return {
        "events": [
            {
                "position": event.position,
                "id": event.id,
                "subject": event.aggregate,
                "sequence": event.seq,
                "type": event.routing_key,
                "time": event.occurred_at.isoformat(),
                "data": event.body.decode(),
                "signature": service.provenance.signature(event),
                "actor": event.actor,
                "actorsignature": service.provenance.actor_signature(event),
            }
            for event in events
        ],
        "next": events[-1].position if events else after,
    }


@probes.post("/internal/reconciliation")
async def reconcile(request: Request, _: Annotated[Actor, allow("operator")]) -> dict[str, dict[str, int]]:
    """Compare the logs of the other services with what was handled here, now, and repair what is missing."""
    found = await _operated(request).reconcile()
    return {source: {"compared": one.compared, "repaired": one.repaired} for source, one in found.items()}


@internal.get("/parked")
async def list_parked(
    request: Request, _: Annotated[Actor, allow("operator")], state: str | None = None, cursor: str | None = None
) -> dict[str, Any]:
    """Parked messages with their reasons, without their bodies."""
    page = await _operated(request).parking.listing(state=state, after=cursor)
    return {"items": [_shown(parked) for parked in page.items], "next": page.next}


@internal.get("/parked/message")
async def show_parked(request: Request, id: str, _: Annotated[Actor, allow("operator")]) -> dict[str, Any]:
    """One parked message, with its body."""
    parked = await _operated(request).parking.show(id)
    return {**_shown(parked), "body": parked.raw().decode(errors="replace")}


@probes.post("/internal/parked/replay", status_code=204)
async def replay_parked(request: Request, id: str, actor: Annotated[Actor, allow("operator")]) -> None:
    """Handle a parked message again, under its own id."""
    service = _operated(request)
    await service.parking.replay(id, service.consumer.replay, by=actor.id)


@probes.post("/internal/parked/drop", status_code=204)
async def drop_parked(request: Request, id: str, body: DroppedBody, actor: Annotated[Actor, allow("operator")]) -> None:
    """Give a parked message up."""
    await _operated(request).parking.drop(id, by=actor.id, why=body.reason)


def _shown(parked: ParkedMessage) -> dict[str, Any]:
    return {
        "id": parked.id,
        "queue": parked.queue,
        "routing_key": parked.routing_key,
        "source": parked.source,
        "subject": parked.subject,
        "sequence": parked.seq,
        "occurred_at": parked.occurred_at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "state": parked.state,
        "slug": parked.slug,
        "reason": parked.reason,
        "attempts": parked.attempts,
        "parked_at": parked.parked_at.isoformat(),
        "history": parked.history,
        "actor": parked.actor.id if parked.actor else None,
    }
