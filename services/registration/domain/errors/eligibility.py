"""Refusals of a row for the batch, the scope, or another application."""

from services.registration.domain.errors.conditions import LevelRefusedError
from services.registration.domain.errors.entry import RowRefusedError


class DuplicateApplicationError(RowRefusedError):
    """The same person already applies for this occupation in this batch."""

    says = "同一考生在本批次已报考该职业。"
    column: str = "证件号码"


class OccupationNameDiffersError(RowRefusedError):
    """Code and name are those of two occupations."""

    says = "职业名称与职业编码不一致。"
    column: str = "职业名称"


class OutsideScopeError(LevelRefusedError):
    """Outside the filed occupations, work types and levels (REG-18)."""

    slug = "application-outside-filed-scope"
    says = "该职业（工种）和等级不在本机构备案范围内，不予受理。"
    column: str = "级别"


class NotOfferedError(LevelRefusedError):
    """Filed, but not examined in this batch."""

    slug = "not-offered-in-batch"
    says = "本批次没有开考该职业（工种）和等级。"
    column: str = "级别"
