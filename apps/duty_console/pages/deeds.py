"""What can be done about an incident, each as a small form: passing on, reporting, proposing, following up, closing."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from apps.duty_console.board import ON_THE_LADDER
from apps.duty_console.pages.fields import Field, draw, take
from apps.duty_console.pages.proposals import fields_of
from apps.duty_console.pages.shell import key_button, mark, tag
from apps.duty_console.service import IncidentService, RefusedError, UnreachableError
from apps.duty_console.words import FOLLOW_UPS, HOPS, REPORT_FORMS, clock, in_beijing, people
from libs.contracts.names import TIER_NAMES

Page = Mapping[str, Any]
TYPED = "(event) => { event.preventDefault(); emit([...new FormData(event.target)]); }"
CLOSING = {"cause": "原因", "course": "经过", "result": "处理结果", "social_impact": "社会影响"}
# As the service's routes say; what is not here is open to all staff.
OPEN_TO: Mapping[str, set[str]] = {
    "h": {"invigilator", "examiner", "supervisor", "site-head", "exam-affairs", "leading-group"},
    "u": {"exam-affairs", "leading-group"},
    "c": {"exam-affairs"},
    "e": {"supervisor", "site-head", "exam-affairs", "leading-group", "director"},
    "t": {"exam-affairs", "leading-group"},
    "o": {"supervisor", "site-head", "exam-affairs", "leading-group", "director"},
    "v": ON_THE_LADDER,
}


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One command to the service, and what must be filled in for it."""

    title: str
    path: str
    fields: Sequence[Field]
    fixed: Mapping[str, Any]
    done: str


class Deeds:
    """The panel above the incident, where forms are filled in; it is not drawn again when the incident changes."""

    def __init__(
        self, service: IncidentService, roles: Sequence[str], element: Element, chosen: Callable[[], Page]
    ) -> None:
        self._service = service
        self._roles = set(roles)
        self._element = element
        self._chosen = chosen
        self._nonce = ""
        self._buttons: dict[str, Element] = {}

    def buttons(self) -> None:
        """One for each deed that is open to this person."""
        for key, words, begin in (
            ("l", "初次报告", partial(self._open, _first_report)),
            ("g", "阶段报告", partial(self._open, _stage_report)),
            ("h", "提出处置", self._choose_measure),
            ("u", "后续跟进", partial(self._open, _follow_up)),
            ("c", "办结", partial(self._open, _closure)),
            ("e", "重新认定", self._reclassify),
            ("t", "更正时间", partial(self._open, _correction)),
            ("o", "指定报告人", self._designate),
            ("v", "合并", self._merge),
        ):
            if self._roles & OPEN_TO.get(key, self._roles):
                self._buttons[key] = key_button(key, words, begin)
        # Only what a person's key or click does itself may open the camera.
        key_button("i", "添加照片").on("click", js_handler="() => photos.pick()")
        tag("p", role="status", id="photos-said")

    def show_next(self, key: str) -> None:
        """Let what is due next stand out."""
        for own, button in self._buttons.items():
            mark(button, "next", own == key)

    def complete(self, page: Page, disposition: Page) -> None:
        """A measure that people carry out."""
        title = f"第 {disposition['number']} 号处置已执行：{disposition['name']}"
        note = Field(name="note", label="说明", needed=False)
        path = f"dispositions/{disposition['number']}/completion"
        self._draw(page, Deed(title=title, path=path, fields=(note,), fixed={}, done="已记为执行完毕。"))

    def _ready(self) -> Page:
        """The chosen incident; that it is still being read is said, so that no press is lost in silence."""
        page = self._chosen()
        if not page:
            self._say("所选事件还没有读出来，请再按一次。")
        return page

    def _open(self, deed: Callable[[Page], Deed]) -> None:
        page = self._ready()
        if page:
            self._draw(page, deed(page))

    async def _asked(self, path: str, params: Page | None = None) -> Any:
        """What the service answers; nothing if it does not, which is said."""
        try:
            return await self._service.get(path, params)
        except RefusedError as refusal:
            self._say(refusal.detail)
        except UnreachableError:
            self._say("突发事件服务没有回应。")

    async def _reclassify(self) -> None:
        page = self._ready()
        kinds = await self._asked("/incidents/kinds") if page else None
        if kinds:
            self._draw(page, _reclassification(page, kinds))

    async def _designate(self) -> None:
        page = self._ready()
        roster = await self._asked(f"/rosters/{page['batch_id']}") if page else None
        if roster:
            self._draw(page, _designation(roster["duties"]))

    async def _merge(self) -> None:
        page = self._ready()
        found = await self._asked("/incidents/open", {"drill": page["drill"]}) if page else None
        if not found:
            return
        others = [one for one in found["items"] if _may_be_one(page, one)]
        if others:
            self._draw(page, _merger(others))
        else:
            self._say("没有同批次、同类别、同等级的其他未办结事件。")

    async def _choose_measure(self) -> None:
        page = self._ready()
        kinds = await self._asked("/incidents/kinds") if page else None
        if not kinds:
            return
        [kind] = [one for one in kinds if one["code"] == page["category"]]
        allowed = [one for one in kind["measures"] if self._roles.intersection(one["proposers"])]
        with self._panel("提出处置"):
            tag("p", f"{page['name']}：{kind['handling']}", "quiet")
            for number, measure in enumerate({one["type"]: one for one in allowed}.values(), 1):
                with tag("p", "", "choice-of-measure"):
                    key_button(str(number), measure["name"], partial(self._propose, page, measure))
                    tag("span", f"{measure['rule']} {'、'.join(_who(measure))}", "quiet")
            if not allowed:
                tag("p", "预案没有让您的岗位对这类事件提出处置。", "refusal")
            key_button("q", "收起", self.close)

    async def _propose(self, page: Page, measure: Page) -> None:
        found = await self._asked("/sessions", {"day": in_beijing(page["discovered_at"])[:10]})
        if not found:
            return
        fields = fields_of(measure["type"], page, found["sessions"])
        fixed, title = {"type": measure["type"]}, f"提出处置：{measure['name']}"
        self._draw(page, Deed(title=title, path="dispositions", fields=fields, fixed=fixed, done="处置已提出。"))

    def close(self) -> None:
        """Put it away."""
        self._element.clear()

    def _panel(self, title: str) -> Element:
        self._element.clear()
        self._nonce = str(uuid.uuid4())
        with self._element:
            panel = tag("section", "", "approval deed", aria_label=title)
        with panel:
            tag("h3", title)
        return panel

    def _draw(self, page: Page, deed: Deed) -> None:
        with self._panel(deed.title):
            place = " ".join(filter(None, (page["site"], page["room"])))
            tag("p", f"{page['name']} · {place}", "quiet")
            with tag("form", "", "form") as form:
                draw(deed.fields)
                with tag("div", "", "actions"):
                    tag("button", "提交", "button primary", type="submit")
                    key_button("q", "收起", self.close)
                self._refusal = tag("p", "", "refusal", role="alert")
            form.on("submit", partial(self._send, page["incident_id"], deed), js_handler=TYPED)

    async def _send(self, incident_id: str, deed: Deed, event: GenericEventArguments) -> None:
        body = {**deed.fixed, **take(deed.fields, event.args)}
        # The same words again are the same command; other words are another.
        key = str(uuid.uuid5(uuid.UUID(self._nonce), json.dumps(body, sort_keys=True)))
        try:
            await self._service.post(f"/incidents/{incident_id}/{deed.path}", body, key=key)
        except RefusedError as refusal:
            self._refusal.set_text(refusal.detail)
        except UnreachableError:
            self._refusal.set_text("没有成功：突发事件服务没有回应。内容还在，可以再提交一次。")
        else:
            self._say(deed.done, "good")

    def _say(self, words: str, classes: str = "refusal") -> None:
        self._element.clear()
        with self._element:
            tag("p", words, classes, role="status")


def _who(measure: Page) -> list[str]:
    if measure["immediate"]:
        return ["提出即执行"]
    return ["须两人" if measure["two_people"] else "须批准"]


def _first_report(_page: Page) -> Deed:
    fields = (
        Field(name="to", label="已报告给", kind="choice", options=HOPS),
        Field(name="form", label="方式", kind="choice", options=REPORT_FORMS),
        Field(name="told_at", label="报告时间（北京时间，不填为现在）", kind="moment", needed=False),
    )
    return Deed(title="登记初次报告", path="first-report", fields=fields, fixed={}, done="初次报告已登记。")


def _stage_report(_page: Page) -> Deed:
    fields = (Field(name="text", label="目前情况"),)
    return Deed(title="阶段性报告", path="stage-reports", fields=fields, fixed={}, done="阶段性报告已登记。")


def _follow_up(page: Page) -> Deed:
    missing = page["missing_follow_ups"]
    ordered = {kind: FOLLOW_UPS[kind] for kind in (*missing, *FOLLOW_UPS)}
    words = {kind: f"{word}（办结前必需）" if kind in missing else word for kind, word in ordered.items()}
    fields = (Field(name="kind", label="事项", kind="choice", options=words), Field(name="text", label="内容"))
    return Deed(title="后续跟进", path="follow-ups", fields=fields, fixed={}, done="后续跟进已登记。")


def _reclassification(page: Page, kinds: Sequence[Page]) -> Deed:
    named = {one["code"]: f"{TIER_NAMES[one['tier']]} · {one['name']}" for one in kinds}
    own = {page["kind"]: named.pop(page["kind"])} if page["kind"] in named else {}
    fields = (
        Field(name="kind", label="改为", kind="choice", options={**own, **named}),
        Field(name="rooms_in_disorder", label="秩序混乱、舞弊的考场数", kind="number", needed=False),
        Field(name="outage_minutes", label="停电、故障分钟数", kind="number", needed=False),
        Field(name="reason", label="理由"),
    )
    return Deed(title="重新认定", path="reclassification", fields=fields, fixed={}, done="已重新认定。")


def _correction(page: Page) -> Deed:
    fields = (
        Field(
            name="discovered_at", label="发现时间（北京时间）", kind="moment", value=in_beijing(page["discovered_at"])
        ),
        Field(name="reason", label="理由"),
    )
    return Deed(title="更正发现时间", path="corrections", fields=fields, fixed={}, done="发现时间已更正。")


def _designation(duties: Sequence[Page]) -> Deed:
    fields = (Field(name="person_id", label="由谁报告进展", kind="choice", options=people(duties)),)
    return Deed(title="指定信息报告人", path="reporter", fields=fields, fixed={}, done="信息报告人已指定。")


def _may_be_one(page: Page, other: Page) -> bool:
    of_one_kind = all(page[name] == other[name] for name in ("batch_id", "category", "tier"))
    return of_one_kind and page["incident_id"] != other["incident_id"]


def _merger(others: Sequence[Page]) -> Deed:
    named = {
        one["incident_id"]: f"{' '.join(filter(None, (one['site'], one['room'])))} · {clock(one['discovered_at'])} 发现"
        for one in others
    }
    fields = (
        Field(name="incident_id", label="与哪一起是同一事件（发现早的保留）", kind="choice", options=named),
        Field(name="reason", label="理由"),
    )
    return Deed(title="合并为一起事件", path="mergers", fields=fields, fixed={}, done="已合并为一起事件。")


def _closure(_page: Page) -> Deed:
    fields = [Field(name=name, label=label) for name, label in CLOSING.items()]
    return Deed(title="办结并报评价机构负责人", path="closure", fields=fields, fixed={}, done="事件已办结。")
