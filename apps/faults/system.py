"""The system under fault: as usual, but under a supervisor that starts again, at once, whatever ended."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import httpx

from apps.cli.ports import HOST, Port
from apps.cli.processes import Process, ServiceFailedError, tail
from apps.cli.system import SERVICES, System

# Read once: whoever makes a client reads them all, and who waits for a start makes one after another.
AUTHORITIES = httpx.create_ssl_context()
START = 90.0
LOOK = 0.02


@dataclass(frozen=True)
class Setting:
    """What is different from a sound system.

    `failpoints`: for each life of a service the fail point it dies at. `disks`: directories for the stores of some.
    `mutation`: a guarantee that is taken out (see `mutated.py`). `environment`: what all processes find there besides.
    """

    failpoints: Mapping[str, Sequence[str]] = field(default_factory=dict)
    disks: Mapping[str, Path] = field(default_factory=dict)
    mutation: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


class Death(NamedTuple):
    """A process that ended: which, when (monotonic), how, and the fail point it was to die at, if any."""

    service: str
    at: float
    code: int | None
    failpoint: str
    wanted: bool


class Supervised(System):
    """A running system whose services live again."""

    def __init__(  # noqa: PLR0913 -- everything about a system that differs from case to case
        self,
        state_dir: Path,
        *,
        amqp_url: str,
        setting: Setting,
        time_of_day: Callable[[], datetime | None] = lambda: None,
        services: Sequence[str] = SERVICES,
        simulation: bool = True,
    ) -> None:
        """`time_of_day` tells the simulated time, so that nobody who lives again wakes up in the past."""
        state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        ports = {name: Port.free() for name in services}
        urls = {name: f"http://{HOST}:{port.number}" for name, port in ports.items()}
        super().__init__(state_dir, amqp_url=amqp_url, node=None, urls=urls, simulation=simulation)
        self._ports = ports.values()  # also while a service is dead
        self.setting = setting
        self.deaths: list[Death] = []
        self._time_of_day = time_of_day
        self._lives = dict.fromkeys(services, 0)
        self._wanted: set[int] = set()
        self._held: set[str] = set()

    async def begin(self) -> None:
        """Start every service and return when all are well."""
        for name in self.urls:
            self._start(name)
        until = time.monotonic() + START
        while not await self.well():
            for name, process in self.processes.items():
                if not process.alive() or time.monotonic() > until:
                    raise ServiceFailedError(name, self.log(name))
            await asyncio.sleep(LOOK)

    def _start(self, name: str) -> None:
        module = (
            ["apps.faults.mutated", self.setting.mutation, name] if self.setting.mutation else [f"services.{name}.main"]
        )
        environment = {**self._environment(name, self.urls[name]), **self.setting.environment}
        if (now := self._time_of_day()) is not None:
            environment["SKILLSEAL_SIMULATION_START"] = now.isoformat()
        environment["SKILLSEAL_FAILPOINT"] = self._failpoint(name)
        self._lives[name] += 1
        self.processes[name] = Process.launch(
            name, [sys.executable, "-m", *module], environment=environment, log=self.log(name), bound=True
        )

    def _failpoint(self, name: str) -> str:
        following = self.setting.failpoints.get(name, ())[self._lives[name] :]
        return following[0] if following else ""

    def _store(self, name: str) -> str:
        return f"sqlite:///{self.store(name)}"

    def store(self, name: str) -> Path:
        """The file of a service's store."""
        return self.setting.disks.get(name, self.state_dir / "stores") / f"{name}.sqlite"

    @property
    def stores(self) -> dict[str, Path]:
        """The files of all stores."""
        return {name: self.store(name) for name in self.urls}

    async def supervise(self) -> None:
        """Start again what ended; runs until cancelled."""
        while True:
            for name, process in list(self.processes.items()):
                if name not in self._held and not process.alive():
                    self._note(name, process)
                    self._start(name)
            await asyncio.sleep(LOOK)

    def _note(self, name: str, process: Process) -> None:
        points = self.setting.failpoints.get(name, ())
        point = points[self._lives[name] - 1] if self._lives[name] <= len(points) else ""
        code = process.child.wait(timeout=5.0) if process.child else None
        wanted = process.pid in self._wanted or (bool(point) and code == -signal.SIGKILL)
        self.deaths.append(Death(name, time.monotonic(), code, point, wanted))

    def send(self, name: str, number: signal.Signals) -> None:
        """Send a signal to a service; it may end by it."""
        self._wanted.add(self.processes[name].pid)
        self.processes[name].signal(number)

    async def ended(self, name: str, pid: int) -> None:
        """Return as soon as this process of a service is gone and the next one was started."""
        while self.processes[name].pid == pid:  # noqa: ASYNC110 -- it happens in another process
            await asyncio.sleep(LOOK)

    @asynccontextmanager
    async def without(self, name: str) -> AsyncIterator[Callable[[], None]]:
        """Freeze a service and keep it from living again in the meantime; what is yielded kills it."""
        process = self.processes[name]
        self._held.add(name)
        self.send(name, signal.SIGSTOP)

        def kill() -> None:
            process.kill_group()
            while process.alive():
                time.sleep(0.01)

        try:
            yield kill
        finally:
            self._held.discard(name)
        await self.ended(name, process.pid)

    async def well(self, *, names: Sequence[str] = ()) -> bool:
        """Whether these services, or all, say that they are well."""
        async with httpx.AsyncClient(timeout=2.0, trust_env=False, verify=AUTHORITIES) as client:

            async def healthy(name: str) -> bool:
                with suppress(httpx.HTTPError, ValueError):
                    return bool((await client.get(f"{self.urls[name]}/health")).json()["status"] == "ok")
                return False

            return all(await asyncio.gather(*(healthy(name) for name in names or self.urls)))

    def unexpected(self) -> list[str]:
        """What ended without having been made to."""
        return [
            f"{death.service} ended by itself with {death.code}; its log ends with:\n{tail(self.log(death.service))}"
            for death in self.deaths
            if not death.wanted
        ]

    def destroy(self) -> None:
        """End everything now; what is to be seen was seen."""
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGCONT)
            process.kill_group()
        for port in self._ports:
            port.release()
