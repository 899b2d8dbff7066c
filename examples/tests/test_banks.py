"""The item banks as whole collections: counts, ranges, points, texts, enemies, practical tasks."""

import unicodedata
from collections import Counter

import pytest

from examples.tests.shipped import BANKS, bank, blueprint, family_of

PAPERS = 3
every_bank = pytest.mark.parametrize(("trade", "level"), BANKS)


def plain(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


@every_bank
def test_a_bank_has_at_least_600_theory_items_and_20_practical_tasks(trade, level):
    content = bank(trade, level)

    assert len(content["theory"]) >= 600
    assert len(content["practical"]) >= 20
    kinds = Counter(item["kind"] for item in content["theory"])
    assert kinds["choice"] >= 500
    assert kinds["judgement"] >= 100


@every_bank
def test_an_acceptance_group_of_at_least_five_different_people_has_signed(trade, level):
    assert len(set(bank(trade, level)["acceptance"]["signatures"])) >= 5


@every_bank
def test_no_two_items_ask_the_same(trade, level):
    content = bank(trade, level)

    stems = Counter(plain(item["stem"]) for item in content["theory"])
    tasks = Counter(plain(task["title"] + task["task"]) for task in content["practical"])
    ids = Counter(item["item_id"] for item in [*content["theory"], *content["practical"]])

    assert stems.most_common(1)[0][1] == tasks.most_common(1)[0][1] == ids.most_common(1)[0][1] == 1


@every_bank
def test_a_choice_has_four_different_options_and_one_answer_among_them(trade, level):
    for item in bank(trade, level)["theory"]:
        if item["kind"] == "choice":
            assert len({plain(option) for option in item["options"]}) == 4, item
            assert item["answer"] in "ABCD"
            assert item["stem"].count("（　）") == 1, item
        else:
            assert item["options"] == []
            assert item["answer"] in "TF"
            assert item["stem"].startswith("（　）")
            assert "（　）" not in item["stem"][3:], item


@every_bank
def test_answers_are_spread_over_the_letters(trade, level):
    answers = Counter(item["answer"] for item in bank(trade, level)["theory"])

    assert all(0.15 < answers[letter] / 520 < 0.35 for letter in "ABCD")
    assert 0.35 < answers["T"] / (answers["T"] + answers["F"]) < 0.65


@every_bank
def test_points_sum_to_100_and_each_belongs_to_a_range_with_that_weight(trade, level):
    points = bank(trade, level)["points"]
    ranges = {one["prefix"]: one["weight"] for one in blueprint(trade, level)["theory"]["ranges"]}

    weights: Counter[str] = Counter()
    for point in points:
        weights[point["code"][0]] += point["weight"]

    assert sum(ranges.values()) == 100
    assert weights == ranges
    assert 20 <= ranges["A"] <= 30
    assert all(point["weight"] >= 1 for point in points)
    assert len(points) == len({point["code"] for point in points}) == len({(p["code"][0], p["name"]) for p in points})
    assert 50 <= len(points) <= 80


@every_bank
def test_every_range_has_thrice_what_a_paper_draws_of_each_kind(trade, level):
    content, plan = bank(trade, level), blueprint(trade, level)["theory"]
    have = Counter((item["point"][0], item["kind"]) for item in content["theory"])

    for one in plan["ranges"]:
        for kind in ("choice", "judgement"):
            share = plan[kind] / (plan["choice"] + plan["judgement"])
            assert have[one["prefix"], kind] >= PAPERS * one["weight"] * share, (one, kind)


@every_bank
def test_every_range_can_fill_three_papers_without_enemies_in_one(trade, level):
    """An upper bound on what enemies forbid: of each item with its enemies only one goes into a paper."""
    items = {item["item_id"]: item for item in bank(trade, level)["theory"]}
    apart: Counter[str] = Counter()
    taken: set[str] = set()
    for item_id, item in items.items():
        if item_id not in taken:
            apart[item["point"][0]] += 1
            taken |= {item_id, *item["enemies"]}

    for one in blueprint(trade, level)["theory"]["ranges"]:
        assert apart[one["prefix"]] >= PAPERS * one["weight"]


@every_bank
def test_every_point_is_asked_and_every_item_has_a_point(trade, level):
    content = bank(trade, level)
    codes = {point["code"] for point in content["points"]}

    assert {item["point"] for item in content["theory"]} == codes
    assert {task["point"] for task in content["practical"]} <= codes


@every_bank
def test_enemies_are_mutual_and_of_one_family(trade, level):
    items = {item["item_id"]: item for item in bank(trade, level)["theory"]}

    for item_id, item in items.items():
        for enemy in item["enemies"]:
            assert enemy != item_id
            assert item_id in items[enemy]["enemies"]
            assert family_of(item) == family_of(items[enemy])
    assert any(item["enemies"] for item in items.values())
    assert max(len(item["enemies"]) for item in items.values()) <= 5


@every_bank
def test_a_bank_draws_on_many_families_and_none_prevails(trade, level):
    families = Counter(family_of(item) for item in bank(trade, level)["theory"])

    assert len(families) >= 40
    assert families.most_common(1)[0][1] <= 30


@every_bank
def test_difficulties_average_to_what_the_blueprint_wants(trade, level):
    difficulties = [item["difficulty"] for item in bank(trade, level)["theory"]]

    assert all(0.3 <= difficulty <= 0.9 for difficulty in difficulties)
    wanted = blueprint(trade, level)["theory"]["difficulty"]
    assert abs(sum(difficulties) / len(difficulties) - wanted) < 0.03


@every_bank
def test_a_practical_task_fits_the_time_and_its_marks_sum_to_100(trade, level):
    minutes = blueprint(trade, level)["practical"]["minutes"]
    for task in bank(trade, level)["practical"]:
        assert 0 < task["minutes"] <= minutes
        assert sum(line["marks"] for line in task["criteria"]) == 100
        assert [line["no"] for line in task["criteria"]] == list(range(1, len(task["criteria"]) + 1))
        assert "{" not in task["title"] + task["task"] + "".join(line["text"] for line in task["criteria"])


@pytest.mark.parametrize("trade", sorted({trade for trade, _ in BANKS}))
def test_levels_of_an_occupation_differ(trade):
    stems = {level: {item["stem"] for item in bank(trade, level)["theory"]} for level in (5, 4, 3)}
    families = {level: {family_of(item) for item in bank(trade, level)["theory"]} for level in (5, 4, 3)}

    for one, other in ((5, 4), (4, 3), (5, 3)):
        assert len(stems[one] & stems[other]) < 0.5 * len(stems[one])
        assert families[one] != families[other]
    assert len(families[5] | families[4] | families[3]) >= 60
