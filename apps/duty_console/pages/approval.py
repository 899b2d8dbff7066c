"""Deciding a proposed disposition, with exactly whom it touches before the eyes; what was seen is what is approved."""

import uuid
from collections.abc import Mapping
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from apps.duty_console.pages.proposals import in_words
from apps.duty_console.pages.shell import key_button, tag
from apps.duty_console.service import IncidentService, RefusedError, UnreachableError
from apps.duty_console.words import DISPOSITION_STATES, PARTS, clock
from apps.web.words import ROLES

WHY = "() => emit(document.getElementById('why').value)"
FORMS = {"spare": "备用卷"}


class Approval:
    """The panel above the incident; it is not drawn again when the incident changes."""

    def __init__(self, service: IncidentService, element: Element) -> None:
        self._service = service
        self._element = element
        self._path = ""
        self._digest = ""
        self._disposition: Mapping[str, Any] = {}

    async def open(self, incident_id: str, disposition: Mapping[str, Any]) -> None:
        """Ask whom it touches, and show it."""
        self._path = f"/incidents/{incident_id}/dispositions/{disposition['number']}"
        self._disposition = disposition
        await self._look()

    def look_again(self, page: Mapping[str, Any]) -> None:
        """What somebody else has decided meanwhile is decided."""
        for one in page.get("dispositions", ()):
            mine = self._path == f"/incidents/{page['incident_id']}/dispositions/{one['number']}"
            if mine and one["state"] != "proposed" and self._digest:
                self._digest = ""
                self._say(
                    f"第 {one['number']} 号处置{DISPOSITION_STATES[one['state']]}（{one['decided_by'] or ''}）。",
                    "good",
                )

    async def _look(self, refused: str = "") -> None:
        """Draw what it touches now, below what was just refused."""
        try:
            touched = await self._service.get(f"{self._path}/preview")
        except RefusedError as refusal:
            self._say(refusal.detail)
        except UnreachableError:
            self._say("突发事件服务没有回应。")
        else:
            self._digest = touched["digest"]
            self._draw(self._disposition, touched, refused)

    def close(self) -> None:
        """Put it away."""
        self._digest = ""
        self._element.clear()

    def _draw(self, disposition: Mapping[str, Any], touched: Mapping[str, Any], refused: str) -> None:
        self._element.clear()
        with self._element, tag("section", "", "approval", aria_label="处置审批"):
            tag("h3", f"审批第 {disposition['number']} 号处置：{disposition['name']}")
            if refused:
                tag("p", refused, "refusal", role="alert")
            approvers = "或".join(ROLES.get(role, role) for role in disposition["approvers"])
            tag("p", f"{disposition['proposed_by']} 提出 · 依据 {disposition['rule']} · 由{approvers}批准", "quiet")
            for words in in_words(disposition["measure"]):
                tag("p", words, "measure-says")
            rooms = "、".join(touched["rooms"]) or "没有考场"
            tag("p", f"涉及考生 {touched['candidates']} 人，{len(touched['sessions'])} 场考试，{rooms}", "touched")
            with tag("ul"):
                for session in touched["sessions"]:
                    part = PARTS.get(session["part"], session["part"])
                    when = clock(session["starts_at"])
                    tag("li", f"{session['room']} · {part} · {when} · {session['candidates']} 人")
                for paper in touched["papers"]:
                    tag("li", f"试卷 {paper['paper_id']}（{FORMS.get(paper['form'], paper['form'] + ' 卷')}）")
            tag("label", "不批准的理由", for_="why")
            tag("input", "", "why", id="why", maxlength="4000")
            with tag("div", "", "actions"):
                key_button("y", "批准", self._approve, "primary")
                key_button("f", "不批准").on("click", self._refuse, js_handler=WHY)
                key_button("q", "收起", self.close)

    async def _approve(self) -> None:
        await self._decide("approval", {"digest": self._digest}, "已批准。")

    async def _refuse(self, event: GenericEventArguments) -> None:
        await self._decide("refusal", {"reason": event.args}, "已记为不批准。")

    async def _decide(self, decision: str, body: Mapping[str, str], done: str) -> None:
        try:
            await self._service.post(f"{self._path}/{decision}", body, key=str(uuid.uuid4()))
        except RefusedError as refusal:
            await self._look(refusal.detail)
        except UnreachableError:
            self._say("没有成功：突发事件服务没有回应。")
        else:
            self._digest = ""
            self._say(done, "good")

    def _say(self, words: str, classes: str = "refusal") -> None:
        self._element.clear()
        with self._element:
            tag("p", words, classes, role="status")
