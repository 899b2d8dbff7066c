"""Why no number is given out."""

from libs.chassis.domain import ConflictError


class NumbersExhaustedError(ConflictError):
    """CER-13: the serial has six digits."""

    says = "本机构本年度该等级的证书序列号只剩 {left} 个，不够本次核发。"
    left: int
