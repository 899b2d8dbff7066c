"""Why a blueprint is not accepted."""

from libs.chassis.domain import InvalidError, NotFoundError


class BlueprintNotFoundError(NotFoundError):
    """No blueprint was drawn up for this occupation and level."""

    says = "没有找到组卷方案 {blueprint_id}，请先录入。"
    blueprint_id: str


class BlueprintRefusedError(InvalidError):
    """A blueprint does not add up (ITB-25)."""

    says = "组卷方案的 {field} 不合规：{reason}。"
    shown = ("field",)
    field: str
    reason: str
