"""The seven groups of people that the pilot plan names (REG-10); the occupation's standard decides who is admitted."""

from decimal import Decimal
from enum import IntEnum

from services.registration.domain.admission.conditions import Claim
from services.registration.domain.errors.conditions import GroupNotMetError, GroupUnknownError
from services.registration.domain.errors.entry import RowRefusedError
from services.registration.domain.spelling import plain


class TargetGroup(IntEnum):
    """As the plan numbers them; the third includes whoever left the post for more than a year (REG-11)."""

    GRADUATE = 1
    APPRENTICE = 2
    RETURNER = 3
    EMPLOYEE = 4
    BEFORE_WORK = 5
    JOB_SEEKER = 6
    PRIMARY_HOLDER = 7


GROUP_NAMES = {
    TargetGroup.GRADUATE: "技工院校、职业院校和技能等级培训班的毕（结）业生",
    TargetGroup.APPRENTICE: "学徒期满的学徒工",
    TargetGroup.RETURNER: "改变工种或调换岗位、离开生产岗位一年以上重新回到岗位的人员",
    TargetGroup.EMPLOYEE: "需要鉴定的在职职工",
    TargetGroup.BEFORE_WORK: "上岗前须经鉴定的人员",
    TargetGroup.JOB_SEEKER: "经就业前培训的社会待业人员或自学人员",
    TargetGroup.PRIMARY_HOLDER: "取得初级证书后在本岗位连续工作满五年的劳动者",
}
# REG-12, as the plan has it for who goes from the primary to the intermediate level.
CONTINUOUS_YEARS = Decimal(5)
PRIMARY, INTERMEDIATE = 5, 4


def group_called(cell: str, column: str) -> TargetGroup:
    """A group by its number or its name."""
    written = plain(cell)
    for group, name in GROUP_NAMES.items():
        if written == plain(name) or written.rstrip("、.类").strip() == str(group.value):
            return group
    raise GroupUnknownError(column)


def group_refusal(claim: Claim) -> RowRefusedError | None:
    """Who claims the seventh group has held the primary certificate and worked five years on end (REG-12)."""
    if claim.group is not TargetGroup.PRIMARY_HOLDER:
        return None
    on_end = claim.continuous_years or Decimal(0)
    if claim.prior_level != PRIMARY or on_end < CONTINUOUS_YEARS:
        return GroupNotMetError()
    return None
