"""Handing a handler what it asks for by parameter name: repositories, collaborators, the message, the time."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from libs.chassis.store import Collection
from libs.chassis.unit_of_work import UnitOfWork

Handler = Callable[..., Awaitable[Any]]


class UnknownParameterError(TypeError):
    """A handler asks for something that nobody provides; found at start, not on the first message."""


class Wiring:
    """Knows a service's collections and what it provides; binds handlers to them."""

    def __init__(self, collections: Mapping[str, Collection[Any]], provided: Mapping[str, Any]) -> None:
        self.collections = collections
        self.provided = provided

    def bind(self, handler: Handler, *given: str) -> "Bound":
        """Prepare a handler; `given` are the names that come with each call. Raises `UnknownParameterError`."""
        names = tuple(inspect.signature(handler).parameters)
        unknown = [
            name
            for name in names
            if name not in given and name != "work" and name not in self.collections and name not in self.provided
        ]
        if unknown:
            message = f"{handler.__qualname__} asks for {', '.join(unknown)}, which nobody provides"
            raise UnknownParameterError(message)
        return Bound(self, handler, names)


class Bound:
    """A handler with its parameters resolved."""

    def __init__(self, wiring: Wiring, handler: Handler, names: tuple[str, ...]) -> None:
        self._wiring = wiring
        self._handler = handler
        self._names = names

    async def __call__(self, work: UnitOfWork, **given: Any) -> Any:
        """Run it inside a unit of work."""
        arguments: dict[str, Any] = {}
        for name in self._names:
            if name == "work":
                arguments[name] = work
            elif name in given:
                arguments[name] = given[name]
            elif name in self._wiring.collections:
                arguments[name] = work.of(self._wiring.collections[name])
            else:
                arguments[name] = self._wiring.provided[name]
        return await self._handler(**arguments)
