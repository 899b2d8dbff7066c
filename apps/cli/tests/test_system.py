"""The system as processes: up, watched, down; nothing is left behind, whatever happens."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pika
import pytest
from typer.testing import CliRunner

from apps.cli import system as system_module
from apps.cli.commands import app
from apps.cli.processes import ROOT, Process, ServiceFailedError
from apps.cli.system import (
    CONSOLE,
    GATEWAY,
    PUBLIC,
    SERVICES,
    AlreadyRunningError,
    NotRunningError,
    System,
)
from libs.chassis.bus.provenance import user_of
from libs.contracts.archive import GENESIS

pytestmark = [pytest.mark.rabbit, pytest.mark.journey]


@pytest.fixture
def broker(amqp_vhost_url, monkeypatch):
    monkeypatch.setenv("AMQP_URL", amqp_vhost_url)
    return amqp_vhost_url


@pytest.fixture
def archive(broker, state_dir):
    """A system that has only an archive."""
    with System.start(state_dir, services=["archive"], bound=True) as running:
        yield running


@pytest.fixture
def skillseal(state_dir):
    """The command, typed for the system in the state directory."""

    def run(*words):
        return CliRunner().invoke(app, [*words, "--state", str(state_dir)])

    return run


def publish(url, *, id=None, body=b"{}", exchange="events", key="somewhere.thing.v1"):
    """Publish with pika: aiormq gives every message an id, which is just what some of these must not have."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    subject = id.split(":")[1] if id else ""
    headers = {
        "cloudEvents:type": "somewhere.thing.v1",
        "cloudEvents:source": "somewhere",
        "cloudEvents:subject": subject,
    }
    properties = pika.BasicProperties(message_id=id, headers=headers, user_id=user_of(url))
    connection.channel().basic_publish(exchange, key, body, properties)
    connection.close()


def eventually(condition, patience=20.0):
    until = time.monotonic() + patience
    while not (answer := condition()):
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
    return answer


def saved_processes(state_dir):
    state = json.loads((state_dir / "state.json").read_text())
    return [Process.load(p) for p in [*state["processes"], *(state["node"] or {"processes": []})["processes"]]]


def test_every_event_ends_in_an_export_that_verifies(archive, skillseal, tmp_path):
    file = tmp_path / "events.jsonl"
    for number in range(3):
        publish(archive.amqp_url, id=f"somewhere:thing/{number}:1", body=b'{"n":%d}' % number)

    eventually(lambda: "3 events" in skillseal("export-events", str(file)).output)

    head = skillseal("export-events", str(file)).output.split()[-1]
    verified = CliRunner().invoke(app, ["verify-chain", str(file), "--head", head])
    assert verified.exit_code == 0
    assert head != GENESIS


def test_a_message_that_could_not_be_handled_is_listed_shown_and_dropped(archive, skillseal):
    publish(archive.amqp_url, body=b'{"n":1}')

    eventually(lambda: "without-id" in skillseal("parked", "list", "archive").output)
    [message] = parked(archive)
    assert '{\\"n\\":1}' in skillseal("parked", "show", "archive", message["id"]).output

    assert skillseal("parked", "drop", "archive", message["id"], "重复的来件").exit_code == 0
    assert "without-id" not in skillseal("parked", "list").output
    assert "without-id" in skillseal("parked", "list", "--all").output
    assert "operator:" in skillseal("parked", "show", "archive", message["id"]).output


def test_a_message_is_replayed_once(archive, skillseal, tmp_path):
    publish(archive.amqp_url, id="somewhere:thing/1:1", exchange="", key="archive.events.dlq")
    [message] = eventually(lambda: parked(archive))

    assert skillseal("parked", "replay", "archive", message["id"]).exit_code == 0
    again = skillseal("parked", "replay", "archive", message["id"])

    assert again.exit_code == 1
    assert "409 parked-already-settled" in again.output
    eventually(lambda: "1 events" in skillseal("export-events", str(tmp_path / "events.jsonl")).output)


def parked(system):
    headers = {"Authorization": f"Bearer {system.token('S-0001', ['operator'])}"}
    return httpx.get(f"{system.urls['archive']}/internal/parked", headers=headers).json()["items"]


def test_an_unknown_service_or_message_is_refused(archive, skillseal):
    assert skillseal("parked", "list", "kitchen").exit_code == 2
    assert skillseal("parked", "show", "archive", "none").exit_code == 1


def test_it_is_found_by_its_state_directory_and_stopped_once(archive, state_dir, skillseal):
    assert "connected" in skillseal("status").output
    with pytest.raises(AlreadyRunningError):
        System.start(state_dir, services=["archive"])

    System.attach(state_dir).stop()

    assert not archive.any_alive()
    assert skillseal("status").exit_code == 1
    with pytest.raises(NotRunningError):
        System.attach(state_dir)


def test_a_service_that_died_shows_in_the_status(archive, skillseal):
    archive.processes["archive"].kill_group()
    eventually(lambda: not archive.processes["archive"].alive())

    result = skillseal("status")

    assert result.exit_code == 1
    assert "no system runs" in result.output


def test_up_starts_a_service_that_died_and_leaves_the_others(state_dir, broker):
    with System.start(state_dir, services=["archive", "registration"], bound=True) as running:
        before = {name: process.pid for name, process in running.processes.items()}
        running.processes["archive"].kill_group()
        eventually(lambda: not running.processes["archive"].alive())

        again = System.start(state_dir, services=["archive", "registration"], bound=True)

        after = {name: process.pid for name, process in again.processes.items()}
        running.processes |= again.processes
        assert after["registration"] == before["registration"]
        assert after["archive"] != before["archive"]
        assert {report["status"] for report in again.health().values()} == {"ok"}
        with pytest.raises(AlreadyRunningError):
            System.start(state_dir, services=["archive", "registration"], bound=True)


def test_data_and_keys_outlive_a_restart(broker, state_dir, skillseal, tmp_path):
    file = tmp_path / "events.jsonl"
    with System.start(state_dir, services=["archive"], bound=True) as first:
        publish(broker, id="somewhere:thing/1:1")
        eventually(lambda: "1 events" in skillseal("export-events", str(file)).output)
        keys = first.keys.public_key_set

    with System.start(state_dir, services=["archive"], bound=True) as second:
        assert second.keys.public_key_set == keys
        assert "1 events" in skillseal("export-events", str(file)).output


@pytest.mark.usefixtures("broker")
def test_a_port_that_is_taken_is_left_to_its_owner(state_dir):
    with taken_port() as port, pytest.MonkeyPatch.context() as patch:
        patch.setitem(system_module.PORTS, "archive", port)

        with System.start(state_dir, services=["archive"], bound=True) as running:
            assert running.urls["archive"] != f"http://127.0.0.1:{port}"
            assert running.health()["archive"]["status"] == "ok"


@contextmanager
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as holder:
        yield holder.getsockname()[1]


@pytest.mark.usefixtures("broker")
def test_when_one_service_does_not_start_nothing_is_left_running(state_dir, monkeypatch):
    monkeypatch.setitem(system_module.PORTS, "kitchen", 8199)

    with pytest.raises(ServiceFailedError, match="No module named"):
        System.start(state_dir, services=["archive", "kitchen"], bound=True)

    assert not (state_dir / "state.json").exists()
    assert "archive" not in running_services(state_dir)


def running_services(state_dir):
    """Commands of this machine that were told to keep their store in this state directory."""
    processes = subprocess.run(["ps", "-eo", "args", "e"], capture_output=True, text=True, check=True).stdout
    return "\n".join(line for line in processes.splitlines() if str(state_dir) in line and "services." in line)


PARENT = """
import signal, sys, time
from pathlib import Path
from apps.cli.system import System

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests in the background ignores it
with System.start(Path(sys.argv[1]), services=["archive"], bound=True):
    print("up", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_survives_the_end_of_the_parent(state_dir, monkeypatch, end):
    monkeypatch.delenv("AMQP_URL", raising=False)
    command = [sys.executable, "-c", PARENT, str(state_dir)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as parent:
        assert parent.stdout.readline() == "up\n"
        processes = saved_processes(state_dir)
        assert processes
        assert all(process.alive() for process in processes)

        parent.send_signal(end)

    eventually(lambda: not any(process.alive() for process in processes))


def test_up_without_the_packages_of_the_console_says_so_in_one_line(archive, skillseal, monkeypatch):
    monkeypatch.setitem(sys.modules, "nicegui", None)

    said = skillseal("up").output.splitlines()

    assert said[0] == "without the duty-console: its packages (the extra `console`) are not installed"
    assert "already runs" in said[1]


@pytest.mark.usefixtures("broker")
def test_up_starts_all_services_and_the_pages_and_down_stops_them(state_dir, skillseal, monkeypatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # NiceGUI has a mode of its own for tests

    up = skillseal("up", "--simulation")
    try:
        assert up.exit_code == 0
        processes = saved_processes(state_dir)
        assert skillseal("status").exit_code == 0
        assert {process.name for process in processes} == {*SERVICES, CONSOLE, GATEWAY, PUBLIC}
        pages = System.attach(state_dir).pages
        assert "突发事件值班台" in httpx.get(f"{pages[CONSOLE]}/sign-in").text
        assert f"sign in: {pages[GATEWAY]}/sign-in" in up.output
        assert "工号" in httpx.get(f"{pages[GATEWAY]}/sign-in").text
        assert f"for the public: {pages[PUBLIC]}/verify" in up.output
        assert "没有查到" in httpx.get(f"{pages[PUBLIC]}/verify/S1?token=x", headers={"Accept": "text/html"}).text
        assert "还没有公告" in httpx.get(f"{pages[PUBLIC]}/announcements").text
        assert re.search(r"number: A-0001  slip: (\w{5}-){3}\w{5}  until: ", up.output)
        assert skillseal("account", "add", "S-0001", "王小明").exit_code == 0
        assert skillseal("account", "grant", "S-0001", "reception").output.endswith(": held\n")
        assert skillseal("account", "grant", "S-0001", "director", "--to", "2999-01-01").exit_code == 1
        assert ": proposed, waits" in skillseal("account", "grant", "S-0001", "director").output
        assert skillseal("account", "grant", "S-0001", "gardener").exit_code == 1
        assert "slip: " in skillseal("account", "slip", "S-0001").output
        assert all(word in skillseal("account", "list").output for word in ("A-0001", "administrator", "reception"))
        assert skillseal("token", "S-0001", "reception").output.count(".") == 2
        again = skillseal("up")
        assert again.exit_code == 1
        assert "slip" not in again.output
    finally:
        down = skillseal("down")

    assert down.output == "stopped\n"
    assert not any(process.alive() for process in processes)
    assert skillseal("down").exit_code == 1
