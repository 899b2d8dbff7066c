"""Every computed answer, worked out a second time from the numbers in the question's own text."""

import re

import pytest

from examples.items.computed import Computed
from examples.items.families import families_of
from examples.tests.oracles import ORACLES
from examples.tests.shipped import BANKS, bank, family_of

NUMBER = r"-?\d+(?:\.\d+)?"
BLANK = "（　）"
SAID = re.compile(rf"({NUMBER})(.*)")


def computed_of(trade):
    return {family.slug: family for family in families_of(trade) if isinstance(family, Computed)}


def pattern_of(family, stem):
    """The stem as an expression: what stands for a number must be a number."""
    numeric = {
        name
        for names, values in family.grid.items()
        for name, value in zip(
            names.split(","), values[0] if isinstance(values[0], tuple) else (values[0],), strict=True
        )
        if not isinstance(value, str)
    }
    parts = re.split(r"(\{\w+\})", stem)
    seen = set()
    text = ""
    for part in parts:
        name = part[1:-1]
        if part == "{为}":
            text += "(?P<is>为|约为)"
        elif not part.startswith("{"):
            text += re.escape(part)
        elif name in seen:
            text += f"(?P={name})"
        else:
            seen.add(name)
            text += f"(?P<{name}>{NUMBER if name in numeric else '.+?'})"
    return re.compile(text.replace(re.escape(BLANK), "(?P<filling>.+?)"))


def read(family, stem):
    """The numbers of a question, what fills its blank, and whether the value is said to be rounded."""
    for template in family.stems:
        if match := pattern_of(family, template).fullmatch(stem):
            groups = match.groupdict()
            filling, rounded = groups.pop("filling"), groups.pop("is", None) == "约为"
            numbers = {name: float(text) for name, text in groups.items() if re.fullmatch(NUMBER, text)}
            return numbers, filling, rounded
    raise AssertionError(f"{family.slug} does not ask: {stem}")


def value(text):
    return float(SAID.sub(r"\1", text))


def unit(text):
    return SAID.sub(r"\2", text)


@pytest.mark.parametrize("trade", ORACLES)
def test_every_family_with_arithmetic_has_an_oracle_and_the_other_way_round(trade):
    assert computed_of(trade).keys() == ORACLES[trade].keys()


@pytest.mark.parametrize(("trade", "level"), BANKS)
def test_every_computed_choice_has_the_right_answer_and_no_other_option_is_right(trade, level):
    families = computed_of(trade)
    checked = 0
    for item in bank(trade, level)["theory"]:
        family = families.get(family_of(item))
        if family is None or item["kind"] != "choice":
            continue
        numbers, _, rounded = read(family, item["stem"])
        truth = ORACLES[trade][family.slug](**numbers)
        options = [value(option) for option in item["options"]]
        right = options["ABCD".index(item["answer"])]
        tolerance = 0.5 * 10**-family.places + 1e-9

        assert abs(right - truth) <= tolerance, item
        assert rounded or abs(right - truth) < 1e-6 or "{为}" not in "".join(family.stems), item
        assert sum(abs(option - truth) <= tolerance for option in options) == 1, item
        checked += 1
    assert checked > 150


@pytest.mark.parametrize(("trade", "level"), BANKS)
def test_every_computed_judgement_holds_exactly_when_it_is_marked_true(trade, level):
    families = computed_of(trade)
    checked = 0
    for item in bank(trade, level)["theory"]:
        family = families.get(family_of(item))
        if family is None or item["kind"] != "judgement":
            continue
        numbers, filling, _ = read(family, item["stem"].removeprefix(BLANK))
        truth = ORACLES[trade][family.slug](**numbers)

        holds = abs(value(filling) - truth) <= 0.5 * 10**-family.places + 1e-9

        assert item["answer"] == ("T" if holds else "F"), item
        checked += 1
    assert checked > 25


@pytest.mark.parametrize(("trade", "level"), BANKS)
def test_options_of_a_computed_question_share_one_unit(trade, level):
    families = computed_of(trade)
    for item in bank(trade, level)["theory"]:
        if item["options"] and family_of(item) in families:
            assert len({unit(option) for option in item["options"]}) == 1, item
