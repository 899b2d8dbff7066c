"""`make containers`: the images, the compose files and the broker's rights, proved by a small batch that runs on them.

Builds every image, starts a RabbitMQ 4, the services with SQLite stores and the pages, runs a batch over HTTP,
asks the pages, kills the broker, looks whether what was accepted meanwhile arrives, stops the services and
removes everything. Exit 0 only if all held.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from apps.cli.ports import Port
from apps.cli.system import CONSOLE, GATEWAY, PUBLIC, SERVICES, System
from deploy import secrets
from deploy.definitions import DEMO, REPORTER, VHOST

ROOT = Path(__file__).parents[1]
PROJECT = "skillseal-containers"
FILES = ("docker-compose.yml", "deploy/compose.local.yml")
PATIENCE = 60.0
MISSING, FAILED = 3, 1
OURS = (*SERVICES, GATEWAY, CONSOLE, PUBLIC)

IMAGES = {
    "PYTHON_IMAGE": ("python:3.11-slim-bookworm", "python", "skillseal-local/python:3.11"),
    "RABBITMQ_IMAGE": ("rabbitmq:4", "rabbitmq", "skillseal-local/rabbitmq:4"),
}

INSIDE = """
import importlib.util, os, pathlib, shutil
assert os.getuid() == 10001, "runs as root"
assert not [c for c in ("gcc", "cc", "g++", "clang") if shutil.which(c)], "has a compiler"
code = [p for place in ("services", "apps") for p in pathlib.Path(place).glob("*/") if p.name != "__pycache__"]
assert sorted(map(str, code)) == CODE
try:
    pathlib.Path("/app/written").touch()
except OSError:
    pass
else:
    raise AssertionError("its root file system can be written")
"""


class DidNotHoldError(Exception):
    """Something that must be so is not."""


class Containers:
    """One compose project of its own, on free ports of this machine."""

    def __init__(self, directory: Path, images: Mapping[str, str]) -> None:
        self.directory = directory
        self.held = {name: Port.free() for name in ("amqp", *OURS)}
        self.ports = {name: port.number for name, port in self.held.items()}
        passwords = secrets.make(directory, simulation=True)
        self._environment = {
            **os.environ,
            **images,
            "IMAGE_TAG": "containers",
            "VERIFICATION_URL": f"http://127.0.0.1:{self.ports[PUBLIC]}/verify",
            "GATEWAY_URL": f"http://127.0.0.1:{self.ports[GATEWAY]}",
            "CONSOLE_URL": f"http://127.0.0.1:{self.ports[CONSOLE]}",
            "LOCAL_AMQP_PORT": str(self.ports["amqp"]),
            **{f"LOCAL_PORT_{name.upper().replace('-', '_')}": str(self.ports[name]) for name in OURS},
        }
        told = {
            "urls": {name: f"http://127.0.0.1:{self.ports[name]}" for name in SERVICES},
            "amqp_url": f"amqp://{DEMO}:{passwords[DEMO]}@127.0.0.1:{self.ports['amqp']}/{VHOST}",
        }
        self.system_file = directory / "system.json"
        self.system_file.touch(mode=0o600)
        self.system_file.write_text(json.dumps(told), encoding="utf-8")

    def compose(self, *words: str) -> str:
        """Run a compose command; answers what it wrote. Raises `DidNotHoldError`."""
        files = [part for file in FILES for part in ("--file", str(ROOT / file))]
        command = ["docker", "compose", "--project-name", PROJECT, "--project-directory", str(ROOT), *files]
        return run([*command, "--env-file", str(self.directory / "compose.env"), *words], self._environment)

    def state(self, service: str) -> dict[str, Any]:
        """What the engine knows of a service's container, running or not."""
        container = self.compose("ps", "--all", "--quiet", service).strip()
        state: dict[str, Any] = json.loads(run(["docker", "inspect", "--format", "{{json .State}}", container]))
        return state


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """Run a program to its end; answers its output. Raises `DidNotHoldError` with the last of what it said."""
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-30:])
        message = f"{' '.join(command[:2])} … {command[-1]} ended with {done.returncode}:\n{said}"
        raise DidNotHoldError(message)
    return done.stdout


@contextmanager
def step(what: str) -> Iterator[list[str]]:
    """Say what is done, what came of it, and how long it took."""
    came: list[str] = []
    began = time.monotonic()
    typer.echo(f"{what} … ", nl=False)
    try:
        yield came
    except BaseException:
        typer.echo("FAILED")
        raise
    typer.echo(f"{'; '.join(came) or 'done'} ({time.monotonic() - began:.1f} s)")


def missing() -> list[str]:
    """What this machine lacks, each in one line."""
    lacks = []
    if not shutil.which("docker"):
        return ["Docker (Debian: docker.io)"]
    if subprocess.run(["docker", "info"], capture_output=True, check=False).returncode:
        lacks.append("a Docker engine that answers: `docker info` fails")
    if subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode:
        lacks.append("Docker Compose 2.24 or newer, as `docker compose`")
    return lacks


def image(variable: str) -> str:
    """The image to use: the one that is named, the public one, or a stand-in from Debian packages."""
    public, stand_in, tag = IMAGES[variable]
    named = os.environ.get(variable)
    for candidate in [named] if named else [public, tag]:
        if not subprocess.run(["docker", "image", "inspect", candidate], capture_output=True, check=False).returncode:
            return candidate
    wanted = named or public
    with step(f"pulling {wanted}") as came:
        try:
            pulled = subprocess.run(
                ["docker", "pull", "--quiet", wanted], capture_output=True, timeout=300, check=False
            )
        except subprocess.TimeoutExpired:
            pulled = None
        if pulled is not None and not pulled.returncode:
            return wanted
        if named:
            message = f"{variable} names {named}, which is neither here nor to be had"
            raise DidNotHoldError(message)
        came.append("not to be had")
    with step(f"making {tag} from Debian packages instead"):
        run([str(ROOT / "deploy/local_images.sh"), stand_in])
    return tag


def check_images(containers: Containers) -> None:
    """Each runs as nobody special, without a compiler, cannot be written to and knows no other service."""
    for name in OURS:
        copied = [f"services/{name}"] if name in SERVICES else sorted([f"apps/{name.replace('-', '_')}", "apps/web"])
        code = f"CODE = {copied!r}\n{INSIDE}"
        containers.compose("exec", "--no-TTY", name, "python", "-c", code)


def check_users(containers: Containers) -> None:
    """The broker lets in who is named in its definitions; it has no guest."""
    command = ["rabbitmqctl", "--quiet", "list_users", "--formatter", "json"]
    users = {user["user"] for user in json.loads(containers.compose("exec", "--no-TTY", "rabbitmq", *command))}
    if users != {*SERVICES, GATEWAY, REPORTER, DEMO}:
        message = f"the broker lets in {sorted(users)}"
        raise DidNotHoldError(message)


def run_batch(containers: Containers, candidates: int) -> dict[str, Any]:
    """The demo, on the services in their containers."""
    out = containers.directory / "demo"
    command = [sys.executable, "-m", "apps.demo", "--attach", str(containers.system_file), "--out", str(out)]
    run([*command, "--candidates", str(candidates), "--seed", "7"])
    summary: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    if summary["rows"] != candidates or not summary["certificates"] or summary["messages"]["parked"]:
        message = f"the batch did not come out right: {summary}"
        raise DidNotHoldError(message)
    return summary


def check_console(containers: Containers) -> None:
    """It sends whoever wants in to the gateway, and asks that about a code: one that it does not know."""
    with httpx.Client(base_url=f"http://127.0.0.1:{containers.ports[CONSOLE]}", trust_env=False) as http:
        begun, back = http.get("/sign-in/begin"), http.get("/sign-in/code?code=none")
    gateway = f"http://127.0.0.1:{containers.ports[GATEWAY]}/console?"
    if not begun.headers.get("Location", "").startswith(gateway) or back.status_code != httpx.codes.FORBIDDEN:
        message = f"the duty console answered {begun.status_code}, {back.status_code}"
        raise DidNotHoldError(message)


def check_public_page(containers: Containers) -> None:
    """It reaches its two services: nothing is found, nothing announced is missing."""
    with httpx.Client(
        base_url=f"http://127.0.0.1:{containers.ports[PUBLIC]}", headers={"Accept": "text/html"}, trust_env=False
    ) as http:
        answers = {path: http.get(path).status_code for path in ("/verify/S1?token=x", "/notices", "/announcements")}
    if answers != {"/verify/S1?token=x": 404, "/notices": 200, "/announcements": 200}:
        message = f"the public page answered {answers}"
        raise DidNotHoldError(message)


def check_gateway(containers: Containers) -> None:
    """It knows its store and the operator's key: somebody is added, and comes to the page for the slip."""
    url = f"http://127.0.0.1:{containers.ports[GATEWAY]}"
    operator = _as(System.elsewhere(containers.system_file), "operator:containers", "operator") | {"Origin": url}
    body = {"account_id": "A-0001", "name": "账户管理员", "request": uuid.uuid4().hex}
    with httpx.Client(base_url=url, timeout=30.0, trust_env=False) as http:
        added = http.post("/operator/accounts", json=body, headers=operator | {"Idempotency-Key": "containers"})
        answers = [added.status_code, *(http.get(path).status_code for path in ("/sign-in", "/activate"))]
    if answers != [201, 200, 200]:
        message = f"the gateway answered {answers}"
        raise DidNotHoldError(message)


def kill_broker(containers: Containers) -> float:
    """An incident recorded while the broker is dead reaches the archive once it is back; answers how long that took."""
    system = System.elsewhere(containers.system_file)
    archived = _archived(system)
    now = _read(system, "incident", "/internal/clock", "operator")["now"]  # the batch stepped it
    containers.compose("kill", "--signal", "KILL", "rabbitmq")
    report = {
        "batch_id": "kill",
        "site": "主考点",
        "kind": "other-general",
        "description": "断线",
        "discovered_at": now,
    }
    answer = httpx.post(
        f"{system.urls['incident']}/incidents",
        json=report,
        headers=_as(system, "S-0001", "site-head") | {"Idempotency-Key": "kill-the-broker"},
        timeout=30.0,
        trust_env=False,
    )
    if answer.status_code != httpx.codes.CREATED:
        message = f"without a broker a command was not taken: {answer.status_code} {answer.text}"
        raise DidNotHoldError(message)
    _until("the incident service says degraded", lambda: system.health()["incident"]["status"] == "degraded")
    containers.compose("start", "rabbitmq")
    began = time.monotonic()
    _until("every service says ok", lambda: all(one["status"] == "ok" for one in system.health().values()))
    _until("the archive has what was recorded meanwhile", lambda: _archived(system) > archived)
    return time.monotonic() - began


def _archived(system: System) -> int:
    return int(_read(system, "archive", "/chain", "auditor")["count"])


def _read(system: System, service: str, path: str, role: str) -> dict[str, Any]:
    answer = httpx.get(f"{system.urls[service]}{path}", headers=_as(system, "S-0001", role), trust_env=False)
    read: dict[str, Any] = answer.raise_for_status().json()
    return read


def _as(system: System, staff_id: str, role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {system.token(staff_id, [role])}"}


def _until(what: str, holds: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            message = f"after {PATIENCE:.0f} s not yet so: {what}"
            raise DidNotHoldError(message)
        time.sleep(0.2)


def check_goodbyes(containers: Containers) -> None:
    """On SIGTERM every service drains and exits with 0, and none was ever killed for its memory.

    NiceGUI's server tidies up and then ends by the signal, as programs do that handle none: that is no failure.
    """
    containers.compose("stop", *OURS)
    ended = {name: containers.state(name) for name in OURS}
    well = {name: {0, 128 + signal.SIGTERM} if name == CONSOLE else {0} for name in OURS}
    bad = {
        name: state["ExitCode"]
        for name, state in ended.items()
        if state["ExitCode"] not in well[name] or state["OOMKilled"]
    }
    if bad:
        message = f"exit codes after SIGTERM: {bad}"
        raise DidNotHoldError(message)


def check_logs(containers: Containers) -> int:
    """No error in any log; answers how many lines."""
    lines = containers.compose("logs", "--no-color", "--no-log-prefix", *OURS).splitlines()
    if errors := errors_among(lines):
        message = f"{len(errors)} errors in the logs, the first: {errors[0][:500]}"
        raise DidNotHoldError(message)
    return len(lines)


def errors_among(lines: Sequence[str]) -> list[str]:
    """What was logged as an error, but for the AMQP client, which says loudly that its broker was killed."""
    loud = ('"logger": "aiormq', '"logger": "aio_pika')
    return [line for line in lines if '"level": "error"' in line and not any(client in line for client in loud)]


def prove(containers: Containers, candidates: int) -> None:
    """Everything, in its order; what was started is removed whatever happens."""
    try:
        with step(f"building {len(OURS)} images"):
            containers.compose("build", "--quiet")
        with step("starting RabbitMQ and the services"):
            for port in containers.held.values():
                port.release()
            containers.compose("up", "--detach", "--wait", "--wait-timeout", "180")
        with step("looking into each container") as came:
            check_images(containers)
            check_users(containers)
            came.append("user 10001, no compiler, read-only, one service in each; a user of the broker for each")
        with step(f"a batch of {candidates} candidates") as came:
            summary = run_batch(containers, candidates)
            came.append(f"{summary['certificates']} certificates, {summary['events_total']} events archived")
        with step("asking the pages"):
            check_gateway(containers)
            check_console(containers)
            check_public_page(containers)
        with step("killing the broker") as came:
            came.append(f"{kill_broker(containers):.1f} s after its restart nothing was lost")
        with step("SIGTERM") as came:
            check_goodbyes(containers)
            came.append("every service exited with 0")
        with step("reading the logs") as came:
            came.append(f"{check_logs(containers)} lines, no error")
    except DidNotHoldError:
        (containers.directory / "compose.log").write_text(containers.compose("logs", "--no-color"), encoding="utf-8")
        raise
    finally:
        with step("removing containers and volumes"):
            containers.compose("down", "--volumes", "--timeout", "10")


def main(
    candidates: Annotated[int, typer.Option(min=24)] = 60,
    out: Annotated[Path, typer.Option(help="For secrets, outputs and, if it fails, logs.")] = Path("build/containers"),
) -> None:
    """Prove the images and compose files with a small batch."""
    lacks = missing()
    if lacks:
        for lack in lacks:
            typer.echo(f"SKIPPED, nothing was proved; missing: {lack}", err=True)
        raise typer.Exit(MISSING)
    began = time.monotonic()
    try:
        images = {variable: image(variable) for variable in IMAGES}
        typer.echo(f"images: {', '.join(images.values())}")
        prove(Containers(out.resolve(), images), candidates)
    except DidNotHoldError as broken:
        typer.echo(str(broken), err=True)
        raise typer.Exit(FAILED) from None
    typer.echo(f"all held ({time.monotonic() - began:.0f} s)")


if __name__ == "__main__":
    typer.run(main)
