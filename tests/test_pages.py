"""How long a page or a chunk may be: from one to the figure written here."""

import pytest

from apps.cli.roles import ROLES
from libs.chassis.testing import Harness
from tests.test_access import filled, routes
from tests.test_roles import DOORS

LARGEST = {
    "GET /batches/{batch_id}/applications": 500,
    "GET /batches/{batch_id}/tickets": 500,
    "GET /sessions": 500,
    "POST /batches/{batch_id}/plan/publication": 500,
    "GET /papers": 200,
    "POST /batches/{batch_id}/lists/{code}/{level}/publication": 500,
    "GET /batches/{batch_id}/results": 500,
    "GET /batches/{batch_id}/notices": 500,
    "GET /batches/{batch_id}/objections": 500,
    "GET /batches/{batch_id}/certificates": 500,
    "GET /incidents": 500,
    "GET /preparations": 500,
    "GET /events": 1000,
}


@pytest.mark.parametrize("build", DOORS, ids=lambda build: build.__module__)
async def test_a_page_has_from_one_entry_to_as_many_as_are_written_here(build, tmp_path):
    async with Harness(build, tmp_path) as harness:
        paths = (await harness.get("/openapi.json")).json()["paths"]
        for method, path, _ in routes(harness.service):
            route = f"{method} {path}"
            told = paths.get(path, {}).get(method.lower(), {}).get("parameters", [])
            if path.startswith("/internal") or all(one["name"] != "limit" for one in told):
                continue
            largest = LARGEST[route]
            refused = {}
            for limit in (0, 1, largest, largest + 1):
                address = f"{filled(path.replace('{code}', '4-03-02-01'))}?limit={limit}&batch_id=1"
                answer = await harness.request(method, address, as_=("S-0001", *ROLES))
                refused[limit] = answer.status_code == 422
            assert (route, refused) == (route, {0: True, 1: False, largest: False, largest + 1: True})
