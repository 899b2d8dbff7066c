"""An order for several targets, carried out target by target and answered once."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol, TypeVar

from libs.chassis.domain.errors import DomainError, NotYetError
from libs.contracts.event import RefusedTarget


class TargetedOrder(Protocol):
    """An aggregate of whoever obeys. It exists once the order was carried out, so a further copy changes nothing."""

    id: str
    applied: list[str]
    refused: list[RefusedTarget]

    def answer(self, now: datetime) -> None:
        """Tell whoever gave the order what became of each target."""
        ...


D = TypeVar("D", bound=TargetedOrder)


class Orders(Protocol[D]):  # one implementation, `Repository`: its aggregates are not known to be orders
    """As much of a `Repository` as is needed here."""

    async def find_one(self, identifier: str, /) -> D | None: ...

    def save(self, aggregate: D, /) -> None: ...


async def carry_out(
    orders: Orders[D], order: D, targets: Iterable[str], act: Callable[[str], Awaitable[None]], *, now: datetime
) -> None:
    """Try every target and answer; an order that was answered is not carried out again.

    Raises `NotYetError` if one of the targets has not arrived: then the whole order is tried again later.
    """
    if await orders.find_one(order.id):
        return
    for target in targets:
        with _attempt(order, target):
            await act(target)
    order.answer(now)
    orders.save(order)


@contextmanager
def _attempt(order: TargetedOrder, target: str) -> Iterator[None]:
    """Keep whether the rules let it happen to this target."""
    try:
        yield
    except NotYetError:
        raise
    except DomainError as refusal:
        order.refused.append(RefusedTarget(target=target, slug=refusal.slug, reason=refusal.sentence))
    else:
        order.applied.append(target)
