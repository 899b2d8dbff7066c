"""Handing a handler what it asks for by parameter name: repositories, collaborators, the message, the time."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from libs.chassis.store.port import Collection
from libs.chassis.store.unit_of_work import UnitOfWork

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
        parameters = inspect.signature(handler).parameters
        bundles = {
            name: parameter.annotation
            for name, parameter in parameters.items()
            if name not in given and self._is_bundle(parameter.annotation)
        }
        known = {*given, "work", *self.collections, *self.provided, *bundles}
        unknown = [name for name in parameters if name not in known]
        if unknown:
            message = f"{handler.__qualname__} asks for {', '.join(unknown)}, which nobody provides"
            raise UnknownParameterError(message)
        return Bound(self, handler, tuple(parameters), given, bundles)

    def bundle(self, kind: Any, work: UnitOfWork) -> Any:
        """A dataclass of repositories and of what is provided, each under its name, inside a unit of work."""
        return kind(**{part.name: self._part(part.name, work) for part in fields(kind)})

    def _part(self, name: str, work: UnitOfWork) -> Any:
        return work.of(self.collections[name]) if name in self.collections else self.provided[name]

    def _is_bundle(self, kind: Any) -> bool:
        """Whether a type is a dataclass of such parts; then it is handed over whole."""
        return is_dataclass(kind) and all(part.name in {*self.collections, *self.provided} for part in fields(kind))


class Bound:
    """A handler with its parameters resolved."""

    def __init__(
        self,
        wiring: Wiring,
        handler: Handler,
        names: tuple[str, ...],
        given: tuple[str, ...],
        bundles: Mapping[str, Any],
    ) -> None:
        self._wiring = wiring
        self._bundles = bundles
        self._handler = handler
        self._given = [name for name in names if name in given]
        self._takes_work = "work" in names
        others = [name for name in names if name not in {*given, "work", *bundles}]
        self._collections = {name: wiring.collections[name] for name in others if name in wiring.collections}
        self._provided = [name for name in others if name not in wiring.collections]

    async def __call__(self, work: UnitOfWork, **given: Any) -> Any:
        """Run it inside a unit of work."""
        arguments = {name: given[name] for name in self._given}
        if self._takes_work:
            arguments["work"] = work
        for name, collection in self._collections.items():
            arguments[name] = work.of(collection)
        for name, bundle in self._bundles.items():
            arguments[name] = self._wiring.bundle(bundle, work)
        for name in self._provided:
            arguments[name] = self._wiring.provided[name]
        return await self._handler(**arguments)
