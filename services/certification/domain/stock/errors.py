"""Why blank certificates are not drawn, handed out, voided, destroyed or counted."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError


class BlankDrawnTwiceError(ConflictError):
    """CER-21: a blank is drawn once."""

    says = "编号为 {serial} 的空白证书已经领过。"
    serial: str


class BlankStateError(ConflictError):
    """CER-21: what happens to a blank follows its life."""

    says = "编号为 {serial} 的证书现为“{state}”，不能登记“{move}”。"
    serial: str
    state: str
    move: str


class TooManyBlanksError(InvalidError):
    """CER-22: more blanks than a tenth above those who passed are drawn for a reason."""

    says = "本批次合格 {passers} 人，连同已领的不超过 {most} 本；超过的须写明理由。"
    passers: int
    most: int


class ReceiptMissingError(InvalidError):
    """CER-21: what is handed out is signed for, or posted under a consignment number."""

    says = "当面领取的须由领取人签字，邮寄的须填写快递单号。"


class DestroyedAloneError(ForbiddenError):
    """CER-21: two people destroy what is void."""

    says = "证书销毁由两人办理，须由另一人核对后签名。"


class DestructionDoneError(ConflictError):
    """CER-21: a destruction is carried out once."""

    says = "这次销毁已经办结。"


class DifferenceUnexplainedError(InvalidError):
    """CER-21: what is there and what the ledger says are the same, or it is said why not."""

    says = "盘点与账面不符（{difference}），须写明原因和处理。"
    difference: str
