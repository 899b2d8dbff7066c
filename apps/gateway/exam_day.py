"""The examination day on a page: what codes are called there, and what is due by the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

PARTS = {"theory": "理论", "practical": "实操"}
FORMS = {"A": "A 卷", "B": "B 卷", "spare": "备用卷"}
DUTIES = {"chief-invigilator": "主监考", "deputy-invigilator": "副监考", "leader": "考评组长", "examiner": "考评员"}
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
    """One line of the timetable. `stands`: `past`, `now` or `ahead`."""

    at: datetime
    offset: str
    task: str
    stands: str


def timetable(session: Session, *, now: datetime) -> list[Checkpoint]:
    """The lines of a session's day; the last that was reached is due now, until the next one is."""
    lines = sorted(session["timeline"], key=lambda one: datetime.fromisoformat(one["at"]))
    reached = sum(datetime.fromisoformat(one["at"]) <= now for one in lines)
    return [
        Checkpoint(
            at=datetime.fromisoformat(one["at"]),
            offset=_offset(one["anchor"], one["minutes"]),
            task=one["task"],
            stands="past" if number < reached else "now" if number == reached else "ahead",
        )
        for number, one in enumerate(lines, start=1)
    ]


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
