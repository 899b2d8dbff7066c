"""The words that people read for the codes that events carry."""

from collections.abc import Mapping
from types import MappingProxyType

LEVEL_NAMES: Mapping[int, str] = MappingProxyType(
    {5: "五级/初级工", 4: "四级/中级工", 3: "三级/高级工", 2: "二级/技师", 1: "一级/高级技师"}
)

# The words of a list or a refusal, where room is short.
PART_NAMES: Mapping[str, str] = MappingProxyType(
    {"theory": "理论", "practical": "实操", "defence": "答辩", "review": "综合评审"}
)

# The words of the standard, for what is printed.
FULL_PART_NAMES: Mapping[str, str] = MappingProxyType({"theory": "理论知识考试", "practical": "操作技能考核"})

TIER_NAMES: Mapping[str, str] = MappingProxyType({"major": "重大", "general": "一般"})
