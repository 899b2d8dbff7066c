"""`skillseal parked`: messages that a service could not handle, with their reasons."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from apps.cli.system import STATE_DIR, System
from apps.cli.terminal import State, in_words, operator, refusals

OPEN = ("waiting", "parked")

app = typer.Typer(no_args_is_help=True, help="Messages that could not be handled.")


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
    """List what waits and what is parked; exits with 1 if a service could not be asked, and names it."""
    with refusals():
        names = [service] if service else list(System.attach(state).urls)
    shown = 0
    silent: dict[str, str] = {}
    for name in names:
        with _service(state, name) as client:
            try:
                messages = list(_pages(client))
            except httpx.HTTPError as fault:
                silent[name] = in_words(fault)
                continue
        for message in messages:
            if settled or message["state"] in OPEN:
                shown += 1
                typer.echo(_described(name, message))
    if not shown:
        typer.echo("nothing is waiting or parked" if not settled else "nothing was ever parked")
    for name, reason in silent.items():
        typer.echo(f"{name} is not in the list: {reason}", err=True)
    if silent:
        raise typer.Exit(1)


def _described(service: str, message: dict[str, Any]) -> str:
    """A line each for what it is, the id as `show`, `replay` and `drop` take it, and the reason: never cut off."""
    what = f"{service}  {message['state']}  {message['slug']}  tries {message['attempts']}  {message['routing_key']}"
    return f"{what}\n  {message['id']}\n  {message['reason']}"


def _pages(client: httpx.Client, **query: str) -> Iterator[dict[str, Any]]:
    while True:
        page = client.get("/internal/parked", params=query).raise_for_status().json()
        yield from page["items"]
        if page["next"] is None:
            return
        query["cursor"] = page["next"]


@app.command()
def show(service: str, identifier: str, *, state: State = STATE_DIR) -> None:
    """Show one message with its body and its history."""
    with _service(state, service) as client:
        message = client.get("/internal/parked/message", params={"id": identifier}).raise_for_status().json()
    typer.echo(json.dumps(message, ensure_ascii=False, indent=2))


@app.command()
def replay(
    service: str,
    identifier: Annotated[str | None, typer.Argument(help="One message.")] = None,
    *,
    slug: Annotated[str | None, typer.Option(help="In place of one: all open messages with this reason.")] = None,
    state: State = STATE_DIR,
) -> None:
    """Handle a message again under its own id, or all of one reason, oldest first; audited."""
    if (identifier is None) == (slug is None):
        typer.echo("name one message, or a reason with --slug", err=True)
        raise typer.Exit(2)
    with _service(state, service) as client:
        if identifier is not None:
            _replay(client, identifier)
            typer.echo("replayed")
        else:
            found = chain.from_iterable(_pages(client, state=one) for one in OPEN)
            replay_all(client, in_order(message for message in found if message["slug"] == slug))


def _replay(client: httpx.Client, identifier: str) -> None:
    client.post("/internal/parked/replay", params={"id": identifier}).raise_for_status()


def replay_all(client: httpx.Client, messages: list[dict[str, Any]]) -> None:
    """One that is refused holds up none behind it; one without an answer may have ended the service, and ends this."""
    refused = 0
    for done, message in enumerate(messages):
        try:
            _replay(client, message["id"])
        except httpx.HTTPStatusError as refusal:
            refused += 1
            typer.echo(f"not replayed: {message['id']}: {in_words(refusal)}", err=True)
        except httpx.HTTPError:
            typer.echo(f"{done - refused} of {len(messages)} replayed; it ended at {message['id']}", err=True)
            raise
    typer.echo(f"{len(messages) - refused} of {len(messages)} replayed")
    if refused:
        raise typer.Exit(1)


def in_order(messages: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Oldest first; those of one aggregate by their sequence, whatever the clock said of them."""
    latest: dict[tuple[str, str], str] = {}
    timed = []
    for message in sorted(messages, key=lambda message: int(message["sequence"])):
        aggregate = message["source"], message["subject"]
        latest[aggregate] = max(message["occurred_at"], latest.get(aggregate, ""))
        timed.append((latest[aggregate], message))
    return [message for _, message in sorted(timed, key=lambda pair: pair[0])]


@app.command()
def drop(service: str, identifier: str, reason: Annotated[str, typer.Argument()], *, state: State = STATE_DIR) -> None:
    """Give a message up for a REASON, audited."""
    with _service(state, service) as client:
        client.post("/internal/parked/drop", params={"id": identifier}, json={"reason": reason}).raise_for_status()
    typer.echo("dropped")
