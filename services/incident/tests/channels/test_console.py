"""The duty console: delivered when an open one has shown it."""

import asyncio

import pytest

from services.incident.channels.console import BACK_WITHIN_SECONDS, Console
from services.incident.channels.way import UnreachableError
from services.incident.tests.channels.worlds import a_message

SOMEBODY = "S-0005"


@pytest.fixture
def console():
    return Console()


async def sending(console):
    task = asyncio.create_task(console.send(a_message(), SOMEBODY))
    await asyncio.sleep(0)
    return task


async def test_an_open_console_that_has_shown_a_notice_is_the_receipt(console):
    with console.watched_by(SOMEBODY) as screen:
        sent = await sending(console)
        assert screen.take() == [a_message()]
        await asyncio.sleep(0)
        assert not sent.done()

        assert screen.take() == []
        await sent


async def test_one_of_several_screens_is_enough(console):
    with console.watched_by(SOMEBODY) as hung, console.watched_by(SOMEBODY) as screen:
        sent = await sending(console)
        screen.take()
        screen.take()
        await sent

        assert hung.take() == [a_message()]


async def test_a_screen_that_never_shows_it_is_no_receipt(console):
    with console.watched_by(SOMEBODY), pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await console.send(a_message(), SOMEBODY)


async def test_a_console_that_nobody_had_open_is_not_waited_for(console):
    with console.watched_by("S-0007"), pytest.raises(UnreachableError, match="console-closed"):
        async with asyncio.timeout(BACK_WITHIN_SECONDS / 2):
            await console.send(a_message(), SOMEBODY)


async def test_a_feed_that_is_cut_and_opened_again_loses_no_notice(console):
    with console.watched_by(SOMEBODY):
        """The feed is cut every minute."""
    sent = await sending(console)

    with console.watched_by(SOMEBODY) as screen:
        await asyncio.sleep(0)
        assert screen.take() == [a_message()]
        screen.take()
        await sent


async def test_who_does_not_come_back_is_told_by_other_ways():
    console = Console(back_within=0.05)
    with console.watched_by(SOMEBODY):
        """Open for a moment."""

    with pytest.raises(UnreachableError, match="console-closed"):
        await console.send(a_message(), SOMEBODY)
