"""The whole system on one machine: a RabbitMQ and every service as a process of its own, started and stopped as one."""

import fcntl
import json
import os
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from apps.cli import rabbitmq
from apps.cli.keys import LIFETIME, Keys
from apps.cli.ports import HOST, Port, listens
from apps.cli.processes import ROOT, Process, stop, wait_for
from apps.cli.rabbitmq import PrivateNode, Say

PORTS = {
    "registration": 8101,
    "scheduling": 8102,
    "itembank": 8103,
    "scoring": 8104,
    "certification": 8105,
    "incident": 8106,
    "archive": 8107,
    "sync": 8108,
}
SERVICES = tuple(PORTS)
CONSOLE, GATEWAY, PUBLIC = "duty-console", "gateway", "public"
PAGES = {CONSOLE: 8110, GATEWAY: 8120, PUBLIC: 8130}
PROGRAMS = {CONSOLE: "apps.duty_console", GATEWAY: "apps.gateway", PUBLIC: "apps.public"}
STATE_DIR = Path(os.environ.get("SKILLSEAL_STATE", ROOT / ".skillseal"))
READY = 60.0
AT_ONCE = os.cpu_count() or 2
SERVICE_LIFETIME = timedelta(days=365)


class AlreadyRunningError(Exception):
    """In this state directory a system, or what is left of one, still runs."""


class NotRunningError(Exception):
    """In this state directory no system runs."""


class System:
    """A running system. Everything about it lies in its state directory: keys, stores, logs, pids.

    `with System.start(directory, simulation=True, bound=True) as system:` stops it at the end; a bound one is stopped
    by the kernel even when this process is killed (start it on the main thread).
    """

    def __init__(  # noqa: PLR0913 -- everything that a system is made of
        self,
        state_dir: Path,
        *,
        amqp_url: str,
        node: PrivateNode | None,
        urls: Mapping[str, str],
        simulation: bool,
        pages: Mapping[str, str] | None = None,
    ) -> None:
        self.state_dir = state_dir.resolve()
        self.amqp_url = amqp_url
        self.urls = dict(urls)
        self.simulation = simulation
        self.pages = dict(pages or {})
        self.keys = Keys.in_directory(self.state_dir / "keys")
        self.processes: dict[str, Process] = {}
        self._node = node
        self._ports: Collection[Port] = ()

    @classmethod
    def start(  # noqa: PLR0913 -- what an operator or a test may want to differ
        cls,
        state_dir: Path = STATE_DIR,
        *,
        simulation: bool = False,
        bound: bool = False,
        services: Sequence[str] = SERVICES,
        pages: Sequence[str] = (),
        say: Say = lambda _: None,
    ) -> Self:
        """Start everything and return when all are well; data that is there is kept.

        Of a system that runs in part, what has ended is started again. Raises `AlreadyRunningError`,
        `ServiceFailedError` or `rabbitmq.NoBrokerError`; then nothing that was not running before is left running.
        """
        state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(state_dir):
            if (state_dir / "state.json").exists() and (left := cls._load(state_dir)).any_alive():
                left.start_again(bound=bound)
                return left
            ports = {name: Port.usual({**PORTS, **PAGES}[name]) for name in (*services, *pages)}
            address = {name: f"http://{HOST}:{port.number}" for name, port in ports.items()}
            broker = rabbitmq.find(state_dir / "rabbitmq", bound=bound, say=say)
            system = cls(
                state_dir,
                amqp_url=broker.url,
                node=broker.node,
                urls={name: address[name] for name in services},
                simulation=simulation,
                pages={name: address[name] for name in pages},
            )
            system._ports = ports.values()
            try:
                system._launch(system.addresses, bound=bound)
                broker.wait()
                system._wait_until_well()
            except BaseException:
                system._stop()
                raise
        return system

    @classmethod
    def attach(cls, state_dir: Path = STATE_DIR) -> Self:
        """The system that runs in a state directory. Raises `NotRunningError`."""
        if (state_dir / "state.json").exists():
            system = cls._load(state_dir)
            if system.any_alive():
                return system
        message = f"no system runs in {state_dir}; `make up` starts one"
        raise NotRunningError(message)

    @classmethod
    def known_by(cls, state: Path) -> Self:
        """The system that runs in a state directory, or one elsewhere that a file names. Raises `NotRunningError`."""
        return cls.elsewhere(state) if state.is_file() else cls.attach(state)

    @classmethod
    def elsewhere(cls, file: Path) -> Self:
        """A system that runs without us: a file names its `urls`, `pages` and `amqp_url`; `keys/` lies beside it."""
        told = json.loads(file.read_text(encoding="utf-8"))
        urls, pages = told.get("urls", {}), told.get("pages", {})
        return cls(file.parent, amqp_url=told.get("amqp_url", ""), node=None, urls=urls, pages=pages, simulation=True)

    @classmethod
    def _load(cls, state_dir: Path) -> Self:
        saved = json.loads((state_dir / "state.json").read_text(encoding="utf-8"))
        system = cls(
            state_dir,
            amqp_url=saved["amqp_url"],
            node=PrivateNode.load(saved["node"]) if saved["node"] else None,
            urls=saved["urls"],
            simulation=saved["simulation"],
            pages=saved.get("pages", {}),
        )
        system.processes = {process["name"]: Process.load(process) for process in saved["processes"]}
        return system

    def start_again(self, *, bound: bool) -> None:
        """Start what has ended. Raises `AlreadyRunningError` if nothing has, or if the broker has."""
        ended = [name for name in self.addresses if name not in self.processes or not self.processes[name].alive()]
        if self._node and not self._node.alive():
            message = f"the RabbitMQ of the system in {self.state_dir} has ended: stop the rest first"
            raise AlreadyRunningError(message)
        if not ended:
            message = f"a system already runs in {self.state_dir}"
            raise AlreadyRunningError(message)
        self._launch(ended, bound=bound)
        self._wait_until_well()

    def _save(self) -> None:
        state: dict[str, Any] = {
            "amqp_url": self.amqp_url,
            "node": self._node.dump() if self._node else None,
            "urls": self.urls,
            "simulation": self.simulation,
            "pages": self.pages,
            "processes": [process.dump() for process in self.processes.values()],
        }
        file = self.state_dir / "state.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps(state, indent=1), encoding="utf-8")

    def _launch(self, names: Iterable[str], *, bound: bool) -> None:
        """A few services at a time: the broker, which takes longest to start, is not left without a processor."""
        self._save()
        until = time.monotonic() + READY
        for name in names:
            url = self.addresses[name]
            while self._starting() >= AT_ONCE and time.monotonic() < until:
                time.sleep(0.05)
            self.processes[name] = Process.launch(
                name,
                [sys.executable, "-m", PROGRAMS.get(name, f"services.{name}.main")],
                environment=self._environment(name, url),
                log=self.log(name),
                bound=bound,
            )
            self._save()

    def _starting(self) -> int:
        addresses = self.addresses
        return sum(process.alive() and not listens(_port(addresses[name])) for name, process in self.processes.items())

    def _environment(self, name: str, url: str) -> dict[str, str]:
        return {**os.environ, **self._told(name, url), "PYTHONUNBUFFERED": "1"}

    def _told(self, name: str, url: str) -> dict[str, str]:
        if name == CONSOLE:
            return self._told_to_the_console(url)
        if name == PUBLIC:
            return self._told_to_the_public_page(url)
        settings = {
            "SKILLSEAL_HTTP_PORT": str(_port(url)),
            "SKILLSEAL_STORE": self._store(name),
            "SKILLSEAL_AMQP_URL": self.amqp_url,
            "SKILLSEAL_FIELD_KEYS": self.keys.field_keys,
            "SKILLSEAL_TOKEN_KEYS": self.keys.public_key_set,
            "SKILLSEAL_EVENT_KEY": self.keys.event_key(name),
            "SKILLSEAL_EVENT_KEYS": self.keys.event_keys(SERVICES),
            "SKILLSEAL_FEEDS": json.dumps({other: at for other, at in self.urls.items() if other != name}),
            "SKILLSEAL_SERVICE_TOKEN": self.keys.token(f"service:{name}", "operator", lifetime=SERVICE_LIFETIME),
            "SKILLSEAL_SIMULATION": "1" if self.simulation else "0",
        }
        if name == GATEWAY:
            settings |= {
                "SKILLSEAL_GATEWAY_KEY": self.keys.private_key,
                "SKILLSEAL_SERVICES": json.dumps(self.urls),
                "SKILLSEAL_FEEDS": "{}",
                "SKILLSEAL_GATEWAY_URL": os.environ.get("SKILLSEAL_GATEWAY_URL", url),
                "SKILLSEAL_CONSOLE_URL": os.environ.get("SKILLSEAL_CONSOLE_URL", self.pages.get(CONSOLE, "")),
            }
        if name == "certification" and PUBLIC in self.pages:
            proxies = {*json.loads(os.environ.get("SKILLSEAL_PROXIES", "[]")), HOST}
            settings["SKILLSEAL_PROXIES"] = json.dumps(sorted(proxies))
            printed = os.environ.get("SKILLSEAL_VERIFICATION_URL", f"{self.pages[PUBLIC]}/verify")
            settings["SKILLSEAL_VERIFICATION_URL"] = printed
        return settings

    def _told_to_the_console(self, url: str) -> dict[str, str]:
        """It holds no key, and knows the incident service, and the gateway if there is one."""
        gateway = self.pages.get(GATEWAY, "")
        return {
            "SKILLSEAL_CONSOLE_GATEWAY": os.environ.get("SKILLSEAL_CONSOLE_GATEWAY", gateway),
            "SKILLSEAL_CONSOLE_GATEWAY_INSIDE": gateway,
            "SKILLSEAL_INCIDENT_URL": self.urls["incident"],
            "SKILLSEAL_CONSOLE_PORT": str(_port(url)),
            "SKILLSEAL_CONSOLE_SESSIONS": str(self.state_dir / "console-sessions"),
        }

    def _told_to_the_public_page(self, url: str) -> dict[str, str]:
        """It holds no key either, and asks two services what they tell everybody."""
        return {
            "SKILLSEAL_PUBLIC_HTTP_PORT": str(_port(url)),
            "SKILLSEAL_PUBLIC_URL": os.environ.get("SKILLSEAL_PUBLIC_URL", url),
            "SKILLSEAL_PUBLIC_REGISTRATION_URL": self.urls["registration"],
            "SKILLSEAL_PUBLIC_CERTIFICATION_URL": self.urls["certification"],
        }

    def _store(self, name: str) -> str:
        """A MongoDB that the environment names serves all services; an SQLite file is each one's own."""
        given = os.environ.get("SKILLSEAL_STORE", "")
        return given if given.startswith("mongodb") else f"sqlite:///{self.state_dir / 'stores' / name}.sqlite"

    def _wait_until_well(self) -> None:
        until = time.monotonic() + READY
        for name, url in self.addresses.items():
            patience = until - time.monotonic()
            wait_for(self.processes[name], f"{url}/health", log=self.log(name), patience=patience, is_well=_says_ok)

    @property
    def addresses(self) -> dict[str, str]:
        """Where each service answers, and the pages that were started."""
        return {**self.urls, **self.pages}

    def any_alive(self) -> bool:
        """Whether anything of it runs."""
        return any(process.alive() for process in self.processes.values()) or bool(
            self._node and any(process.alive() for process in self._node.processes)
        )

    def health(self) -> dict[str, dict[str, Any]]:
        """What each says of itself."""
        with httpx.Client(timeout=2.0, trust_env=False) as client:
            return {name: health(client, url) for name, url in self.addresses.items()}

    def log(self, name: str) -> Path:
        """The log file of a service."""
        return self.state_dir / "logs" / f"{name}.log"

    def token(self, staff_id: str, roles: Iterable[str], *, name: str = "", lifetime: timedelta = LIFETIME) -> str:
        """A staff token that every service of this system accepts."""
        return self.keys.token(staff_id, *roles, name=name, lifetime=lifetime)

    def stop(self) -> list[str]:
        """Stop the services, then the broker if it is ours; answers the names of those that had to be killed."""
        with _alone(self.state_dir):
            return self._stop()

    def _stop(self) -> list[str]:
        killed = stop(list(self.processes.values()))
        if self._node:
            self._node.stop()
        for port in self._ports:
            port.release()
        (self.state_dir / "state.json").unlink(missing_ok=True)
        return killed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _says_ok(answer: httpx.Response) -> bool:
    """A service answers while it is degraded, too."""
    return answer.is_success and bool(answer.json()["status"] == "ok")


def health(client: httpx.Client, url: str) -> dict[str, Any]:
    """The health a service reports, or that it does not answer."""
    try:
        answer = client.get(f"{url}/health")
        answer.raise_for_status()
        report: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError):
        return {"status": "unreachable"}
    return report


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])


@contextmanager
def _alone(state_dir: Path) -> Iterator[None]:
    """One start or stop at a time in a state directory."""
    with (state_dir / "lock").open("a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
