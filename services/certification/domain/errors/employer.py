"""Why an employer is not answered, or gets no key."""

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError, TooOftenError


class EmployerKeyOverError(InvalidError):
    """A key is for days to come."""

    says = "有效期至不能早于今天。"


class EmployerKeyEndedError(ConflictError):
    """A key is withdrawn once."""

    says = "该密钥已经停用。"


class EmployerKeyRefusedError(NotFoundError):
    """Unknown, over and withdrawn look the same."""

    says = "查询密钥不正确，或者已经到期、停用。"


class QuotaSpentError(TooOftenError):
    """A key asks about so many certificates a day."""

    says = "该密钥今天还能查询 {left} 本证书，本次超出每日限额。"
    left: int
