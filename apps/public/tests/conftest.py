import pytest

from apps.public.tests.visitors import Place


@pytest.fixture
def place():
    return Place()


@pytest.fixture
async def visitor(place):
    async with place.visitor() as visitor:
        yield visitor
