"""What happened in one incident, in the order it was entered; nothing is ever taken back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from libs.contracts.beijing import BEIJING

SYSTEM: Final = "system"


class EntryKind(StrEnum):
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
    EntryKind.REPORTED: "登记",
    EntryKind.REPORT_JOINED: "同一事件的报告",
    EntryKind.MERGED: "合并",
    EntryKind.SITE_HEAD_TOLD: "报告考点负责人",
    EntryKind.LEADING_GROUP_TOLD: "报告应急处理领导小组",
    EntryKind.FIRST_REPORT_REMINDED: "提醒初次报告",
    EntryKind.FIRST_REPORT_OVERDUE: "初次报告逾期",
    EntryKind.LADDER_CALLED: "呼叫",
    EntryKind.CALL_UNREACHED: "未能送达",
    EntryKind.CALL_REACHED: "已送达",
    EntryKind.CALL_WITHDRAWN: "不再发出",
    EntryKind.ESCALATED: "升级",
    EntryKind.ACKNOWLEDGED: "确认接报",
    EntryKind.DISCOVERY_CORRECTED: "更正发现时间",
    EntryKind.RECLASSIFIED: "重新认定",
    EntryKind.REPORTER_DESIGNATED: "指定信息报告人",
    EntryKind.STAGE_REPORT_FILED: "阶段性报告",
    EntryKind.STAGE_REPORT_MISSED: "阶段性报告逾期",
    EntryKind.DISPOSITION_PROPOSED: "提出处置",
    EntryKind.DISPOSITION_APPROVED: "批准处置",
    EntryKind.DISPOSITION_REFUSED: "不批准处置",
    EntryKind.DISPOSITION_DONE: "处置完成",
    EntryKind.DISPOSITION_UNFULFILLED: "处置未能执行",
    EntryKind.DISPOSITION_CLASHES: "处置造成时间冲突",
    EntryKind.SECRECY_CHANGED: "变更保密级别",
    EntryKind.STATEMENT_RELEASED: "发布新闻口径",
    EntryKind.FOLLOW_UP_RECORDED: "后续跟进",
    EntryKind.PHOTO_ADDED: "添加照片",
    EntryKind.CLOSED: "办结",
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line: who did what, when it happened, and when it was written down."""

    step: EntryKind
    actor: str
    occurred_at: datetime
    entered_at: datetime
    note: str = ""


def beijing(moment: datetime) -> str:
    """A moment as people read it."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def clocks_differ(said: datetime) -> str:
    """What is kept of a time that somebody's clock told and the server's had not reached."""
    return f"报告人的时钟快于服务器：所报时间为 {beijing(said)}，按登记时间计"
