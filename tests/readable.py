"""Whether everybody can read a page: at a desk, by phone and enlarged. The pictures are for people to look at."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

SCREENS = Path(__file__).parents[1] / "build/screens"
# Of what it finds in order nothing is handed on: that took a quarter of the time.
FIND = "axe.run({resultTypes: ['violations']}).then((found) => ({violations: found.violations}))"


def look_at(page: Page, name: str, sizes: Mapping[str, Any], *, pictured: Collection[str]) -> None:
    """axe, which is read once a page, finds nothing at any size, and nothing has to be scrolled sideways."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.evaluate(AXE_SCRIPT)
    for where, size in sizes.items():
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, where)
        if where in pictured:
            page.screenshot(path=SCREENS / f"{name}-{where}.png", full_page=True)
        found = AxeResults(page.evaluate(FIND))
        assert found.violations_count == 0, (name, where, found.generate_report())
