"""What happened in one incident, in the order it was entered; nothing is ever taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

SYSTEM: Final = "system"


class Step(StrEnum):
    """What an entry of the timeline is about."""

    REPORTED = "reported"
    REPORT_JOINED = "report-joined"
    MERGED = "merged"
    SITE_HEAD_TOLD = "site-head-told"
    LEADING_GROUP_TOLD = "leading-group-told"
    FIRST_REPORT_REMINDED = "first-report-reminded"
    FIRST_REPORT_OVERDUE = "first-report-overdue"
    LADDER_CALLED = "ladder-called"
    CALL_UNREACHED = "call-unreached"
    CALL_REACHED = "call-reached"
    CALL_WITHDRAWN = "call-withdrawn"
    ESCALATED = "escalated"
    ACKNOWLEDGED = "acknowledged"
    DISCOVERY_CORRECTED = "discovery-corrected"
    RECLASSIFIED = "reclassified"
    REPORTER_DESIGNATED = "reporter-designated"
    STAGE_REPORT_FILED = "stage-report-filed"
    STAGE_REPORT_MISSED = "stage-report-missed"
    DISPOSITION_PROPOSED = "disposition-proposed"
    DISPOSITION_APPROVED = "disposition-approved"
    DISPOSITION_REFUSED = "disposition-refused"
    DISPOSITION_DONE = "disposition-done"
    DISPOSITION_UNFULFILLED = "disposition-unfulfilled"
    DISPOSITION_CLASHES = "disposition-clashes"
    SECRECY_CHANGED = "secrecy-changed"
    STATEMENT_RELEASED = "statement-released"
    FOLLOW_UP_RECORDED = "follow-up-recorded"
    PHOTO_ADDED = "photo-added"
    CLOSED = "closed"

    @property
    def zh(self) -> str:
        """As the printed timeline says it."""
        return _WORDS[self]


_WORDS: Final = {
    Step.REPORTED: "登记",
    Step.REPORT_JOINED: "同一事件的报告",
    Step.MERGED: "合并",
    Step.SITE_HEAD_TOLD: "报告考点负责人",
    Step.LEADING_GROUP_TOLD: "报告应急处理领导小组",
    Step.FIRST_REPORT_REMINDED: "提醒初次报告",
    Step.FIRST_REPORT_OVERDUE: "初次报告逾期",
    Step.LADDER_CALLED: "呼叫",
    Step.CALL_UNREACHED: "未能送达",
    Step.CALL_REACHED: "已送达",
    Step.CALL_WITHDRAWN: "不再发出",
    Step.ESCALATED: "升级",
    Step.ACKNOWLEDGED: "确认接报",
    Step.DISCOVERY_CORRECTED: "更正发现时间",
    Step.RECLASSIFIED: "重新认定",
    Step.REPORTER_DESIGNATED: "指定信息报告人",
    Step.STAGE_REPORT_FILED: "阶段性报告",
    Step.STAGE_REPORT_MISSED: "阶段性报告逾期",
    Step.DISPOSITION_PROPOSED: "提出处置",
    Step.DISPOSITION_APPROVED: "批准处置",
    Step.DISPOSITION_REFUSED: "不批准处置",
    Step.DISPOSITION_DONE: "处置完成",
    Step.DISPOSITION_UNFULFILLED: "处置未能执行",
    Step.DISPOSITION_CLASHES: "处置造成时间冲突",
    Step.SECRECY_CHANGED: "变更保密级别",
    Step.STATEMENT_RELEASED: "发布新闻口径",
    Step.FOLLOW_UP_RECORDED: "后续跟进",
    Step.PHOTO_ADDED: "添加照片",
    Step.CLOSED: "办结",
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line: who did what, when it happened, and when it was written down."""

    step: Step
    actor: str
    occurred_at: datetime
    entered_at: datetime
    note: str = ""


BEIJING: Final = ZoneInfo("Asia/Shanghai")


def beijing_day(moment: datetime) -> date:
    """The day on which a moment falls at the sites."""
    return moment.astimezone(BEIJING).date()


def beijing(moment: datetime) -> str:
    """A moment as people read it."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def clocks_differ(said: datetime) -> str:
    """What is kept of a time that somebody's clock told and the server's had not reached."""
    return f"报告人的时钟快于服务器：所报时间为 {beijing(said)}，按登记时间计"
