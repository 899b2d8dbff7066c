"""What preparing refuses."""

from collections.abc import Collection

from libs.chassis.domain import InvalidError, NotFoundError


class GroupWithoutHeadError(InvalidError):
    """INC-01: the superior leader in charge heads the group."""

    slug = "leading-group-without-head"
    says = "领导小组须有且只有一名组长，由评价机构上级分管领导担任。"


class GroupIncompleteError(InvalidError):
    """INC-01, INC-02: director and department heads are members, and every member answers for a part of prevention."""

    slug = "leading-group-incomplete"
    says = "领导小组组成不全：{gaps}。"
    absent: Collection[str]
    idle: Collection[str]

    @property
    def gaps(self) -> str:
        """The offices that nobody holds, then the members without a part."""
        return "；".join([f"缺少{office}" for office in self.absent] + [f"{name}没有责任分工" for name in self.idle])


class NotAMemberError(InvalidError):
    """INC-02: prevention is in the hands of persons of the group."""

    says = "{person_id} 不是领导小组成员，措施须落实到成员本人。"
    person_id: str


class PrecautionNotFoundError(NotFoundError):
    """There is no precaution of that number."""

    says = "没有第 {number} 号防范措施。"
    number: int


class HeldInFutureError(InvalidError):
    """INC-42: what is on record was held."""

    says = "只能登记已经举行的培训、宣传和演练。"


class NobodyTrainedError(InvalidError):
    """INC-42: training and drills are for people, who are named."""

    says = "登记{kind}须注明参加人员。"
    kind: str


class NotADrillError(InvalidError):
    """INC-42: what is recorded as the drill that was run is one."""

    says = "{incident_id} 不是演练，或者登记的类别不是演练。"
    incident_id: str
