"""What the gateway refuses. `field` is the field of a form that the sentence stands beside, if there is one."""

import math
from dataclasses import KW_ONLY

from libs.chassis.domain import ConflictError, DomainError, ForbiddenError, InvalidError, NotFoundError, TooOftenError


class SignInFailedError(ForbiddenError):
    """Unknown, disabled, not activated or a wrong password: nobody is told which."""

    says = "工号或密码不正确，或账户尚未激活、已停用。"


class TooManyTriesError(TooOftenError):
    """It failed so often that the next try has to wait."""

    says = "失败次数过多，请在 {seconds} 秒后再试。"

    @property
    def seconds(self) -> int:
        """How long to wait, rounded up."""
        return math.ceil(self.retry_after.total_seconds())


class SlipNotValidError(ForbiddenError):
    """No such slip: wrong, used, older than a day, or of nobody. Nobody is told which."""

    says = "工号或激活码不正确，或激活码已用过、已过期。激活码自签发起二十四小时内有效，请向管理员领取新的。"
    field = "slip"


class CodeWrongError(ForbiddenError):
    """Not the code of this moment, or one that was used."""

    says = "动态验证码不正确，或已经用过。请等下一个验证码出现后再填。"
    field = "code"


class PasswordWrongError(ForbiddenError):
    """Whoever changes something that matters shows the password again."""

    says = "当前密码不正确。"
    field = "current_password"


class PasswordWeakError(InvalidError):
    """Somebody would guess it."""

    says = "这个密码太容易被猜到：{reason}请换一个更长、不含姓名工号和常见词的密码。"
    field = "password"
    reason: str


class PasswordsDifferError(InvalidError):
    """The password was typed twice, and not alike."""

    says = "两次输入的密码不一致。"
    field = "again"


class ArrivalOverError(ForbiddenError):
    """Ten minutes passed between the first step of signing in and the next, or it was used."""

    says = "登录步骤已超过十分钟或已经用过，请重新开始。"


class AccountExistsError(ConflictError):
    """A staff number is one person's."""

    says = "这个工号已有账户。"
    field = "account_id"


class AccountMissingError(NotFoundError):
    """Nobody has this staff number."""

    says = "没有这个工号的账户。"
    identifier: str = ""


class AccountDisabledError(ConflictError):
    """Nothing is granted or handed to somebody who has left."""

    says = "账户已停用，请先启用。"


class AccountNotDisabledError(ConflictError):
    """Only what was disabled is enabled again."""

    says = "账户没有停用。"


class OwnAccountError(ForbiddenError):
    """Nobody administers their own account."""

    says = "不能管理自己的账户，请由另一位账户管理员办理。"


class RoleNotGrantableError(InvalidError):
    """There is no such role."""

    says = "没有这个岗位。"
    field = "role"


class GrantPeriodError(InvalidError):
    """A role is granted from a day to a day, at most for three years, and not into the past."""

    says = "授权的起止日期不合要求：止日不得早于起日和今天，期限最长三年。"
    field = "ends_on"


class GrantMissingError(NotFoundError):
    """The account has no such grant."""

    says = "没有这条授权。"


class SecondPersonNeededError(ForbiddenError):
    """A dangerous role is proposed by one administrator and approved by another."""

    says = "提出授权的人不能自己批准，请由另一位账户管理员批准。"


class GrantSettledError(ConflictError):
    """It is in force or over: nothing is left to decide."""

    says = "这条授权已经生效、撤销或过期，无需再办。"


class SessionMissingError(NotFoundError):
    """Nobody is signed in there, or it is somebody else's."""

    says = "这个登录已经结束。"
    identifier: str = ""


class ProviderRefusedError(ForbiddenError):
    """What came back from the identity provider is not what was asked for: used, foreign, forged or too old."""

    says = "统一身份认证没有通过：返回的结果无效、已用过或不是本次登录的。请重新登录。"


class ProviderAwayError(ForbiddenError):
    """The identity provider does not answer, or not as it should."""

    says = "统一身份认证暂时没有回应，请稍后再试。"
    status = 503


class ProviderAloneError(ForbiddenError):
    """Where an identity provider is set up nobody has a password here."""

    says = "请使用统一身份认证登录。"


class IdentityUnknownError(ForbiddenError):
    """Nobody with an account that works is this person at the identity provider."""

    says = "统一身份认证的这个账号没有对应的工作人员账户，或账户已停用。请联系账户管理员。"


class IdentityTakenError(ConflictError):
    """A person at the identity provider is one person here."""

    says = "这个统一身份已登记给另一个工号。"
    field = "subject"


class FactorNotSetUpError(ForbiddenError):
    """The identity provider showed one factor, and there is no second one here yet."""

    says = "首次登录前请凭激活码设置动态验证码。"


class PasskeyRefusedError(ForbiddenError):
    """What the browser answered is not what was asked for, or not a passkey of this account."""

    says = "通行密钥没有通过核验，请重试，或改用动态验证码。"


class PasskeyKnownError(ConflictError):
    """A passkey is added once."""

    says = "这个通行密钥已经添加过。"


class PasskeysFullError(ConflictError):
    """As many as a person has devices."""

    says = "最多添加十个通行密钥，请先删除不用的。"


class PasskeyMissingError(NotFoundError):
    """There is no such passkey any more."""

    says = "没有这个通行密钥。"
    identifier: str = ""


class ConsoleCodeError(ForbiddenError):
    """The code with which the duty console lets somebody in is used, a minute old, or not of this browser."""

    says = "进入值班台的步骤已经用过或超过一分钟，请回到值班台重新登录。"


class ConsoleSessionOverError(ForbiddenError):
    """Whoever signed in to the duty console has left, or has signed out."""

    says = "值班台的登录已经结束，请重新登录。"


class ConsoleMissingError(NotFoundError):
    """No duty console belongs to this gateway."""

    says = "本平台没有连接值班台。"
    identifier: str = ""


class RoleMissingError(ForbiddenError):
    """The page, or what it was asked to do, is for others."""

    says = "您的岗位没有办理此事的权限。"


class FileTooLargeError(InvalidError):
    """No service takes a file of this size."""

    says = "提交的内容超过 {most} MB。"
    field = "file"
    most: int


class LineNotReadError(InvalidError):
    """What is typed line by line has the same form in each."""

    says = "第 {line} 行没有按格式填写，应为：{example}。"
    line: int
    example: str
    field: str


class NotAFileOfItemsError(InvalidError):
    """A bank and a blueprint are each one JSON file that names its occupation and level."""

    says = "这不是题库或细目表文件：应为 JSON，并写明职业编码和等级。"
    field = "file"


class MemberLineError(InvalidError):
    """A line of the acceptance group is a name and what that member knows."""

    says = "“{line}”应写成：姓名、空格、领域（技术管理、培训、考核、题库建设）。"
    field = "members"
    line: str


class NotMarksError(InvalidError):
    """A score sheet holds a number for each criterion, and nothing else."""

    says = "逐项分数只能填数字，每项最多两位小数，用空格隔开。"
    field = "marks"


class NotKnockoutsError(InvalidError):
    """Knock-out items are told by their numbers on the score sheet."""

    says = "否定项只填序号，用空格隔开；没有发生的留空。"
    field = "knocked_out"


class SearchGoneError(NotFoundError):
    """What was looked for is kept for ten minutes, for whoever asked."""

    says = "这次查找已超过十分钟，请重新填写姓名或证件号码查找。"


class MessageMissingError(NotFoundError):
    """No service has parked anything under this address."""

    says = "没有这条搁置消息。"


class UploadGoneError(NotFoundError):
    """The file that was checked is not kept any more, or another one took its place."""

    says = "核对过的名册已不在（只保留十五分钟，再上传时由新的代替）。请回到名册导入，重新上传。"


class TicketNotHereError(InvalidError):
    """No candidate of this session has a ticket of this number."""

    says = "本场没有这个准考证号的考生。请核对号码，或核对考生是否走错考场。"
    field = "ticket_number"


class NothingChosenError(InvalidError):
    """Somebody ticked nothing, or what was ticked waits for nobody any more."""

    says = "没有可以审核通过的报名：请先勾选待审核的报名。"


class NoItemChosenError(InvalidError):
    """Somebody ticked no item to read."""

    says = "请先勾选要查看的试题。"


class JobLostError(ConflictError):
    """Another process went on with it, because this one did not say in time that it still does."""

    says = "这项后台任务已由另一个进程接着办理。"


class JobMissingError(NotFoundError):
    """There is no such job of this person, or its file is kept no more."""

    says = "没有这项后台任务，或文件保留一天后已清除。请重新办理。"
    identifier: str = ""


class NoTicketsError(ConflictError):
    """Tickets are there when the plan is published."""

    says = "还没有准考证：编排发布后才生成。"


class TicketsNotSetError(ConflictError):
    """The fonts have no glyph for a name, or there are no fonts."""

    says = "准考证没有排成：缺少字体，或姓名里有字体没有的字。请联系运维人员。"


class TooManyJobsError(ConflictError):
    """Nobody keeps the gateway busy for all others."""

    says = "您已有 {most} 项后台任务没有办完，请等其中一项办完再交办。"
    most: int


class KeptByAnotherError(ForbiddenError):
    """Whoever let a candidate in says so, also when it is sent later: nobody else does it in their place."""

    says = "这条签到由另一位工作人员在本机登记，请其本人登录后上传，或由您核对后重新签到。"


class ServiceRefusedError(DomainError):
    """A service said no, under its own slug and in its own words."""

    says = "{words}"
    _: KW_ONLY
    slug: str = ""
    status: int
    words: str
    fields: dict[str, str]


class ServiceAwayError(DomainError):
    """A service did not answer: what was asked may have been done, the same key settles it."""

    says = "{service}服务暂时没有回应，请稍后再试。重复提交不会重复办理。"
    service: str


class EventMissingError(NotFoundError):
    """The chain ends before it."""

    says = "没有第 {position} 条存证。"
    position: int


class NoSignedDayError(ConflictError):
    """A package is proved against a signed day."""

    says = "还没有签名的日期，第一天零点以后才能制作证明包。"


class NotSignedYetError(ConflictError):
    """A day's events are signed at midnight."""

    says = "这一条还没有签名：当天零点后才能取证明。"
