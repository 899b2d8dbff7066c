"""Pages that are drawn and never opened."""

import re
import time
from pathlib import Path

import httpx
import pytest
from nicegui import Client, ui

from apps.duty_console.pages.session import Session
from apps.duty_console.pages.shell import MOST_UNSEEN, Shell

CONSOLE = Path(__file__).parents[1]


@pytest.fixture
async def draw():
    """Draws a page for a session."""
    drawn = []

    async with httpx.AsyncClient() as http:

        def one(session):
            client = Client(ui.page("/"), request=None)
            with client:
                Shell(http, session)
            drawn.append(client)
            return client

        yield one
        for client in drawn:
            if not client.is_deleted:
                client.delete()


def a_session():
    return Session("token", "S-0901", "", ("leading-group",), time.time() + 60)


async def test_of_the_pages_that_no_browser_opens_the_last_few_are_kept(draw):
    session, other = a_session(), a_session()
    elsewhere = draw(other)

    pages = [draw(session) for _ in range(MOST_UNSEEN + 5)]

    assert [page.is_deleted for page in pages] == [True] * 5 + [False] * MOST_UNSEEN
    assert not elsewhere.is_deleted


async def test_a_page_that_a_browser_has_opened_stays(draw):
    session = a_session()
    opened = draw(session)
    opened.safe_invoke(opened.connect_handlers[0])

    for _ in range(MOST_UNSEEN + 5):
        draw(session)

    assert not opened.is_deleted


def test_silence_is_red_within_five_seconds_by_its_figures():
    script = (CONSOLE / "static/console.js").read_text(encoding="utf-8")

    [silent] = re.findall(r"SILENT_MS = (\d+)", script)
    [look] = re.findall(r"watchTheConnection\(\);.*\}, (\d+)\)", script)

    assert int(silent) + int(look) < 5000
