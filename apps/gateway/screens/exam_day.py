"""The examination day on a page: what codes are called there, and what is due by the clock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

PARTS = {"theory": "理论", "practical": "实操"}
FORMS = {"A": "A 卷", "B": "B 卷", "spare": "备用卷"}
DUTIES = {"chief-invigilator": "主监考", "deputy-invigilator": "副监考", "leader": "考评组长", "examiner": "考评员"}
SIGNERS = {**DUTIES, "supervisor": "内部质量督导员", "site-head": "考点负责人", "exam-affairs": "考务"}
FIGURES = {
    "packages": "试卷袋数",
    "papers": "试卷份数",
    "present": "参考人数",
    "absent": "缺考人数",
    "computers": "查看的计算机台数",
    "faulty": "不能正常使用的台数",
    "restored": "已调试或更换的台数",
    "drawn": "抽签并签字的人数",
    "answered": "已答试卷份数",
    "unanswered": "缺考试卷份数",
    "spare": "备用空白试卷份数",
}
# What a session's state is called, and how loud.
STATES = {
    "draft": ("未发布", "quiet"),
    "published": ("待开考", "quiet"),
    "running": ("考试中", "good"),
    "finished": ("已结束", "quiet"),
    "postponed": ("缓考", "warn"),
    "cancelled": ("停考", "late"),
}
COMING = ("running", "published")

# The acts of candidates by the numbers of the rules of conduct (考生违规违纪处理规定).
ACTS = {
    "1-1": "违反规定携带书籍、资料、电子用品、通讯工具等物品",
    "1-2": "交头接耳、左顾右盼",
    "1-3": "吸烟、喧哗或其他影响考试秩序行为",
    "1-4": "讨论、互打手势、传递信号",
    "1-5": "夹带、偷看与考试有关资料",
    "2-1": "交换试卷、答题卡",
    "2-2": "抄袭他人答案或同意、默许、帮助他人抄袭",
    "2-3": "在非署名处署名或作标记提示评卷人员",
    "2-4": "故意损毁试卷、答题卡或将其带出考场",
    "3-1": "由他人冒名顶替或互以对方身份参加考试",
    "3-2": "参加考场内外串通作弊",
    "3-3": "参与有组织作弊",
    "3-4": "严重扰乱考场秩序，妨碍、威胁、侮辱、殴打工作人员",
    "3-5": "不服从管理、监督和检查",
    "after-stop": "停止口令后继续操作（实操）",
}
STAFF_ACTS = {
    "absent": "迟到、早退、擅离岗位",
    "appearance": "未佩带证明身份标识，衣冠不整或语言不文明",
    "neglect": "玩忽职守、违章指挥、检查不认真，造成事故或损失",
    "unreported": "对吵闹、起哄、罢考等未及时汇报",
    "leak": "泄露试题或认定工作相关信息",
    "favour": "打人情分、说情、私自修改结果",
}
MEASURES = {
    "warned": ("警告，责令改正", "warn"),
    "reminded": ("提醒，责令改正", "warn"),
    "paper-void": ("试卷作废", "late"),
    "score-cancelled": ("取消本场成绩，责令离开考场", "late"),
    "disqualified": ("取消考试资格，责令退出考场", "late"),
    "result-void": ("成绩作废", "late"),
}

Session = Mapping[str, Any]


@dataclass(frozen=True)
class Checkpoint:
    """One line of the timetable. `stands`: `past`, `now` or `ahead`; `step` is what is signed of it, if anything."""

    at: datetime
    offset: str
    task: str
    stands: str
    step: Mapping[str, Any]


def timetable(session: Session, *, now: datetime) -> list[Checkpoint]:
    """The lines of a session's day; those that were reached last are due now, until the next ones are."""
    lines = sorted(session["timeline"], key=lambda one: datetime.fromisoformat(one["at"]))
    moments = [datetime.fromisoformat(one["at"]) for one in lines]
    current = max((at for at in moments if at <= now), default=None)
    return [
        Checkpoint(
            at=at,
            offset=_offset(one["anchor"], one["minutes"]),
            task=one["task"],
            stands="now" if at == current else "past" if at <= now else "ahead",
            step=one,
        )
        for one, at in zip(lines, moments, strict=True)
    ]


def to_sign(session: Session, *, by: str, duties: Collection[str], now: datetime) -> list[Mapping[str, Any]]:
    """The steps that this person signs now: theirs by duty or office, begun, and not done."""
    return [
        one
        for one in session["timeline"]
        if not set(duties).isdisjoint(one["signers"])
        and datetime.fromisoformat(one["opens_at"]) <= now
        and not one["done_at"]
        and by not in {signature["by"] for signature in one["signatures"]}
    ]


@dataclass(frozen=True)
class Signal:
    """What a site gives to so many theory rooms, when: the start or the end."""

    site: str
    kind: str
    at: str
    rooms: int


def signals(sessions: Sequence[Session]) -> list[Signal]:
    """What is to be given yet, in the order of the day."""
    waiting: dict[tuple[str, str, str], int] = {}
    for one in sessions:
        if one["part"] == "theory" and one["state"] in COMING:
            kind, at = ("start", one["starts_at"]) if one["state"] == "published" else ("end", one["ends_at"])
            waiting[at, one["site"], kind] = waiting.get((at, one["site"], kind), 0) + 1
    return [Signal(site, kind, at, rooms) for (at, site, kind), rooms in sorted(waiting.items())]


def coming(sessions: Sequence[Session]) -> Session | None:
    """What somebody with these sessions turns to next: the one that runs, else the first that will be held."""
    held = [one for one in sessions if one["state"] in COMING]
    return min(held, key=lambda one: (COMING.index(one["state"]), one["starts_at"]), default=None)


def lasting(span: timedelta) -> str:
    """How long, as people say it: 2 小时 5 分, 6 分 40 秒."""
    minutes, seconds = divmod(int(abs(span).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {seconds} 秒"


def _offset(anchor: str, minutes: int) -> str:
    return f"{'T' if anchor == 'start' else '结束'}{minutes:+d}" if minutes else {"start": "T", "end": "结束"}[anchor]
