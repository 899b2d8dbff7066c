"""Whether certificates are real, asked over HTTP at 1,000,000 of them stored: by their codes, each by another visitor.

The service answers as a process of its own, without a broker; it is asked over a few connections that stay open. The
ratio is verifications a second over answers of `/health/live` a second in the same run: what a verification costs.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvloop

from apps.cli.ports import Port
from apps.cli.processes import Process, stop, wait_for
from apps.demo.footprint import cpu_seconds, resident_mib
from benchmarks.bench import Bench
from benchmarks.measured import percentiles
from libs.chassis.domain import Query
from libs.chassis.store.unit_of_work import UnitOfWork
from libs.chassis.testing import Harness, environment
from libs.contracts.sealing import Purpose
from services.certification.domain.certificate import Certificate
from services.certification.domain.verification.proof import verification_token
from services.certification.main import build
from services.certification.storage.collections import CERTIFICATES
from services.certification.tests.builders import FIVE_DAYS_OVER, PUBLISHED
from services.certification.tests.conftest import post_results

STORED = 1_000_000
CHUNK = 10_000
MOST_SERIALS = 999_999
CONNECTIONS = 12
SECONDS = 20.0
# Far enough apart that no page of the store is asked for twice in a row.
STRIDE = 7_919


def run(bench: Bench) -> None:
    """Measure and report."""
    stored = bench.sizes[0] if bench.sizes else STORED
    bench.directory.mkdir(parents=True)
    port = Port.free()
    bench.say(f"verify: storing {stored} certificates")
    codes = uvloop.run(_fill(bench.directory, stored))
    service = _launched(bench.directory, port)
    try:
        wait_for(service, f"http://127.0.0.1:{port.number}/health/live", log=bench.directory / "certification.log")
        bench.say("verify: asking")
        figures = uvloop.run(_ask(port.number, codes, service.pid))
        figures["resident_mib"] = round(resident_mib(service.pid))
    finally:
        stop([service], patience=5)
        port.release()
    bench.results.add("verify", figures["a_second"] / figures["probes_a_second"], stored=stored, **figures)


async def _fill(directory: Path, stored: int) -> list[str]:
    """One certificate as it was issued, and copies of it under other numbers; answers the addresses of some codes."""
    async with Harness(build, directory, now=PUBLISHED) as harness:
        posted: Any = post_results
        await posted(harness, {})
        await harness.step_to(FIVE_DAYS_OVER)
        [issued] = (await harness.service.transactions.begin().of(CERTIFICATES).find(Query())).items
        cipher, codes = harness.cipher, []
        name = issued.opened_name(cipher)
        for first in range(0, stored, CHUNK):
            ordinals = range(first, min(first + CHUNK, stored))

            async def keep(work: UnitOfWork, ordinals: range = ordinals) -> None:
                for ordinal in ordinals:
                    work.of(CERTIFICATES).save(copy(ordinal))

            def copy(ordinal: int) -> Certificate:
                level, serial = 1 + ordinal // MOST_SERIALS, 1 + ordinal % MOST_SERIALS
                number, owner = f"{issued.id[:15]}{level}{serial:06d}", f"bench-{ordinal:07d}"
                sealed = cipher.seal(name, purpose=Purpose.CANDIDATE_NAME, owner=owner)
                return replace(issued, id=number, application_id=owner, name=sealed, holder=f"{ordinal:064x}")

            await harness.service.transactions.run(keep, now=lambda: FIVE_DAYS_OVER)
        for step in range(min(stored, 50_000)):
            number = copy(step * STRIDE % stored).id
            codes.append(f"/verify/{number}?token={verification_token(cipher, number)}")
    return codes


def _launched(directory: Path, port: Port) -> Process:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("SKILLSEAL_")}
    variables = outside | environment(directory) | {
        "SKILLSEAL_SIMULATION": "0",
        "SKILLSEAL_HTTP_PORT": str(port.number),
        "SKILLSEAL_PROXIES": '["127.0.0.1"]',
        "SKILLSEAL_AMQP_URL": "amqp://127.0.0.1:1/",
        "SKILLSEAL_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    command = [sys.executable, "-m", "services.certification.main"]
    log = directory / "certification.log"
    return Process.launch("certification", command, environment=variables, log=log, bound=True)


async def _ask(port: int, codes: list[str], pid: int) -> dict[str, Any]:
    await _asked(port, codes.__getitem__, len(codes), seconds=SECONDS / 4)  # the first of everything is slower
    before = cpu_seconds(pid)
    verified = await _asked(port, codes.__getitem__, len(codes), seconds=SECONDS)
    between = cpu_seconds(pid)
    probed = await _asked(port, lambda _: "/health/live", len(codes), seconds=SECONDS / 4)
    return {
        "a_second": round(len(verified) / SECONDS),
        "probes_a_second": round(4 * len(probed) / SECONDS),
        "connections": CONNECTIONS,
        "ms": percentiles(verified),
        "cpu_ms": round(1000 * (between - before) / len(verified), 3),
        "probe_cpu_ms": round(1000 * (cpu_seconds(pid) - between) / len(probed), 3),
    }


async def _asked(port: int, path: Callable[[int], str], paths: int, *, seconds: float) -> list[float]:
    """How long each answer took, in milliseconds. Raises `AssertionError` if one is not 200."""
    taken: list[float] = []
    until, count = time.perf_counter() + seconds, iter(range(sys.maxsize))

    async def ask() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (begun := time.perf_counter()) < until:
            turn = next(count)
            visitor = f"10.{turn >> 16 & 255}.{turn >> 8 & 255}.{turn & 255}"
            head = f"GET {path(turn % paths)} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {visitor}\r\n\r\n"
            writer.write(head.encode())
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 200"), answer  # noqa: S101 -- else no figure is worth anything
            length = int(answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            taken.append(1000 * (time.perf_counter() - begun))
        writer.close()

    await asyncio.gather(*(ask() for _ in range(CONNECTIONS)))
    return taken
