"""Refusals of searches."""

from libs.chassis.domain import InvalidError


class SearchEmptyError(InvalidError):
    """Nobody is looked for without a name or an identifier."""

    says = "请输入完整的姓名或证件号码后再查询。"
