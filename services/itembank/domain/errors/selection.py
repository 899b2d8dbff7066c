"""Why no forms can be selected from a bank. Sentences name items and ranges, never what an item says."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, asdict, dataclass
from typing import Any

from libs.chassis.domain import ConflictError

KIND_NAMES = {"choice": "单选题", "judgement": "判断题"}


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """How many items of one kind a range lacks."""

    range: str
    kind: str
    short: int


class NoSelectionError(ConflictError):
    """These items give no forms."""


class ItemsShortError(NoSelectionError):
    """So many items of a kind are missing in a range; every missing one is counted."""

    shortages: Sequence[Shortage]

    @property
    def missing(self) -> str:
        """Range by range, what is missing."""
        return "、".join(f"范围 {lack.range} 的{KIND_NAMES[lack.kind]}缺 {lack.short} 题" for lack in self.shortages)

    @property
    def extra(self) -> dict[str, Any]:
        """The shortages one by one."""
        return {"shortages": [asdict(shortage) for shortage in self.shortages]}


class BankShortError(ItemsShortError):
    """The bank cannot fill three papers that share no item (ITB-25)."""

    says = "题库不够组成全部试卷：{missing}。"


class EnemiesInTheWayError(ItemsShortError):
    """There are items enough, but too many of them may not stand in one paper together (ITB-25)."""

    says = "题量足够，但互斥试题过多，不能同卷，组不出全部试卷：{missing}。请调整互斥关系或补充不互斥的试题。"


class DifficultyOutOfReachError(NoSelectionError):
    """No selection comes near the blueprint's mean difficulty."""

    says = "现有试题组不出平均难度 {target:.2f} 的试卷，最接近的是 {nearest:.2f}。"
    shown = ("target", "nearest")
    _: KW_ONLY
    target: float
    nearest: float


class SelectionNotFoundError(NoSelectionError):
    """The solver found no selection in its time, and no shortage either; another seed may."""

    says = "在规定的计算量内没有组出试卷，请换一个随机种子再试。"
