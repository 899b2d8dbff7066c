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
