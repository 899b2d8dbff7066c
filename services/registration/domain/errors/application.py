"""Refusals of decisions about an application."""

from dataclasses import KW_ONLY

from libs.chassis.domain import ConflictError, InvalidError
from services.registration.domain.errors.entry import RowRefusedError


class NotEligibleError(ConflictError):
    """Only an application that met its conditions and was not decided yet can be decided (REG-07)."""

    says = "报名 {application_id} 不是“符合条件、待审核”状态，不能执行此操作。"
    application_id: str


class NothingToCancelError(ConflictError):
    """DIS-01: a qualification that was given, or may still be given, is cancelled once."""

    says = "报名 {application_id} 没有可取消的考试资格。"
    application_id: str


class ReviewerRegisteredError(ConflictError):
    """Two people stand for an application: who took it in, and who reviewed it."""

    says = "报名 {application_id} 由您本人录入，须由另一人审核。"
    application_id: str


class PapersRequestInvalidError(InvalidError):
    """Papers are asked for by name, until a day that is not over."""

    says = "请选择要补交的材料，补交期限不能早于今天。"


class NoPapersMissingError(ConflictError):
    """Papers are handed in where they are missing."""

    says = "报名 {application_id} 不缺材料，不需要补交。"
    application_id: str


class NotRefusedError(ConflictError):
    """Only a refused application is replaced by a later row."""

    says = "报名 {application_id} 不是“不符合”状态，不能由后来的一行代替。"
    application_id: str


class AlreadyConfirmedError(ConflictError):
    """The candidate confirmed these data before (REG-15)."""

    says = "报名 {application_id} 的信息已由考生本人确认过。"
    application_id: str


class LevelNotLowerError(InvalidError):
    """A downgrade goes to a lower level of the same occupation (REG-16)."""

    says = "降级申报的等级必须低于原申报等级。"


class DowngradeRefusedError(ConflictError):
    """The application does not meet the conditions of the lower level either (REG-16)."""

    says = "降级后仍不符合条件：{all_reasons}。"
    reasons: list[str]

    @property
    def all_reasons(self) -> str:
        """The sentences of all reasons as one."""
        return "；".join(reason.rstrip("。") for reason in self.reasons)


class FeeNotDueError(ConflictError):
    """INC-20: only who was admitted pays for the next sitting, or is let off."""

    says = "该报名没有通过审核，不存在可以免收的考试费用。"


class PartNotAppliedForError(ConflictError):
    """INC-20: the fee of a part that was applied for is waived, and of no other."""

    says = "该报名没有报考所列科目，不存在可以免收的考试费用。"


class FeeAlreadyWaivedError(ConflictError):
    """INC-20: one next sitting is free, whatever number of incidents grants it."""

    says = "该考生所列科目的下次考试已经免收费用，不重复登记。"


class RefusedAtReviewError(RowRefusedError):
    """The reviewer did not accept what was presented (REG-16)."""

    says = "{reason}"
    column: str = "证明材料"
    _: KW_ONLY
    reason: str
