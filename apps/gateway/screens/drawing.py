"""Pages from templates, and the few files that they load."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from apps.gateway.screens.page_map import address
from apps.web import drawing as web
from apps.web.drawing import StaticFile, files_in
from apps.web.palette import LIGHT, css_variables
from apps.web.words import ROLES, roles_in_words, yuan

HERE = Path(__file__).parents[1]
SHORTEST_MASKED = 10
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


@cache
def static_files() -> dict[str, StaticFile]:
    """Name → file: our own, htmx as its makers published it, and the colours."""
    return {**files_in(HERE / "static"), "palette.css": StaticFile(css_variables(LIGHT).encode(), "text/css")}


def device(told: str) -> str:
    """A browser by the names that people know, as far as it tells them."""
    browser = next((word for sign, word in BROWSERS.items() if sign in told), "")
    system = next((word for sign, word in SYSTEMS.items() if sign in told), "")
    return " · ".join(filter(None, (browser, system))) or "未知设备"


def masked(identifier: str) -> str:
    """An identifier by its beginning and end, enough to tell two of one name apart."""
    if len(identifier) < SHORTEST_MASKED:
        return "*" * len(identifier)
    return f"{identifier[:3]}{'*' * (len(identifier) - 5)}{identifier[-2:]}"


@cache
def environment() -> Environment:
    """What all pages of the gateway know."""
    made = web.environment(HERE / "templates", static_files())
    made.filters |= {"device": device, "masked": masked, "roles": roles_in_words, "yuan": yuan}
    made.globals |= {"address": address, "role_words": ROLES}
    return made


def draw(template: str, context: Mapping[str, Any]) -> str:
    """A page as HTML."""
    return environment().get_template(template).render(context)
