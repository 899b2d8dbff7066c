"""Why no other copy of a certificate is made or handed out."""

from datetime import date

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError


class IdCardNotSeenError(InvalidError):
    """CER-19: the holder brings the original of the ID card."""

    says = "补发证书须核验持证人身份证原件，不受理复印件或口头申请。"


class NotInQuerySystemError(InvalidError):
    """CER-19: first the entry is found in the national query system."""

    says = "须先在全国联网查询系统上查到该证书信息；查询日期应在 {issued_on} 至今日之间。"
    issued_on: date


class NotFiledTodayError(ConflictError):
    """CER-01, CER-10: a copy is made by an institution that is filed today, under the name and the seal on it."""

    says = "今天没有以“{institution}”的名称和印章生效的备案，不能补发证书。"
    institution: str


class CardDiffersError(InvalidError):
    """CER-19: the card is that of the holder."""

    says = "身份证与证书上的姓名或证件号码不一致；如证书信息有误，请按信息错误申请补发。"


class NothingWrongError(InvalidError):
    """CER-19: wrong data on a certificate differ from the card."""

    says = "证书上的姓名和证件号码与身份证一致，没有需要更正的信息。"


class AnotherPersonError(InvalidError):
    """CER-19: whoever has neither the name nor the number is somebody else."""

    says = "身份证上的姓名和证件号码与证书都不一致，不能认定为持证人本人。"


class NotValidForReissueError(ConflictError):
    """CER-33: nothing is reissued of a certificate that is suspended, revoked or void."""

    says = "证书 {number} 目前不是有效状态，不能补发。"
    number: str


class ReissueOpenError(ConflictError):
    """CER-14: one copy counts, so one reissue is under way at a time."""

    says = "证书 {number} 有一件补发申请尚未办结。"
    number: str


class OwnReissueError(ForbiddenError):
    """CER-19: whoever takes an application in does not approve it."""

    says = "该补发申请由您受理，须由另一位负责人审批。"


class ReissueStageError(ConflictError):
    """CER-19: a copy is approved, then printed, then handed out, each once."""

    says = "补发申请目前的环节不能办理此事项。"


class RefusalReasonMissingError(InvalidError):
    """CER-19: whoever is refused is told why."""

    says = "不予补发的，请写明理由。"


class CopyNotPrintableError(ConflictError):
    """CER-17: a character that the fonts do not have is not written in by hand."""

    says = "姓名中有字体未收录的字，暂不能打印，手写无效。"


class OldCopyNotReturnedError(InvalidError):
    """CER-20: the old copy is taken back when the new one is given."""

    says = "证书损坏或信息错误补发的，须在核发新证的同时收回旧证。"


class PostMissingError(InvalidError):
    """CER-21: what is sent by post is found by its consignment number."""

    says = "邮寄发放的，请填写快递单号。"
