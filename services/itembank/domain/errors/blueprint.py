"""Why a blueprint is not accepted."""

from libs.chassis.domain import InvalidError


class BlueprintRefusedError(InvalidError):
    """A blueprint does not add up (ITB-25)."""

    says = "组卷方案的 {field} 不合规：{reason}。"
    shown = ("field",)
    field: str
    reason: str
