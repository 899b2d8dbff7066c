"""What codes are called on the screen, and times as people read them; the same in console and gateway."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

ROLES = {
    "reception": "受理",
    "exam-affairs": "考务管理责任人",
    "invigilator": "监考人员",
    "examiner": "考评人员",
    "supervisor": "巡考人员",
    "site-head": "考点负责人",
    "leading-group": "应急处理领导小组",
    "item-bank": "题库管理",
    "item-reviewer": "审题人员",
    "coder": "试卷编号员",
    "marking-lead": "阅卷组长",
    "score-checker": "核分人员",
    "quality": "质量管理",
    "general-office": "综合管理",
    "finance": "财务",
    "auditor": "审计人员",
    "director": "评价机构负责人",
    "operator": "系统运维",
    "administrator": "账户管理员",
}


def roles_in_words(roles: Iterable[str]) -> str:
    """The offices somebody holds; a code without a word stands as it is."""
    return "、".join(ROLES.get(role, role) for role in sorted(roles))
