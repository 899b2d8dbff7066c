"""What the page that NiceGUI draws has around it: header, red bar, shortcuts, and its own place on the live feed."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
from nicegui import background_tasks, ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from apps.duty_console.feed import keep_on
from apps.duty_console.pages import plain
from apps.duty_console.pages.session import Session
from apps.duty_console.service import IncidentService, Signal
from apps.web.words import roles_in_words

MOST_UNSEEN = 20
KEY_NAMES = {"escape": "Esc"}
SHORTCUTS = (
    ("↑ ↓", "选择事件"),
    ("A", "接手"),
    ("N", "上报"),
    ("M", "静音两分钟"),
    ("D", "演练"),
    ("R", "就绪检查"),
    ("S", "统计"),
    ("W", "登记册"),
    ("L G", "初次、阶段报告"),
    ("H", "提出处置"),
    ("P", "审批处置"),
    ("Y F Q", "批准、不批准、收起"),
    ("B", "处置已执行"),
    ("U C", "跟进、办结"),
    ("E T O V", "重新认定、更正时间、指定报告人、合并"),
    ("I", "照片"),
    ("X", "收起通知"),
    ("Esc", "返回列表"),
    ("Tab", "逐项移动"),
)


def tag(name: str, words: str = "", classes: str = "", /, **attributes: str) -> TextElement:
    """An element with text; `data_key` becomes `data-key`."""
    element = TextElement(tag=name, text=words).classes(classes)
    for attribute, value in attributes.items():
        element.props[attribute.rstrip("_").replace("_", "-")] = value
    return element


def mark(element: Element, name: str, wanted: bool) -> None:
    """Give an element a class, or take it away."""
    element.classes(add=name if wanted else None, remove=None if wanted else name)


def key_button(key: str, words: str, on_click: Callable[[], Any] | None = None, classes: str = "") -> Element:
    """A button that a single key presses too; the key stands on it."""
    with ui.element("button").classes(f"button {classes}") as button:
        tag("span", words)
        tag("kbd", KEY_NAMES.get(key, key.upper()))
    button.props["type"] = "button"
    button.props["data-key"] = key
    if on_click:
        button.on("click", on_click)
    return button


def key_link(key: str, words: str, href: str, classes: str = "") -> None:
    """The same as a plain link, which leads on when nobody answers."""
    with tag("a", "", f"button {classes}", href=href, data_key=key):
        tag("span", words)
        tag("kbd", KEY_NAMES.get(key, key.upper()))


class Shell:
    """One open page of one person."""

    def __init__(self, http: httpx.AsyncClient, session: Session) -> None:
        self.service = IncidentService(http, session)
        self.session = session
        self.cursor = ""
        self._client = ui.context.client
        self._task: asyncio.Task[None] | None = None
        ui.add_head_html(plain.HEAD)
        ui.add_body_html(plain.strips(session))
        self._wait_to_be_seen()
        self._client.on_connect(self._follow)
        self._client.on_disconnect(self._leave)
        self._client.on_delete(self._leave)

    def _wait_to_be_seen(self) -> None:
        """NiceGUI keeps a page for a minute until its browser comes; of a browser that never does, it keeps a few."""
        unseen = self.session.unseen
        unseen.append(self._client)
        self._client.on_connect(self._wait_no_more)
        self._client.on_delete(self._wait_no_more)
        while len(unseen) > MOST_UNSEEN:
            unseen.pop(0).delete()

    def _wait_no_more(self) -> None:
        if self._client in self.session.unseen:
            self.session.unseen.remove(self._client)

    def header(self) -> Element:
        """Title, time, who sits here; the page adds its buttons to what is answered."""
        with ui.element("header").classes("head"):
            tag("h1", "突发事件值班台")
            tag("span", "", "clock", data_clock="1")
            with tag("span", "", "who"):
                tag("span", self.session.name or self.session.id, "name")
                tag("span", roles_in_words(self.session.roles), "roles")
                tag("button", "退出", "sign-out", type="button", data_sign_out="sign-out", title="退出登录，换班")
            buttons = tag("nav", "", "buttons", aria_label="操作")
        tag("p", "浏览器还不让发声：请按任意键或点一下屏幕。", "unheard", id="unheard", hidden="hidden")
        return buttons

    def footer(self) -> None:
        """The shortcuts."""
        with tag("footer", "", "keys", aria_label="快捷键"):
            for key, meaning in SHORTCUTS:
                with tag("span"):
                    tag("kbd", key)
                    tag("span", meaning)
            tag("button", "关闭单键", "sign-out", type="button", data_keys="off")

    def beat(self) -> None:
        """See `feed.Screen`."""
        self._call("beat", round(time.time() * 1000))

    def lost(self, what: str) -> None:
        """See `feed.Screen`."""
        self._call("lost", what)

    def expired(self) -> None:
        """See `feed.Screen`."""
        self._call("expired", "")

    def _call(self, name: str, value: object) -> None:
        self._client.run_javascript(f"duty.{name}({json.dumps(value)})")

    def _follow(self) -> None:
        if self._task is None:
            self._task = background_tasks.create(self._keep_on(), name="feed")

    async def _keep_on(self) -> None:
        await keep_on(self.service, self)

    def _leave(self) -> None:
        # A screen that nobody sees is on the feed no more: what is told there would be waited for.
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def take(self, signal: Signal) -> None:
        """See `feed.Screen`; a page that shows incidents shows this one."""

    def refused(self, detail: str) -> None:
        """See `feed.Screen`."""
