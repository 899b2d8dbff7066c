"""Refusals of people who know whose a script is."""

from libs.chassis.domain import ForbiddenError


class MarkerKnowsCodesError(ForbiddenError):
    """Who may look codes up does not mark: SCO-19, SCO-24."""

    says = "掌握保密编号的人员不得参与本场阅卷评分，阅卷人员不得查对保密编号。"
