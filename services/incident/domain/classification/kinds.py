"""The eight major and six general kinds of incident and how each is handled (三、事件确认及处理)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from libs.contracts.incident import Tier

MASS_DISORDER: Final = "mass-disorder"
OTHER_MAJOR: Final = "other-major"
OTHER_GENERAL: Final = "other-general"
POWER_FAILURE: Final = "power-or-equipment-failure"


class Heading(StrEnum):
    """What the plan wants reported, under four heads (二（二）)."""

    TRANSPORT = "transport"
    SAFEKEEPING = "safekeeping"
    ROOM = "room"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """The word that the plan itself has for it."""
        return {
            Heading.TRANSPORT: "试卷运送交接过程中出现的问题",
            Heading.SAFEKEEPING: "试卷保管过程中出现的问题",
            Heading.ROOM: "考场出现的问题",
            Heading.OTHER: "需要报送的其他问题",
        }[self]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One line of the emergency plan's two lists, in its own words."""

    code: str
    name: str
    tier: Tier
    heading: Heading
    clause: str
    wording: str
    handling_rule: str
    handling: str

    @property
    def rule(self) -> str:
        """The rule of the catalogue that lists this kind."""
        return "INC-11" if self.tier == "major" else "INC-13"


KINDS: Final = {
    kind.code: kind
    for kind in (
        Kind(
            code="paper-leak",
            name="试卷泄密",
            tier="major",
            heading=Heading.TRANSPORT,
            clause="三（一）1",
            wording="试卷在运输、考前保管等环节发生被盗、丢失、被私自拆启以及其他原因，造成试卷泄密。",
            handling_rule="INC-15",
            handling=(
                "考点应采取措施，保护好现场，领导小组会同有关部门调查并上报评价机构负责人；确信未大规模扩散的，"
                "经批准如期进行；考后查明扩散范围的，经批准宣布范围内考试无效并启动备用试卷；"
                "运输或保管期间被盗、丢失、拆启的，报同意后启用备用试卷重新印制、本次成绩无效或组织缓考。"
            ),
        ),
        Kind(
            code="papers-damaged",
            name="试卷受损",
            tier="major",
            heading=Heading.SAFEKEEPING,
            clause="三（一）2",
            wording="试卷保管期间遭受水、火灾致使试卷损坏。",
            handling_rule="INC-18",
            handling=(
                "领导小组视情况的严重与否作出决策；试卷部分损坏的，可启用备用试卷，"
                "或报请评价机构负责人同意后进行复制印刷。"
            ),
        ),
        Kind(
            code="arrival-prevented",
            name="试卷或考生不能按时到达",
            tier="major",
            heading=Heading.TRANSPORT,
            clause="三（一）3",
            wording=(
                "自然灾害、交通事故或故障、考试组织和管理以及其他原因，"
                "导致试卷不能按时运抵考点或者大量考生无法按时到达考点。"
            ),
            handling_rule="INC-19",
            handling=(
                "试卷不能按时运抵：启用备用卷或尽快将试卷送至考点，考生按时入场候考，安抚情绪，视情况补足考试时间；"
                "大量考生不能到达：报评价机构负责人同意后，该次考试延时、重新安排，或取消并于下次免收该科目考试费用。"
            ),
        ),
        Kind(
            code=MASS_DISORDER,
            name="多考场秩序混乱",
            tier="major",
            heading=Heading.ROOM,
            clause="三（一）4",
            wording="考试期间，考点有两个以上考场秩序混乱，出现大面积舞弊现象。",
            handling_rule="INC-21",
            handling=(
                "及时报告领导小组并上报评价机构负责人，指派工作组会同考点封闭整个考点，更换监考人员充实考场，"
                "必要时请求公安机关协助；登记问题考场和舞弊人员；评卷时分析问题考场试卷，雷同试卷按规定处理，"
                "或请示将该考场试卷全部作废。"
            ),
        ),
        Kind(
            code="terror",
            name="恐怖事件",
            tier="major",
            heading=Heading.OTHER,
            clause="三（一）5",
            wording="发生恐怖性事件。",
            handling_rule="INC-23",
            handling=(
                "立即报警，请求公安机关协助，排除危险；及时向评价机构负责人汇报，"
                "申请缓考或更换考点后再考并启用备用卷，或在公安机关的保护下继续考试。"
            ),
        ),
        Kind(
            code="grave-illness",
            name="危重疾病或疑似疫情",
            tier="major",
            heading=Heading.ROOM,
            clause="三（一）6",
            wording="考生出现危重疾病症状或发现疑似感染流行性疾病。",
            handling_rule="INC-24",
            handling=(
                "由考点医务人员做好应急处理，及时送往医院抢救；传染病暴发的，"
                "进行考点隔离、人员隔离或采取卫生防疫要求的其他措施；经评价机构负责人批准作出停考或缓考决定。"
            ),
        ),
        Kind(
            code="natural-disaster",
            name="自然灾害",
            tier="major",
            heading=Heading.OTHER,
            clause="三（一）7",
            wording="地震、火灾、洪水以及其他不可预知的自然灾害影响考试正常进行的。",
            handling_rule="INC-25",
            handling="先确保考生人身安全、试卷安全，再向评价机构负责人请示，作出停考或缓考的决定；同时妥善疏散、安置考生。",
        ),
        Kind(
            code=OTHER_MAJOR,
            name="其他重大事件",
            tier="major",
            heading=Heading.OTHER,
            clause="三（一）8",
            wording="其他影响严重的重大突发性事件。",
            handling_rule="INC-11",
            handling="由应急处理领导小组根据情况轻重，做出不同处理，将不利因素的负面影响降至最低。",
        ),
        Kind(
            code="faulty-papers",
            name="试卷不符或缺损",
            tier="general",
            heading=Heading.ROOM,
            clause="三（二）1",
            wording="考试资料启封后，发现试卷科目与本场考试科目不符，试卷少装、缺页、光盘播放无显示或无声音等问题。",
            handling_rule="INC-28",
            handling=(
                "将缺页试卷和播放无显示的光盘收回装入原试卷袋，如实填写考场情况记录表，"
                "经现场巡考人员审核同意可启用备用试卷；备用不足的，调配其他考点备用试卷或保密速印，考试时间适当顺延，"
                "考后书面报告。"
            ),
        ),
        Kind(
            code="item-errors",
            name="试题错误",
            tier="general",
            heading=Heading.ROOM,
            clause="三（二）2",
            wording="考试期间，发现试卷试题出现明显错误。",
            handling_rule="INC-30",
            handling=(
                "错别字、多余字和选择项字母代码重复且不影响考试正常进行的，由考务管理责任人更正，考后书面报告；"
                "其他问题及时向评价机构负责人报告。"
            ),
        ),
        Kind(
            code=POWER_FAILURE,
            name="停电或设备故障",
            tier="general",
            heading=Heading.ROOM,
            clause="三（二）3",
            wording="考试期间，突然断电、停电及设备故障影响考试正常进行。",
            handling_rule="INC-31",
            handling=(
                "30 分钟内恢复或排除的，考务管理责任人根据情况补足耽误的考试时间；区域大面积停电的，"
                "确认恢复供电时间，立即向评价机构负责人报告，根据指示延时、重新安排，"
                "或取消并于下次免收该科目考试费用。"
            ),
        ),
        Kind(
            code="virus-or-network-fault",
            name="病毒或网络故障",
            tier="general",
            heading=Heading.ROOM,
            clause="三（二）4",
            wording="计算机考试过程中出现病毒、网络故障影响考试正常进行。",
            handling_rule="INC-33",
            handling=(
                "做好考生安抚工作，在最短时间内排除故障，根据实际情况决定是否补足因此耽误的考试时间，同时做好情况记录。"
            ),
        ),
        Kind(
            code="papers-missing-afterwards",
            name="试卷或答题卡丢失",
            tier="general",
            heading=Heading.ROOM,
            clause="三（二）5",
            wording="考试结束后，发现考试试卷或答题卡丢失或发现考生故意带走试卷或答题卡。",
            handling_rule="INC-34",
            handling=(
                "立即报告考点负责人和巡考人员，迅速查清并联系该考生，责令送回，在考场记录单上做详细记录，"
                "建议将该科目成绩按零分处理。"
            ),
        ),
        Kind(
            code=OTHER_GENERAL,
            name="其他一般事件",
            tier="general",
            heading=Heading.OTHER,
            clause="三（二）6",
            wording="其他有一定影响的突发性事件。",
            handling_rule="INC-13",
            handling="领导小组采取必要措施，将不利因素的负面影响降至最低。",
        ),
    )
}
