"""Refusals of opening and closing a batch, and of what comes outside its time."""

from datetime import datetime

from libs.chassis.domain import ConflictError, InvalidError


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


class BatchClosedError(ConflictError):
    """Nothing changes in a batch whose list was reported upward."""

    says = "该批次的报名已经关闭，名单不能再变动。"


class LateIntakeNotNeededError(ConflictError):
    """Until the list is reported people are taken in anyway."""

    says = "该批次的报名还没有关闭，不需要补报。"


class LateIntakeInvalidError(InvalidError):
    """Who comes late is seated before the first examination."""

    says = "补报截止日期应不早于今天，并早于第一个考试日。"


class ApplicationsPendingError(ConflictError):
    """The list is reported only when every application is approved, downgraded or cancelled (REG-16)."""

    says = "还有 {pending} 份报名没有审核完，审核完才能关闭报名。"
    shown = ("pending",)
    pending: int
