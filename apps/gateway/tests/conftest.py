import pytest

from apps.gateway.tests.desk import Browser, Desk


@pytest.fixture
async def desk(tmp_path):
    async with Desk(tmp_path) as desk:
        yield desk


@pytest.fixture
def browser(desk):
    return Browser(desk)
