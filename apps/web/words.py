"""What codes are called on the screen, and times as people read them; the same on all pages."""

from collections.abc import Iterable
from datetime import date, datetime

from libs.contracts.beijing import BEIJING

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
POSTS = {
    "site-head": "考点负责人",
    "inspector": "巡考人员",
    "duty-officer": "领导小组值班员",
    "group-head": "领导小组组长",
    "director": "评价机构负责人",
    "report-phone": "突发事件报告电话值守人",
    "contact": "联系人",
}
CHANNELS = {
    "console": "值班台",
    "sms": "短信",
    "wecom": "企业微信",
    "dingtalk": "钉钉",
    "feishu": "飞书",
    "email": "邮件",
    "webhook": "外部系统",
}


def roles_in_words(roles: Iterable[str]) -> str:
    """The offices somebody holds; a code without a word stands as it is."""
    return "、".join(ROLES.get(role, role) for role in sorted(roles))


def yuan(fen: int) -> str:
    """An amount as people write it: 1,234.50; what is over is below nought."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def moment(at: datetime | str) -> str:
    """A time as people read it, in Beijing's: 2026年11月29日 14:05."""
    told = datetime.fromisoformat(at) if isinstance(at, str) else at
    local = told.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def clock(at: datetime | str) -> str:
    """The time of day in Beijing: 14:05."""
    told = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{told.astimezone(BEIJING):%H:%M}"


def provisional(years: Iterable[int]) -> str:
    """Why a day is provisional: 2027年放假安排尚未登记."""
    return f"{'、'.join(map(str, years))}年放假安排尚未登记"


def day_of_year(on: date | str) -> str:
    """1月4日（周一）."""
    told = date.fromisoformat(on) if isinstance(on, str) else on
    return f"{told.month}月{told.day}日（周{'一二三四五六日'[told.weekday()]}）"


def day(on: date | str) -> str:
    """2026年11月29日."""
    told = date.fromisoformat(on) if isinstance(on, str) else on
    return f"{told.year}年{told.month}月{told.day}日"
