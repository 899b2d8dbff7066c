"""Refusals of the planner: which rule cannot be kept, with what, and how many are missing."""

from dataclasses import KW_ONLY
from typing import ClassVar

from libs.chassis.domain import ConflictError


class ShortageError(ConflictError):
    """A plan that seats everybody would break a rule. `short_by` is the least that is missing."""

    shown = ("rule", "resource", "short_by")
    rule: ClassVar[str]
    resource: ClassVar[str]
    _: KW_ONLY
    short_by: int

    @property
    def sentence(self) -> str:
        """What is missing, and the rule that asks for it."""
        return f"{super().sentence}（{self.rule}）"


class TheorySeatsShortError(ShortageError):
    """SCH-11: at most 30 in a room, and the rooms and times given do not hold all."""

    rule = "SCH-11"
    resource = "theory-seats"
    says = "理论考场座位不足：还有 {short_by} 名考生无法排座，请增加考场或场次"


class InvigilatorsShortError(ShortageError):
    """SCH-18: two invigilators a room."""

    rule = "SCH-18"
    resource = "invigilators"
    says = "监考人员不足：每个理论考场至少2名，至少还缺 {short_by} 名"


class SupervisorsShortError(ShortageError):
    """QSP-19: every examination is watched by an internal supervisor, who does nothing else then (QSP-10)."""

    rule = "QSP-19"
    resource = "supervisors"
    says = "内部质量督导员不足：每场评价须有内督全程督导且不得兼任，至少还缺 {short_by} 名"


class SafetyOfficersShortError(ShortageError):
    """SCH-34: where much depends on safety, a practical room has somebody who looks after nothing else."""

    rule = "SCH-34"
    resource = "safety-officers"
    says = "专职安全人员不足：安全操作要求较高的职业每个实操考场配备1名，还缺 {short_by} 名"


class WorkstationsShortError(ShortageError):
    """SCH-14: one person, one workstation, and those given do not do for all."""

    rule = "SCH-14"
    resource = "workstations"
    says = "{occupation_code} 实操工位不足：还有 {short_by} 名考生无法安排，请增加工位或场次"
    occupation_code: str


class ExaminerPoolShortError(ShortageError):
    """PER-21: at least four examiners in each occupation."""

    rule = "PER-21"
    resource = "examiners"
    says = "{occupation_code} 持有效资格的考评人员少于4名，还缺 {short_by} 名"
    occupation_code: str


class ExaminersShortError(ShortageError):
    """SCH-21, PER-17: at least three qualified examiners in a practical room."""

    rule = "SCH-21"
    resource = "examiners"
    says = "{occupation_code} {level}级可派遣的考评员不足，考评小组每组不少于3人，至少还缺 {short_by} 名"
    occupation_code: str
    level: int


class SeniorExaminersShortError(ShortageError):
    """PER-01: levels 2 and 1 are examined by senior examiners only."""

    rule = "PER-01"
    resource = "senior-examiners"
    says = "{occupation_code} {level}级须由高级考评员考评，至少还缺 {short_by} 名"
    occupation_code: str
    level: int


class LeadersShortError(ShortageError):
    """PER-18: a team is led by somebody with three years of examining."""

    rule = "PER-18"
    resource = "leaders"
    says = "{occupation_code} {level}级缺少具有3年以上考评经验的考评组长，至少还缺 {short_by} 名"
    occupation_code: str
    level: int


class RecusalLeavesTooFewError(ShortageError):
    """PER-12: for some candidates too few examiners are neither related to them nor teaching them."""

    rule = "PER-12"
    resource = "unrelated-examiners"
    says = (
        "{occupation_code} 有 {candidates} 名考生因考评员回避无法组成考评小组，至少还缺 {short_by} 名无需回避的考评员"
    )
    occupation_code: str
    candidates: int
    level: int


class TimesShortError(ShortageError):
    """Nobody sits in two rooms at once, and theory comes before practical."""

    rule = "SCH-01"
    resource = "times"
    says = "有 {short_by} 名考生的各科考试时间无法错开（同一人不能同时参加两场，理论须在实操之前），请增加场次"
