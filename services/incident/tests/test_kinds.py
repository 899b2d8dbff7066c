"""The plan's two lists and the tier that follows."""

import pytest

from services.incident.domain.classification import Facts, classify
from services.incident.domain.errors import UnknownKindError
from services.incident.domain.kinds import KINDS


@pytest.mark.rule("INC-11")
def test_there_are_eight_major_kinds_in_the_words_of_the_plan():
    major = [kind for kind in KINDS.values() if kind.tier == "major"]

    assert [kind.clause for kind in major] == [f"三（一）{number}" for number in range(1, 9)]
    assert [kind.wording[:8] for kind in major] == [
        "试卷在运输、考前",
        "试卷保管期间遭受",
        "自然灾害、交通事",
        "考试期间，考点有",
        "发生恐怖性事件。",
        "考生出现危重疾病",
        "地震、火灾、洪水",
        "其他影响严重的重",
    ]


@pytest.mark.rule("INC-13")
def test_there_are_six_general_kinds_in_the_words_of_the_plan():
    general = [kind for kind in KINDS.values() if kind.tier == "general"]

    assert [kind.clause for kind in general] == [f"三（二）{number}" for number in range(1, 7)]
    assert [kind.wording[:8] for kind in general] == [
        "考试资料启封后，",
        "考试期间，发现试",
        "考试期间，突然断",
        "计算机考试过程中",
        "考试结束后，发现",
        "其他有一定影响的",
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


def test_disorder_in_an_unknown_number_of_rooms_is_taken_as_the_kind_says():
    assert classify("mass-disorder", Facts()).tier == "major"


def test_a_kind_that_the_plan_does_not_list_is_refused():
    with pytest.raises(UnknownKindError):
        classify("bad-mood", Facts())
