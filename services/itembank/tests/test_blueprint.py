"""Blueprints add up to 100."""

from decimal import Decimal
from typing import Any

import pytest

from libs.chassis.domain import Act
from services.itembank.domain.blueprint import Blueprint, BlueprintDraft, PracticalPlan, TheoryPlan, WeightedRange
from services.itembank.domain.errors.blueprint import BlueprintRefusedError
from services.itembank.tests.builders import CODE, NOW


def draw_up(*, ranges=(("A", 60), ("B", 40)), tasks=1, practical_minutes=120, **theory):
    fields: dict[str, Any] = {
        "minutes": 90,
        "choice": 80,
        "judgement": 20,
        "marks_each": Decimal(1),
        "difficulty": 0.65,
    } | theory
    draft = BlueprintDraft(
        occupation_code=CODE,
        level=5,
        theory=TheoryPlan(ranges=[WeightedRange(prefix=prefix, weight=weight) for prefix, weight in ranges], **fields),
        practical=PracticalPlan(minutes=practical_minutes, tasks=tasks),
    )
    return Blueprint.draw_up(draft, act=Act("S-0001", NOW))


def refused_field(**differing):
    with pytest.raises(BlueprintRefusedError) as refused:
        draw_up(**differing)
    return refused.value.extra["field"]


@pytest.mark.parametrize("last", [39, 41])
def test_weights_that_do_not_sum_up_to_100_are_refused(last):
    assert refused_field(ranges=(("A", 60), ("B", last))) == "theory.ranges"


@pytest.mark.parametrize("judgement", [19, 21])
def test_counts_that_do_not_make_100_marks_are_refused(judgement):
    assert refused_field(judgement=judgement) == "theory.marks_each"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ranges": (("A", 60), ("A-1", 40))}, "theory.ranges"),
        ({"ranges": (("A", 60), ("A", 40))}, "theory.ranges"),
        ({"ranges": (("A", 60), ("", 40))}, "theory.ranges"),
        ({"ranges": (("A", 100), ("B", 0))}, "theory.ranges"),
        ({"marks_each": Decimal(0)}, "theory.marks_each"),
        ({"choice": 101, "judgement": -1}, "theory.marks_each"),
        ({"marks_each": Decimal(5), "choice": 16, "judgement": 4, "ranges": (("A", 52), ("B", 48))}, "theory.ranges"),
        ({"minutes": 0}, "theory.minutes"),
        ({"difficulty": 1.0}, "theory.difficulty"),
        ({"difficulty": 0.0}, "theory.difficulty"),
        ({"tasks": 0}, "practical.tasks"),
        ({"practical_minutes": 0}, "practical.minutes"),
    ],
)
def test_a_blueprint_that_no_paper_can_follow_is_refused(changes, field):
    assert refused_field(**changes) == field


@pytest.mark.parametrize(
    "least",
    [
        {"minutes": 1},
        {"practical_minutes": 1},
        {"tasks": 1},
        {"difficulty": 0.001},
        {"difficulty": 0.999},
        {"choice": 100, "judgement": 0},
        {"choice": 0, "judgement": 100},
        {"ranges": (("A", 99), ("B", 1))},
    ],
)
def test_the_least_that_a_paper_can_follow_is_taken(least):
    draw_up(**least)


def test_half_marks_double_the_items_of_a_range():
    blueprint = draw_up(choice=160, judgement=40, marks_each=Decimal("0.5"))

    assert blueprint.theory.items_per_range() == {"A": 120, "B": 80}


def test_the_digest_of_a_blueprint_does_not_depend_on_who_drew_it():
    mine, yours = draw_up(), draw_up()
    yours.drawn_by = "S-0002"

    assert mine.as_bytes() == yours.as_bytes()
    assert mine.as_bytes() != draw_up(difficulty=0.66).as_bytes()
