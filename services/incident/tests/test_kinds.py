"""The plan's two lists and the tier that follows."""

import pytest

from services.incident.domain.classification.classification import Facts, classify
from services.incident.domain.classification.errors import UnknownKindError
from services.incident.domain.classification.kinds import KINDS


@pytest.mark.rule("INC-11")
def test_there_are_eight_major_kinds_in_the_words_of_the_plan():
    major = [kind for kind in KINDS.values() if kind.tier == "major"]

    assert [kind.clause for kind in major] == [f"三（一）{number}" for number in range(1, 9)]
    assert [kind.wording for kind in major] == [
        "试卷在运输、考前保管等环节发生被盗、丢失、被私自拆启以及其他原因，造成试卷泄密。",
        "试卷保管期间遭受水、火灾致使试卷损坏。",
        "自然灾害、交通事故或故障、考试组织和管理以及其他原因，导致试卷不能按时运抵考点或者大量考生无法按时到达考点。",
        "考试期间，考点有两个以上考场秩序混乱，出现大面积舞弊现象。",
        "发生恐怖性事件。",
        "考生出现危重疾病症状或发现疑似感染流行性疾病。",
        "地震、火灾、洪水以及其他不可预知的自然灾害影响考试正常进行的。",
        "其他影响严重的重大突发性事件。",
    ]


@pytest.mark.rule("INC-13")
def test_there_are_six_general_kinds_in_the_words_of_the_plan():
    general = [kind for kind in KINDS.values() if kind.tier == "general"]

    assert [kind.clause for kind in general] == [f"三（二）{number}" for number in range(1, 7)]
    assert [kind.wording for kind in general] == [
        "考试资料启封后，发现试卷科目与本场考试科目不符，试卷少装、缺页、光盘播放无显示或无声音等问题。",
        "考试期间，发现试卷试题出现明显错误。",
        "考试期间，突然断电、停电及设备故障影响考试正常进行。",
        "计算机考试过程中出现病毒、网络故障影响考试正常进行。",
        "考试结束后，发现考试试卷或答题卡丢失或发现考生故意带走试卷或答题卡。",
        "其他有一定影响的突发性事件。",
    ]


@pytest.mark.rule("INC-04")
@pytest.mark.parametrize("code", KINDS)
def test_a_kind_brings_its_tier_and_the_rule_that_lists_it(code):
    found = classify(code, Facts())

    assert (found.category, found.tier) == (code, KINDS[code].tier)
    assert found.rule == {"major": "INC-11", "general": "INC-13"}[found.tier]


@pytest.mark.rule("INC-12")
@pytest.mark.parametrize(
    ("rooms", "tier", "category"),
    [
        (0, "general", "other-general"),
        (1, "general", "other-general"),
        (2, "major", "mass-disorder"),
        (3, "major", "mass-disorder"),
    ],
)
def test_disorder_is_major_from_two_rooms_on(rooms, tier, category):
    found = classify("mass-disorder", Facts(rooms_in_disorder=rooms))

    assert (found.tier, found.category) == (tier, category)


@pytest.mark.rule("INC-12")
@pytest.mark.parametrize(("rooms", "tier", "rule"), [(1, "general", "INC-13"), (2, "major", "INC-12")])
def test_disorder_in_two_rooms_makes_any_kind_major(rooms, tier, rule):
    found = classify("power-or-equipment-failure", Facts(rooms_in_disorder=rooms))

    assert (found.tier, found.rule) == (tier, rule)
    assert found.category == "power-or-equipment-failure"


def test_disorder_in_uncounted_rooms_is_taken_as_the_kind_says():
    assert classify("mass-disorder", Facts()).tier == "major"


def test_a_kind_that_the_plan_does_not_list_is_refused():
    with pytest.raises(UnknownKindError):
        classify("bad-mood", Facts())
