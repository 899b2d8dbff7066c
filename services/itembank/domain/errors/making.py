"""Why a bank cannot be accepted as it was made."""

from collections.abc import Sequence

from libs.chassis.domain import ConflictError, InvalidError


class MakingMissingError(InvalidError):
    """ITB-24: no bank is accepted without the record of its seven steps."""

    says = "题库 {bank_id} 没有命题工作资料（七步程序、编制说明、内部审核），不能验收。"
    bank_id: str


class MakingIncompleteError(InvalidError):
    """ITB-24, ITB-26, ITB-27, ITB-28: everything that the record of the making lacks."""

    says = "命题工作资料不完整：{missing}。"
    shown = ("missing",)
    missing: Sequence[str]


class TableNotOfBankError(InvalidError):
    """ITB-24: the items are written on the points of the approved element table."""

    says = "以下认定点的试题不在认定要素细目表内：{points}。"
    shown = ("points",)
    points: Sequence[str]


class AssemblyTestFailedError(ConflictError):
    """ITB-25: by its element table the bank does not make the forms of one examination."""

    says = "按认定要素细目表组卷测试不通过：{lacking}。"
    shown = ("lacking",)
    lacking: Sequence[str]
