"""What a service takes from the bus: a queue for each kind of event or command, and who handles it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from libs.chassis.wiring import Handler
from libs.contracts.command import Command
from libs.contracts.event import Event

H = TypeVar("H", bound=Handler)


@dataclass(frozen=True)
class Subscription:
    """One queue of one consumer. Without a contract it takes every event of the bus, undecoded."""

    queue: str
    routing_key: str
    handler: Handler
    contract: type[Event] | type[Command] | None

    @property
    def takes_commands(self) -> bool:
        """Whether it is for what staff want done, not for facts."""
        return self.contract is not None and issubclass(self.contract, Command)


class Subscriptions:
    """What a service subscribes to; filled by decorators in its `subscribers.py`."""

    def __init__(self, consumer: str) -> None:
        self.consumer = consumer
        self.all: list[Subscription] = []

    def on(self, contract: type[Event] | type[Command]) -> Callable[[H], H]:
        """Handle one kind of event or command from a queue of its own."""

        def register(handler: H) -> H:
            queue = f"{self.consumer}.{contract.routing_key}"
            self.all.append(Subscription(queue, contract.routing_key, handler, contract))
            return handler

        return register

    def on_everything(self, handler: H) -> H:
        """Handle every event there is, as it came."""
        self.all.append(Subscription(f"{self.consumer}.events", "#", handler, None))
        return handler
