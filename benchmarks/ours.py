"""One stage as a service of this project: unit of work, inbox, outbox, relay. `python -m benchmarks.ours 3`."""

import sys
from datetime import datetime
from typing import Any, Protocol

from benchmarks.parcels import Parcel, contract
from benchmarks.stamps import Stamps
from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.service import Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.store.port import Collection, OutboxEvent
from libs.contracts.event import Event

PARCELS = Collection("parcels", Parcel)


class Parcels(Protocol):
    """What the stage needs of its store."""

    def save(self, parcel: Parcel, /) -> None:
        """Write with the commit."""
        ...


class Stage(Service):
    """A service that notes when its commits were durable."""

    stamps = Stamps.from_environment()

    def _committed(self, events: list[OutboxEvent], *changed: Any) -> None:
        self.stamps.note(event.aggregate.rpartition("/")[2] for event in events)
        super()._committed(events, *changed)

    async def stop(self) -> None:
        """Stop, then leave the notes behind."""
        await super().stop()
        self.stamps.write()


def build(stage: int) -> Service:
    """Put a stage together."""
    subscriptions = Subscriptions(f"stage-{stage}")
    following = contract(stage + 1)

    @subscriptions.on(contract(stage))
    async def hand_on(event: Event, parcels: Parcels, now: datetime) -> None:
        parcel = Parcel.of(event, now=now)  # type: ignore[arg-type]  # the contract of this stage
        parcel.record(following.model_construct(**event.__dict__))
        parcels.save(parcel)

    return Stage(f"stage-{stage}", ServiceSettings(), collections=[PARCELS], subscriptions=subscriptions)


if __name__ == "__main__":
    build(int(sys.argv[1])).run()
