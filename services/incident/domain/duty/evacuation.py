"""What a site has prepared for earthquake, fire and flood (INC-26)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final


@dataclass(frozen=True, kw_only=True)
class EvacuationPlan:
    """What a site has prepared and posted for earthquake, fire and flood (INC-26)."""

    site: str
    posted_on: date | None = None
    buildings_checked_on: date | None = None
    shelters: str = ""
    routes: str = ""
    drilled_on: date | None = None
    people_on_routes: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """What the plan of the institution asks for and this one has not."""
        return [word for name, word in _PARTS_OF_EVACUATION.items() if not getattr(self, name)]


_PARTS_OF_EVACUATION: Final = {
    "posted_on": "张贴疏散方案",
    "buildings_checked_on": "排查房屋安全隐患",
    "shelters": "设置临时躲避场所",
    "routes": "安排疏散顺序和线路",
    "drilled_on": "疏散辅导演练",
    "people_on_routes": "疏散通道专人值守",
}
