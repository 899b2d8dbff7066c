"""Refusals of announcements."""

from libs.chassis.domain import ConflictError, InvalidError


class AnnouncementExistsError(ConflictError):
    """An announcement that was published stays as it is."""

    says = "编号为 {announcement_id} 的认定公告已经发布，不能重复发布。"
    announcement_id: str


class AnnouncementIncompleteError(InvalidError):
    """An announcement leaves out something it must state (REG-02)."""

    says = "认定公告缺少以下内容：{missing}。"
    shown = ("missing",)
    missing: list[str]


class RegistrationPeriodInvalidError(InvalidError):
    """Registration would end before it begins."""

    says = "报名截止时间必须晚于报名开始时间。"
