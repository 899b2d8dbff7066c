"""How a bank was made: seven steps, its compilation note and its internal review (题库管理办法, 第十三至十六条)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from libs.contracts.beijing import beijing_day
from services.itembank.domain.errors.making import MakingIncompleteError
from services.itembank.domain.writing.element_table import ElementTable

STEPS = {
    "past-items": "分析历年试题",
    "element-table": "编写认定要素细目表和样题",
    "table-approval": "录入、校对、审定认定要素细目表和样题",
    "items": "编写试题、标准答案、评分标准并进行实验验证",
    "control": "修改试题，控制试题难度和质量",
    "assembly-test": "根据认定要素细目表进行组卷测试分析",
    "draft": "编制题库征求意见稿和配套说明，组织内部审核",
}
CHECKS = {
    "completeness": "征求意见稿和编制说明内容完整",
    "format": "试题、标准答案、评分标准格式符合命题规范",
    "table": "认定要素细目表符合职业标准和生产实际要求",
    "content": "试题内容正确、与技术发展水平相适应、具有可操作性",
}
APPROVERS = 3


@dataclass(frozen=True, kw_only=True)
class WritingStep:
    """One of the seven, when it was ended, by whom, and what came of it.

    At the approval of the table `people` are who entered it, who proofread it and who approved it, in this order.
    """

    name: str
    ended_on: date
    people: list[str]
    result: str


@dataclass(frozen=True, kw_only=True)
class CompilationNote:
    """The note that goes with a bank, in its six parts (ITB-26)."""

    principles: str = field(metadata={"words": "题库开发编制原则、技术依据"})
    content: str = field(metadata={"words": "试题主要技术内容依据及说明"})
    comparison: str = field(metadata={"words": "新旧试题主要内容对比分析"})
    trials: str = field(metadata={"words": "题库调研、试验、验证记录"})
    measures: str = field(metadata={"words": "题库技术措施、组卷方案建议"})
    summary: str = field(metadata={"words": "题库开发工作小结"})


@dataclass(frozen=True, kw_only=True)
class RevisionPapers:
    """What a revision adds (ITB-28)."""

    comments: str = field(metadata={"words": "征求意见汇总及对意见的采纳情况"})
    minutes: str = field(metadata={"words": "征求意见会或专题讨论会纪要"})
    trial_analysis: str = field(metadata={"words": "模拟组卷测试结果分析"})


@dataclass(frozen=True, kw_only=True)
class InternalReview:
    """Who reviewed the draft, and which of the four things were found in order (ITB-27)."""

    reviewers: list[str]
    in_order: list[str]


@dataclass(frozen=True, kw_only=True)
class Making:
    """The papers of the making of one revision of a bank. Without all of them nobody accepts it."""

    steps: list[WritingStep]
    table: ElementTable
    note: CompilationNote
    review: InternalReview
    revision: RevisionPapers | None = None

    def must_be_complete(self, *, is_revision: bool, now: datetime) -> None:
        """Refuse what is missing, all of it at once. Raises `MakingIncompleteError`."""
        if missing := [*self._steps(now), *self.table.problems(), *self._papers(is_revision=is_revision)]:
            raise MakingIncompleteError(missing)

    def _steps(self, now: datetime) -> Iterator[str]:
        if [step.name for step in self.steps] != list(STEPS):
            yield from (f"缺少命题步骤：{words}" for name, words in STEPS.items() if name not in self._names())
            yield "命题步骤须按程序的七步依次登记"
            return
        ended = [step.ended_on for step in self.steps]
        if ended != sorted(ended):
            yield "命题步骤的完成日期须依次不早于前一步"
        if max(ended) > beijing_day(now):
            yield "命题步骤的完成日期不能晚于今天"
        for step in self.steps:
            people = [name.strip() for name in step.people]
            if not step.result.strip() or not people or not all(people):
                yield f"命题步骤没有人员或结果：{STEPS[step.name]}"
        approvers = [name.strip() for name in self.steps[2].people]
        if len(approvers) != APPROVERS or len(set(approvers)) != APPROVERS:
            yield "细目表的录入、校对、审定须由三人分别完成"

    def _names(self) -> set[str]:
        return {step.name for step in self.steps}

    def _papers(self, *, is_revision: bool) -> Iterator[str]:
        yield from (f"编制说明缺少：{words}" for words in _blank(self.note) if is_revision or "新旧" not in words)
        if is_revision and self.revision is None:
            yield from (f"题库修订缺少：{one.metadata['words']}" for one in fields(RevisionPapers))
        if self.revision is not None:
            yield from (f"题库修订缺少：{words}" for words in _blank(self.revision))
        if not [name for name in self.review.reviewers if name.strip()]:
            yield "内部审核没有审核人"
        yield from (f"内部审核未通过：{words}" for name, words in CHECKS.items() if name not in self.review.in_order)


def _blank(papers: CompilationNote | RevisionPapers) -> list[str]:
    return [one.metadata["words"] for one in fields(papers) if not getattr(papers, one.name).strip()]
