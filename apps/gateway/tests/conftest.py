import pytest

from apps.gateway.tests.desk import Browser, Desk
from apps.gateway.tests.test_in_a_browser import chromium, office, opened

__all__ = ["browser", "chromium", "desk", "office", "opened"]


@pytest.fixture
async def desk(tmp_path):
    async with Desk(tmp_path) as desk:
        yield desk


@pytest.fixture
def browser(desk):
    return Browser(desk)
