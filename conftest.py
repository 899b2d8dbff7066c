"""What every test of the project may use."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from apps.cli import rabbitmq
from libs.chassis.watch import telemetry

pytest_plugins = ["tests.refusals_plugin", "tests.rules_plugin", "tests.workers_plugin"]

_NUMBERS = count(1)

# No test depends on how fast the machine is.
settings.register_profile("any-machine", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")

# What structlog makes of an exception by itself, with the values of all variables, takes longer than most tests.
structlog.configure(processors=[*telemetry.SHARED, telemetry.JSON])


@pytest.fixture(scope="session")
def private_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[rabbitmq.PrivateNode]:
    """A RabbitMQ node of this test session alone, installed first if need be."""
    node = rabbitmq.private_node(tmp_path_factory.mktemp("rabbitmq"), bound=True, say=print)
    try:
        node.wait()
        yield node
    finally:
        node.stop()


@pytest.fixture(scope="session")
def amqp_url(request: pytest.FixtureRequest) -> str:
    """A real broker for tests marked `rabbit`: the one in AMQP_URL, or a private node. Use queue names of your own."""
    given = os.environ.get("AMQP_URL")
    if given:
        return given
    node: rabbitmq.PrivateNode = request.getfixturevalue("private_node")
    return node.url


@pytest.fixture
def amqp_vhost_url(private_node: rabbitmq.PrivateNode) -> Iterator[str]:
    """A virtual host for one test alone, so that whole services can run under their usual queue names."""
    name = f"test-{next(_NUMBERS)}"
    yield private_node.vhost(name)
    private_node.drop_vhost(name)


@pytest.fixture
def state_dir(tmp_path: Path) -> Path:
    """A state directory for a system under test."""
    return tmp_path / "state"
