"""Three hundred of staff at the gateway: all sign in at eight, all work, and at noon it is killed and started again.

The pages are asked at a fixed pace, whoever is late: each person clicks every fifteen seconds. The ratio is the median
of a page for one person alone at that pace over that with all of them signed in and working. The services behind it are
a stand-in that answers at once, but for the pages of an export: what is measured is the gateway.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvloop

from apps.cli.ports import Port
from apps.cli.processes import Process, stop, wait_for
from apps.demo.footprint import cpu_seconds, resident_mib
from apps.gateway.main import build
from apps.gateway.settings import SERVICES
from benchmarks.bench import Bench
from benchmarks.measured import percentiles
from benchmarks.staff import Person, enter
from benchmarks.stand_in import APPLICATIONS
from libs.chassis.testing import KEY, environment

STAFF = 300
A_CLICK = 15.0
SECONDS = 45.0
LIST = "/batches/2026-autumn/applications"
PAGES = ("/todo", "/batches", "/batches/2026-autumn", LIST, "/applications/2026-autumn-00002", "/jobs", "/my-account")
OPEN_PAGES = ("/batches", "/announcements", "/jobs", "/my-account", "/todo")
PATIENCE = 60.0
# On a busy machine the last of three hundred passwords is looked at after minutes.
LONGEST_WAIT = 600.0


class BrokenError(Exception):
    """Somebody was out, or somebody's work was lost: then no figure is worth anything."""


@dataclass
class Running:
    """A gateway before its stand-in."""

    directory: Path
    port: Port
    process: Process

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port.number}"

    def wait(self) -> float:
        """Seconds until it answers."""
        began = time.perf_counter()
        wait_for(self.process, f"{self.url}/health/live", log=self.directory / "gateway.log")
        return time.perf_counter() - began


def run(bench: Bench) -> None:
    """Measure and report."""
    bench.directory.mkdir(parents=True)
    behind, port = Port.free(), Port.free()
    variables = _variables(bench.directory, port, behind)
    stand_in = _launched("stand_in", ["-m", "benchmarks.stand_in", str(behind.number)], bench.directory, variables)
    try:
        figures = uvloop.run(_measured(bench, port, variables))
    finally:
        stop([stand_in], patience=5)
        port.release()
        behind.release()
    bench.results.add("gateway", figures["alone"]["p50"] / figures["page"]["p50"], **figures)


def _variables(directory: Path, port: Port, behind: Port) -> dict[str, str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("SKILLSEAL_")}
    return (
        outside
        | environment(directory)
        | {
            "SKILLSEAL_SIMULATION": "0",
            "SKILLSEAL_HTTP_PORT": str(port.number),
            "SKILLSEAL_GATEWAY_KEY": json.dumps(KEY.as_dict(private=True)),
            "SKILLSEAL_SERVICES": json.dumps({name: f"http://127.0.0.1:{behind.number}/{name}" for name in SERVICES}),
            "SKILLSEAL_AMQP_URL": "amqp://127.0.0.1:1/",
        }
    )


def _launched(name: str, words: Sequence[str], directory: Path, variables: dict[str, str]) -> Process:
    log = directory / f"{name}.log"
    return Process.launch(name, [sys.executable, *words], environment=variables, log=log, bound=True)


async def _measured(bench: Bench, port: Port, variables: dict[str, str]) -> dict[str, Any]:
    secrets = await _entered(variables)
    running = _started(bench, port, variables)
    try:
        running.wait()
        # Let go before the server does: a browser asks again when a connection was closed in between.
        limits = httpx.Limits(max_connections=None, keepalive_expiry=1)
        headers = {"Accept": "text/html", "Origin": running.url}
        async with httpx.AsyncClient(
            base_url=running.url, headers=headers, trust_env=False, timeout=LONGEST_WAIT, limits=limits
        ) as client:
            staff = [Person(client, account_id, secret) for account_id, secret in secrets.items()]
            return await _day(bench, running, staff, variables)
    finally:
        stop([running.process], patience=5)


async def _entered(variables: dict[str, str]) -> dict[str, str]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        gateway = build()
    finally:
        os.environ.clear()
        os.environ.update(before)
    await gateway.open()
    secrets = await enter(gateway, STAFF)
    await gateway.store.close()
    return secrets


def _started(bench: Bench, port: Port, variables: dict[str, str]) -> Running:
    return Running(bench.directory, port, _launched("gateway", ["-m", "apps.gateway"], bench.directory, variables))


async def _day(bench: Bench, running: Running, staff: Sequence[Person], variables: dict[str, str]) -> dict[str, Any]:
    first, *others = staff
    await first.sign_in()
    pace = len(staff) / A_CLICK
    await _working([first], pace, seconds=SECONDS / 4)  # the first of everything is slower
    bench.say("gateway: one person alone")
    alone = await _working([first], pace, seconds=SECONDS)
    small = resident_mib(running.process.pid)
    bench.say(f"gateway: {len(staff)} sign in")
    began = time.perf_counter()
    await asyncio.gather(*(person.sign_in() for person in others))
    all_in = time.perf_counter() - began
    large = resident_mib(running.process.pid)
    bench.say("gateway: all work")
    cpu = cpu_seconds(running.process.pid)
    page = await _working(staff, pace, seconds=SECONDS)
    cpu = cpu_seconds(running.process.pid) - cpu
    working = resident_mib(running.process.pid)
    bench.say("gateway: killed at noon")
    noon = await _noon(bench, running, staff, variables)
    return {
        "staff": len(staff),
        "clicks_a_second": pace,
        "alone": percentiles(alone),
        "page": percentiles(page),
        "cpu_ms_a_page": round(1000 * cpu / len(page), 2),
        "all_signed_in_s": round(all_in, 1),
        "mib": {"one": round(small, 1), "all": round(large, 1), "after_work": round(working, 1)},
        "kib_a_session": round(1024 * (large - small) / len(others), 1),
        "noon": noon,
    }


async def _working(staff: Sequence[Person], pace: float, *, seconds: float) -> list[float]:
    """Clicks at a pace, each in its own time; how long each took in milliseconds."""
    clicks, began, count = [], time.perf_counter(), round(pace * seconds)
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number / pace - time.perf_counter()))
        clicks.append(asyncio.create_task(_click(staff[number % len(staff)], number)))
    return list(await asyncio.gather(*clicks))


async def _click(person: Person, number: int) -> float:
    answer = await person.go("GET", PAGES[number // 7 % len(PAGES)] if number % 2 else OPEN_PAGES[number % 5])
    if answer.is_redirect:
        message = f"{person.account_id} is out"
        raise BrokenError(message)
    return person.milliseconds[-1]


async def _noon(bench: Bench, running: Running, staff: Sequence[Person], variables: dict[str, str]) -> dict[str, Any]:
    """A long export is ordered, the process is killed in the middle of it, and everybody goes on."""
    owner = staff[0]
    await owner.send(LIST, f"{LIST}/export", asked="?")
    while "已处理" not in (await owner.go("GET", "/jobs")).text:  # noqa: ASYNC110 -- another process does it
        await asyncio.sleep(0.1)
    running.process.signal(signal.SIGKILL)
    stop([running.process], patience=5)
    began = time.perf_counter()
    running.process = _started(bench, running.port, variables).process
    answered = running.wait()
    still_in = [await person.is_in() for person in staff]
    done = ""
    while not done and time.perf_counter() < began + 2 * PATIENCE:
        page = (await owner.go("GET", "/jobs")).text
        done = "已办完" if f"已处理 {APPLICATIONS} 条" in page and "取文件" in page else ""
        await asyncio.sleep(0.5)
    if not all(still_in) or not done:
        message = f"{still_in.count(False)} are out; the export is {done or 'lost'}"
        raise BrokenError(message)
    return {
        "answers_s": round(answered, 2),
        "still_in": sum(still_in),
        "export_rows": APPLICATIONS,
        "export_done_s": round(time.perf_counter() - began, 1),
    }
