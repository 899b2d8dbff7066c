"""What is open, the gravest first, and beside it everything about the one that was chosen."""

import asyncio
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

import httpx
from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import background_tasks, ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement
from nicegui.events import GenericEventArguments

from apps.duty_console.board import (
    ON_THE_LADDER,
    REGISTER_READERS,
    WATCHERS,
    Board,
    Line,
    due,
    is_overdue,
    is_unreached,
    is_waiting,
    named,
    next_act,
)
from apps.duty_console.pages.approval import Approval
from apps.duty_console.pages.deeds import Deeds
from apps.duty_console.pages.detail import Detail
from apps.duty_console.pages.session import Session
from apps.duty_console.pages.shell import Shell, key_button, key_link, mark, tag
from apps.duty_console.service import RefusedError, Signal, UnreachableError
from apps.duty_console.words import NEXT_DUE, called
from libs.contracts.names import TIER_NAMES

TOGETHER = 0.05
# A closed incident leaves its place empty for a while: what was said of it must not stand over the next one.
REST = 6.0
DRILL_LASTS = 30 * 60.0
FILTERS: Mapping[str, tuple[str, Callable[[Line], bool]]] = {
    "all": ("全部", lambda _: True),
    "major": ("重大", lambda line: line["tier"] == "major"),
    "ringing": ("无人接手", is_waiting),
    "overdue": ("超时", is_overdue),
}
SEEN_CHOSEN = "() => emit(document.querySelector('.row[aria-pressed=true]')?.dataset.incident ?? '')"


def serve(http: httpx.AsyncClient) -> None:
    """Add the page."""

    @ui.page("/")
    def page(request: Request, reported: str = "", *, joined: bool = False) -> Response | None:
        session = Session.signed_in(request)
        if not reported and not WATCHERS.intersection(session.roles):
            home = "/statistics" if REGISTER_READERS.intersection(session.roles) else "/report"
            return RedirectResponse(home, status_code=303)
        Watch(http, session, reported=reported, joined=joined).build()
        return None


class Row:
    """One open incident in the list; it stays the same element as long as it is open, so that the focus stays too."""

    def __init__(self, incident_id: str, parent: Element, choose: Callable[[], None]) -> None:
        with parent, ui.element("button").classes("row") as self.element:
            self._tier = tag("span", "", "tier")
            with tag("span", "", "what"):
                self._name = tag("strong")
                self._place = tag("span", "", "place")
            with tag("span", "", "due"):
                self._due = tag("span", "", "due-name")
                self._countdown = tag("span", "", "countdown")
                with tag("span", "", "then") as self._then:
                    self._then_due = tag("span")
                    self._then_countdown = tag("span", "", "countdown")
            self._held = tag("span", "", "held")
        self.element.props["type"] = "button"
        self.element.props["data-incident"] = incident_id
        self.element.on("click", choose)

    def show(self, line: Line, *, chosen: bool) -> None:
        """Write what is known now."""
        drill = "演练 · " if line["drill"] else ""
        self._tier.set_text(TIER_NAMES[line["tier"]])
        self._name.set_text(f"{drill}{line['name']}")
        self._place.set_text(" ".join(filter(None, (line["site"], line["room"]))))
        first, moment = due(line)
        self._due.set_text(NEXT_DUE.get(first, "无期限"))
        self._countdown.props["data-due"] = moment if first else ""
        self._then_due.set_text(NEXT_DUE.get(line["next_due"] or "", ""))
        self._then_countdown.props["data-due"] = line["next_due_at"] or ""
        self._then.set_visibility(bool(line["next_due"]) and line["next_due"] != first)
        names = named(line)
        held = "、".join(called(person, names) for person in line["held_by"])
        posts = "、".join(one["name"] for one in line["unreached"])
        unreached = f"通知不到任何人：{posts}　" if is_unreached(line) else ""
        self._held.set_text(f"{unreached}{f'{held} 已接手' if held else '无人接手'}")
        self.element.props["aria-pressed"] = str(chosen).lower()
        for name, wanted in (
            ("ringing", is_waiting(line)),
            ("major", line["tier"] == "major"),
            ("drill", line["drill"]),
            ("overdue", is_overdue(line)),
            ("unreached", is_unreached(line)),
        ):
            mark(self.element, name, wanted)


class Watch(Shell):
    """The page of one person."""

    def __init__(self, http: httpx.AsyncClient, session: Session, *, reported: str, joined: bool) -> None:
        super().__init__(http, session)
        self._board = Board()
        self._rows: dict[str, Row] = {}
        self._chosen = reported
        self._pinned = reported
        self._joined = joined
        self._empty_until = 0.0
        self._filter = "all"
        self._drill_until = 0.0
        self._changed: set[str] = set()
        self._drawing: asyncio.Task[None] | None = None

    def build(self) -> None:
        """Draw what does not change."""
        with self.header():
            self._drill_button = key_button("d", "演练", self._switch_drill)
            key_link("r", "就绪", "/readiness")
            key_link("s", "统计", "/statistics")
            key_link("w", "登记", "/register")
            key_button("m", "静音", classes="mute")
            key_link("n", "上报", "/report", "primary")
        with tag("p", "", "drill-banner") as self._drill_banner:
            tag("strong", "演练视图")
            tag("span", "真实事件仍在列表最前；到时自动结束，剩")
            self._drill_left = tag("span", "", "countdown")
        with ui.element("div").classes("watch") as self._main:
            with tag("section", "", "list", aria_label="进行中的事件"):
                self._summary = tag("h2", "正在连接……")
                self._refusal = tag("p", "", "refusal", role="alert")
                with tag("div", "", "filters", role="group", aria_label="只看") as self._filters:
                    self._filter_buttons = {name: self._filter_button(name) for name in FILTERS}
                self._list = tag("div", "", "rows")
            with tag("section", "", "pane", aria_label="所选事件"):
                with tag("div", "", "actions") as self._actions:
                    key_button("escape", "返回", self._back, "back")
                    # What is taken over is what the person saw chosen, not what is chosen when the click arrives.
                    self._take_over = key_button("a", "接手")
                    self._take_over.on("click", self._acknowledge, js_handler=SEEN_CHOSEN)
                    deeds_at = tag("div", "", "deeds")
                self._said = tag("p", self._first_words(), "said", role="status")
                self._panel = tag("div")
                self._approval = Approval(self.service, self._panel)
                self._deeds = Deeds(self.service, self.session.roles, self._panel, lambda: self._detail.page)
                with deeds_at:
                    self._deeds.buttons()
                self._detail = Detail(self.service, tag("div", "", "detail"), self._approval.open, self._deeds.complete)
        self.footer()
        self._main.classes("opened" if self._chosen else "")
        self._filters.set_visibility(False)
        self._drill_banner.set_visibility(False)

    def _first_words(self) -> str:
        if not self._chosen:
            return ""
        return "已上报，记入同一起事件。" if self._joined else "已上报。"

    def _filter_button(self, name: str) -> TextElement:
        button = tag(
            "button", FILTERS[name][0], "button filter", type="button", aria_pressed=str(name == "all").lower()
        )
        button.on("click", partial(self._only, name))
        return button

    async def take(self, signal: Signal) -> None:
        """See `feed.Screen`."""
        match signal.kind:
            case "incident":
                if self._board.take(signal.data):
                    self._draw_soon(signal.data["incident_id"])
            case "notice":
                self._call("notice", signal.data)
            case "beat":
                self._draw_soon()
                await self._detail.look_again()

    def refused(self, detail: str) -> None:
        """See `feed.Screen`."""
        self._summary.set_text("我上报的事件")
        self._main.classes("alone opened")
        self._take_over.set_visibility(False)
        if self._detail.incident_id != self._chosen:
            background_tasks.create(self._detail.show(self._chosen), name="draw")
        if not self._chosen:
            self._refusal.set_text(f"{detail}您仍然可以上报事件（按 N）。")

    def _draw_soon(self, changed: str = "") -> None:
        """What comes together, as everything open does at first, is drawn together."""
        self._changed.add(changed)
        if self._drawing is None or self._drawing.done():
            self._drawing = background_tasks.create(self._draw(), name="draw")

    async def _draw(self) -> None:
        while self._changed:
            await asyncio.sleep(TOGETHER)
            changed, self._changed = self._changed, set()
            self._draw_list()
            if self._chosen in changed or self._detail.incident_id != self._chosen:
                await self._detail.show(self._chosen)
                self._approval.look_again(self._detail.page)
            self._draw_list()

    def _draw_list(self) -> None:
        drills = self._board.shown(drill=True)
        if any(line["incident_id"] == self._chosen for line in drills) and not self._drill_until:
            self._drill_until = time.time() + DRILL_LASTS
        if time.time() > self._drill_until:
            self._drill_until = 0.0
        real = self._board.shown(drill=False)
        lines = [*real, *(drills if self._drill_until else ())]
        self._choose_another_if_gone([line["incident_id"] for line in lines])
        self._draw_rows(lines)
        waiting = sum(map(is_waiting, real))
        said = f"进行中 {len(real)} 起 · 无人接手 {waiting} 起" if real else "没有进行中的事件"
        also = f" · 演练 {len(drills)} 起" if self._drill_until else ""
        self._summary.set_text(said + also)
        self._call("unreached", self._board.unreached())
        self._draw_filters(lines)
        self._draw_drill()
        self._draw_actions()

    def _draw_rows(self, lines: list[Line]) -> None:
        ids = {line["incident_id"] for line in lines}
        for gone in set(self._rows) - ids:
            self._rows.pop(gone).element.delete()
        for place, line in enumerate(lines):
            incident_id = line["incident_id"]
            if incident_id not in self._rows:
                self._rows[incident_id] = Row(incident_id, self._list, partial(self._choose, incident_id))
            row = self._rows[incident_id]
            row.show(line, chosen=incident_id == self._chosen)
            mark(row.element, "out", not FILTERS[self._filter][1](line))
            if self._list.default_slot.children.index(row.element) != place:
                row.element.move(target_index=place)

    def _choose_another_if_gone(self, ids: list[str]) -> None:
        if self._chosen in ids or (self._chosen and self._chosen == self._pinned):
            return
        if self._chosen:
            self._chosen = ""
            self._empty_until = time.time() + REST
            self._main.classes(remove="opened")
        elif ids and time.time() > self._empty_until:
            self._choose_quietly(ids[0])

    def _draw_filters(self, lines: list[Line]) -> None:
        for name, button in self._filter_buttons.items():
            word, fits = FILTERS[name]
            button.set_text(f"{word} {sum(map(fits, lines))}")
            button.props["aria-pressed"] = str(name == self._filter).lower()
        self._filters.set_visibility(len(lines) > 1)

    def _draw_drill(self) -> None:
        self._drill_button.props["aria-pressed"] = str(bool(self._drill_until)).lower()
        self._drill_banner.set_visibility(bool(self._drill_until))
        ends = datetime.fromtimestamp(self._drill_until, UTC).isoformat()
        self._drill_left.props["data-due"] = ends if self._drill_until else ""
        mark(self._main, "drilling", bool(self._drill_until))

    def _draw_actions(self) -> None:
        self._actions.set_visibility(bool(self._chosen))
        line = self._board.find(self._chosen)
        roles = set(self.session.roles)
        due_next = next_act(line, roles) if line else ""
        self._deeds.show_next(due_next)
        is_mine = line is not None and self.session.id in line["held_by"]
        self._take_over.set_visibility(line is not None and bool(roles & ON_THE_LADDER) and not is_mine)
        mark(self._take_over, "next", due_next == "a")

    def _choose(self, incident_id: str) -> None:
        self._choose_quietly(incident_id)
        self._main.classes("opened")
        self._draw_list()
        self._draw_soon()

    def _choose_quietly(self, incident_id: str) -> None:
        """What was said of another incident must not stand over this one."""
        self._chosen, self._pinned = incident_id, ""
        self._say("")
        self._approval.close()

    def _only(self, name: str) -> None:
        self._filter = name
        self._draw_list()

    def _back(self) -> None:
        self._main.classes(remove="opened")

    def _switch_drill(self) -> None:
        self._drill_until = 0.0 if self._drill_until else time.time() + DRILL_LASTS
        drills = self._board.shown(drill=True)
        first = drills if self._drill_until else self._board.shown(drill=False)
        self._choose_quietly(first[0]["incident_id"] if first else "")
        self._draw_list()
        self._draw_soon()

    async def _acknowledge(self, event: GenericEventArguments) -> None:
        incident_id = event.args
        if self._board.find(incident_id) is None:
            return
        try:
            await self.service.post(f"/incidents/{incident_id}/acknowledgements", key=str(uuid.uuid4()))
        except RefusedError as refusal:
            self._say(refusal.detail, refused=True)
        except UnreachableError:
            self._say("没有接手成功：突发事件服务没有回应。", refused=True)
        else:
            self._say("已接手。")

    def _say(self, words: str, *, refused: bool = False) -> None:
        self._said.set_text(words)
        mark(self._said, "refusal", refused)
