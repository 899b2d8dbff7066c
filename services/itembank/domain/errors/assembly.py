"""Why no papers can be made of what was selected."""

from dataclasses import KW_ONLY
from typing import ClassVar

from libs.chassis.domain import ConflictError


class PracticalTasksShortError(ConflictError):
    """The practical papers would need more tasks than fit the blueprint's time."""

    says = "时限内可用的实操试题缺 {short} 题（需要 {need} 题，现有 {have} 题）。"
    shown = ("range", "short")
    range: ClassVar = "practical"
    _: KW_ONLY
    have: int
    need: int

    @property
    def short(self) -> int:
        return self.need - self.have
