"""Why a bank is not taken in, or not used."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, asdict, dataclass
from typing import Any

from libs.chassis.domain import ConflictError, InvalidError
from libs.contracts.names import PART_NAMES

PROBLEMS_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong with one field of one item."""

    item: str
    field: str
    reason: str


class BankItemsRefusedError(InvalidError):
    """Some items are not in standard format (ITB-33); every one is named with its field."""

    says = "题库有 {count} 处不合规，第一处：试题 {first.item} 的 {first.field} 字段{first.reason}。"
    problems: Sequence[Problem]

    @property
    def count(self) -> int:
        """How many fields are wrong."""
        return len(self.problems)

    @property
    def first(self) -> Problem:
        """The one that the sentence names."""
        return self.problems[0]

    @property
    def extra(self) -> dict[str, Any]:
        """The first of them, item by item."""
        return {"problems": [asdict(problem) for problem in self.problems[:PROBLEMS_SHOWN]]}


class BankTooSmallError(InvalidError):
    """A bank holds fewer items than it must (ITB-13, ITB-14, ITB-15, ITB-16)."""

    says = "{part_name}试题不少于 {need} 题，现有 {have} 题，缺 {short} 题。"
    shown = ("part", "have", "need")
    part: str
    _: KW_ONLY
    have: int
    need: int

    @property
    def part_name(self) -> str:
        """What the part is called."""
        return PART_NAMES[self.part]

    @property
    def short(self) -> int:
        return self.need - self.have


class AcceptanceTooFewError(InvalidError):
    """A bank's acceptance group has at least five people (ITB-30)."""

    says = "题库验收小组不少于 {need} 人，现有 {have} 人。"
    _: KW_ONLY
    have: int
    need: int


class AcceptanceFieldMissingError(InvalidError):
    """ITB-30: the group has people of technical management, of training and of assessment."""

    says = "题库验收小组应包括技术管理、培训、考核人员，还缺少：{lacking}。"
    lacking: Sequence[str]


class AcceptanceUnsignedError(InvalidError):
    """Every member of the acceptance group signs (ITB-31)."""

    says = "题库验收结果须全体成员签字，还有 {missing} 人没有签字。"
    missing: int


class AcceptanceInFutureError(InvalidError):
    """An acceptance is dated after today (ITB-33)."""

    says = "题库验收日期不能晚于今天。"


class OpinionMissingError(InvalidError):
    """ITB-32: a group that does not pass a bank says what is to be improved."""

    says = "验收不合格的，须写明验收小组的意见。"


class BankNotImprovedError(ConflictError):
    """ITB-32: what failed its acceptance is improved before it is reviewed again."""

    says = "题库 {bank_id} 上次验收不合格，内容尚未按验收小组的意见完善，不能再次验收。"
    bank_id: str


class BankAlreadyAcceptedError(ConflictError):
    """ITB-33: a revision is accepted once; what is changed is a new revision."""

    says = "题库 {bank_id} 的本次修订已通过验收。"
    bank_id: str


class BankNotAcceptedError(ConflictError):
    """Only accepted banks are used (ITB-33)."""

    says = "题库 {bank_id} 尚未通过验收，不能组卷。"
    bank_id: str
