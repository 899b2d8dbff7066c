"""What tests of the duty console do on its screens."""

import struct
import time
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import TimeoutError as NotInTimeError
from playwright.sync_api import expect

from libs.contracts.beijing import BEIJING
from libs.contracts.scheduling import Assignment, SessionPlanned
from tests.journeys.duty_console import BATCH, TOO_FAINT

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "build/screens"
SESSION = f"{BATCH}-t-4-04-05-05-4-01"
GROUP = ("S-0901", "leading-group")
WALL, PHONE = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}


def row(page, incident_id):
    return page.locator(f'[data-incident="{incident_id}"]')


def shot(page, name):
    """A picture for people to look at; and whatever is shown on it can be read."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png")
    assert page.evaluate(TOO_FAINT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


AWAY = """(id) => {
  const rows = [...document.querySelectorAll(".row")];
  const chosen = rows.findIndex((row) => row.getAttribute("aria-pressed") === "true");
  return rows.findIndex((row) => row.dataset.incident === id) - chosen;
}"""


def choose(page, incident_id):
    """By keyboard alone, however the list moves meanwhile."""
    row(page, incident_id).wait_for()
    until = time.monotonic() + 20
    while away := page.evaluate(AWAY, incident_id):
        assert time.monotonic() < until, incident_id
        page.keyboard.press("ArrowDown" if away > 0 else "ArrowUp")
        with suppress(NotInTimeError):
            page.wait_for_function(f"([id, away]) => ({AWAY})(id) !== away", arg=[incident_id, away], timeout=1000)
    expect(page.locator("[data-shown]")).to_have_attribute("data-shown", incident_id)


def said(page, words):
    expect(page.locator(".pane [role=status]", has_text=words)).to_be_visible()


def told_at(local):
    return datetime.fromisoformat(local).replace(tzinfo=BEIJING)


def eventually(condition):
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def a_session():
    began = datetime.now(UTC) - timedelta(minutes=30)
    return SessionPlanned(
        session_id=SESSION,
        batch_id=BATCH,
        part="theory",
        occupation_code="4-04-05-05",
        level=4,
        room="第一考场",
        starts_at=began,
        ends_at=began + timedelta(minutes=90),
        candidates=2,
        staff=[Assignment(staff_id="S-0306", duty="chief-invigilator")],
        planned_at=began - timedelta(days=9),
    )


def a_picture():
    """One grey pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\x00\x80")), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
