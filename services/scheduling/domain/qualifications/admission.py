"""What somebody showed to be admitted, and what a kind of qualification asks to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Title(StrEnum):
    """A professional title (专业技术职称), as the registry has it."""

    NONE = "none"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"


class ItemWriting(StrEnum):
    """How somebody wrote items before, and what was wrong with it (ITB-21)."""

    NONE = "none"
    CLEAN = "clean"
    POOR = "quality-problem"
    LEAKED = "secrecy-breach"
    STOPPED = "stopped-or-delayed"
    UNFINISHED = "unfinished"


class ApplicationPaper(StrEnum):
    """A paper that lies with an application."""

    REQUEST = "本人申请"
    RECOMMENDATION = "所在单位推荐意见"
    FORM = "资格申报表"
    ID_CARD = "身份证"
    DIPLOMA = "毕业证"
    CERTIFICATE = "职业资格证书或职业技能等级证书"
    TITLE = "职称证"


@dataclass(frozen=True, kw_only=True)
class Admission:
    """What somebody showed; levels count from 5 (primary) to 1 (senior technician), and 6 is no certificate."""

    certificate_level: int = 6
    title: Title = Title.NONE
    practice_years: int = 0
    occupation_highest_level: int = 1
    examining_years: int = 0
    is_excellent: bool = False
    works_in_certification: bool = False
    item_writing: ItemWriting = ItemWriting.NONE
    exception_signed_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What must be shown together; a kind may name several, of which one is enough.

    `certificate` is the lowest level that does; `is_highest` asks for the highest that the occupation has.
    """

    certificate: int | None = None
    is_highest: bool = False
    titles: Sequence[Title] = ()
    certificate_or_title: bool = False
    practice_years: int = 0
    examining_years: int = 0
    asks_excellence: bool = False
    asks_work_in_certification: bool = False
    asks_item_writing: bool = False

    def lacks(self, shown: Admission) -> list[str]:
        """Everything that is missing, with the figure that is asked for."""
        level = shown.occupation_highest_level if self.is_highest else self.certificate
        no_certificate = level is not None and shown.certificate_level > level
        no_title = bool(self.titles) and shown.title not in self.titles
        if self.certificate_or_title:
            no_certificate = no_title = no_certificate and no_title
        found = {
            "职业资格（技能等级）证书等级不足": no_certificate,
            "专业技术职称不足": no_title,
            f"实践工作经历不足{self.practice_years}年": shown.practice_years < self.practice_years,
            f"从事考评工作不足{self.examining_years}年": shown.examining_years < self.examining_years,
            "不是优秀考评人员": self.asks_excellence and not shown.is_excellent,
            "未从事职业技能等级认定管理或技术工作": self.asks_work_in_certification
            and not shown.works_in_certification,
            "未承担过命题工作，或者以往命题工作中出现过问题": self.asks_item_writing
            and shown.item_writing is not ItemWriting.CLEAN,
        }
        return [words for words, is_missing in found.items() if is_missing]


def lacks_of(requirements: Sequence[Requirement], shown: Admission) -> list[str]:
    """What is missing of the nearest of several requirements; nothing if one of them is met."""
    return min((requirement.lacks(shown) for requirement in requirements), key=len, default=[])
