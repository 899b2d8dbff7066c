"""The duty console: delivered when an open one has taken it."""

import asyncio

import pytest

from services.incident.channels.console import Console
from services.incident.channels.way import UnreachableError
from services.incident.tests.channels.worlds import a_message

SOMEBODY = "S-0005"


@pytest.fixture
def console():
    return Console()


async def test_an_open_console_that_has_shown_a_notice_is_the_receipt(console):
    with console.watched_by(SOMEBODY) as screen:
        sending = asyncio.create_task(console.send(a_message(), SOMEBODY))
        assert await screen.next() == a_message()
        assert not sending.done()

        waiting = asyncio.create_task(screen.next())
        await sending

    waiting.cancel()


async def test_one_of_several_screens_is_enough(console):
    with console.watched_by(SOMEBODY) as hung, console.watched_by(SOMEBODY) as screen:
        sending = asyncio.create_task(console.send(a_message(), SOMEBODY))
        await screen.next()
        waiting = asyncio.create_task(screen.next())
        await sending

    assert hung.waiting.qsize() == 1
    waiting.cancel()


async def test_a_beat_between_two_notices_loses_none(console):
    with console.watched_by(SOMEBODY) as screen:
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(screen.next(), 0.01)
        sending = asyncio.create_task(console.send(a_message(), SOMEBODY))

        assert await screen.next() == a_message()

    sending.cancel()


async def test_a_console_that_nobody_has_open_is_not_waited_for(console):
    with console.watched_by("S-0006"):
        pass
    with console.watched_by("S-0007"), pytest.raises(UnreachableError) as closed:
        await console.send(a_message(), "S-0006")

    assert not closed.value.again
