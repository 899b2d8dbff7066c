"""Refusals of commands: announcing, opening, reviewing, closing."""

from datetime import datetime

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError
from services.registration.domain.days import SHANGHAI


def _read(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


class AnnouncementNotFoundError(NotFoundError):
    """There is no such announcement."""

    says = "没有编号为 {announcement_id} 的认定公告。"
    announcement_id: str


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


class OutsideFiledScopeError(InvalidError):
    """The occupation, work type or level is not filed for the days concerned (REG-18, CER-07)."""

    says = "“{occupation}”{level} 级不在本机构备案的职业（工种）和等级有效范围内，不得组织认定。"
    occupation: str
    level: int


class BatchNotFoundError(NotFoundError):
    """There is no such batch."""

    says = "没有编号为 {batch_id} 的认定批次。"
    batch_id: str


class BatchExistsError(ConflictError):
    """A batch id is used once."""

    says = "编号为 {batch_id} 的认定批次已经存在。"
    batch_id: str


class InstitutionCodeInvalidError(InvalidError):
    """An institution code is a capital letter and twelve digits: places 1 to 13 of CER-13's certificate number."""

    says = "评价机构编码应为 1 位大写字母加 12 位数字。"


class BatchDiffersFromAnnouncementError(InvalidError):
    """The public was told something else: other offers or another registration time (REG-02)."""

    says = "批次的{what}与已发布的认定公告不一致。"
    what: str


class RegistrationNotStartedError(ConflictError):
    """Applications are taken from the announced time on (REG-02)."""

    says = "报名尚未开始，开始时间为 {opens_at:%Y-%m-%d %H:%M}。"
    opens_at: datetime


class RegistrationOverError(ConflictError):
    """Applications are taken until the announced time (REG-02); a batch that nobody can apply for is not opened."""

    says = "报名已于 {closes_at:%Y-%m-%d %H:%M} 截止，不再受理报名表。"
    closes_at: datetime


class RegistrationStillOpenError(ConflictError):
    """The announced registration time is a promise to the public; a batch is not closed before it ends (REG-02)."""

    says = "公告的报名时间到 {closes_at:%Y-%m-%d %H:%M} 才结束，不能提前关闭报名。"
    closes_at: datetime


class SearchEmptyError(InvalidError):
    """Nobody is looked for without a name or an identifier."""

    says = "请输入完整的姓名或证件号码后再查询。"


class BatchClosedError(ConflictError):
    """Nothing changes in a batch whose list was reported upward."""

    says = "该批次的报名已经关闭，名单不能再变动。"


class ApplicationsPendingError(ConflictError):
    """The list is reported only when every application is approved, downgraded or cancelled (REG-16)."""

    says = "还有 {pending} 份报名没有审核完，审核完才能关闭报名。"
    shown = ("pending",)
    pending: int


class ApplicationNotFoundError(NotFoundError):
    """There is no such application."""

    says = "没有编号为 {application_id} 的报名。"
    application_id: str


class NotEligibleError(ConflictError):
    """Only an application that met its conditions and was not decided yet can be decided (REG-07)."""

    says = "报名 {application_id} 不是“符合条件、待审核”状态，不能执行此操作。"
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
