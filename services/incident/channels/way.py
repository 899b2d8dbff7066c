"""What every channel is handed, and how it says no."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from services.incident.domain.notices.notice import Urgency


@dataclass(frozen=True, kw_only=True)
class Message:
    """The words that go out. Two messages with one `key` are copies of each other.

    With several `places`, `text` names all of them after `first`, which is what the first notice said. Of what waits
    for one robot, the same `storm` is sent once.
    """

    key: str
    incident_id: str
    title: str
    text: str
    drill: bool = False
    count: int = 1
    first: str = ""
    places: tuple[str, ...] = ()
    urgency: Urgency = Urgency.INFO
    storm: str = ""

    @property
    def whole(self) -> str:
        """Title and text, as a chat shows them."""
        return f"{self.title}\n{self.text}"

    def fitted(self, shown: Callable[["Message"], str], fits: Callable[[str], bool]) -> str:
        """As a channel shows it, with as many of the places as fit into one message, in their order."""
        text = shown(self)
        for number in range(len(self.places) - 1, -1, -1):
            if fits(text):
                break
            text = shown(replace(self, text=naming(self.first, self.places, number)))
        return text


def naming(first: str, places: Sequence[str], number: int) -> str:
    """The words of the first notice, and so many of the places by name."""
    if number == len(places):
        return f"{first}\n地点：{'、'.join(places)}"
    return f"{first}\n地点：{'、'.join(places[:number])}等{len(places)}处" if number else f"{first}\n共{len(places)}处"


class Way(Protocol):
    """One channel by which messages reach people or robots."""

    async def send(self, message: Message, address: str) -> str:
        """Deliver, and answer the channel's own number, or nothing.

        Raises `RefusedError` or `UnreachableError`; their reasons name no address, secret or person.
        """
        ...


class RefusedError(Exception):
    """Neither now nor later: the address or the message will not do."""


class UnreachableError(Exception):
    """Not now. `again` is whether another try within a second can help; `until` when it is known to be of no use."""

    def __init__(self, reason: str, *, again: bool = True, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.again = again and until is None
        self.until = until


class HeldError(UnreachableError):
    """Not even asked: too much has been sent there for the moment."""
