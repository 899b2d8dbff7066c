"""The most telling faults on small batches."""

import pytest

from apps.cli.system import SERVICES
from tests.faults.runner import run

pytestmark = [pytest.mark.journey, pytest.mark.faults]


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    return run("ci-faults", tmp_path_factory.mktemp("faults"))


def test_every_promise_holds_under_every_fault(ran):
    _, report = ran

    assert [entry for entry in report if entry["twin"]] == []
    assert {entry["fault"]: entry["violations"] for entry in report if not entry["held"]} == {}
    assert all(entry["times"] for entry in report)
    assert {entry["fault"].partition(",")[0].partition(" (")[0] for entry in report} >= {
        *(f"kill -9 {service}" for service in SERVICES),
        "kill -9 RabbitMQ",
        "RabbitMQ stopped and started",
        "all connections closed by the broker",
        "crash after-commit",
        "crash before-publish",
        "crash before-ack",
        "every message twice",
        "poison",
        "kill -9 amid 60 open incidents",
    }


def test_the_runner_is_content(ran):
    done, _ = ran

    assert done.returncode == 0, done.stdout[-3000:]
