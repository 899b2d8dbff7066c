"""What every benchmark is given: a directory of its own, a RabbitMQ when it asks for one, and where figures go."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from apps.cli import rabbitmq
from apps.cli.rabbitmq import PrivateNode
from benchmarks.measured import Results


@dataclass(frozen=True)
class Bench:
    """One run of one benchmark."""

    directory: Path
    results: Results
    repetitions: int
    messages: int
    sizes: tuple[int, ...] = ()

    @contextmanager
    def node(self) -> Iterator[PrivateNode]:
        """A private RabbitMQ node, stopped at the end."""
        node = rabbitmq.private_node(self.directory / "rabbitmq", bound=True, say=self.say)
        try:
            node.wait()
            yield node
        finally:
            node.stop()

    def say(self, text: str) -> None:
        """Tell whoever waits; figures alone go to standard output."""
        typer.echo(text, err=True)
