"""What every channel is handed, and how it says no."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Message:
    """The words that go out. Two messages with one `key` are copies of each other."""

    key: str
    incident_id: str
    title: str
    text: str
    drill: bool = False
    count: int = 1

    @property
    def whole(self) -> str:
        """Title and text, as a chat shows them."""
        return f"{self.title}\n{self.text}"


class Way(Protocol):
    """One channel."""

    async def send(self, message: Message, address: str) -> str:
        """Deliver, and answer the channel's own number, or nothing.

        Raises `RefusedError` or `UnreachableError`; their reasons name no address, secret or person.
        """
        ...


class RefusedError(Exception):
    """Neither now nor later: the address or the message will not do."""


class UnreachableError(Exception):
    """Not now. `again` is whether another try within a second can help."""

    def __init__(self, reason: str, *, again: bool = True) -> None:
        super().__init__(reason)
        self.again = again
