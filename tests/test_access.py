"""Nobody gets in who should not: every route of every service, asked by the public and by a stranger."""

import hashlib
import json
import re
from importlib import import_module

import pytest
from fastapi.routing import APIRoute

from apps.cli.roles import ROLES
from libs.chassis.testing import Harness
from libs.chassis.web.access import Access
from libs.chassis.web.answers import ANSWERS, Answer
from libs.chassis.web.http import Route
from libs.contracts.sealing import Purpose

SERVICES = ("registration", "scheduling", "itembank", "scoring", "certification", "incident", "archive", "sync")
PROBES = {"/health", "/health/live", "/health/ready", "/metrics"}
STRANGER = ("S-9999", "gardener")
PUBLIC = {
    ("registration", "GET", "/announcements"),
    ("registration", "GET", "/announcements/{announcement_id}"),
    ("registration", "GET", "/announcements/conditions"),
    ("certification", "GET", "/public-notices"),
    ("certification", "GET", "/public-notices/{batch_id}"),
    ("certification", "GET", "/verify/{number}"),
    ("certification", "GET", "/void-papers"),
    ("certification", "GET", "/verification-key"),
    ("certification", "GET", "/credentials/{number}"),
    ("certification", "GET", "/credentials/status/{purpose}/{list_id}"),
    ("certification", "GET", "/void-scopes"),
    ("certification", "POST", "/verify"),
    ("certification", "POST", "/verify/batch"),
    ("archive", "GET", "/tree-heads"),
    ("archive", "GET", "/tree-heads/consistency"),
}
# They change nothing; what they ask for must not stand in an address.
ASKING = {
    ("certification", "POST", "/verify"),
    ("certification", "POST", "/verify/batch"),
    ("registration", "POST", "/applications/search"),
    ("scheduling", "POST", "/enrolments/search"),
    ("scheduling", "POST", "/batches/{batch_id}/plan/lacks"),
    ("scheduling", "POST", "/batches/{batch_id}/amendments/draft"),
    ("registration", "POST", "/batches/{batch_id}/roster/check"),
    ("scoring", "POST", "/keys/{paper_id}/correction-previews"),
    ("scoring", "POST", "/keys/{paper_id}/recheck-previews"),
}
VERSIONED = {
    "registration": {
        "/batches/{batch_id}",
        "/applications/{application_id}",
        "/receipts/{number}",
        "/forms/records/{record_id}",
    },
    "scheduling": {"/sessions/{session_id}", "/forms/records/{record_id}"},
    "itembank": {"/papers/{paper_id}", "/forms/records/{record_id}"},
    "scoring": {"/results/{application_id}", "/forms/records/{record_id}"},
    "certification": {
        "/objections/{objection_id}",
        "/notices/{application_id}",
        "/certificates/{number}",
        "/forms/records/{record_id}",
        "/reissues/{reissue_id}",
        "/proceedings/{proceeding_id}",
        "/scope-findings/{finding_id}",
        "/filings/{filing_id}",
    },
    "incident": {"/incidents/{incident_id}"},
    "archive": {"/forms/records/{record_id}"},
    "sync": {"/uploads/{upload_id}", "/packages/{package_id}", "/reports/{report_id}"},
}
# What these answer is never remembered.
SECRET = {
    ("itembank", "/banks/{code}/{level}/items/readings"),
    ("itembank", "/banks/{code}/{level}/imports/{form}/preview"),
    ("itembank", "/banks/{code}/{level}/exports"),
    ("itembank", "/papers/{paper_id}/readings"),
    ("itembank", "/papers/{paper_id}/openings"),
    ("itembank", "/papers/{paper_id}/key-release"),
    ("scoring", "/sessions/{session_id}/code-readings"),
}

# Under what its routes stand in the schema.
HEADINGS = {
    "registration": {"announcements", "annual-plans", "batches", "applications", "fees", "photos", "bars", "forms"},
    "scheduling": {"registries", "qualifications", "batches", "sessions", "forms"},
    "itembank": {"banks", "items", "papers", "secret-materials", "forms"},
    "scoring": {"scoring", "forms"},
    "certification": {"certification", "public", "forms"},
    "incident": {"watching", "reporting", "handling", "aftermath", "duty", "preparing"},
    "archive": {"archive", "forms"},
    "sync": {"uploads", "packages", "reports"},
}

# What a question must name to be one.
QUERIES = {
    "/incidents/similar": {
        "batch_id": "1",
        "site": "1",
        "kind": "other-general",
        "discovered_at": "2026-09-19T09:20+08:00",
    }
}


def routes(service):
    """Method, path and access of every route but the probes."""
    found = []
    for router in service.routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and route.path not in PROBES:
                [access] = [d.call for d in route.dependant.dependencies if isinstance(d.call, Access)]
                found += [(method, route.path, access) for method in route.methods]
    return found


def filled(path):
    """A path with something in every place."""
    return re.sub(r"{level}", "5", re.sub(r"{(?!level)\w+}", "1", path))


@pytest.fixture(params=SERVICES)
async def service(request, tmp_path):
    build = import_module(f"services.{request.param}.main").build
    async with Harness(build, tmp_path) as harness:
        yield harness


async def test_what_the_public_may_do_is_written_down_here(service):
    public = {(service.service.name, method, path) for method, path, access in routes(service.service) if access.public}

    assert public == {route for route in PUBLIC if route[0] == service.service.name}


async def test_without_a_token_every_other_route_is_closed(service):
    for method, path, access in routes(service.service):
        if not access.public:
            answer = await service.request(method, filled(path))

            assert (method, path, answer.status_code) == (method, path, 401)
            assert answer.json()["title"] == "unauthenticated"


async def test_a_stranger_gets_through_nowhere_but_where_all_staff_may(service):
    for method, path, access in routes(service.service):
        if access.roles:
            answer = await service.request(method, filled(path), as_=STRANGER)

            assert (method, path, answer.status_code) == (method, path, 403)
            assert answer.json()["title"] == "role-missing"


async def test_what_all_staff_may_see_tells_no_stranger_of_unknown_things(service):
    for method, path, access in routes(service.service):
        if not access.public and not access.roles and method == "GET":
            answer = await service.request(method, filled(path), params=QUERIES.get(path), as_=STRANGER)

            assert answer.status_code in {200, 404}, (path, answer.text)


def test_the_token_command_knows_exactly_the_roles_that_are_asked_for(tmp_path):
    asked: set[str] = set()
    for name in SERVICES:
        service = Harness(import_module(f"services.{name}.main").build, tmp_path / name).service
        asked.update(*(access.roles for _, _, access in routes(service)))

    assert asked == ROLES


async def test_an_old_answer_is_for_nobody_without_the_role(service):
    for number, (method, path, access) in enumerate(routes(service.service)):
        if access.roles and method != "GET" and not path.startswith("/internal"):
            await remember(service, method, filled(path), key=f"k-{number}")

            answer = await service.request(method, filled(path), as_=STRANGER, key=f"k-{number}")

            assert (method, path, answer.status_code) == (method, path, 403)


async def remember(harness, method, path, *, key):
    """As if the stranger had been somebody, and had done it."""
    work = harness.service.transactions.begin()
    content = f"{method} {path}?".encode()
    identifier = json.dumps([STRANGER[0], key])
    answer = Answer(
        id=identifier,
        fingerprint=hashlib.sha256(content).hexdigest(),
        status=200,
        body=harness.cipher.seal('{"said": "before"}', purpose=Purpose.REMEMBERED_ANSWER, owner=identifier),
        answered_at=harness.now,
    )
    work.of(ANSWERS).save(answer)
    await harness.service.store.commit(work.batch(now=harness.now))


async def test_what_is_never_remembered_is_written_down_here(service):
    found = [route for router in service.service.routers for route in router.routes if isinstance(route, Route)]

    secret = {(service.service.name, route.path) for route in found if route.secret}

    assert secret == {route for route in SECRET if route[0] == service.service.name}


async def test_what_only_asks_is_written_down_here(service):
    found = [route for router in service.service.routers for route in router.routes if isinstance(route, Route)]

    asking = {(service.service.name, "POST", route.path) for route in found if route.has_body and not route.is_command}

    assert asking == {route for route in ASKING if route[0] == service.service.name}


async def test_the_schema_tells_keys_roles_and_refusals(service):
    schema = (await service.get("/openapi.json")).json()

    for method, path, access in routes(service.service):
        if not path.startswith("/internal"):
            told = schema["paths"][path][method.lower()]
            assert told["x-roles"] == (["public"] if access.public else sorted(access.roles) or ["staff"])
            assert "application/problem+json" in told["responses"]["4XX"]["content"]
            keys = [one for one in told.get("parameters", []) if one["name"] == "Idempotency-Key"]
            is_command = method != "GET" and (service.service.name, method, path) not in ASKING
            assert [one["required"] for one in keys] == [True] * is_command


async def test_every_route_stands_under_one_heading(service):
    schema = (await service.get("/openapi.json")).json()["paths"]

    told = [operation.get("tags", []) for path in schema.values() for operation in path.values()]

    assert {len(headings) for headings in told} == {1}
    assert {heading for [heading] in told} == HEADINGS[service.service.name] | {"operations"}


async def test_what_shows_its_version_is_listed_here_and_its_commands_take_it(
    service,
):
    schema = (await service.get("/openapi.json")).json()["paths"]

    answers = {path: told.get("get", {}).get("responses", {}).get("200") for path, told in schema.items()}
    shown = {path for path, answer in answers.items() if "ETag" in str(answer)}
    assert shown == VERSIONED.get(service.service.name, set())
    for path, told in schema.items():
        if any(path.startswith(f"{one}/") for one in shown) and "post" in told:
            parameters = {one["name"] for one in told["post"]["parameters"]}
            is_asking = (service.service.name, "POST", path) in ASKING
            assert ("If-Match" in parameters) is not is_asking, path


async def test_no_page_of_a_service_loads_scripts_from_elsewhere(service):
    for path in ("/docs", "/redoc"):
        assert (await service.get(path)).status_code == 404
