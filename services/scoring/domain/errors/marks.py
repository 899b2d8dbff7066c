"""Refusals of scores and reasons as a person gives them."""

from libs.chassis.domain import InvalidError


class ScoreOutOfRangeError(InvalidError):
    """A score is 0 to 100 in tenths: SCO-01."""

    says = "分数应在 0 至 100 之间，最多一位小数。"


class ReasonMissingError(InvalidError):
    """Corrections, rulings and re-checks are documented: SCO-15, SCO-16."""

    says = "必须写明理由。"
