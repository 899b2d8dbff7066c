"""What each measure of the plan needs to be proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from apps.duty_console.pages.fields import Field
from apps.duty_console.words import PARTS, clock, here_and_now, in_beijing

SESSIONS = Field(name="session_ids", label="场次", kind="several")
SESSION = Field(name="session_id", label="场次", kind="choice")
CANDIDATES = Field(name="application_ids", label="只限这些考生（报名编号；不填为全部）", kind="lines", needed=False)
MINUTES = Field(name="minutes", label="分钟", kind="number")
NEW_DATE = Field(name="new_date", label="改期到（不填为另行通知）", kind="date", needed=False)
WORDS = (Field(name="text", label="要做什么"),)
NEEDS: Mapping[str, tuple[Field, ...]] = {
    "make-up-time": (
        SESSIONS,
        MINUTES,
        Field(name="interrupted_at", label="中断于（北京时间）", kind="moment"),
        Field(name="restored_at", label="恢复于（北京时间）", kind="moment"),
    ),
    "spare-paper": (SESSIONS,),
    "reprint": (
        SESSIONS,
        Field(name="source", label="方式", kind="choice", options={"spare": "用备用试卷", "copy": "复印"}),
        Field(name="copies", label="份数", kind="number"),
    ),
    "start-delay": (SESSIONS, MINUTES),
    "reschedule": (
        SESSIONS,
        NEW_DATE,
        Field(name="site", label="换到考点（不填为原考点）", kind="line", needed=False),
        Field(name="use_spare", label="使用备用试卷", kind="check"),
    ),
    "cancellation": (SESSIONS,),
    "resit": (SESSIONS, CANDIDATES, NEW_DATE),
    "void-results": (SESSIONS, CANDIDATES),
    "zero-score": (SESSION, Field(name="application_id", label="考生报名编号", kind="line")),
    "fee-waiver": (SESSIONS, CANDIDATES),
    "replace-staff": (
        SESSION,
        Field(name="leaving", label="离开（工号）", kind="line"),
        Field(name="arriving", label="接替（工号）", kind="line"),
    ),
    "isolation": (
        SESSIONS,
        CANDIDATES,
        Field(name="since", label="隔离开始（北京时间）", kind="moment"),
        Field(name="text", label="说明", needed=False),
    ),
}
CARRIED_OUT_BY_SERVICES = NEEDS.keys() - {"isolation"}


def sessions_to_name(page: Mapping[str, Any], day: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The sessions of the report and of its day, by room and time; those of the report, or of its room, come first."""
    batch = [one for one in day if one["batch_id"] == page["batch_id"]]
    ordered = sorted(batch, key=lambda one: (not _is_meant(page, one), one["starts_at"], one["room"]))
    named = {one["session_id"]: f"{one['room']} · {PARTS[one['part']]} · {clock(one['starts_at'])}" for one in ordered}
    return {**{one: one for one in page["session_ids"] if one not in named}, **named}


def _is_meant(page: Mapping[str, Any], session: Mapping[str, Any]) -> bool:
    return session["session_id"] in page["session_ids"] or (not page["session_ids"] and session["room"] == page["room"])


def fields_of(measure: str, page: Mapping[str, Any], day: Sequence[Mapping[str, Any]]) -> tuple[Field, ...]:
    """The form of this measure for this incident; what people just do needs words alone."""
    sessions = sessions_to_name(page, day)
    meant = frozenset(page["session_ids"] or [one["session_id"] for one in day if _is_meant(page, one)])
    began, now = in_beijing(page["discovered_at"]), here_and_now()
    values = {"interrupted_at": began, "restored_at": now, "since": now}
    return tuple(
        replace(one, options=sessions, chosen=meant)
        if one in (SESSIONS, SESSION)
        else replace(one, value=values.get(one.name, ""))
        for one in NEEDS.get(measure, WORDS)
    )


def in_words(measure: Mapping[str, Any]) -> list[str]:
    """What a proposed measure says, but for the sessions and candidates, which its preview names."""
    named = (SESSIONS.name, SESSION.name, CANDIDATES.name)
    asked = [one for one in NEEDS.get(measure["type"], WORDS) if one.name not in named and measure.get(one.name)]
    return [f"{one.label.split('（')[0]}：{_value(one, measure[one.name])}" for one in asked]


def _value(field: Field, value: Any) -> str:
    if field.kind == "moment":
        return clock(value)
    return "是" if value is True else field.options.get(value, str(value))
