"""Refusals of score sheets that are typed in from paper."""

from libs.chassis.domain import ConflictError, ForbiddenError


class SheetKeyedError(ConflictError):
    """Two have agreed on it; from now on the examiner corrects the own sheet: SCO-15."""

    says = "编号 {code} 的评分表已经录入一致，不再录入。"
    shown = ("code",)
    code: str


class KeyedOnceError(ConflictError):
    """Each person types a sheet once, so that the second typing is somebody else's."""

    says = "您已录入过编号 {code} 的评分表，须由另一人录入。"
    shown = ("code",)
    code: str


class KeyedByExaminerError(ForbiddenError):
    """Whoever wrote the sheet does not type it from paper as well; it can be handed in directly."""

    says = "考评员不录入自己的纸质评分表，可直接提交。"


class NotOnPaperError(ConflictError):
    """The sheet of this examiner came directly; a paper one is not typed beside it."""

    says = "该考评员已直接提交编号 {code} 的评分表，不再从纸质录入。"
    code: str
