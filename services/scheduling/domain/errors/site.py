"""What is wrong with who leads a site, or with who acts as if they did."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError


class DeputiesMissingError(InvalidError):
    """SCH-17: beside its chief a site has deputies."""

    says = "考点 {site} 应设副主考。"
    site: str


class SeveralPostsError(InvalidError):
    """SCH-17: one person is the chief, or one of the deputies, and that once."""

    says = "考点 {site} 的主考只有1人，且主考、副主考不能重复。"
    site: str


class NotTheSitesHeadError(ForbiddenError):
    """EXM-14, EXM-21: those who lead a site give its signals, not those of another one."""

    says = "您不是考点 {site} 的主考或副主考，无权发布该考点的信号。"
    site: str


class SiteWithoutChiefError(ConflictError):
    """SCH-17: a plan is announced for sites that somebody leads."""

    says = "考点 {site} 还没有登记主考和副主考，请先登记再发布编排。"
    site: str
