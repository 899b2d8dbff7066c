"""Whatever is asked, the answer is an answer or a refusal in words, never a fault: every route of every service.

Each run is the same. `FUZZ_ONE_IN=1` tries every value in every place (two minutes), `FUZZ_EXAMPLES` draws more.
A request that fails is printed as it was sent.
"""

import os
from contextlib import asynccontextmanager
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.cli.roles import ROLES
from libs.chassis.testing import Harness
from tests.fuzzing import Schema, any_request, sweep
from tests.stages import STAGES
from tests.test_access import SERVICES

pytestmark = pytest.mark.lengthy

ONE_IN = int(os.environ.get("FUZZ_ONE_IN", "4"))
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
ENDLESS = ("/incidents/stream",)


@asynccontextmanager
async def asked(name, directory):
    """A service with something in it, asked by somebody who may everything."""
    stage = STAGES[name]
    build = import_module(f"services.{name.split()[0]}.main").build
    async with Harness(build, directory, now=stage.now) as harness:
        known = await stage.set(harness)
        document = (await harness.get("/openapi.json")).json()
        calls = [
            call
            for call in Schema(document, known).calls()
            if call.path.startswith(stage.under) and call.path not in ENDLESS
        ]
        yield (
            Asker(
                harness, (known.get("who", stage.who), *(role for role in sorted(ROLES) if role not in stage.without))
            ),
            calls,
        )


class Asker:
    """Somebody who asks, and looks at every answer."""

    def __init__(self, harness, who):
        self._harness = harness
        self._who = who

    async def ask(self, call):
        sent = call.sent()
        try:
            answer = await self._harness.request(as_=self._who, **sent)
        except ValueError:  # no client sends this
            return
        assert answer.status_code < 500, (sent, answer.text)
        if answer.status_code >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json", (sent, answer.text)


@pytest.fixture(params=STAGES)
async def stage(request, tmp_path):
    async with asked(request.param, tmp_path) as found:
        yield found


def test_every_service_has_a_stage():
    assert {name.partition(" ")[0] for name in STAGES} == set(SERVICES)


async def test_no_value_in_any_place_is_a_fault(stage):
    asker, calls = stage
    for call in calls:
        for made in sweep(call, one_in=ONE_IN):
            await asker.ask(made)


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
async def test_nor_is_anything_that_is_drawn(stage, data):
    asker, calls = stage

    await asker.ask(data.draw(any_request(calls)))
