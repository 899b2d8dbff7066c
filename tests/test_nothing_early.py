"""What must not happen early is refused while the clock cannot be trusted, also when a person asks for it."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

from libs.chassis.domain import Harm
from libs.chassis.service import Service
from libs.chassis.testing import NOON, Harness
from libs.chassis.time.clock import SystemClock
from libs.chassis.web.http import Route, _early_now

LIST = "/batches/2026-autumn/lists/4-03-02-01/4"
# Opening, key release, the end of a session, codes and scores, the release of a result after its objection, and the end
# of what was kept: by hand, from the design.
EARLY = {
    ("itembank", "/papers/{paper_id}/openings"): ("/papers/P-1/openings", {"session_id": "S-1"}, "invigilator"),
    ("itembank", "/papers/{paper_id}/key-release"): ("/papers/P-1/key-release", None, "marking-lead"),
    ("scheduling", "/sessions/{session_id}/finish"): ("/sessions/S-1/finish", None, "examiner"),
    ("scoring", "/batches/{batch_id}/lists/{code}/{level}/approval"): (f"{LIST}/approval", None, "marking-lead"),
    ("scoring", "/batches/{batch_id}/lists/{code}/{level}/publication"): (f"{LIST}/publication", None, "marking-lead"),
    ("certification", "/objections/{objection_id}/decision"): (
        "/objections/O-1/decision",
        {"decision": "dismissed", "reason": "无误"},
        "director",
    ),
    ("archive", "/batches/{batch_id}/destructions"): (
        "/batches/B-1/destructions",
        {"side": "electronic"},
        "general-office",
    ),
    ("archive", "/destructions/{destruction_id}/signatures"): (
        "/destructions/D-1/signatures",
        {"office": "supervisor"},
        "supervisor",
    ),
}
SERVICES = Path(__file__).parents[1] / "services"
BUILDS: dict[str, Callable[[], Service]] = {
    main.parent.name: import_module(f"services.{main.parent.name}.main").build for main in SERVICES.glob("*/main.py")
}


class Machine:
    """The wall clock of a machine, which somebody puts forward, and the one that nobody can."""

    def __init__(self):
        self.wall, self.monotonic = NOON, 0.0
        self.clock = SystemClock(lambda: self.wall, lambda: self.monotonic)

    def passes(self, seconds, *, jump=timedelta(0)):
        self.wall += timedelta(seconds=seconds) + jump
        self.monotonic += seconds


@pytest.mark.parametrize("route", EARLY, ids=" ".join)
@pytest.mark.parametrize(("jump", "refused"), [(timedelta(minutes=25), True), (timedelta(0), False)])
async def test_a_jump_of_the_wall_clock_opens_nothing(tmp_path, route, jump, refused):
    path, body, role = EARLY[route]
    machine = Machine()
    async with Harness(BUILDS[route[0]], tmp_path) as harness:
        harness.service.clock = machine.clock
        machine.passes(1, jump=jump)

        answer = await harness.post(path, json=body, as_=("S-0001", role))

        assert (answer.json()["title"] == "clock-not-trusted") is refused, answer.text
        assert answer.status_code in {404, 409}


@pytest.mark.parametrize(("signal", "refused"), [("start", False), ("end", True)])
async def test_a_jump_ends_no_theory_room_and_holds_no_start_back(tmp_path, signal, refused):
    machine = Machine()
    async with Harness(BUILDS["scheduling"], tmp_path) as harness:
        harness.service.clock = machine.clock
        machine.passes(1, jump=timedelta(minutes=25))

        body = {"site": "主考点", "signal": signal, "at": NOON.isoformat()}
        answer = await harness.post("/sessions/signals", json=body, as_=("S-0001", "site-head"))

    assert ("clock-not-trusted" in answer.text) is refused, answer.text


async def test_ten_minutes_after_a_jump_the_clock_is_trusted_again(tmp_path):
    path, body, role = EARLY["itembank", "/papers/{paper_id}/openings"]
    machine = Machine()
    async with Harness(BUILDS["itembank"], tmp_path) as harness:
        harness.service.clock = machine.clock
        machine.passes(1, jump=timedelta(minutes=25))
        machine.clock.reading(Harm.EARLY)

        slugs = []
        for seconds in (599, 1):
            machine.passes(seconds)
            answer = await harness.post(path, json=body, as_=("S-0001", role))
            slugs.append(answer.json()["title"])

    assert slugs == ["clock-not-trusted", "paper-not-found"]


def test_the_routes_that_ask_the_early_reading_are_these(tmp_path):
    asking = {
        (name, route.path)
        for name, build in BUILDS.items()
        for router in Harness(build, tmp_path / name).service.routers
        for route in router.routes
        if isinstance(route, Route) and any(one.call is _early_now for one in route.dependant.dependencies)
    }

    assert asking == set(EARLY)
