"""Why a certificate is not issued, shown or verified."""

from libs.chassis.domain import ConflictError, NotFoundError


class CertificateNotFoundError(NotFoundError):
    """CER-14: there is no certificate of this number."""

    says = "没有找到编号为 {number} 的证书。"
    number: str


class NotVerifiedError(NotFoundError):
    """CER-25: one answer for an unknown number and a wrong token, so that nobody can try numbers."""

    says = "未查询到与所提供信息相符的证书，请核对证书上的二维码或编号。"


class NotEntitledError(ConflictError):
    """SCO-02, DIS-31: no certificate for anyone who failed a part or has no score."""

    says = "理论和实操没有同时合格，不得办理证书。"


class NotFiledError(ConflictError):
    """CER-01, CER-10: a certificate carries the name and the seal of a filing that is in force on its day."""

    says = "没有发证当日有效的备案记录，或者名称、印章与备案公布的不一致，不得发证。"


class CertificateAlreadyIssuedError(ConflictError):
    """CER-14: one certificate, one number."""

    says = "报名记录 {application_id} 已经核发证书，一证一号，不能重复核发。"
    application_id: str


class CertificateEndedError(ConflictError):
    """CER-26, CER-33: a certificate that was revoked or declared void is ended for good."""

    says = "证书 {number} 已经撤回或者宣布无效，不能再办理。"
    number: str


class AlreadyOnBlankError(ConflictError):
    """CER-14: one certificate is on one sheet; another one is printed after the first is void."""

    says = "证书 {number} 已经打印在 {serial} 上，作废该张后方可另行打印。"
    number: str
    serial: str


class NotPrintableError(ConflictError):
    """CER-21: printed is what is valid."""

    says = "证书 {number} 不是有效证书，不能打印。"
    number: str
