"""The posts of the emergency plan, and the role that stands for each."""

from enum import StrEnum
from typing import Final

from services.incident.domain.people import Role


class Post(StrEnum):
    """The posts of the emergency plan: those of the ladder, from the site up, and those that only must be manned."""

    SITE_HEAD = "site-head"
    INSPECTOR = "inspector"
    DUTY_OFFICER = "duty-officer"
    GROUP_HEAD = "group-head"
    DIRECTOR = "director"
    REPORT_PHONE = "report-phone"
    CONTACT = "contact"

    @property
    def zh(self) -> str:
        """The word that the plan itself has for it."""
        return _PLAN_WORDS[self]

    @property
    def role(self) -> Role:
        """The role that stands for this post where no roster names a person."""
        return _ROLES[self]

    @property
    def is_of_a_site(self) -> bool:
        """Whether each site has its own."""
        return self in {Post.SITE_HEAD, Post.INSPECTOR}


_PLAN_WORDS: Final = {
    Post.SITE_HEAD: "考点负责人",
    Post.INSPECTOR: "巡考人员",
    Post.DUTY_OFFICER: "领导小组值班员",
    Post.GROUP_HEAD: "领导小组组长",
    Post.DIRECTOR: "评价机构负责人",
    Post.REPORT_PHONE: "突发事件报告电话值守人",
    Post.CONTACT: "联系人",
}
_ROLES: Final = {
    Post.SITE_HEAD: Role.SITE_HEAD,
    Post.INSPECTOR: Role.SUPERVISOR,
    Post.DUTY_OFFICER: Role.LEADING_GROUP,
    Post.GROUP_HEAD: Role.LEADING_GROUP,
    Post.DIRECTOR: Role.DIRECTOR,
    Post.REPORT_PHONE: Role.EXAM_AFFAIRS,
    Post.CONTACT: Role.EXAM_AFFAIRS,
}
ALWAYS_MANNED: Final = (Post.REPORT_PHONE, Post.CONTACT)
