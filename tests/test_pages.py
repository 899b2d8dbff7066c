"""How long a page or a chunk may be: from one to the figure written here."""

import pytest

from apps.cli.roles import ROLES
from libs.chassis.testing import Harness
from tests.test_access import filled, routes
from tests.test_roles import DOORS

# Five hundred, unless it is written here.
LARGEST = {"GET /events": 1000}

# A hundred, unless it is written here.
USUAL = {
    "GET /events": 200,
    "POST /batches/{batch_id}/plan/publication": 300,
    "POST /batches/{batch_id}/lists/{code}/{level}/publication": 250,
}


@pytest.mark.parametrize("build", DOORS, ids=lambda build: build.__module__)
async def test_a_page_has_one_entry_to_as_many_as_stand_here(build, tmp_path):
    async with Harness(build, tmp_path) as harness:
        paths = (await harness.get("/openapi.json")).json()["paths"]
        for method, path, _ in routes(harness.service):
            route = f"{method} {path}"
            told = paths.get(path, {}).get(method.lower(), {}).get("parameters", [])
            if path.startswith("/internal") or all(one["name"] != "limit" for one in told):
                continue
            [usual] = [one["schema"]["default"] for one in told if one["name"] == "limit"]
            assert (route, usual) == (route, USUAL.get(route, 100))
            largest = LARGEST.get(route, 500)
            refused = {}
            for limit in (0, 1, largest, largest + 1):
                address = f"{filled(path.replace('{code}', '4-03-02-01'))}?limit={limit}&batch_id=1&day=2026-09-01"
                answer = await harness.request(method, address, as_=("S-0001", *ROLES))
                refused[limit] = answer.status_code == 422
            assert (route, refused) == (route, {0: True, 1: False, largest: False, largest + 1: True})
