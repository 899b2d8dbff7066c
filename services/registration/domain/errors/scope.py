"""Refusals of what the institution is not filed for."""

from libs.chassis.domain import InvalidError


class OutsideFiledScopeError(InvalidError):
    """The occupation, work type or level is not filed for the days concerned (REG-18, CER-07)."""

    says = "“{occupation}”{level} 级不在本机构备案的职业（工种）和等级有效范围内，不得组织认定。"
    occupation: str
    level: int
