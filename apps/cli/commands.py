"""What an operator types."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.table import Table

from apps.cli import account, bag, evidence, parked
from apps.cli.roles import ROLES, RoleUnknownError
from apps.cli.system import CONSOLE, GATEWAY, PUBLIC, STATE_DIR, System
from apps.cli.terminal import State, operator, refusals
from libs.contracts.merkle import NotProvedError

app = typer.Typer(no_args_is_help=True, help="Run SkillSeal on this machine.", rich_markup_mode=None)
app.add_typer(parked.app, name="parked")
app.add_typer(account.app, name="account")

# The pages that `up` starts, with the package that tells whether their extra is installed.
NEEDS = {PUBLIC: ("jinja2", "public"), GATEWAY: ("argon2", "gateway"), CONSOLE: ("nicegui", "console")}

console = Console()


@app.command()
def up(
    *,
    state: State = STATE_DIR,
    simulation: Annotated[bool, typer.Option("--simulation", help="Let the clock be stepped over the bus.")] = False,
) -> None:
    """Find or start a RabbitMQ, start every service and all pages, and leave them running."""
    with refusals():
        system = leave_running(state, simulation=simulation)
        if GATEWAY in system.pages:
            account.say_first_slip(system)


def leave_running(state: Path, *, simulation: bool = False) -> System:
    """Start everything that is installed, and say where it answers."""
    pages = []
    for name, (package, extra) in NEEDS.items():
        if find_spec(package):
            pages.append(name)
        else:
            typer.echo(f"without the {name}: its packages (the extra `{extra}`) are not installed")
    system = System.start(state, simulation=simulation, pages=pages, say=typer.echo)
    for name, url in system.addresses.items():
        typer.echo(f"{name:<14} {url}")
    typer.echo(f"logs: {system.state_dir / 'logs'}")
    if PUBLIC in system.pages:
        typer.echo(f"for the public: {system.pages[PUBLIC]}/verify")
    if GATEWAY in system.pages:
        typer.echo(f"sign in: {system.pages[GATEWAY]}/sign-in")
    return system


@app.command()
def down(*, state: State = STATE_DIR) -> None:
    """Stop what `up` started: services first, then the RabbitMQ if it was started here."""
    with refusals():
        killed = System.attach(state).stop()
    typer.echo("stopped" + (f"; had to kill {', '.join(killed)}" if killed else ""))


@app.command()
def status(*, state: State = STATE_DIR) -> None:
    """Show every service with its health; exits with 1 unless all are well."""
    with refusals():
        system = System.attach(state)
    table = Table("service", "pid", "url", "status", "broker", "unsent")
    reports = system.health()
    for name, report in reports.items():
        process = system.processes.get(name)
        pid = str(process.pid) if process and process.alive() else "-"
        told = [str(report.get(field, "-")) for field in ("status", "broker", "unsent_events")]
        table.add_row(name, pid, system.addresses[name], *told)
    console.print(table)
    if any(report["status"] != "ok" for report in reports.values()):
        raise typer.Exit(1)


@app.command()
def token(
    staff_id: str,
    roles: Annotated[list[str], typer.Argument()],
    *,
    command: Annotated[str, typer.Option(help="A command on the bus, for which alone it is, for a day.")] = "",
    state: State = STATE_DIR,
) -> None:
    """Print a staff token for twelve hours, to try the HTTP interface with."""
    with refusals():
        if unknown := set(roles) - ROLES:
            raise RoleUnknownError(unknown)
        system = System.known_by(state)
        if command:
            typer.echo(system.keys.command_token(staff_id, *roles, command=command))
        else:
            typer.echo(system.token(staff_id, roles))


@app.command()
def export_events(file: Path, *, state: State = STATE_DIR) -> None:
    """Write every archived event to FILE, one a line."""
    with refusals():
        system = System.attach(state)
        chain = evidence.export_events(system.urls["archive"], system.token(operator(), ["auditor"]), file)
    typer.echo(f"{chain['count']} events, head {chain['head']}")


@app.command()
def export_batch(batch_id: str, file: Path, *, state: State = STATE_DIR) -> None:
    """Write to FILE, a zip, what the archive can prove of a batch: for a machine that has nothing else."""
    with refusals():
        system = System.attach(state)
        headers = {"Authorization": f"Bearer {system.token(operator(), ['auditor'])}"}
        with httpx.Client(base_url=system.urls["archive"], headers=headers, timeout=60.0, trust_env=False) as archive:
            try:
                head = bag.export_batch(archive, batch_id, file)
            except NotProvedError as reason:
                typer.echo(f"NOT EXPORTED: {reason}", err=True)
                raise typer.Exit(1) from None
    typer.echo(f"{file}: proved against {head['day']}, key {head['key']}")


@app.command()
def verify_batch(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    *,
    key: Annotated[str, typer.Option(help="The archive's public key, base64.")],
) -> None:
    """Prove that the package of a batch is what was archived, with nothing else at hand."""
    try:
        proved = bag.verify_batch(file, key=key)
    except NotProvedError as reason:
        typer.echo(f"NOT PROVED: {reason}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"proved: {proved.events} events and {proved.scans} scans, archived by {proved.head['day']}")


@app.command()
def verify_chain(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    *,
    head: Annotated[str | None, typer.Option(help="The hash that the archive says its chain ends with.")] = None,
    proof: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="FILE is this proof's document.")
    ] = None,
    key: Annotated[str, typer.Option(help="The archive's public key, base64, for a proof.")] = "",
) -> None:
    """Prove that an exported file is what was archived; else name the first position that is not.

    With a proof, prove that a single document was archived by the day that the proof names. With a key alone, FILE is
    the proof of an event.
    """
    if proof is not None or key:
        _verify_proof(file, proof, key)
        return
    verdict = evidence.verify_file(file)
    if verdict.broken:
        typer.echo(f"BROKEN at position {verdict.broken.position}: {verdict.broken.reason}", err=True)
        raise typer.Exit(1)
    if head is not None and head != verdict.head:
        typer.echo(f"CUT OFF: {verdict.count} events are intact, but end with head {verdict.head}", err=True)
        raise typer.Exit(1)
    typer.echo(f"intact: {verdict.count} events, head {verdict.head}")


def _verify_proof(file: Path, proof: Path | None, key: str) -> None:
    try:
        proved = evidence.verify_document(file, proof, key=key) if proof else evidence.verify_event(file, key=key)
    except NotProvedError as reason:
        typer.echo(f"NOT PROVED: {reason}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"proved: archived by {proved['head']['day']} as {proved['event']['id']}, event {proved['index'] + 1}")
