"""What codes are called on the screen, and times as people read them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from apps.web.words import POSTS
from libs.contracts.beijing import BEIJING

NOBODY_IN_PERSON = {"system": "系统", "all-groups": "各工作群"}
TWO_HOURS, TWO_DAYS = 120, 2880

NEXT_DUE = {"acknowledgement": "接手", "first-report": "初次报告", "ladder": "升级", "stage-report": "阶段性报告"}
PARTS = {"theory": "理论", "practical": "实操"}
DISPOSITION_STATES = {"proposed": "待批准", "approved": "已批准，执行中", "refused": "未批准", "done": "已完成"}
HOPS = {"leading-group": "应急处理领导小组", "site-head": "考点负责人"}
REPORT_FORMS = {"phone": "电话", "oral": "口头", "fax": "传真", "written": "书面"}
FOLLOW_UPS = {
    "restoration": "恢复正常秩序",
    "written-report": "书面报告",
    "investigation": "事件调查",
    "opinion": "处理意见上报",
    "evaluation": "评估事件后果",
    "lessons": "总结经验教训",
    "plan-change": "修改完善预案",
    "responsibility": "追究责任",
    "commendation": "表扬有功个人",
}
STEPS = {
    "reported": "登记",
    "report-joined": "同一事件的报告",
    "merged": "合并",
    "site-head-told": "报告考点负责人",
    "leading-group-told": "报告应急处理领导小组",
    "first-report-reminded": "提醒初次报告",
    "first-report-overdue": "初次报告逾期",
    "ladder-called": "呼叫",
    "escalated": "升级",
    "acknowledged": "确认接报",
    "call-unreached": "未能送达",
    "call-reached": "已送达",
    "call-withdrawn": "不再发出",
    "discovery-corrected": "更正发现时间",
    "reclassified": "重新认定",
    "reporter-designated": "指定信息报告人",
    "stage-report-filed": "阶段性报告",
    "stage-report-missed": "阶段性报告逾期",
    "disposition-proposed": "提出处置",
    "disposition-approved": "批准处置",
    "disposition-refused": "不批准处置",
    "disposition-done": "处置完成",
    "disposition-unfulfilled": "处置未能执行",
    "disposition-clashes": "处置造成时间冲突",
    "secrecy-changed": "变更保密级别",
    "statement-released": "发布新闻口径",
    "follow-up-recorded": "后续跟进",
    "photo-added": "添加照片",
    "closed": "办结",
}


def clock(moment: str | None) -> str:
    """A moment of the service: the time of day, with the date unless that is today."""
    if not moment:
        return ""
    told = datetime.fromisoformat(moment).astimezone(BEIJING)
    today = datetime.now(UTC).astimezone(BEIJING).date()
    return told.strftime("%H:%M:%S" if told.date() == today else "%m-%d %H:%M:%S")


def told_in_beijing(local: str) -> str:
    """What somebody typed as Beijing time, for the service; what is no time is left for it to refuse."""
    try:
        return datetime.fromisoformat(local).replace(tzinfo=BEIJING).isoformat()
    except ValueError:
        return local


def in_beijing(moment: str) -> str:
    """A moment of the service, as a field for date and time holds it."""
    return datetime.fromisoformat(moment).astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M:%S")


def here_and_now() -> str:
    """Now, likewise."""
    return in_beijing(datetime.now(UTC).isoformat())


def lasting(minutes: float) -> str:
    """How long something took, in the unit that reads best."""
    if minutes < TWO_HOURS:
        return f"{minutes:.1f} 分"
    return f"{minutes / 60:.1f} 小时" if minutes < TWO_DAYS else f"{minutes / 1440:.1f} 天"


def people(duties: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Everybody on a duty list by name and office."""
    named = {duty["person_id"]: duty for duty in duties if duty["name"]}
    return {person: called_as(duty["name"], POSTS.get(duty["post"], "")) for person, duty in named.items()}


def called_as(name: str, office: str) -> str:
    """A name with its office, or whichever is known."""
    return f"{name}（{office}）" if name and office else name or office


def called(person_id: str, names: Mapping[str, str]) -> str:
    """A person by name and office, and by number where no duty list names them."""
    return NOBODY_IN_PERSON.get(person_id) or names.get(person_id, person_id)
