"""A door behind the door: whoever the gateway lets in to a page is let in by the services that it asks for it."""

import re
from typing import Any

from apps.gateway.domain.roles import GRANTABLE
from apps.gateway.screens.page_map import PAGES
from apps.gateway.tests import test_batches
from apps.gateway.tests.desk import Desk
from apps.gateway.tests.results import a_page
from apps.gateway.tests.test_pages import filled
from tests.test_gateway_fakes import SAID
from tests.test_roles import DOORS

# A batch that takes no more applications: whose turn it is, all services are asked.
TOLD = {f"{service} GET {path}": told for service, path, told in reversed(SAID)} | {
    "registration GET /batches": a_page(test_batches.LINE | {"state": "closed"})
}
BY_NAME: dict[str, Any] = {build.__module__.split(".")[1]: doors for build, doors in DOORS.items()}
# Of `STAFF`: whoever is signed in, whatever the role.
ANY_OTHER = "gardener"
# Where the archive lets in whom the history is of: `HISTORIES` of test_roles.
ARCHIVE = "archive GET /events"
# A page that everybody of its roles sees, with parts that not all of them are told: page → door → why.
LEFT_OUT: dict[str, dict[str, str]] = {
    "batch": {
        "registration GET /batches/{batch_id}": "who does not read applications sees no count of them",
        "scheduling GET /batches/{batch_id}/progress": "who does not oversee the planning sees no count of it",
        "certification GET /batches/{batch_id}/progress": "who does not read results sees no count of them",
    },
    "todo": {
        "registration GET /batches/{batch_id}": "a step that is not told is not this person's",
        "scheduling GET /batches/{batch_id}/progress": "a step that is not told is not this person's",
        "certification GET /batches/{batch_id}/progress": "a step that is not told is not this person's",
    },
}


class Services:
    """Refuse whom the table of roles does not name; tell the others what the gateway's tests have them tell."""

    def __init__(self, role):
        self.role = role
        self.refused = set()

    def get(self, asked, missing):
        service, method, path = asked
        if path.startswith("/internal/"):  # what every service tells operators alone: `tests/test_access.py`
            return missing if self.role == "operator" else (403, {}, {})
        door = next((door for door in BY_NAME[service] if is_at(door, method, path)), None)
        assert door, f"{asked} is no door of a service"
        name = f"{service} {door}"
        if BY_NAME[service][door].isdisjoint({self.role, ANY_OTHER}) and name != ARCHIVE:
            self.refused.add(name)
            return 403, {"title": "forbidden", "detail": "您的岗位不能办理此事。"}, {}
        told = TOLD.get(name)
        return missing if told is None else (200, told, {})


def is_at(door, method, path):
    """Whether a path is behind a door."""
    its_method, _, its_path = door.partition(" ")
    return method == its_method and re.fullmatch(re.sub(r"{\w+}", "[^/]+", its_path), path)


async def test_a_page_shows_whoever_may_see_it_everything_but_what_stands_here(tmp_path):
    unseen: list[tuple[str, str]] = []
    left_out: dict[str, set[str]] = {}
    async with Desk(tmp_path) as desk:
        for role in sorted(GRANTABLE):
            desk.services.answers = services = Services(role)
            browser = await desk.signed_in(f"S-{role}", role)
            for page in PAGES:
                if page.public or not page.is_for(frozenset({role})):
                    continue
                services.refused = set()
                answer = await browser.client.get(filled(page.path), follow_redirects=False)
                assert answer.status_code < 500, (role, page.name, answer.text)
                if answer.status_code == 403:
                    unseen.append((role, page.name))
                if services.refused:
                    left_out.setdefault(page.name, set()).update(services.refused)

    assert unseen == []
    assert left_out == {page: set(doors) for page, doors in LEFT_OUT.items()}
