"""Tables of facts: one value a key, so that exactly one option of a question drawn from them is right."""

import pytest

from examples.items.facts import Questions, Table, facts_of
from examples.tests.shipped import BANKS, bank, family_of

SETS = ("common", "kitchen", "cooking", "pastry", "turning", "refrigeration")
FAMILIES = [(name, family) for name in SETS for family in facts_of(name)]


def fact_families(trade):
    kitchen = facts_of("kitchen") if trade in {"cooking", "pastry"} else ()
    return {family.slug: family for family in (*facts_of("common"), *kitchen, *facts_of(trade))}


@pytest.mark.parametrize(("name", "family"), FAMILIES, ids=[f"{name}-{family.slug}" for name, family in FAMILIES])
def test_a_table_has_one_value_a_key_and_a_question_four_different_fillings(name, family):
    if isinstance(family, Table):
        keys = [key for key, _ in family.rows]
        assert len(keys) == len(set(keys)), name
        assert "{key}" in family.claim
        assert "{value}" in family.claim
        assert family.ask or family.back
    else:
        assert isinstance(family, Questions)
        for stem, right, *wrong in family.rows:
            assert stem.count("（　）") == 1, stem
            assert len({right, *wrong}) == 4, stem
        assert len({row[0] for row in family.rows}) == len(family.rows)


@pytest.mark.parametrize(("trade", "level"), BANKS)
def test_of_a_tables_options_only_the_answer_agrees_with_the_table(trade, level):
    families = fact_families(trade)
    checked = 0
    for item in bank(trade, level)["theory"]:
        table = families.get(family_of(item))
        if not isinstance(table, Table) or not item["options"]:
            continue
        pairs = set(table.rows)
        forwards = {table.ask.format(key=key): key for key, _ in table.rows} if table.ask else {}
        if item["stem"] in forwards:
            agrees = [(forwards[item["stem"]], option) in pairs for option in item["options"]]
        else:
            [asked] = {value for _, value in table.rows if table.back.format(value=value) == item["stem"]}
            agrees = [(option, asked) in pairs for option in item["options"]]

        assert agrees == [letter == item["answer"] for letter in "ABCD"], item
        checked += 1
    assert checked > 40


@pytest.mark.parametrize(("trade", "level"), BANKS)
def test_a_claim_is_marked_true_exactly_when_the_table_says_so(trade, level):
    families = fact_families(trade)
    checked = 0
    for item in bank(trade, level)["theory"]:
        table = families.get(family_of(item))
        if not isinstance(table, Table) or item["options"]:
            continue
        claims = {f"（　）{table.claim.format(key=key, value=value)}" for key, value in table.rows}

        assert item["answer"] == ("T" if item["stem"] in claims else "F"), item
        checked += 1
    assert checked > 10


@pytest.mark.parametrize(("trade", "level"), BANKS)
def test_a_single_question_keeps_its_own_answer(trade, level):
    families = fact_families(trade)
    for item in bank(trade, level)["theory"]:
        family = families.get(family_of(item))
        if isinstance(family, Questions) and item["options"]:
            rights = {stem: right for stem, right, *_ in family.rows}
            assert item["options"]["ABCD".index(item["answer"])] == rights[item["stem"]]
