"""Pages from templates, and the few files that they load."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from apps.gateway.page_map import address
from apps.web.palette import LIGHT, css_variables
from apps.web.words import BEIJING, ROLES, roles_in_words

HERE = Path(__file__).parent
# The first that fits: browsers name each other too.
BROWSERS = {
    "MicroMessenger": "微信",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "安卓",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "HarmonyOS": "鸿蒙",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}
MEDIA = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class StaticFile:
    """Loaded once; its address changes with what is in it, so that browsers may keep it."""

    content: bytes
    media_type: str

    @property
    def digest(self) -> str:
        """The part of the address that changes."""
        return hashlib.sha256(self.content).hexdigest()[:16]


@cache
def static_files() -> dict[str, StaticFile]:
    """Name → file: our own, htmx as its makers published it, and the colours."""
    found = {
        file.name: StaticFile(file.read_bytes(), MEDIA[file.suffix])
        for file in sorted((HERE / "static").iterdir())
        if file.suffix in MEDIA
    }
    return {**found, "palette.css": StaticFile(css_variables(LIGHT).encode(), MEDIA[".css"])}


def moment(at: datetime | str) -> str:
    """A time as people read it, in Beijing's: 2026年11月29日 14:05."""
    told = datetime.fromisoformat(at) if isinstance(at, str) else at
    local = told.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def clock(at: datetime | str) -> str:
    """The time of day in Beijing: 14:05."""
    told = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{told.astimezone(BEIJING):%H:%M}"


def day(on: date) -> str:
    """2026年11月29日."""
    return f"{on.year}年{on.month}月{on.day}日"


def device(told: str) -> str:
    """A browser by the names that people know, as far as it tells them."""
    browser = next((word for sign, word in BROWSERS.items() if sign in told), "")
    system = next((word for sign, word in SYSTEMS.items() if sign in told), "")
    return " · ".join(filter(None, (browser, system))) or "未知设备"


@cache
def environment() -> Environment:
    """Draws with everything escaped; a name that a template does not get is a fault, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"moment": moment, "clock": clock, "day": day, "device": device, "roles": roles_in_words}
    made.globals |= {
        "address": address,
        "role_words": ROLES,
        "static": {name: f"/static/{name}?v={file.digest}" for name, file in static_files().items()},
    }
    return made


def draw(template: str, context: Mapping[str, Any]) -> str:
    """A page as HTML."""
    return environment().get_template(template).render(context)
