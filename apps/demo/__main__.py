"""Run it: `make demo`, or `python -m apps.demo --candidates 600 --seed 2026 --out build/demo`."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import aio_pika
import typer
import uvloop

from apps.cli.system import SERVICES, System
from apps.cli.terminal import refusals
from apps.demo import outputs
from apps.demo.footprint import Footprints
from apps.demo.inputs import Inputs
from apps.demo.office import Office
from apps.demo.progress import Progress
from apps.demo.report import write_report
from apps.demo.simulation import Simulation
from apps.demo.stages.exam_days import hold_examinations
from apps.demo.stages.notice import issue, stand_in_public
from apps.demo.stages.papers import prepare_papers
from apps.demo.stages.planning import plan
from apps.demo.stages.registration import register
from apps.demo.stages.scoring import publish, score
from apps.demo.stages.stage import Run
from examples.generate import generate

SHIPPED = Path(__file__).parent.parent.parent / "examples" / "autumn-2026"
SHIPPED_CANDIDATES, SHIPPED_SEED = 600, 2026


def main(
    candidates: Annotated[int, typer.Option(min=24, max=20_000)] = SHIPPED_CANDIDATES,
    seed: Annotated[int, typer.Option(min=0)] = SHIPPED_SEED,
    out: Path = Path("build/demo"),
    attach: Annotated[Path | None, typer.Option(exists=True, help="Use the services that this file names.")] = None,
) -> None:
    """Run one certification batch on the real system and write down what came of it."""
    os.umask(0o077)  # lists, certificates and stores name people, if only invented ones
    progress = Progress()
    out = out.resolve()
    with refusals():
        outputs.clear(out)
    directory = SHIPPED
    if (candidates, seed) != (SHIPPED_CANDIDATES, SHIPPED_SEED):
        directory = out / "input"
        with progress.stage("input", f"writing example files for {candidates}"):
            generate(directory, candidates=candidates, seed=seed)
    inputs, technicians = Inputs.read(directory), None
    try:
        if attach:
            system = System.elsewhere(attach)
        else:
            technicians = Inputs.read(directory / "technicians")
            os.environ["SKILLSEAL_FILED_SCOPE"] = _filed_for(inputs, technicians)
            with refusals(), progress.stage("start", "starting RabbitMQ and eight services"):
                system = System.start(out / "state", simulation=True, bound=True, say=progress.say)
        with system:
            summary = uvloop.run(_run(system, inputs, technicians, seed, out, progress))
    except KeyboardInterrupt:
        progress.say("interrupted; everything that was started is stopped")
        sys.exit(130)
    write_report(out, summary)
    progress.say(f"{summary['certificates']} certificates, {summary['events_total']} events → {out}/report.html")
    progress.say("to look at batches in the browser: make up DEMO=1")


def _filed_for(*batches: Inputs) -> str:
    """The institution of these batches is filed for all that they offer; without being told it is not for level 2."""
    years = {"valid_from": "2025-01-01", "valid_to": "2027-12-31"}
    return json.dumps([offer | years for inputs in batches for offer in inputs.batch["offers"]])


async def _run(  # noqa: PLR0913, PLR0917 -- what one run is made of
    system: System, inputs: Inputs, technicians: Inputs | None, seed: int, out: Path, progress: Progress
) -> dict[str, object]:
    office = Office(system, inputs.staff)
    try:
        async with Simulation(office, system.amqp_url, SERVICES) as simulation:
            run = Run(inputs, office, simulation, seed)
            footprints = Footprints(system.processes)
            await _stages(run, progress)
            after = await _certify_technicians(run, technicians, progress) if technicians else None
            with progress.stage("outputs", "writing what came of it"):
                broker = await _broker_version(system.amqp_url)
                return await outputs.Outputs(run, out, after).write(
                    stages=progress.seconds, broker=broker, footprints=footprints
                )
    finally:
        await office.close()


async def _stages(run: Run, progress: Progress) -> None:
    with progress.stage("registration", "registration: roster, review, closure") as said:
        await register(run)
        said += [f"{run.notes['roster']['rows']} rows", f"{run.notes['approved']} approved"]
    with progress.stage("scheduling", "scheduling: rooms, staff, seats, tickets") as said:
        await plan(run)
        said += [f"{value} {name}" for name, value in run.notes["plan"].items()]
    with progress.stage("papers", "item bank: papers assembled and sealed") as said:
        await prepare_papers(run)
        said.append(f"{run.notes['papers_sealed']} sealed")
    with progress.stage("exam_days", "examination days, incidents") as said:
        await hold_examinations(run)
        said.append(f"{run.notes['sessions']} sessions")
    with progress.stage("scoring", "scoring: blind marking, check, approval") as said:
        await score(run)
        await publish(run)
        said.append(f"{run.notes['published']} results posted")
    with progress.stage("notice", "public notice: objections") as said:
        await stand_in_public(run)
        said.append(f"{run.notes['objections']} objections")
    with progress.stage("certification", "five working days, certificates"):
        await issue(run)


async def _certify_technicians(run: Run, inputs: Inputs, progress: Progress) -> Run:
    """A batch of level 2 when the other one is over: only now do its senior examiners join the staff."""
    run.office.staff.update((member["staff_id"], member) for member in inputs.staff)
    after = Run(inputs, run.office, run.simulation, run.seed)
    with progress.stage("technicians", "technicians: a batch of level 2 with its reviews") as said:
        for stage in (register, plan, prepare_papers, hold_examinations, score, publish, stand_in_public, issue):
            await stage(after)
        said.append(f"{after.notes['published']} results posted")
    return after


async def _broker_version(url: str) -> str:
    connection = await aio_pika.connect(url)
    try:
        properties = connection.transport.connection.server_properties  # type: ignore[union-attr]
    finally:
        await connection.close()
    return str(properties.get("version", "unknown"))


if __name__ == "__main__":
    typer.run(main)
