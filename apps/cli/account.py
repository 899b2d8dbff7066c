"""`skillseal account`: the first people of the staff gateway, from the machine that it runs on."""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.table import Table

from apps.cli.roles import ROLES, RoleUnknownError
from apps.cli.system import GATEWAY, STATE_DIR, System
from apps.cli.terminal import State, operator, refusals
from libs.contracts.beijing import BEIJING

app = typer.Typer(no_args_is_help=True, help="People who may sign in to the staff gateway.")
console = Console()

FIRST, FIRST_NAME, ADMINISTRATOR = "A-0001", "账户管理员", "administrator"
GRANTABLE = ROLES | {ADMINISTRATOR}
A_YEAR = timedelta(days=365)
# Second factors of invented people, in the state directory of a system to look at.
FACTORS = "demo-factors.json"
PERIOD = 30
STATES = {
    "held": "held",
    "coming": "held from its first day on",
    "proposed": "proposed, waits for the approval of an administrator",
}


@app.command()
def add(account_id: str, name: str, *, state: State = STATE_DIR) -> None:
    """Add somebody, and print the slip that opens the account once, within a day."""
    with _gateway(state) as client:
        _say_slip(client, _post(client, "", account_id=account_id, name=name, request=uuid.uuid4().hex))


@app.command()
def grant(
    account_id: str,
    role: str,
    *,
    starts_on: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Today without it.")
    ] = None,
    ends_on: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="A year later without it.")
    ] = None,
    state: State = STATE_DIR,
) -> None:
    """Grant a role. Those that take two people wait for an administrator, but for the first two administrators."""
    first = starts_on.date() if starts_on else _today()
    last = ends_on.date() if ends_on else first + A_YEAR
    with _gateway(state) as client:
        if role not in GRANTABLE:
            raise RoleUnknownError({role}, GRANTABLE)
        state_now = _grant(client, account_id, role, first, last)
        typer.echo(f"{account_id} {role} {first} to {last}: {STATES.get(state_now, state_now)}")


@app.command()
def slip(account_id: str, *, state: State = STATE_DIR) -> None:
    """Print a new slip: the old password and second factor open nothing any more."""
    with _gateway(state) as client:
        _say_slip(client, _post(client, f"/{account_id}/slip", request=uuid.uuid4().hex))


@app.command()
def identify(account_id: str, subject: str, *, state: State = STATE_DIR) -> None:
    """Say who this is at the identity provider (its `sub`); afterwards an administrator does so in the browser."""
    with _gateway(state) as client:
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        path = f"/operator/accounts/{account_id}/identity"
        client.put(path, json={"subject": subject}, headers=headers).raise_for_status()
        typer.echo(f"{account_id} signs in as {subject}; roles that take two people wait for an administrator again")


@app.command("list")
def list_accounts(*, state: State = STATE_DIR) -> None:
    """Show everybody with the roles they hold today."""
    table = Table("number", "name", "state", "roles", "waiting for a second person")
    with _gateway(state) as client:
        for one in _accounts(client):
            roles = (", ".join(one[key]) for key in ("roles", "proposed"))
            table.add_row(one["account_id"], one["name"], one["state"], *roles)
    console.print(table)


@app.command()
def code(account_id: str, *, state: State = STATE_DIR) -> None:
    """Print the present code of somebody whom `make up DEMO=1` invented; of real people nobody here knows it."""
    with refusals():
        secret = json.loads((state / FACTORS).read_text(encoding="utf-8")).get(account_id)
    if secret is None:
        typer.echo(f"{account_id} was not invented here", err=True)
        raise typer.Exit(1)
    import pyotp  # noqa: PLC0415 -- it came with the gateway, which may run elsewhere

    typer.echo(f"{pyotp.TOTP(secret).now()}  for {PERIOD - time.time() % PERIOD:.0f} more seconds, once")


def say_first_slip(system: System) -> None:
    """On an empty system only: an administrator, and the slip to come in with."""
    with _client(system) as client:
        if _accounts(client):
            return
        made = _post(client, "", account_id=FIRST, name=FIRST_NAME, request=uuid.uuid4().hex)
        _grant(client, FIRST, ADMINISTRATOR, _today(), _today() + A_YEAR)
        typer.echo("nobody has an account yet; the first administrator comes in with")
        _say_slip(client, made)


@contextmanager
def _gateway(state: Path) -> Iterator[httpx.Client]:
    with refusals():
        system = System.known_by(state)
        if GATEWAY not in system.pages:
            typer.echo("the gateway does not run", err=True)
            raise typer.Exit(2)
        with _client(system) as client:
            yield client


def _client(system: System) -> httpx.Client:
    headers = {"Authorization": f"Bearer {system.token(operator(), ['operator'])}", "Origin": system.pages[GATEWAY]}
    return httpx.Client(base_url=system.pages[GATEWAY], headers=headers, timeout=30.0, trust_env=False)


def _accounts(client: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/operator/accounts").raise_for_status().json()
    return found


def _post(client: httpx.Client, path: str, **body: Any) -> dict[str, Any]:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    answer: dict[str, Any] = (
        client.post(f"/operator/accounts{path}", json=body, headers=headers).raise_for_status().json()
    )
    return answer


def _grant(client: httpx.Client, account_id: str, role: str, first: date, last: date) -> str:
    body = {"id": uuid.uuid4().hex, "role": role, "starts_on": first.isoformat(), "ends_on": last.isoformat()}
    return str(_post(client, f"/{account_id}/grants", **body)["state"])


def _say_slip(client: httpx.Client, made: dict[str, Any]) -> None:
    ends_at = datetime.fromisoformat(made["ends_at"]).astimezone(BEIJING)
    typer.echo(f"{client.base_url}/activate")
    typer.echo(f"number: {made['account_id']}  slip: {made['slip']}  until: {ends_at:%Y-%m-%d %H:%M} Beijing time")


def _today() -> date:
    """The day that people in the institution have."""
    return datetime.now(UTC).astimezone(BEIJING).date()
