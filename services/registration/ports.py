"""What registration needs from outside: its documents, a reader of roster files, a cipher."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from libs.chassis.domain import Page
from services.registration.domain.announcement import Announcement
from services.registration.domain.application import Application
from services.registration.domain.batch import Batch
from services.registration.domain.roster import RosterRow
from services.registration.domain.scope import FiledScope
from services.registration.domain.upload import RosterUpload

T = TypeVar("T")


class Kept(Protocol[T]):
    """Documents of one kind, by id."""

    async def get(self, id: str, /) -> T: ...

    async def find_one(self, id: str, /) -> T | None: ...

    def save(self, aggregate: T, /) -> None: ...


class Announcements(Kept[Announcement], Protocol):
    """All announcements."""


class Batches(Kept[Batch], Protocol):
    """All batches."""


class Uploads(Kept[RosterUpload], Protocol):
    """The roster files imported so far."""


class Applications(Kept[Application], Protocol):
    """All applications, found by batch, state, post and number."""

    async def find(
        self,
        where: Mapping[str, object] | None = None,
        /,
        *,
        order_by: str = "id",
        after: str | None = None,
        limit: int = 100,
    ) -> Page[Application]: ...

    async def count(self, where: Mapping[str, object] | None = None, /) -> int: ...


class RosterFiles(Protocol):
    """Reads an uploaded file; raises the `RosterFileError` that makes it unfit. Does not hold up other requests."""

    async def read(self, body: bytes, /) -> list[RosterRow]: ...


class Cipher(Protocol):
    """Makes identifiers unreadable at rest and still comparable."""

    def seal(self, text: str) -> str: ...

    def open(self, sealed: str) -> str: ...

    def fingerprint(self, text: str) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Registry:
    """Everything registration keeps and works with, handed to a use case as one."""

    announcements: Announcements
    batches: Batches
    applications: Applications
    uploads: Uploads
    roster_files: RosterFiles
    scope: FiledScope
    cipher: Cipher
