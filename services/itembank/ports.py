"""What the use cases need from outside: four collections and somebody who seals a text for scoring."""

from collections.abc import Mapping
from typing import Protocol

from libs.chassis.domain import Page
from services.itembank.domain.bank import Bank
from services.itembank.domain.blueprint import Blueprint
from services.itembank.domain.opening import Opening
from services.itembank.domain.paper import Paper
from services.itembank.domain.session import ExamSession


class Banks(Protocol):
    """Banks by occupation and level."""

    async def get(self, identifier: str, /) -> Bank: ...

    async def find_one(self, identifier: str, /) -> Bank | None: ...

    def save(self, bank: Bank, /) -> None: ...


class Blueprints(Protocol):
    """Blueprints by occupation and level."""

    async def get(self, identifier: str, /) -> Blueprint: ...

    async def find_one(self, identifier: str, /) -> Blueprint | None: ...

    def save(self, blueprint: Blueprint, /) -> None: ...


class Papers(Protocol):
    """Papers by id; found by batch and state."""

    async def get(self, identifier: str, /) -> Paper: ...

    async def find_one(self, identifier: str, /) -> Paper | None: ...

    async def find(
        self, where: Mapping[str, object] | None = None, /, *, after: str | None = None, limit: int = 100
    ) -> Page[Paper]: ...

    async def count(self, where: Mapping[str, object] | None = None, /) -> int: ...

    def save(self, paper: Paper, /) -> None: ...


class Sessions(Protocol):
    """Sessions by id; found by what they examine."""

    async def get(self, identifier: str, /) -> ExamSession: ...

    async def find_one(self, identifier: str, /) -> ExamSession | None: ...

    async def find(
        self, where: Mapping[str, object] | None = None, /, *, after: str | None = None, limit: int = 100
    ) -> Page[ExamSession]: ...

    def save(self, session: ExamSession, /) -> None: ...


class Openings(Protocol):
    """Openings by paper and session."""

    async def find_one(self, identifier: str, /) -> Opening | None: ...

    async def find(
        self, where: Mapping[str, object] | None = None, /, *, after: str | None = None, limit: int = 100
    ) -> Page[Opening]: ...

    async def count(self, where: Mapping[str, object] | None = None, /) -> int: ...

    def save(self, opening: Opening, /) -> None: ...


class Sealer(Protocol):
    """Seals a text under the keys that services share, so that only they read it."""

    def seal(self, text: str) -> str: ...
