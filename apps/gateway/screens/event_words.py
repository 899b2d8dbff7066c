"""What each event says, in the words of the office; `test_archive.py` holds it to the contracts."""

from collections.abc import Mapping
from typing import Any, Final

from libs.contracts.event import SYSTEM

NOBODY = "系统（时限已到）"
ACTS: Final[Mapping[str, str]] = {"written": "填写", "corrected": "更正", "signed": "签名"}

WORDS: Final[Mapping[str, str]] = {
    "registration.batch-opened.v1": "开批次",
    "registration.candidate-approved.v1": "报名审核通过",
    "registration.application-refused.v1": "报名不符合",
    "registration.registration-closed.v1": "截止报名",
    "registration.disposition-answered.v1": "报名回复处置",
    "scheduling.session-planned.v1": "场次编排",
    "scheduling.candidate-scheduled.v1": "考生座位",
    "scheduling.exam-time-extended.v1": "考试时间补足",
    "scheduling.exam-finished.v1": "考试结束",
    "scheduling.steps-overdue.v1": "考试日环节逾时未办",
    "scheduling.misconduct-confirmed.v1": "违规违纪已确认",
    "registration.candidate-disqualified.v1": "取消考试资格",
    "scheduling.papers-missing.v1": "试卷缺少",
    "scheduling.session-called-off.v1": "场次取消或缓考",
    "scheduling.form-recorded.v1": "登记表单",
    "scheduling.form-overdue.v1": "表单逾期未登记",
    "registration.form-recorded.v1": "报名登记表单",
    "registration.form-overdue.v1": "报名表单逾期未登记",
    "itembank.form-recorded.v1": "题库登记表单",
    "itembank.form-overdue.v1": "题库表单逾期未登记",
    "scoring.form-recorded.v1": "评分登记表单",
    "scoring.form-overdue.v1": "评分表单逾期未登记",
    "certification.form-recorded.v1": "证书登记表单",
    "certification.form-overdue.v1": "证书表单逾期未登记",
    "archive.archive-acted.v1": "档案办理",
    "archive.batch-people-forgotten.v1": "销毁批次个人信息",
    "archive.form-recorded.v1": "档案登记表单",
    "archive.form-overdue.v1": "档案表单逾期未登记",
    "scheduling.disposition-answered.v1": "考务回复处置",
    "itembank.paper-sealed.v1": "试卷封存",
    "itembank.items-read.v1": "查看题库试题",
    "itembank.secret-material-handled.v1": "保密资料办理",
    "scheduling.examiner-terms-changed.v1": "考评员资格变动",
    "itembank.paper-opened.v1": "试卷启封",
    "itembank.spare-paper-released.v1": "启用备用卷",
    "itembank.disposition-answered.v1": "题库回复处置",
    "scoring.score-published.v1": "成绩发布",
    "scoring.score-corrected.v1": "成绩复核更正",
    "scoring.result-amended.v1": "成绩变更",
    "scoring.items-analysed.v1": "试题实测数据回传题库",
    "scoring.result-remarked.v1": "标准答案更正改变成绩",
    "certification.certificate-questioned.v1": "证书待定",
    "certification.certificate-left-standing.v1": "决定证书继续有效",
    "scoring.disposition-answered.v1": "评分回复处置",
    "certification.notice-period-elapsed.v1": "公示期满",
    "certification.blanks-moved.v1": "登记空白证书出入",
    "certification.holiday-notice-entered.v1": "登记放假安排",
    "certification.objection-lodged.v1": "登记异议",
    "certification.objection-decided.v1": "异议处理",
    "certification.review-objection-lodged.v1": "登记综合评审异议",
    "certification.review-objection-decided.v1": "综合评审异议处理",
    "certification.part-kept.v1": "单科保留",
    "certification.certificate-issued.v1": "签发证书",
    "sync.upload-settled.v1": "平台上报结果",
    "sync.report-due.v1": "上报事项到期提醒",
    "sync.report-made.v1": "办结上报事项",
    "certification.certificate-suspended.v1": "证书暂停使用",
    "certification.certificate-reinstated.v1": "证书恢复使用",
    "certification.certificate-revoked.v1": "撤回证书",
    "certification.certificate-voided.v1": "宣布证书无效",
    "certification.paper-declared-void.v1": "宣布仿冒证书无效",
    "certification.certificate-reissued.v1": "补发证书",
    "incident.incident-reported.v1": "突发事件报告",
    "incident.report-joined.v1": "并入报告",
    "incident.incident-merged.v1": "突发事件合并",
    "incident.incident-reclassified.v1": "事件重新定级",
    "incident.discovery-corrected.v1": "更正发现时间",
    "incident.first-report-received.v1": "收到首报",
    "incident.first-report-reminded.v1": "催促首报",
    "incident.first-report-overdue.v1": "首报逾期",
    "incident.ladder-step-called.v1": "呼叫值班人员",
    "incident.incident-escalated.v1": "事件升级",
    "incident.incident-acknowledged.v1": "接报",
    "incident.stage-report-filed.v1": "阶段报告",
    "incident.stage-report-missed.v1": "阶段报告逾期",
    "incident.disposition-proposed.v1": "提出处置",
    "incident.disposition-approved.v1": "批准处置",
    "incident.disposition-refused.v1": "驳回处置",
    "incident.disposition-done.v1": "处置完成",
    "incident.time-extension-approved.v1": "批准补时",
    "incident.start-delay-approved.v1": "批准推迟开考",
    "incident.reschedule-approved.v1": "批准改期",
    "incident.cancellation-approved.v1": "批准停考",
    "incident.resit-approved.v1": "批准重考",
    "incident.staff-replacement-approved.v1": "批准更换考务人员",
    "incident.spare-paper-approved.v1": "批准启用备用卷",
    "incident.reprint-approved.v1": "批准补印试卷",
    "incident.results-void-approved.v1": "批准成绩无效",
    "incident.zero-score-approved.v1": "批准零分处理",
    "incident.fee-waiver-approved.v1": "批准免收费用",
    "incident.statement-released.v1": "对外说明",
    "incident.follow-up-recorded.v1": "善后记录",
    "incident.readiness-checked.v1": "考前就绪检查",
    "incident.incident-closed.v1": "事件办结",
}

# What was done in the archive; one event tells it.
DEEDS = {
    "item-filed": "材料归档",
    "scan-filed": "电子件归档",
    "kind-absent": "声明没有该项材料",
    "batch-file-closed": "案卷立卷归档",
    "package-made": "制作证明包",
    "filing-late": "案卷逾期未归档",
    "consultation-asked": "申请查阅",
    "consultation-approved": "批准查阅",
    "consultation-refused": "不批准查阅",
    "consultation-opened": "开始查阅",
    "consultation-ended": "结束查阅",
    "loan-asked": "申请外借",
    "loan-approved": "批准外借",
    "loan-refused": "不批准外借",
    "loan-handed-out": "借出",
    "loan-renewed": "续借",
    "loan-returned": "归还",
    "loan-overdue": "外借逾期",
    "tree-signed": "每日签名",
    "destruction-proposed": "提出销毁审查",
    "destruction-group-appointed": "组成审查小组",
    "destruction-approved": "批准销毁",
    "destruction-refused": "不批准销毁",
    "destruction-carried-out": "监督销毁",
    "opinion-to-destroy": "审查意见：可以销毁",
    "opinion-to-keep": "审查意见：继续保存",
    "loan-returned-short": "归还，缺页",
}


def word_of(event: Mapping[str, Any]) -> str:
    """What an archived event says; its type where nobody gave it a word."""
    deed = str(_data(event).get("deed", ""))
    return DEEDS.get(deed) or WORDS.get(event["type"], event["type"])


def people_of(event: Mapping[str, Any]) -> list[str]:
    """Whose act it comes of, and whoever else the event names; nobody, where it was recorded before that was."""
    actor = event.get("actor")
    told = [(name, who) for name, who in _data(event).items() if name == "by" or name.endswith("_by")]
    return list(dict.fromkeys(NOBODY if who == SYSTEM else str(who) for _, who in [("actor", actor), *told] if who))


def change_of(event: Mapping[str, Any]) -> str:
    """Which form it is and what was done with it; why, where an event says that in words and not by a code."""
    data = _data(event)
    form = str(data.get("title", "")) if ".form-" in event["type"] else ""
    reason = str(data.get("reason", ""))
    return "，".join(filter(None, [form, ACTS.get(data.get("act", ""), ""), "" if reason.isascii() else reason]))


def _data(event: Mapping[str, Any]) -> Mapping[str, Any]:
    data = event.get("data")
    return data if isinstance(data, dict) else {}
