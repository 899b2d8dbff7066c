"""The dispositions that the emergency plan provides, by name."""

from enum import StrEnum
from typing import Final


class MeasureType(StrEnum):
    """First those that another service carries out, then those that people carry out."""

    MAKE_UP_TIME = "make-up-time"
    SPARE_PAPER = "spare-paper"
    REPRINT = "reprint"
    START_DELAY = "start-delay"
    RESCHEDULE = "reschedule"
    CANCELLATION = "cancellation"
    RESIT = "resit"
    VOID_RESULTS = "void-results"
    ZERO_SCORE = "zero-score"
    FEE_WAIVER = "fee-waiver"
    REPLACE_STAFF = "replace-staff"
    POLICE = "police"
    MEDICAL_AID = "medical-aid"
    ISOLATION = "isolation"
    EVACUATION = "evacuation"
    SCENE_PROTECTION = "scene-protection"
    SITE_CLOSURE = "site-closure"
    WORK_GROUP = "work-group"
    CALMING = "calming"
    DELIVERY = "delivery"
    PAPER_RETURN = "paper-return"
    CORRECTION = "correction"
    REPAIR = "repair"
    SCRIPT_ANALYSIS = "script-analysis"
    CONTINUE = "continue"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """The plan's own word."""
        return _PLAN_WORDS[self]


_PLAN_WORDS: Final = {
    MeasureType.MAKE_UP_TIME: "补足考试时间",
    MeasureType.SPARE_PAPER: "启用备用试卷",
    MeasureType.REPRINT: "重新印制试卷",
    MeasureType.START_DELAY: "考试延时",
    MeasureType.RESCHEDULE: "重新安排考试（缓考）",
    MeasureType.CANCELLATION: "停考（取消该次考试）",
    MeasureType.RESIT: "启用备用试卷重考",
    MeasureType.VOID_RESULTS: "成绩无效",
    MeasureType.ZERO_SCORE: "该科目成绩按零分处理",
    MeasureType.FEE_WAIVER: "下次考试免收费用",
    MeasureType.REPLACE_STAFF: "更换监考人员",
    MeasureType.POLICE: "报警",
    MeasureType.MEDICAL_AID: "救治送医",
    MeasureType.ISOLATION: "隔离",
    MeasureType.EVACUATION: "疏散安置",
    MeasureType.SCENE_PROTECTION: "保护现场和试卷",
    MeasureType.SITE_CLOSURE: "封闭考点",
    MeasureType.WORK_GROUP: "指派工作组调查",
    MeasureType.CALMING: "安抚考生",
    MeasureType.DELIVERY: "运送或调配试卷",
    MeasureType.PAPER_RETURN: "联系考生送回试卷",
    MeasureType.CORRECTION: "更正试题",
    MeasureType.REPAIR: "排除故障",
    MeasureType.SCRIPT_ANALYSIS: "评卷时分析试卷",
    MeasureType.CONTINUE: "如期（继续）进行",
    MeasureType.OTHER: "其他处置",
}
