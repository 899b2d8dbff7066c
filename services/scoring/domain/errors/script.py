"""Refusals of marks, corrections and rulings."""

from typing import Any

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError
from libs.contracts.event import Form


class ScriptNotFoundError(NotFoundError):
    """No script of the session carries this code."""

    says = "本场次没有保密编号 {code}。"
    code: str


class SameFormError(InvalidError):
    """The script has this form already."""

    says = "编号 {code} 的试卷已登记为 {form} 卷，无需更正。"
    code: str
    form: Form


class OtherLengthError(ConflictError):
    """What was read has not as many answers as the paper items."""

    slug = "answers-of-other-length"
    says = "编号 {code} 的答案数与试卷题数不一致，不能按这份标准答案评分。"
    code: str


class MarksRefusedError(InvalidError):
    """A score sheet does not follow the scoring standard: SCO-06, SCO-21."""

    says = "编号 {code} 的评分表不符合评分标准：{because}。"
    shown = ("code",)
    code: str
    because: str


class CorrectionRefusedError(InvalidError):
    """The paper has no such item, or the item no such answer."""

    says = "编号 {code} 的第 {item} 题不存在或没有这样的答案。"
    code: str
    item: int


class AlreadyMarkedError(ConflictError):
    """The script has its mark; from now on only signed corrections: SCO-15. In an uploaded file, its row."""

    says = "编号 {code} 的试卷已经阅卷，只能签字更正。"
    code: str
    row: int | None = None

    @property
    def extra(self) -> dict[str, Any]:
        """The cell of the file, or else the code."""
        return {"code": self.code} if self.row is None else {"row": self.row, "column": "code"}


class NotMarkedError(ConflictError):
    """There is no mark yet that could be corrected."""

    says = "编号 {code} 的试卷尚未阅卷。"
    code: str


class SheetSubmittedError(ConflictError):
    """An examiner scores a piece once: SCO-20."""

    says = "您已提交过编号 {code} 的评分表。"
    shown = ("code",)
    code: str


class SheetsCompleteError(ConflictError):
    """The piece has all its independent sheets."""

    says = "编号 {code} 的评分表已收齐。"
    shown = ("code",)
    code: str


class NoSheetError(ConflictError):
    """There is no sheet of this examiner to correct; another's is out of reach: SCO-20."""

    says = "您没有提交过编号 {code} 的评分表。"
    code: str


class NotDisputedError(ConflictError):
    """The leader rules where the examiners are far apart: SCO-16."""

    says = "编号 {code} 没有需要裁定的评分分歧。"
    code: str


class RulingOutsideSheetsError(InvalidError):
    """The leader decides between what the examiners gave and invents no score: SCO-16, SCO-20, SCO-22."""

    says = "编号 {code} 的裁定分数应在各考评员所评总分的最低与最高之间。"
    code: str


class RuledError(ConflictError):
    """The leader's ruling is final: SCO-16, SCO-22."""

    says = "编号 {code} 已由考评组长最终裁定。"
    code: str
