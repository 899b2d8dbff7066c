"""How far the demo is: a live display on a terminal, one line a stage elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


class Progress:
    """Times the stages and says what they did."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, text: str) -> Iterator[list[str]]:
        """Run a stage; what the body appends to the list is said at its end."""
        said: list[str] = []
        started = time.perf_counter()
        if self._console.is_terminal:
            with self._console.status(f"{text} …"):
                yield said
        else:
            yield said
        self.seconds[name] = time.perf_counter() - started
        self._console.print(f"{text:<44} {self.seconds[name]:7.2f} s   {'  '.join(said)}", soft_wrap=True)

    def say(self, text: str) -> None:
        """A line of its own."""
        self._console.print(text, soft_wrap=True)
