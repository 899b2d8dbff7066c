"""Why nothing is destroyed yet, or not like this."""

from datetime import date

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError


class DestructionNotFoundError(NotFoundError):
    """ARC-13: what is destroyed was reviewed before."""

    says = "没有编号为 {destruction_id} 的销毁审查。"
    destruction_id: str


class NotExpiredError(ConflictError):
    """ARC-12: paper is kept at least three years, what is electronic at least five."""

    says = "{what}保管期至少到 {until}，未满不得提交销毁审查。"
    what: str
    until: date


class NeverExpiresError(ConflictError):
    """ARC-12: the years count from the closing of the files, and nothing that is not kept can be destroyed."""

    says = "{what}没有可以销毁的内容，或者案卷尚未立卷归档，保管期还没有开始计算。"
    what: str


class GroupTooSmallError(InvalidError):
    """ARC-13: a group of the institution's heads reviews, the head among them."""

    says = "审查小组由评价机构负责人组成，至少 {least} 人，每人列一次，负责人本人须在其中。"
    least: int


class NotInTheGroupError(ForbiddenError):
    """ARC-13: only the members of the group give an opinion, each the own one."""

    says = "您不是本次审查小组的成员，不能发表审查意见。"


class OpinionGivenError(ConflictError):
    """ARC-13: each member says once what something is worth and whether it will be needed."""

    says = "您已经发表过审查意见。"


class OpinionIncompleteError(InvalidError):
    """ARC-13: the value and the need to come are weighed, in words."""

    says = "审查意见须写明资料的保存价值和对以后需求的预测。"


class ReviewOutOfOrderError(ConflictError):
    """ARC-13: proposed, reviewed by the whole group, approved, destroyed: in this order."""

    says = "销毁须依次经过提出、组成审查小组、逐人审查、批准、监督销毁，现在还不能办理这一步。"


class GroupKeepsError(ConflictError):
    """ARC-13: what a member wants kept is kept."""

    says = "审查小组有成员认为应当继续保存，不得批准销毁。"


class NobodyAloneError(ForbiddenError):
    """ARC-14: nobody destroys archives on his own."""

    says = "任何个人不得擅自销毁：批准人须不同于提出人，销毁由综合管理部门人员和内部督导人员二人在场签字。"
