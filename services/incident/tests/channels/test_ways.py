"""What every channel keeps, the fake as well: one suite."""

import asyncio

import pytest

from services.incident.channels.way import RefusedError, UnreachableError
from services.incident.tests.channels.mail_server import PASSWORD
from services.incident.tests.channels.servers import GARBAGE, KEY, SECRET, SLOW, Gateway
from services.incident.tests.channels.worlds import ADDRESS, PHONE, TEXT, TITLE, WORLDS, a_message, a_world


@pytest.fixture(params=WORLDS)
def world(request, tmp_path):
    with a_world(request.param, tmp_path) as world:
        yield world


def words(text):
    """Without what only lays them out."""
    return text.replace("，", "\n").replace("【技能认定】", "").split("\n")


async def test_a_message_arrives_with_its_words(world):
    await world.way.send(a_message(), world.address)

    [arrived] = world.server.arrived
    assert words(arrived) == [TITLE, *TEXT.splitlines()]


async def test_an_address_that_the_channel_does_not_know_is_refused(world):
    with pytest.raises(RefusedError):
        await world.way.send(a_message(), world.unknown)

    assert world.server.arrived == []


async def test_what_the_other_side_refuses_is_refused(world):
    world.server.faults.append(world.refusal)

    with pytest.raises(RefusedError):
        await world.way.send(a_message(), world.address)

    assert world.server.arrived == []


async def test_trouble_over_there_is_not_now_and_the_next_try_arrives(world):
    world.server.faults.append(world.trouble)

    with pytest.raises(UnreachableError) as trouble:
        await world.way.send(a_message(), world.address)
    assert trouble.value.again

    await world.way.send(a_message(), world.address)
    assert len(world.server.arrived) == 1


async def test_where_nobody_listens_is_not_now(world):
    world.nobody_listens()

    with pytest.raises(UnreachableError) as trouble:
        await world.way.send(a_message(), world.address)

    assert trouble.value.again


async def test_a_silent_server_can_be_left(world):
    world.server.faults.append(SLOW)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await world.way.send(a_message(), world.address)

    assert world.server.arrived == []


async def test_no_refusal_names_an_address_or_a_secret(world):
    told = []
    for fault in (world.refusal, world.trouble):
        world.server.faults.append(fault)
        with pytest.raises((RefusedError, UnreachableError)) as failure:
            await world.way.send(a_message(), world.address)
        told.append(str(failure.value))
    world.nobody_listens()
    with pytest.raises(UnreachableError) as failure:
        await world.way.send(a_message(), world.address)
    told.append(str(failure.value))

    for secret in (KEY, SECRET, PASSWORD, Gateway.token, PHONE, ADDRESS, "127.0.0.1", "localhost"):
        assert not any(secret in reason for reason in told)


@pytest.mark.parametrize("name", ["wecom", "dingtalk", "feishu", "sms"])
async def test_an_answer_that_is_none_of_the_platforms_is_not_now(name, tmp_path):
    with a_world(name, tmp_path) as world:
        world.server.faults.append(GARBAGE)

        with pytest.raises(UnreachableError):
            await world.way.send(a_message(), world.address)
