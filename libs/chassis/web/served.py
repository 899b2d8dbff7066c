"""What the web edge asks of the service that it serves."""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

from fastapi import APIRouter, Request

from libs.chassis.bus.consuming import Consumer
from libs.chassis.bus.parking import Parking
from libs.chassis.bus.provenance import Provenance
from libs.chassis.bus.reconciliation import Comparison
from libs.chassis.bus.relay import Relay
from libs.chassis.identity import Tokens
from libs.chassis.sealing import FieldCipher
from libs.chassis.settings import ServiceSettings
from libs.chassis.store.port import Store
from libs.chassis.store.unit_of_work import Transactions
from libs.chassis.time.clock import Clock
from libs.chassis.watch.metrics import Meters
from libs.chassis.wiring import Wiring


class Served(Protocol):  # one implementation, `Service`: it builds the web edge, which cannot know it
    """What the web edge asks of the service that it serves."""

    name: str
    version: str
    settings: ServiceSettings
    routers: Sequence[APIRouter]
    stopping: asyncio.Event
    clock: Clock
    tokens: Tokens
    cipher: FieldCipher
    store: Store
    transactions: Transactions
    wiring: Wiring
    meters: Meters
    consumer: Consumer
    parking: Parking
    provenance: Provenance
    relay: Relay

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


def service_of(request: Request) -> Served:
    """The service that was asked."""
    service: Served = request.app.state.service
    return service
