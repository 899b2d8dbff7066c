"""The incident service is killed again and again while incidents are open: every step of the plan happens, and once."""

import asyncio
import json
import signal
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from apps.cli.processes import stop
from apps.demo.office import Office
from apps.faults.batch import Alone
from apps.faults.broker import Broker
from apps.faults.evidence import unproven
from apps.faults.incidents import STAFF, Ear, enter_many, put_on_duty
from apps.faults.ledger import Ledger
from apps.faults.scene import LOOK, Record
from apps.faults.steps import Heard, Judgement, Step, judge
from apps.faults.system import Setting, Supervised

SERVICES = ("incident", "archive")
AMID_A_STEP = 0.05  # steps fall due on whole seconds
AFTER_THE_LAST = 3.0
UNDER_WAY = 0.25  # what was published before a kill is heard by then
PATIENCE = 60.0


def kill_amid_incidents(incidents: int, *, seconds: int, kills: int, seed: int) -> Alone:
    """So many incidents whose steps fall due within so many seconds, and so many kills meanwhile, as the seed says.

    A setting with fail points kills by itself.
    """

    async def run(broker: Broker, _: Sequence[Any], out: Path, setting: Setting) -> tuple[list[Record], list[str]]:
        vhost = out.name
        url = await asyncio.to_thread(broker.node.vhost, vhost)
        system = Supervised(out / "state", amqp_url=url, setting=setting, services=SERVICES, simulation=False)
        office = Office(system, STAFF)
        supervisor = asyncio.create_task(system.supervise())
        try:
            await system.begin()
            async with Ear(url) as ear:
                await put_on_duty(office)
                begin, until = await enter_many(office, incidents, seconds=seconds)
                for moment in () if setting.failpoints else _moments(Random(seed), begin, seconds, kills):
                    await _kill(system, moment)
                await asyncio.sleep(until + AFTER_THE_LAST - time.time())
                supervisor.cancel()
                await asyncio.to_thread(stop, [system.processes["incident"]])
                log = _log(system.store("incident"))
                broken = await _unheard(Ledger(system.stores, await broker.queues(vhost)), log, ear)
            logged, heard = judge(log, until=until), judge(ear.heard, until=until)
            broken += logged.broken("log") + heard.broken("bus")
            if logged.incidents != incidents:
                broken.append(f"log: {logged.incidents} incidents, not {incidents}")
            broken += await unproven(system, office, [event.id for event in log], out)
            records = [_record(heard, system)]
        except Exception as failed:  # noqa: BLE001 -- whatever it is, it is the finding
            records, broken = [], [repr(failed)]
        finally:
            supervisor.cancel()
            await office.close()
            system.destroy()
            await asyncio.to_thread(broker.node.drop_vhost, vhost)
        return records, broken + system.unexpected()

    return run


def _moments(chance: Random, begin: float, seconds: int, kills: int) -> list[float]:
    """Two in three while steps are due, the others at any time."""
    moments = sorted(chance.uniform(1.0, 0.9 * seconds) for _ in range(kills))
    amid = (int(moment) + chance.uniform(0.0, AMID_A_STEP) for moment in moments)
    return [begin + chance.choice((moment, step, step)) for moment, step in zip(moments, amid, strict=True)]


async def _kill(system: Supervised, moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.time()))
    pid = system.processes["incident"].pid
    system.send("incident", signal.SIGKILL)
    await system.ended("incident", pid)
    while not await system.well():  # noqa: ASYNC110 -- another process
        await asyncio.sleep(LOOK)


def _log(store: Path) -> list[Heard]:
    """Every event that was ever committed."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as opened:
        rows = opened.execute("SELECT id, routing_key, body FROM outbox ORDER BY position").fetchall()
    return [Heard(event, kind, json.loads(body), 0.0) for event, kind, body in rows]


async def _unheard(ledger: Ledger, log: Sequence[Heard], ear: Ear) -> list[str]:
    """What was committed and did not come, to the archive or to us, however long we waited."""
    committed, until = {event.id for event in log}, time.monotonic() + PATIENCE
    while True:
        outstanding, unheard = ledger.outstanding(), committed - {event.id for event in ear.heard}
        if not (outstanding or unheard):
            return []
        if time.monotonic() > until:
            return [f"lost: {len(outstanding)} deliveries without effect, {len(unheard)} events not on the bus"]
        await asyncio.sleep(LOOK)


def _record(heard: Judgement, system: Supervised) -> Record:
    """How long after each start all that was overdue had happened, and how late the rest was."""
    wall = time.time() - time.monotonic()
    overdue: set[Step] = set()
    recoveries = []
    for started in (death.at + wall for death in system.deaths):
        first = min((at for at in heard.at.values() if at > started + UNDER_WAY), default=started)
        waiting = {step: at for step, at in heard.at.items() if step.due < first <= at}
        recoveries.append(max(waiting.values(), default=first) - started)
        overdue |= waiting.keys()
    late = sorted(1000 * seconds for step, seconds in heard.late.items() if step not in overdue) or [0.0]
    p99 = late[99 * len(late) // 100]
    fault = f"kill -9 amid {heard.incidents} open incidents ({len(heard.at)} steps, p99 {p99:.0f} ms late while up)"
    return Record(fault, len(recoveries), recoveries)
