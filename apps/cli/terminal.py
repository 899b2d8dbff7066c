"""What the commands share: the state option, who is at the terminal, and refusals in plain words."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import httpx
import typer

from apps.cli.processes import ServiceFailedError
from apps.cli.rabbitmq import NoBrokerError
from apps.cli.roles import RoleUnknownError
from apps.cli.system import AlreadyRunningError, NotRunningError

State = Annotated[
    Path, typer.Option("--state", envvar="SKILLSEAL_STATE", help="Where keys, stores, logs and pids lie.")
]


def operator() -> str:
    """Who is at the terminal, as the audit shall name them."""
    return f"operator:{getpass.getuser()}"


@contextmanager
def refusals() -> Iterator[None]:
    """Tell a person what is wrong, and exit with 1."""
    try:
        yield
    except (AlreadyRunningError, NoBrokerError, NotRunningError, RoleUnknownError, ServiceFailedError) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    except OSError as refusal:
        typer.echo(f"{refusal.filename or ''}: {refusal.strerror or refusal}".removeprefix(": "), err=True)
        raise typer.Exit(1) from refusal
    except httpx.HTTPError as fault:
        typer.echo(in_words(fault), err=True)
        raise typer.Exit(1) from fault


def in_words(fault: httpx.HTTPError) -> str:
    """What a service answered, or that it did not."""
    if not isinstance(fault, httpx.HTTPStatusError):
        return f"no answer: {fault}"
    try:
        problem = fault.response.json()
        fields = "".join(f"\n  {one['field']}: {one['error']}" for one in problem.get("errors", ()))
        return f"{fault.response.status_code} {problem['title']}: {problem['detail']}{fields}"
    except (ValueError, KeyError, TypeError):
        return f"{fault.response.status_code}"
