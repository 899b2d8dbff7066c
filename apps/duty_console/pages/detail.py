"""Everything about one incident: what it is, the ladder with who has seen it, measures, the timeline."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from apps.duty_console.board import named, nobody_was_told
from apps.duty_console.pages.proposals import CARRIED_OUT_BY_SERVICES
from apps.duty_console.pages.shell import key_button, tag
from apps.duty_console.service import IncidentService, RefusedError, UnreachableError
from apps.duty_console.words import DISPOSITION_STATES, FOLLOW_UPS, STEPS, called, clock, people
from apps.web.words import CHANNELS
from libs.contracts.names import TIER_NAMES

Page = Mapping[str, Any]
Decide = Callable[[str, Page], Awaitable[None]]
Complete = Callable[[Page, Page], None]
# Which button of which measure was pressed.
MEASURE_PRESSED = """(event) => {
  const button = event.target.closest("[data-measure]");
  if (button) emit([button.dataset.key, Number(button.dataset.measure)]);
}"""


class Detail:
    """The right half of the wall, or the second screen of a phone."""

    def __init__(self, service: IncidentService, element: Element, decide: Decide, complete: Complete) -> None:
        self._decide = decide
        self._complete = complete
        self.incident_id = ""
        self.page: Page = {}
        self.names: dict[str, str] = {}
        self._service = service
        # Asked of what stays when the rest is drawn anew: a press on what is replaced meanwhile would be lost.
        self._element = element.on("click", self._measure_pressed, js_handler=MEASURE_PRESSED)
        self._notices: Sequence[Page] = []

    async def show(self, incident_id: str) -> None:
        """Read and draw; nothing is drawn if something else was chosen meanwhile."""
        self.incident_id = incident_id
        if not incident_id:
            self.page = {}
            self._element.clear()
            return
        try:
            page = await self._service.get(f"/incidents/{incident_id}")
            notices = await self._allowed(f"/incidents/{incident_id}/notices", [])
            duties = (await self._allowed(f"/rosters/{page['batch_id']}", {"duties": []}))["duties"]
        except RefusedError as refusal:
            self._refuse(incident_id, refusal.detail)
        except UnreachableError:
            self.incident_id = ""  # the red bar says so; the next beat asks again
        else:
            if self.incident_id == incident_id:
                self._notices = notices
                self._draw(page, duties)

    async def look_again(self) -> None:
        """Who has seen it changes without a change of the incident."""
        if not self.incident_id:
            return
        try:
            notices = await self._service.get(f"/incidents/{self.incident_id}/notices")
        except (RefusedError, UnreachableError):
            return
        if notices != self._notices:
            await self.show(self.incident_id)

    async def _measure_pressed(self, event: GenericEventArguments) -> None:
        key, number = event.args
        for one in self.page.get("dispositions", ()):
            if one["number"] == number and key == "p":
                await self._decide(self.page["incident_id"], one)
            elif one["number"] == number:
                self._complete(self.page, one)

    async def _allowed(self, path: str, otherwise: Any) -> Any:
        """Who reported sees the incident without the duty list; a batch may have none."""
        try:
            return await self._service.get(path)
        except RefusedError:
            return otherwise

    def _refuse(self, incident_id: str, detail: str) -> None:
        if self.incident_id == incident_id:
            self._element.clear()
            with self._element:
                tag("p", detail, "refusal", role="alert")

    def _draw(self, page: Page, duties: Sequence[Page]) -> None:
        self.page = page
        names = self.names = {**people(duties), **named(page)}
        self._element.clear()
        with self._element:
            _facts(page, names)
            _ladder(page, [duty for duty in duties if duty["site"] in {"", page["site"]}], self._notices, names)
            _measures(page)
            _reports(page, names)
            _told("阶段性报告", [(f"第 {one['number']} 次", one) for one in page["stage_reports"]], names)
            _told("后续跟进", [(FOLLOW_UPS[one["kind"]], one) for one in page["follow_ups"]], names)
            if page["missing_follow_ups"]:
                tag("p", f"办结前还缺：{'、'.join(FOLLOW_UPS[kind] for kind in page['missing_follow_ups'])}", "warn")
            _photos(page)
            _timeline(page, names)


def _facts(page: Page, names: Mapping[str, str]) -> None:
    drill = "【演练】" if page["drill"] else ""
    tag("h2", f"{drill}{page['name']}", "title", data_shown=page["incident_id"])
    with tag("p", "", "facts"):
        tag("span", TIER_NAMES[page["tier"]], f"tier {page['tier']}")
        tag("span", " ".join(filter(None, (page["site"], page["room"]))))
        tag("span", f"发现 {clock(page['discovered_at'])}")
        tag("span", f"报告人 {called(page['reported_by'], names)}")
        if page["reporter"] != page["reported_by"]:
            tag("span", f"信息报告人 {called(page['reporter'], names)}")
        if page["further_reports"]:
            tag("span", f"共 {1 + len(page['further_reports'])} 人上报")
        if page["merged_into"]:
            tag("span", f"已合并 {clock(page['closed_at'])}", "good")
            tag("a", "看合并后的事件", "link", href=f"/?reported={page['merged_into']}")
        elif page["closed_at"]:
            tag("span", f"已办结 {clock(page['closed_at'])}", "good")
    tag("p", page["description"], "description")
    with tag("p", "", "first-report"):
        if page["merged_into"] and not page["first_report_at"]:
            tag("span", "初次报告见合并后的事件", "quiet")
        elif page["closed_at"] and not page["first_report_at"]:
            tag("span", "没有初次报告", "late")
        elif page["first_report_at"]:
            tag("span", f"已向领导小组初次报告 {clock(page['first_report_at'])}", "good")
        else:
            tag("span", "距初次报告期限 ")
            tag("strong", "", "countdown", data_due=page["first_report_due_at"])
        if page["overdue_at"]:
            tag("span", "初次报告逾期", "late")


def _ladder(page: Page, duties: Sequence[Page], notices: Sequence[Page], names: Mapping[str, str]) -> None:
    tag("h3", "升级链")
    told = {notice["person_id"]: notice for notice in notices}
    with tag("ol", "", "ladder"):
        for rung in page["ladder"]:
            with tag("li", "", _state_of(rung)):
                with tag("p"):
                    tag("strong", rung["name"])
                    _rung_says(rung, names, unheard=nobody_was_told(page, rung["post"]))
                for person_id in dict.fromkeys(d["person_id"] for d in duties if d["post"] == rung["post"]):
                    _seen(called(person_id, names), told.get(person_id))
    others = [notice for notice in told.values() if notice["person_id"] not in names]
    if others:
        tag("h3", "通知")
        with tag("ul", "", "ladder"):
            for notice in others:
                with tag("li"):
                    _seen(called(notice["person_id"], names), notice)


def _state_of(rung: Page) -> str:
    if rung["taken_over_by"]:
        return "taken"
    return "called" if rung["called"] else "later"


def _rung_says(rung: Page, names: Mapping[str, str], *, unheard: bool) -> None:
    match _state_of(rung):
        case "taken":
            tag("span", f"{'、'.join(called(one, names) for one in rung['taken_over_by'])} 已接手", "good")
        case "called":
            tag("span", "已呼叫，没有通知到人", "late") if unheard else tag("span", "已呼叫，等待接手", "warn")
            tag("span", "", "countdown", data_due=rung["due_at"])
        case _:
            tag("span", f"未呼叫 · {clock(rung['due_at'])} 起", "quiet")


def _seen(person: str, notice: Page | None) -> None:
    with tag("p", "", "seen"):
        tag("span", person)
        if notice is None:
            tag("span", "还没有通知", "quiet")
            return
        delivered = next((one for one in notice["attempts"] if one["outcome"] == "delivered"), None)
        if delivered:
            way = CHANNELS.get(delivered["channel"], delivered["channel"])
            verb = "已看到" if delivered["channel"] == "console" else "已送达"
            tag("span", f"{verb} {clock(delivered['at'])}（{way}）", "good")
        elif notice["state"] == "withdrawn":
            tag("span", "事件已有人处理，不再发出", "quiet")
        elif notice["state"] == "given-up":
            tag("span", "没有送达，已停止尝试", "late")
        else:
            tag("span", "正在通知", "warn")


def _told(title: str, entries: Sequence[tuple[str, Page]], names: Mapping[str, str]) -> None:
    """What people wrote, in their order."""
    if not entries:
        return
    tag("h3", title)
    with tag("ul", "", "told"):
        for what, entry in entries:
            with tag("li"):
                tag("strong", what)
                tag("span", entry["text"])
                tag("span", f"{called(entry['by'], names)} {clock(entry['at'])}", "quiet")


def _reports(page: Page, names: Mapping[str, str]) -> None:
    """Who else reported the same, in their own words, and the incidents that were merged into this one."""
    if not page["further_reports"]:
        return
    tag("h3", "同一事件的报告")
    with tag("ul", "", "told"):
        for one in page["further_reports"]:
            found = one["discovery"]
            with tag("li"):
                tag("strong", " ".join(filter(None, (found["site"], found["room"]))))
                tag("span", found["description"])
                tag("span", f"{called(one['by'], names)} 发现 {clock(found['discovered_at'])}", "quiet")
    with tag("p", "", "facts"):
        for number, merged in enumerate(page["merged"], 1):
            tag("a", f"并入的事件 {number}", "link", href=f"/?reported={merged}")


def _measures(page: Page) -> None:
    if not page["dispositions"]:
        return
    tag("h3", "处置")
    with tag("ul", "", "measures"):
        for one in page["dispositions"]:
            with tag("li"):
                tag("span", f"第 {one['number']} 号 {one['name']}")
                tag("span", DISPOSITION_STATES[one["state"]], "warn" if one["state"] == "proposed" else "quiet")
                if one["state"] == "proposed":
                    key_button("p", "查看影响并审批").props["data-measure"] = str(one["number"])
                if one["state"] == "approved" and one["measure"]["type"] not in CARRIED_OUT_BY_SERVICES:
                    key_button("b", "已执行").props["data-measure"] = str(one["number"])
                _answered(one)


def _answered(one: Page) -> None:
    """What those who carry it out have said, and what they could not do."""
    if one["measure"]["type"] in CARRIED_OUT_BY_SERVICES and one["targets"]:
        done = len(one["done_at"])
        tag("span", f"已执行 {done}/{len(one['targets'])}", "good" if done == len(one["targets"]) else "warn")
    for unfulfilled in one["unfulfilled"]:
        tag("span", f"未能执行 {unfulfilled['target']}：{unfulfilled['reason']}", "late")
    for clash in one["clashes"]:
        tag("span", f"{clash['session_id']} {clash['reason']}", "late")
    if one["reason"]:
        tag("span", f"理由：{one['reason']}", "quiet")


def _photos(page: Page) -> None:
    if not page["photos"]:
        return
    tag("h3", "照片")
    with tag("p", "", "facts"):
        for number, photo in enumerate(page["photos"], 1):
            path = f"/photos/{page['incident_id']}/{photo['sha256']}"
            tag("a", f"照片 {number}（{clock(photo['at'])}）", "link", href=path, target="_blank")


def _timeline(page: Page, names: Mapping[str, str]) -> None:
    tag("h3", "时间线")
    tag("a", "时间线 PDF", "link", href=f"/timelines/{page['incident_id']}", download="")
    with tag("ol", "", "timeline"):
        for entry in reversed(page["timeline"]):
            with tag("li"):
                tag("time", clock(entry["occurred_at"]))
                tag("strong", STEPS.get(entry["step"], entry["step"]))
                tag("span", f"{called(entry['actor'], names)}　{entry['note']}")
                if clock(entry["entered_at"]) != clock(entry["occurred_at"]):
                    tag("span", f"登记于 {clock(entry['entered_at'])}", "quiet")
