"""The eight major and six general kinds of incident (三（一）, 三（二）), and how a report is classified by them."""

from dataclasses import dataclass
from typing import Final

from libs.contracts.incident import Tier
from services.incident.domain.errors import UnknownKindError

MASS_DISORDER: Final = "mass-disorder"
OTHER_GENERAL: Final = "other-general"
ROOMS_THAT_MAKE_DISORDER_MAJOR: Final = 2


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One line of the emergency plan's two lists, in its own words."""

    code: str
    tier: Tier
    clause: str
    wording: str

    @property
    def rule(self) -> str:
        """The rule of the catalogue that lists this kind."""
        return "INC-11" if self.tier == "major" else "INC-13"


@dataclass(frozen=True, kw_only=True)
class Classification:
    """What a report turned out to be, and the rule that decided it."""

    category: str
    tier: Tier
    rule: str


KINDS: Final = {
    kind.code: kind
    for kind in (
        Kind(
            code="paper-leak",
            tier="major",
            clause="三（一）1",
            wording="试卷在运输、考前保管等环节发生被盗、丢失、被私自拆启以及其他原因，造成试卷泄密。",
        ),
        Kind(
            code="papers-damaged",
            tier="major",
            clause="三（一）2",
            wording="试卷保管期间遭受水、火灾致使试卷损坏。",
        ),
        Kind(
            code="arrival-prevented",
            tier="major",
            clause="三（一）3",
            wording=(
                "自然灾害、交通事故或故障、考试组织和管理以及其他原因，"
                "导致试卷不能按时运抵考点或者大量考生无法按时到达考点。"
            ),
        ),
        Kind(
            code=MASS_DISORDER,
            tier="major",
            clause="三（一）4",
            wording="考试期间，考点有两个以上考场秩序混乱，出现大面积舞弊现象。",
        ),
        Kind(
            code="terror",
            tier="major",
            clause="三（一）5",
            wording="发生恐怖性事件。",
        ),
        Kind(
            code="grave-illness",
            tier="major",
            clause="三（一）6",
            wording="考生出现危重疾病症状或发现疑似感染流行性疾病。",
        ),
        Kind(
            code="natural-disaster",
            tier="major",
            clause="三（一）7",
            wording="地震、火灾、洪水以及其他不可预知的自然灾害影响考试正常进行的。",
        ),
        Kind(
            code="other-major",
            tier="major",
            clause="三（一）8",
            wording="其他影响严重的重大突发性事件。",
        ),
        Kind(
            code="faulty-papers",
            tier="general",
            clause="三（二）1",
            wording="考试资料启封后，发现试卷科目与本场考试科目不符，试卷少装、缺页、光盘播放无显示或无声音等问题。",
        ),
        Kind(
            code="item-errors",
            tier="general",
            clause="三（二）2",
            wording="考试期间，发现试卷试题出现明显错误。",
        ),
        Kind(
            code="power-or-equipment-failure",
            tier="general",
            clause="三（二）3",
            wording="考试期间，突然断电、停电及设备故障影响考试正常进行。",
        ),
        Kind(
            code="virus-or-network-fault",
            tier="general",
            clause="三（二）4",
            wording="计算机考试过程中出现病毒、网络故障影响考试正常进行。",
        ),
        Kind(
            code="papers-missing-afterwards",
            tier="general",
            clause="三（二）5",
            wording="考试结束后，发现考试试卷或答题卡丢失或发现考生故意带走试卷或答题卡。",
        ),
        Kind(
            code=OTHER_GENERAL,
            tier="general",
            clause="三（二）6",
            wording="其他有一定影响的突发性事件。",
        ),
    )
}


def classify(code: str, *, rooms_in_disorder: int | None) -> Classification:
    """Derive the tier from the kind picked; the number of rooms in disorder with cheating overrules it (INC-12).

    An unknown number is not a small one: the kind picked then stands.
    """
    kind = KINDS.get(code)
    if kind is None:
        raise UnknownKindError(code)

    if rooms_in_disorder is not None and rooms_in_disorder >= ROOMS_THAT_MAKE_DISORDER_MAJOR:
        return Classification(category=code, tier="major", rule=kind.rule if kind.tier == "major" else "INC-12")
    if rooms_in_disorder is not None and code == MASS_DISORDER:
        return Classification(category=OTHER_GENERAL, tier="general", rule="INC-12")
    return Classification(category=code, tier=kind.tier, rule=kind.rule)
