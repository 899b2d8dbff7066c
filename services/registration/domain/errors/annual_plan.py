"""Refusals of the plan of a year, and of a batch that does not keep it."""

from libs.chassis.domain import InvalidError


class TooFewBatchesError(InvalidError):
    """SCH-02: two to three batches a year at the least."""

    says = "每年至少安排 {least} 个批次，计划中只有 {planned} 个。"
    least: int
    planned: int


class BatchPlannedTwiceError(InvalidError):
    """A batch is opened once."""

    says = "同一个批次编号在计划中出现了两次。"


class BatchOfAnotherYearError(InvalidError):
    """A batch of a year opens and examines in it, in this order."""

    says = "批次 {batch_id} 的开批日期应早于考试日期，且都在 {year} 年内。"
    batch_id: str
    year: int


class NotFiledThenError(InvalidError):
    """REG-18: nothing is planned for a day on which it is not filed."""

    says = "批次 {batch_id} 考试时，{chances}不在备案范围内。"
    batch_id: str
    chances: list[str]


class ChanceMissingError(InvalidError):
    """SCH-03: whoever may apply has at least one chance a year."""

    says = "考生每年至少有一次参加机会，全年没有安排：{chances}。"
    chances: list[str]


class PlannedOfferLeftOutError(InvalidError):
    """SCH-03: a batch offers what the year promised for it."""

    says = "年度计划为本批次安排了{chances}，不能少报。"
    chances: list[str]
