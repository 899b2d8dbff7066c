"""What is open, the most urgent first, and beside it everything about the one that was chosen."""

import asyncio
import uuid
from collections.abc import Callable, Mapping
from functools import partial

import httpx
from fastapi import Request
from nicegui import background_tasks, ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from apps.duty_console.board import Board, Line, is_waiting
from apps.duty_console.pages.approval import Approval
from apps.duty_console.pages.deeds import Deeds
from apps.duty_console.pages.detail import Detail
from apps.duty_console.pages.session import Session
from apps.duty_console.pages.shell import Shell, key_button, key_link, tag
from apps.duty_console.service import RefusedError, Signal, UnreachableError
from apps.duty_console.words import NEXT_DUE, TIERS, called

TOGETHER = 0.05
SEEN_CHOSEN = "() => emit(document.querySelector('.row[aria-pressed=true]')?.dataset.incident ?? '')"


def serve(http: httpx.AsyncClient) -> None:
    """Add the page."""

    @ui.page("/")
    def page(request: Request, reported: str = "") -> None:
        Watch(http, Session.signed_in(request), reported=reported).build()


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
            self._held = tag("span", "", "held")
        self.element.props["type"] = "button"
        self.element.props["data-incident"] = incident_id
        self.element.on("click", choose)

    def show(self, line: Line, names: Mapping[str, str], *, chosen: bool) -> None:
        """Write what is known now."""
        drill = "演练 · " if line["drill"] else ""
        self._tier.set_text(TIERS[line["tier"]])
        self._name.set_text(f"{drill}{line['name']}")
        self._place.set_text(" ".join(filter(None, (line["site"], line["room"]))))
        self._due.set_text(NEXT_DUE.get(line["next_due"] or "", "无期限"))
        self._countdown.props["data-due"] = line["next_due_at"] or ""
        held = "、".join(called(person, names) for person in line["held_by"])
        self._held.set_text(f"{held} 已接手" if held else "无人接手")
        self.element.props["aria-pressed"] = str(chosen).lower()
        for name, wanted in (
            ("ringing", is_waiting(line)),
            ("major", line["tier"] == "major"),
            ("drill", line["drill"]),
            ("overdue", bool(line["overdue_at"])),
        ):
            self.element.classes(add=name if wanted else None, remove=None if wanted else name)


class Watch(Shell):
    """The page of one person."""

    def __init__(self, http: httpx.AsyncClient, session: Session, *, reported: str) -> None:
        super().__init__(http, session)
        self._board = Board()
        self._rows: dict[str, Row] = {}
        self._chosen = reported
        self._drill = False
        self._changed: set[str] = set()
        self._drawing: asyncio.Task[None] | None = None

    def build(self) -> None:
        """Draw what does not change."""
        with self.header():
            self._drill_button = key_button("d", "演练", self._switch_drill)
            key_link("r", "就绪", "/readiness")
            key_link("s", "统计", "/statistics")
            key_button("m", "静音", classes="mute")
            key_link("n", "上报", "/report", "primary")
        with ui.element("div").classes("watch") as self._main:
            with tag("section", "", "list", aria_label="进行中的事件"):
                self._summary = tag("h2", "正在连接……")
                self._refusal = tag("p", "", "refusal", role="alert")
                self._list = tag("div", "", "rows")
            with tag("section", "", "pane", aria_label="所选事件"):
                with tag("div", "", "actions") as self._actions:
                    key_button("escape", "返回", self._back, "back")
                    # What is taken over is what the person saw chosen, not what is chosen when the click arrives.
                    self._take_over = key_button("a", "接手", classes="primary")
                    self._take_over.on("click", self._acknowledge, js_handler=SEEN_CHOSEN)
                    deeds_at = tag("div", "", "deeds")
                    self._said = tag("p", "已上报。" if self._chosen else "", "said", role="status")
                panel = tag("div")
                self._approval = Approval(self.service, panel)
                deeds = Deeds(self.service, self.session.roles, panel, lambda: self._detail.page)
                with deeds_at:
                    deeds.buttons()
                self._detail = Detail(self.service, tag("div", "", "detail"), self._approval.open, deeds.complete)
        self.footer()
        self._main.classes("opened" if self._chosen else "")

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
        self._summary.set_text("进行中的事件")
        self._refusal.set_text(f"{detail}您仍然可以上报事件（按 N）。")
        self._take_over.set_visibility(False)
        if self._detail.incident_id != self._chosen:
            background_tasks.create(self._detail.show(self._chosen), name="draw")

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
                self._draw_list()

    def _draw_list(self) -> None:
        chosen = self._board.find(self._chosen)
        if chosen is not None and chosen["drill"] is not self._drill:
            self._show_drills(chosen["drill"])
        lines = self._board.shown(drill=self._drill)
        ids = [line["incident_id"] for line in lines]
        if self._chosen not in ids:
            self._chosen = ids[0] if ids else ""
            self._main.classes(remove="opened")
        for gone in set(self._rows) - set(ids):
            self._rows.pop(gone).element.delete()
        for place, line in enumerate(lines):
            incident_id = line["incident_id"]
            if incident_id not in self._rows:
                self._rows[incident_id] = Row(incident_id, self._list, partial(self._choose, incident_id))
            row = self._rows[incident_id]
            row.show(line, self._detail.names, chosen=incident_id == self._chosen)
            if self._list.default_slot.children.index(row.element) != place:
                row.element.move(target_index=place)
        waiting = sum(map(is_waiting, lines))
        kind = "演练" if self._drill else "进行中"
        self._summary.set_text(f"{kind} {len(lines)} 起 · 无人接手 {waiting} 起" if lines else f"没有{kind}的事件")
        self._actions.set_visibility(bool(self._chosen))

    def _choose(self, incident_id: str) -> None:
        self._chosen = incident_id
        self._say("")
        self._approval.close()
        self._main.classes("opened")
        self._draw_list()
        self._draw_soon()

    def _back(self) -> None:
        self._main.classes(remove="opened")

    def _switch_drill(self) -> None:
        self._chosen = ""
        self._show_drills(not self._drill)
        self._draw_list()
        self._draw_soon()

    def _show_drills(self, drill: bool) -> None:
        self._drill = drill
        self._drill_button.props["aria-pressed"] = str(drill).lower()

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
        self._said.classes(add="refusal" if refused else None, remove=None if refused else "refusal")
