"""Why a batch is not kept, or not found yet."""

from libs.chassis.domain import ConflictError, InvalidError, NotYetError


class InstitutionCodeError(InvalidError):
    """CER-13: an institution code is one capital letter and twelve digits."""

    says = "评价机构代码应为13位：1位大写英文字母加12位数字。"


class BatchUnknownError(NotYetError):
    """CER-10: the opening of this batch, which names the institution, has not come yet."""

    says = "尚未收到批次 {batch_id} 的开通信息。"
    batch_id: str


class AlreadyKnownError(ConflictError):
    """CER-10: what a batch or an application was announced with is kept as it first came."""

    says = "{identifier} 的信息已经登记，不能被后来的消息改写。"
    identifier: str
