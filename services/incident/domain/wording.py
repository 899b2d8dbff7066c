"""What a notice says: number, kind, place and times of an incident. There is no way into it for a person's name."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from libs.contracts.incident import Tier

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
ELSEWHERE: Final = "（见值守台）"

SHORT: Final = {
    "paper-leak": "试卷泄密",
    "papers-damaged": "试卷损坏",
    "arrival-prevented": "试卷或考生不能按时到达",
    "mass-disorder": "考场秩序混乱",
    "terror": "恐怖性事件",
    "grave-illness": "危重疾病或疑似疫情",
    "natural-disaster": "自然灾害",
    "other-major": "其他重大事件",
    "faulty-papers": "试卷错装少装或资料故障",
    "item-errors": "试题错误",
    "power-or-equipment-failure": "停电或设备故障",
    "virus-or-network-fault": "病毒或网络故障",
    "papers-missing-afterwards": "试卷或答题卡丢失",
    "other-general": "其他一般事件",
}

# Ordinals, letters and the words of an examination site; a name of a person is made of other characters.
_PIECES = (
    "第|号|主|备用|理论|实操|技能|考务|保密|试卷|候考|实训|计算机|东|南|西|北|区|座|楼|栋|层|考点|考场|教室|机房|车间|"
    "室|库|场地|工位|[一二三四五六七八九十]|[A-Z]|[0-9]|-"
)
_PLACE = re.compile(rf"(?:{_PIECES})+")
_MOST = {"digits": 4, "letters": 2, "characters": 16}


class Occasion(StrEnum):
    """Why somebody is told."""

    REPORTED = "新报告"
    REMINDER = "首报提醒"
    OVERDUE = "首报超时"
    CALLED = "升级呼叫"
    CALLED_AGAIN = "再次呼叫"
    STAGE_REPORT_DUE = "阶段性报告到期"
    STAGE_REPORT_MISSED = "阶段性报告缺报"
    DISPOSITION = "处置待审批"
    CLOSED = "已处置完毕"


@dataclass(frozen=True, kw_only=True)
class Matter:
    """All that a notice may tell. `known` are the sites and rooms that the plans of the institution have."""

    incident_id: str
    kind: str
    tier: Tier
    discovered_at: datetime
    site: str
    room: str = ""
    due_at: datetime | None = None
    known: AbstractSet[str] = frozenset()

    def title(self, occasion: Occasion) -> str:
        """One line, the reason first: a telephone shows little of it."""
        tier = "重大突发事件" if self.tier == "major" else "一般突发事件"
        return f"{occasion}：{tier} {SHORT.get(self.kind, '')}".rstrip()

    def text(self) -> str:
        """Place, times, number, a line each."""
        place = " ".join(dict.fromkeys(self._place(name) for name in (self.site, self.room) if name))
        lines = [f"地点：{place}", f"发现：{_read(self.discovered_at)}"]
        if self.due_at is not None:
            lines.append(f"截止：{_read(self.due_at)}")
        return "\n".join([*lines, f"编号：{self.incident_id}"])

    def _place(self, name: str) -> str:
        """A name that is known, or made like that of a place. Anything else was typed by somebody, and stays inside."""
        like_a_place = (
            len(name) <= _MOST["characters"]
            and _PLACE.fullmatch(name)
            and sum(character.isdigit() for character in name) <= _MOST["digits"]
            and sum(character.isascii() and character.isalpha() for character in name) <= _MOST["letters"]
        )
        return name if name in self.known or like_a_place else ELSEWHERE


def _read(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
