"""The six general kinds (三（四）); power fails twice, once in a room and once in the whole region."""

from typing import Any

from examples.incidents import (
    NONE,
    acknowledged,
    an_incident,
    asked,
    at_once,
    decided,
    practical,
    put_on_record,
    theory,
    told,
)


def general_incidents() -> list[dict[str, Any]]:
    """In the order of the plan's list."""
    return [
        _pages_missing(),
        _misprint(),
        _power_in_a_room(),
        _power_in_the_region(),
        _network(),
        _sheet_taken_away(),
        _coolant(),
    ]


def _pages_missing() -> dict[str, Any]:
    return an_incident(
        "faulty-papers",
        "启封清点时发现本考场试卷缺第三页。",
        where=theory(7),
        minutes=-4,
        steps=[
            told(0, 1),
            acknowledged(1, "inspector"),
            at_once(1, "put-back", "缺页试卷收回装入原袋，已记入考场情况记录表。", by="staff", done_after=1),
            decided(1, "spare-paper", by="staff", approved_by="supervisor"),
        ],
        follow_ups={"written-report": "缺页试卷已装回原袋，处理情况书面报考务管理责任人。"},
        closed_after=110,
        report=(
            "装订漏页。",
            "缺页试卷收回装入原袋，经巡考人员审核同意启用备用试卷。",
            "按时开考，全场使用备用试卷。",
            NONE,
        ),
    )


def _misprint() -> dict[str, Any]:
    return an_incident(
        "item-errors",
        "考生反映一道选择题题干有一个多余的字，不影响作答。",
        where=theory(2),
        minutes=20,
        steps=[
            told(),
            at_once(5, "correction", "向全考场宣读更正。", by="exam-affairs", done_after=10),
        ],
        follow_ups={"written-report": "错字位置和更正情况书面报评价机构负责人。"},
        closed_after=85,
        report=("校对疏漏。", "考务管理责任人更正并当场宣读。", "考生作答不受影响。", NONE),
    )


def _power_in_a_room() -> dict[str, Any]:
    return an_incident(
        "power-or-equipment-failure",
        "考场供电跳闸，考生试卷和答题情况完好。",
        where=theory(1),
        minutes=35,
        steps=[
            told(),
            at_once(5, "repair", "电工检查线路并合闸。", by="staff", done_after=20),
            decided(20, "make-up-time", minutes=20, by="site-head", approved_by="exam-affairs"),
        ],
        closed_after=85,
        report=("插座短路引起跳闸。", "20 分钟内恢复供电，补足耽误的时间。", "考生补足 20 分钟。", NONE),
    )


def _power_in_the_region() -> dict[str, Any]:
    return an_incident(
        "power-or-equipment-failure",
        "市区变电站故障，区域大面积停电，供电部门称当日无法恢复。",
        where=practical(6),
        minutes=35,
        figures={"region_wide": True},
        steps=[
            told(),
            acknowledged(2, "inspector", "duty-officer"),
            at_once(5, "power-return", "考务管理责任人与供电部门确认恢复时间。", by="exam-affairs", done_after=25),
            decided(30, "cancellation"),
            decided(35, "fee-waiver", seats=None),
        ],
        closed_after=55,
        report=(
            "变电站主变故障。",
            "立即报告评价机构负责人，根据指示取消该场考试，下次免收该科目费用。",
            "本场停考，考生下次免费报考该科目。",
            "停电影响全城，考生表示理解。",
        ),
    )


def _network() -> dict[str, Any]:
    return an_incident(
        "virus-or-network-fault",
        "考试机接入交换机故障，全考场无法提交答案。",
        where=theory(6),
        minutes=30,
        entered_after=2,
        steps=[
            told(2, 5),
            at_once(5, "calming", "告知考生已作答内容均已保存，原位等候。", by="staff", done_after=10),
            at_once(5, "repair", "更换交换机。", by="staff", done_after=10),
            put_on_record(10, "correct", minutes=-3, reason="监控显示断网早于登记时间三分钟。", by="exam-affairs"),
            decided(10, "make-up-time", minutes=8, by="staff", approved_by="site-head"),
        ],
        closed_after=75,
        report=("交换机电源损坏。", "安抚考生，更换设备，补足耽误的时间。", "答案无丢失，补足 8 分钟。", NONE),
    )


def _sheet_taken_away() -> dict[str, Any]:
    return an_incident(
        "papers-missing-afterwards",
        "清点时缺一份答题卡，监控显示一名考生离场时带走。",
        where=theory(9),
        of="end",
        minutes=5,
        entered_after=15,
        steps=[
            told(15, 20),
            acknowledged(20, "duty-officer", "director"),
            at_once(20, "paper-return", "电话联系该考生，责令当日送回答题卡。", by="staff", done_after=50),
            decided(30, "zero-score", seats=1, by="site-head"),
        ],
        closed_after=60,
        report=(
            "考生故意带走答题卡。",
            "查清并联系该考生，责令送回，在考场记录单记录；监考人员先自行寻找，初报逾期。",
            "答题卡送回，该科目成绩经批准按零分处理。",
            NONE,
        ),
    )


def _coolant() -> dict[str, Any]:
    return an_incident(
        "other-general",
        "考场内一台设备冷却液泄漏，现场已清理；首报未送达应急处理领导小组。",
        where=practical(1),
        minutes=25,
        steps=[
            acknowledged(15, "group-head"),
            asked(20, "other", "泄漏设备停用，该工位改用备用设备。", approved_by="leading-group", done_after=30),
        ],
        closed_after=75,
        report=(
            "冷却液管接头松动。",
            "现场清理，初次报告漏报，系统在十分钟时升级；领导小组指示停用该设备。",
            "考核正常完成，漏报人员已谈话提醒。",
            NONE,
        ),
    )
