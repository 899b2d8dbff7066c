"""`make up DEMO=1`: a system to look at, with three batches played, left running at the real time.

Only on an empty state directory, with stores of its own on this machine, and never with production settings. The past
is played on a simulated clock, up to now; then everything is started again without one.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
import uvloop
from rich.console import Console
from rich.table import Table

from apps.cli.account import ADMINISTRATOR, FACTORS
from apps.cli.commands import leave_running
from apps.cli.system import GATEWAY, SERVICES, STATE_DIR, System
from apps.cli.terminal import State, refusals
from apps.demo import dated
from apps.demo.inputs import Inputs
from apps.demo.office import Office
from apps.demo.people import ADMINISTRATORS, FrontDoor, a_password
from apps.demo.progress import Progress
from apps.demo.simulation import Simulation
from apps.demo.stages.exam_days import hold_examinations
from apps.demo.stages.notice import issue, stand_in_public
from apps.demo.stages.papers import prepare_papers
from apps.demo.stages.planning import plan
from apps.demo.stages.registration import open_batch, register, take_in_roster
from apps.demo.stages.scoring import publish, score
from apps.demo.stages.stage import Run
from apps.web.words import ROLES
from libs.contracts.beijing import beijing_day

EXAMPLE = Path(__file__).parents[2] / "examples/autumn-2026"
SEED = 2026
APPROVED = 12
console = Console()


def main(*, state: State = STATE_DIR) -> None:
    """Play three batches, leave the system running, and say once how to come in."""
    os.umask(0o077)
    if why := _why_not(state, os.environ):
        typer.echo(why, err=True)
        raise typer.Exit(1)
    progress, inputs = Progress(), Inputs.read(EXAMPLE)
    try:
        with refusals():
            with progress.stage("start", "starting RabbitMQ and eight services"):
                system = System.start(state, simulation=True, bound=True, say=progress.say)
            with system:
                on_duty = uvloop.run(_play(system, inputs, progress))
            running = leave_running(state)
            if GATEWAY not in running.pages:
                return
            people, password = _people(inputs.staff, on_duty), a_password()
            with progress.stage("people", f"{len(people) + len(ADMINISTRATORS)} people come in by their slips"):
                FrontDoor(running, password).let_in(people, today=beijing_day(datetime.now(UTC)))
    except KeyboardInterrupt:
        progress.say("interrupted: delete the state directory before the next try")
        sys.exit(130)
    _say(running, people, on_duty, password)


def _why_not(state: Path, environment: Mapping[str, str]) -> str:
    """It invents people and writes down how they come in: nowhere but on an empty system of this machine."""
    if environment.get("SKILLSEAL_PRODUCTION", "").lower() not in {"", "0", "false", "no", "off"}:
        return "SKILLSEAL_PRODUCTION is set: a demo belongs on no system that people work with"
    if environment.get("SKILLSEAL_STORE"):
        return "SKILLSEAL_STORE is set: a demo keeps its data in its own state directory and nowhere else"
    if (state / "stores").exists() or (state / "state.json").exists():
        return f"{state} holds a system already: `make down`, then name another directory by SKILLSEAL_STATE"
    return ""


async def _play(system: System, inputs: Inputs, progress: Progress) -> list[str]:
    """The three batches in the order of their days; answers who is on duty today."""
    office = Office(system, inputs.staff)
    try:
        async with Simulation(office, system.amqp_url, SERVICES) as simulation:

            def batch(made: Inputs, seed: int) -> Run:
                return Run(made, office, simulation, seed)

            started = datetime.now(UTC)
            over = batch(dated.over(inputs, now=started, candidates=60, seed=SEED), SEED)
            with progress.stage("over", f"{over.batch_id}: from the announcement to the certificates") as said:
                await _play_whole(over)
                said.append(f"{over.notes['published']} results, {len(over.notes.get('touched', ()))} measures")
            now = datetime.now(UTC)
            today = batch(dated.today(inputs, now=now, candidates=36, seed=SEED + 1), SEED + 1)
            with progress.stage("today", f"{today.batch_id}: to the morning of its examination") as said:
                await register(today)
                await plan(today)
                await prepare_papers(today)
                said.append(f"{today.notes['plan']['sessions']} sessions")
            coming = batch(dated.registering(inputs, now=now, candidates=48, seed=SEED + 2), SEED + 2)
            with progress.stage("registering", f"{coming.batch_id}: to the middle of its registration"):
                await open_batch(coming)
                await take_in_roster(coming)
                by = office.who("exam-affairs")
                path = f"/batches/{coming.batch_id}/approvals"
                await office.order("registration", path, by=by, json={"most": APPROVED})
            on_duty = await _on_duty(today)
            await simulation.step_to(datetime.now(UTC).replace(microsecond=0))  # clocks keep milliseconds
            return on_duty
    finally:
        await office.close()


async def _play_whole(run: Run) -> None:
    for stage in (register, plan, prepare_papers, hold_examinations, score, publish, stand_in_public, issue):
        await stage(run)


async def _on_duty(run: Run) -> list[str]:
    """Whoever is on duty in the sessions of a batch."""
    by = run.office.who("exam-affairs")
    found: dict[str, None] = {}
    async for listed in run.office.pages("scheduling", "/sessions", by=by, batch_id=run.batch_id):
        session = await run.office.ask("scheduling", f"/sessions/{listed['session_id']}", by=by)
        found |= dict.fromkeys(str(one["staff_id"]) for one in session["staff"])
        found |= dict.fromkeys(filter(None, [session["supervisor_id"]]))
    return list(found)


def _people(staff: Sequence[Mapping[str, Any]], on_duty: Sequence[str]) -> list[Mapping[str, Any]]:
    """Whoever is on duty today, and for each role that nobody of them has, the one who has little else."""
    wanted = {one["staff_id"]: one for one in staff if one["staff_id"] in on_duty}
    for role in sorted(set(ROLES) - {ADMINISTRATOR}):
        if not any(role in one["roles"] for one in wanted.values()):
            holder = min(
                (one for one in staff if role in one["roles"]), key=lambda one: (len(one["roles"]), one["staff_id"])
            )
            wanted[holder["staff_id"]] = holder
    return [one for one in staff if one["staff_id"] in wanted]


def _say(system: System, people: Sequence[Mapping[str, Any]], on_duty: Sequence[str], password: str) -> None:
    table = Table("number", "name", "roles", "")
    for number, name in ADMINISTRATORS.items():
        table.add_row(number, name, ROLES["administrator"], "")
    for one in people:
        roles = "、".join(ROLES[role] for role in one["roles"])
        table.add_row(one["staff_id"], one["name"], roles, "on duty today" if one["staff_id"] in on_duty else "")
    console.print(table)
    first = people[0]["staff_id"]
    state = "" if system.state_dir == STATE_DIR.resolve() else f" --state {system.state_dir}"
    typer.echo(f"password of all: {password}   (shown once, for invented people)")
    typer.echo(f"a code for the second step: bin/skillseal account code {first}{state}   (from {FACTORS})")
    typer.echo(f"sign in: {system.pages[GATEWAY]}/sign-in")


if __name__ == "__main__":
    typer.run(main)
