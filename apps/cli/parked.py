"""`skillseal parked`: messages that a service could not handle, with their reasons."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.table import Table

from apps.cli.system import STATE_DIR, System
from apps.cli.terminal import State, operator, refusals

app = typer.Typer(no_args_is_help=True, help="Messages that could not be handled.")
console = Console()


@contextmanager
def _service(state: Path, name: str) -> Iterator[httpx.Client]:
    with refusals():
        system = System.attach(state)
        if name not in system.urls:
            typer.echo(f"there is no service {name}; there are {', '.join(system.urls)}", err=True)
            raise typer.Exit(2)
        headers = {"Authorization": f"Bearer {system.token(operator(), ['operator'])}"}
        with httpx.Client(base_url=system.urls[name], headers=headers, timeout=30.0, trust_env=False) as client:
            yield client


@app.command("list")
def list_messages(
    service: Annotated[str | None, typer.Argument(help="One service; all without it.")] = None,
    *,
    settled: Annotated[bool, typer.Option("--all", help="Also those that were replayed or dropped.")] = False,
    state: State = STATE_DIR,
) -> None:
    """List what waits and what is parked."""
    with refusals():
        names = [service] if service else list(System.attach(state).urls)
    table = Table("service", "id", "routing key", "state", "slug", "reason", "tries")
    for name in names:
        with _service(state, name) as client:
            for message in _pages(client):
                if settled or message["state"] in {"waiting", "parked"}:
                    shown = (message[key] for key in ("id", "routing_key", "state", "slug", "reason", "attempts"))
                    table.add_row(name, *map(str, shown))
    console.print(table)


def _pages(client: httpx.Client) -> Iterator[dict[str, Any]]:
    query: dict[str, str] = {}
    while True:
        page = client.get("/internal/parked", params=query).raise_for_status().json()
        yield from page["items"]
        if page["next"] is None:
            return
        query = {"cursor": page["next"]}


@app.command()
def show(service: str, identifier: str, *, state: State = STATE_DIR) -> None:
    """Show one message with its body and its history."""
    with _service(state, service) as client:
        message = client.get("/internal/parked/message", params={"id": identifier}).raise_for_status().json()
    typer.echo(json.dumps(message, ensure_ascii=False, indent=2))


@app.command()
def replay(service: str, identifier: str, *, state: State = STATE_DIR) -> None:
    """Handle a message again under its own id, audited."""
    with _service(state, service) as client:
        client.post("/internal/parked/replay", params={"id": identifier}).raise_for_status()
    typer.echo("replayed")


@app.command()
def drop(service: str, identifier: str, *, state: State = STATE_DIR) -> None:
    """Give a message up, audited."""
    with _service(state, service) as client:
        client.post("/internal/parked/drop", params={"id": identifier}).raise_for_status()
    typer.echo("dropped")
