"""Refusals of commands: announcing, opening, reviewing, closing."""

from datetime import datetime

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError
from services.registration.domain.days import SHANGHAI


def _read(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


class AnnouncementNotFoundError(NotFoundError):
    """There is no such announcement."""

    slug = "announcement-not-found"

    def __init__(self, announcement_id: str) -> None:
        super().__init__(f"没有编号为 {announcement_id} 的认定公告。")


class AnnouncementExistsError(ConflictError):
    """An announcement that was published stays as it is."""

    slug = "announcement-exists"

    def __init__(self, announcement_id: str) -> None:
        super().__init__(f"编号为 {announcement_id} 的认定公告已经发布，不能重复发布。")


class AnnouncementIncompleteError(InvalidError):
    """An announcement leaves out something it must state (REG-02)."""

    slug = "announcement-incomplete"

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"认定公告缺少以下内容：{'、'.join(missing)}。")
        self.extra = {"missing": missing}


class RegistrationPeriodInvalidError(InvalidError):
    """Registration would end before it begins."""

    slug = "registration-period-invalid"

    def __init__(self) -> None:
        super().__init__("报名截止时间必须晚于报名开始时间。")


class OutsideFiledScopeError(InvalidError):
    """The occupation, work type or level is not filed for the days concerned (REG-18, CER-07)."""

    slug = "outside-filed-scope"

    def __init__(self, occupation: str, level: int) -> None:
        super().__init__(f"“{occupation}”{level} 级不在本机构备案的职业（工种）和等级有效范围内，不得组织认定。")


class BatchNotFoundError(NotFoundError):
    """There is no such batch."""

    slug = "batch-not-found"

    def __init__(self, batch_id: str) -> None:
        super().__init__(f"没有编号为 {batch_id} 的认定批次。")


class BatchExistsError(ConflictError):
    """A batch id is used once."""

    slug = "batch-exists"

    def __init__(self, batch_id: str) -> None:
        super().__init__(f"编号为 {batch_id} 的认定批次已经存在。")


class InstitutionCodeInvalidError(InvalidError):
    """An institution code is a capital letter and twelve digits: places 1 to 13 of CER-13's certificate number."""

    slug = "institution-code-invalid"

    def __init__(self) -> None:
        super().__init__("评价机构编码应为 1 位大写字母加 12 位数字。")


class BatchDiffersFromAnnouncementError(InvalidError):
    """The public was told something else: other offers or another registration time (REG-02)."""

    slug = "batch-differs-from-announcement"

    def __init__(self, what: str) -> None:
        super().__init__(f"批次的{what}与已发布的认定公告不一致。")


class RegistrationNotStartedError(ConflictError):
    """Applications are taken from the announced time on (REG-02)."""

    slug = "registration-not-started"

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(f"报名尚未开始，开始时间为 {_read(opens_at)}。")


class RegistrationOverError(ConflictError):
    """Applications are taken until the announced time (REG-02); a batch that nobody can apply for is not opened."""

    slug = "registration-over"

    def __init__(self, closes_at: datetime) -> None:
        super().__init__(f"报名已于 {_read(closes_at)} 截止，不再受理报名表。")


class RegistrationStillOpenError(ConflictError):
    """The announced registration time is a promise to the public; a batch is not closed before it ends (REG-02)."""

    slug = "registration-still-open"

    def __init__(self, closes_at: datetime) -> None:
        super().__init__(f"公告的报名时间到 {_read(closes_at)} 才结束，不能提前关闭报名。")


class SearchEmptyError(InvalidError):
    """Nobody is looked for without a name or an identifier."""

    slug = "search-empty"

    def __init__(self) -> None:
        super().__init__("请输入完整的姓名或证件号码后再查询。")


class BatchClosedError(ConflictError):
    """Nothing changes in a batch whose list was reported upward."""

    slug = "batch-closed"

    def __init__(self) -> None:
        super().__init__("该批次的报名已经关闭，名单不能再变动。")


class ApplicationsPendingError(ConflictError):
    """The list is reported only when every application is approved, downgraded or cancelled (REG-16)."""

    slug = "applications-pending"

    def __init__(self, pending: int) -> None:
        super().__init__(f"还有 {pending} 份报名没有审核完，审核完才能关闭报名。")
        self.extra = {"pending": pending}


class ApplicationNotFoundError(NotFoundError):
    """There is no such application."""

    slug = "application-not-found"

    def __init__(self, application_id: str) -> None:
        super().__init__(f"没有编号为 {application_id} 的报名。")


class NotEligibleError(ConflictError):
    """Only an application that met its conditions and was not decided yet can be decided (REG-07)."""

    slug = "not-eligible"

    def __init__(self, application_id: str) -> None:
        super().__init__(f"报名 {application_id} 不是“符合条件、待审核”状态，不能执行此操作。")


class AlreadyConfirmedError(ConflictError):
    """The candidate confirmed these data before (REG-15)."""

    slug = "already-confirmed"

    def __init__(self, application_id: str) -> None:
        super().__init__(f"报名 {application_id} 的信息已由考生本人确认过。")


class LevelNotLowerError(InvalidError):
    """A downgrade goes to a lower level of the same occupation (REG-16)."""

    slug = "level-not-lower"

    def __init__(self) -> None:
        super().__init__("降级申报的等级必须低于原申报等级。")


class DowngradeRefusedError(ConflictError):
    """The application does not meet the conditions of the lower level either (REG-16)."""

    slug = "downgrade-refused"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(f"降级后仍不符合条件：{'；'.join(reason.rstrip('。') for reason in reasons)}。")


class FeeNotDueError(ConflictError):
    """INC-20: only who was admitted pays for the next sitting, or is let off."""

    slug = "fee-not-due"

    def __init__(self) -> None:
        super().__init__("该报名没有通过审核，不存在可以免收的考试费用。")


class PartNotAppliedForError(ConflictError):
    """INC-20: the fee of a part that was applied for is waived, and of no other."""

    slug = "part-not-applied-for"

    def __init__(self) -> None:
        super().__init__("该报名没有报考所列科目，不存在可以免收的考试费用。")


class FeeAlreadyWaivedError(ConflictError):
    """INC-20: one next sitting is free, whatever number of incidents grants it."""

    slug = "fee-already-waived"

    def __init__(self) -> None:
        super().__init__("该考生所列科目的下次考试已经免收费用，不重复登记。")
