"""A RabbitMQ to run with: the one that is named, one that listens here, or Debian's as a private node of our own."""

import asyncio
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import aio_pika

from apps.cli.ports import Port, listens
from apps.cli.processes import Process, stop, tail

DEFAULT = "amqp://guest:guest@127.0.0.1:5672/"
SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
ERLANG = Path("/usr/lib/erlang/bin")
POLICY = Path("/usr/sbin/policy-rc.d")
BOOT = 90.0
NODE = "skillseal@localhost"

Say = Callable[[str], None]


class NoBrokerError(Exception):
    """There is no RabbitMQ to run with; the message says in one line what is missing."""


class PrivateNode:
    """Debian's rabbitmq-server with its own data, name, cookie, ports and epmd, reachable from this machine alone."""

    def __init__(self, directory: Path, *, amqp_port: int, dist_port: int, epmd_port: int) -> None:
        self.directory = directory.resolve()
        self.amqp_port = amqp_port
        self.dist_port = dist_port
        self.epmd_port = epmd_port
        self.processes: list[Process] = []
        self._ports: list[Port] = []

    @classmethod
    def launch(cls, directory: Path, *, bound: bool) -> Self:
        """Start it on free ports, which stay its own until it is stopped; `wait` says when it is ready."""
        ports = [Port.free() for _ in range(3)]
        amqp_port, dist_port, epmd_port = (port.number for port in ports)
        node = cls(directory, amqp_port=amqp_port, dist_port=dist_port, epmd_port=epmd_port)
        node._ports = ports
        node.prepare()
        try:
            for name, command in (
                ("epmd", [str(ERLANG / "epmd"), "-port", str(epmd_port), "-address", "127.0.0.1"]),
                ("rabbitmq", [str(SERVER)]),
            ):
                log = node.directory / "log" / f"{name}.log"
                node.processes.append(
                    Process.launch(name, command, environment=node.environment(), log=log, bound=bound)
                )
        except BaseException:
            node.stop()
            raise
        return node

    @classmethod
    def load(cls, saved: dict[str, Any]) -> Self:
        """A node that was written down by `dump`."""
        ports = {name: int(saved[name]) for name in ("amqp_port", "dist_port", "epmd_port")}
        node = cls(Path(saved["directory"]), **ports)
        node.processes = [Process.load(process) for process in saved["processes"]]
        return node

    def dump(self) -> dict[str, Any]:
        """What is needed to find it again."""
        return {
            "directory": str(self.directory),
            "amqp_port": self.amqp_port,
            "dist_port": self.dist_port,
            "epmd_port": self.epmd_port,
            "processes": [process.dump() for process in self.processes],
        }

    @property
    def url(self) -> str:
        """Where it listens, and for whom."""
        return f"amqp://guest:{self._password()}@127.0.0.1:{self.amqp_port}/"

    def _password(self) -> str:
        """Made with the first start, and kept from others."""
        file = self.directory / "password"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_hex(20), encoding="utf-8")
        return file.read_text(encoding="utf-8")

    def prepare(self) -> None:
        """Write its configuration; data that is there is kept."""
        home = self.directory / "home"
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        cookie = home / ".erlang.cookie"
        if not cookie.exists():
            cookie.touch(mode=0o600)
            cookie.write_text(secrets.token_hex(20), encoding="utf-8")
            cookie.chmod(0o400)
        (self.directory / "enabled_plugins").write_text("[].\n", encoding="utf-8")
        configuration = self.directory / "rabbitmq.conf"
        configuration.touch(mode=0o600)
        configuration.chmod(0o600)
        configuration.write_text(
            f"listeners.tcp.1 = 127.0.0.1:{self.amqp_port}\ndisk_free_limit.absolute = 64MB\n"
            f"default_pass = {self._password()}\n",
            encoding="utf-8",
        )

    def environment(self) -> dict[str, str]:
        """The machine's environment without any settings meant for another node."""
        here = self.directory
        inherited = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("RABBITMQ_", "ERL_", "SKILLSEAL_")) and key != "AMQP_URL"
        }
        return inherited | {
            "HOME": str(here / "home"),
            "ERL_EPMD_PORT": str(self.epmd_port),
            "ERL_CRASH_DUMP": str(here / "log" / "erl_crash.dump"),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": NODE,
            "RABBITMQ_DIST_PORT": str(self.dist_port),
            "RABBITMQ_MNESIA_BASE": str(here / "data"),
            "RABBITMQ_LOG_BASE": str(here / "log"),
            "RABBITMQ_LOGS": str(here / "log" / "node.log"),
            "RABBITMQ_CONFIG_FILE": str(here / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(here / "enabled_plugins"),
            "RABBITMQ_PID_FILE": str(here / "pid"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }

    def alive(self) -> bool:
        """Whether all of it runs."""
        return bool(self.processes) and all(process.alive() for process in self.processes)

    def wait(self, patience: float = BOOT) -> None:
        """Return as soon as it lets guest in. Raises `NoBrokerError` when it does not come up."""
        until = time.monotonic() + patience
        while not (listens(self.amqp_port) and self._lets_us_in()):
            if not self.alive() or time.monotonic() > until:
                log = self.directory / "log" / "node.log"
                message = f"the private RabbitMQ node did not start; {log} ends with:\n{tail(log)}"
                raise NoBrokerError(message)
            time.sleep(0.05)

    def _lets_us_in(self) -> bool:
        """Data from before it had a password of its own still lets guest in with the old one, for the last time."""
        if not lets_in(self.url) and lets_in(f"amqp://guest:guest@127.0.0.1:{self.amqp_port}/"):
            self._evaluate(
                f'rabbit_auth_backend_internal:change_password(<<"guest">>, <<"{self._password()}">>, <<"skillseal">>).'
            )
        return lets_in(self.url)

    def vhost(self, name: str) -> str:
        """Make a fresh virtual host; answers its address."""
        self._evaluate(
            f'rabbit_vhost:add(<<"{name}">>, <<"skillseal">>), '
            f'rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"{name}">>, <<".*">>, <<".*">>, <<".*">>, '
            '<<"skillseal">>).'
        )
        return f"{self.url}{quote(name, safe='')}"

    def drop_vhost(self, name: str) -> None:
        """Remove a virtual host with all that is in it."""
        self._evaluate(f'rabbit_vhost:delete(<<"{name}">>, <<"skillseal">>).')

    def _evaluate(self, expression: str) -> None:
        answer = subprocess.run(
            [str(ERLANG / "erl_call"), "-n", NODE, "-timeout", "20", "-e"],
            input=f"{expression}\n".encode(),
            env=self.environment(),
            check=True,
            capture_output=True,
        ).stdout.decode()
        if not answer.startswith("{ok, ok"):
            message = f"the private RabbitMQ node refused: {answer}"
            raise NoBrokerError(message)

    def stop(self) -> None:
        """Stop the node, then its epmd."""
        for process in reversed(self.processes):
            stop([process])
        for port in self._ports:
            port.release()


@dataclass(frozen=True)
class Broker:
    """The RabbitMQ that was found; `node` only if it is ours to stop."""

    url: str
    node: PrivateNode | None = None

    def wait(self) -> None:
        """Return when it can be used."""
        if self.node is not None:
            self.node.wait()


def find(directory: Path, *, bound: bool, say: Say) -> Broker:
    """Take the first of: `AMQP_URL`, what listens on 127.0.0.1:5672, a private node. Raises `NoBrokerError`."""
    given = os.environ.get("AMQP_URL")
    if given:
        if not lets_in(given):
            message = "the RabbitMQ that AMQP_URL names does not let us in"
            raise NoBrokerError(message)
        return Broker(given)
    if listens(5672) and lets_in(DEFAULT):
        return Broker(DEFAULT)
    node = private_node(directory, bound=bound, say=say)
    return Broker(node.url, node)


def private_node(directory: Path, *, bound: bool, say: Say) -> PrivateNode:
    """Start a private node, after installing Debian's package if it is missing. Raises `NoBrokerError`."""
    if not SERVER.exists():
        _install(say)
    return PrivateNode.launch(directory, bound=bound)


def _install(say: Say) -> None:
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists() or not shutil.which("apt-get"):
        message = "RabbitMQ is missing: name one in AMQP_URL, or install Debian's package rabbitmq-server"
        raise NoBrokerError(message)
    say("installing rabbitmq-server …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    with _no_service_starts():
        for step in (["update"], ["install", "-y", "--no-install-recommends", "rabbitmq-server"]):
            done = subprocess.run(
                [*apt, *step], env=environment, umask=0o022, capture_output=True, text=True, check=False
            )
            if done.returncode:
                message = f"apt-get {step[0]} failed: {done.stderr.strip() or done.stdout.strip()}"
                raise NoBrokerError(message)


@contextmanager
def _no_service_starts(policy: Path = POLICY) -> Iterator[None]:
    """Keep the package from starting a system service; a policy that is already there is left to its owner."""
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()


def lets_in(url: str) -> bool:
    """Whether an AMQP login works; may be called inside a running event loop too."""

    async def log_in() -> bool:
        try:
            connection = await aio_pika.connect(url, timeout=3.0)
        except (aio_pika.exceptions.AMQPError, OSError, TimeoutError, ValueError):
            return False
        await connection.close()
        return True

    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(asyncio.run, log_in()).result()
