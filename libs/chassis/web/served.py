"""What the web edge asks of the service that it serves."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from fastapi import APIRouter, Request

from libs.chassis.identity import Tokens
from libs.chassis.sealing import FieldCipher
from libs.chassis.settings import ServiceSettings
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
    transactions: Transactions
    wiring: Wiring
    meters: Meters


def service_of(request: Request) -> Served:
    """The service that was asked."""
    service: Served = request.app.state.service
    return service
