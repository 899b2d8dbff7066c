"""Refusals of the comprehensive review."""

from dataclasses import KW_ONLY

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError
from libs.contracts.event import Level


class NotReviewedAtLevelError(InvalidError):
    """Technicians and senior technicians alone are reviewed: SCO-05."""

    says = "{level} 级不需综合评审：仅技师（二级）、高级技师（一级）须综合评审。"
    level: Level


class ReviewPanelRefusedError(InvalidError):
    """At least three, an odd number, each once, led by one of them: SCO-05."""

    slug = "review-panel-refused"
    says = "综合评审组应为 3 人以上的单数，不得重复，组长须为其中一人；现为 {reviewers} 人。"
    reviewers: int


class NotSeniorExaminerError(InvalidError):
    """Level 2 and 1 are reviewed by senior examiners, who are known by their panels: SCO-05, PER-01."""

    slug = "not-a-senior-examiner"
    says = "{staff_id} 不是本批次该职业技师、高级技师考评组的成员，不能参加综合评审。"
    staff_id: str


class NotAReviewerError(ForbiddenError):
    """Only the named panel reviews: SCO-20."""

    slug = "not-a-reviewer"
    says = "您不在该考生的综合评审组中。"


class NotLeadingReviewError(ForbiddenError):
    """The leader alone rules, and notes who stayed away: SCO-16, SCO-22."""

    slug = "not-leading-review"
    says = "此事由综合评审组组长办理。"


class NotOnListError(NotFoundError):
    """The list has no such candidate."""

    slug = "candidate-not-on-list"
    says = "本成绩册没有考生 {application_id}。"
    application_id: str


class ReviewMarksRefusedError(InvalidError):
    """A review sheet does not follow the weights of thesis and defence: SCO-06, SCO-21."""

    says = "论文应为 0 至 {thesis} 分，答辩应为 0 至 {defence} 分，最多一位小数。"
    _: KW_ONLY
    thesis: str
    defence: str


class ReviewSubmittedError(ConflictError):
    """A reviewer scores a candidate once: SCO-20."""

    says = "您已提交过考生 {application_id} 的评审表。"
    application_id: str


class NoReviewSheetError(ConflictError):
    """There is no sheet of this reviewer to correct."""

    says = "您没有提交过考生 {application_id} 的评审表。"
    application_id: str


class ReviewAbsentError(ConflictError):
    """Who stayed away is not scored, unless the leader takes that back."""

    says = "考生 {application_id} 已登记为综合评审缺考。"
    application_id: str


class ReviewBegunError(ConflictError):
    """Who was scored did not stay away."""

    says = "考生 {application_id} 已有评审表，不能登记缺考。"
    application_id: str


class NotAbsentFromReviewError(ConflictError):
    """There is no absence to take back."""

    slug = "not-absent-from-review"
    says = "考生 {application_id} 没有登记为综合评审缺考。"
    application_id: str


class ReviewNotDisputedError(ConflictError):
    """The leader rules where the reviewers are far apart: SCO-16."""

    says = "考生 {application_id} 的评审没有需要裁定的分歧。"
    application_id: str


class ReviewRulingOutsideError(InvalidError):
    """The leader decides between what the reviewers gave: SCO-16, SCO-20, SCO-22."""

    slug = "review-ruling-outside-sheets"
    says = "裁定分数应在各评审人员所评总分的最低与最高之间。"


class ReviewRuledError(ConflictError):
    """The leader's ruling is final: SCO-16, SCO-22."""

    says = "考生 {application_id} 的评审已由组长最终裁定。"
    application_id: str
