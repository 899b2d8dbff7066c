"""From selected items to five printed papers."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libs.chassis.domain import Act
from services.itembank.domain.assembly import ItemStock, assemble, practical_forms, theory_forms
from services.itembank.domain.blueprint import Blueprint, BlueprintDraft, PracticalPlan, TheoryPlan, WeightedRange
from services.itembank.domain.content import PaperContent
from services.itembank.domain.errors.assembly import PracticalTasksShortError
from services.itembank.domain.items.item import Item
from services.itembank.domain.resources import Criterion, PracticalTask
from services.itembank.tests.builders import (
    BATCH,
    CODE,
    NOW,
    VAULT,
    a_bank,
    a_bank_file,
    a_content,
    a_short_blueprint_file,
    an_opening,
)
from services.itembank.views.rooms import show_opening


def a_blueprint():
    theory = dict(a_short_blueprint_file()["theory"])
    ranges = [WeightedRange(**one) for one in theory.pop("ranges")]
    draft = BlueprintDraft(
        occupation_code=CODE,
        level=5,
        theory=TheoryPlan(ranges=ranges, **theory),
        practical=PracticalPlan(minutes=120, tasks=1),
    )
    return Blueprint.draw_up(draft, act=Act("S-0001", NOW))


BANK, STOCK = a_bank()
ITEMS = {item.item_id: item.open(VAULT) for item in STOCK}


def papers(*, seed=1, bank=(BANK, STOCK), resting=(), worn=(), blueprint=None):
    stock = ItemStock(items=bank[1], vault=VAULT, resting=frozenset(resting), worn=frozenset(worn))
    made = assemble(bank[0], stock, blueprint or a_blueprint(), batch_id=BATCH, seed=seed)
    return {(paper.part, paper.form): paper for paper in made}


def a_practical_task(number, *, minutes):
    criteria = [Criterion(no=1, text="尺寸", marks=100)]
    task = PracticalTask(
        item_id=f"P-{number}", point="A-000", title=f"任务{number}", task="车削", minutes=minutes, criteria=criteria
    )
    return Item.take_in(task, bank_id=BANK.id, version=1, vault=VAULT, act=Act("S-0001", NOW))


def test_an_occupation_and_level_gets_five_papers():
    assert set(papers()) == {
        ("theory", "A"),
        ("theory", "B"),
        ("theory", "spare"),
        ("practical", "A"),
        ("practical", "spare"),
    }


@pytest.mark.rule("ITB-01")
@settings(max_examples=8)
@given(st.integers(0, 2**31 - 1))
def test_every_question_is_a_bank_item_and_its_answer_follows_its_option(seed):
    for paper in papers(seed=seed).values():
        for question in paper.questions:
            item = ITEMS[question.item_id]
            assert (question.stem, question.kind) == (item.stem, item.kind)
            assert sorted(question.options) == sorted(item.options)
            if item.options:
                right = item.options["ABCD".index(item.answer)]
                assert question.options["ABCD".index(question.answer)] == right
            else:
                assert question.answer == item.answer


def test_no_item_is_in_two_papers():
    used = Counter(one.item_id for paper in papers().values() for one in (*paper.questions, *paper.tasks))

    assert set(used.values()) == {1}


def used(made):
    return {one.item_id for paper in made.values() for one in (*paper.questions, *paper.tasks)}


def test_items_of_the_batch_before_rest_where_the_stock_allows():
    before = papers(seed=1)

    after = papers(seed=1, resting=used(before))

    assert used(before).isdisjoint(used(after))
    assert before["theory", "A"].provenance.input_digest != after["theory", "A"].provenance.input_digest


def test_items_of_the_batch_before_come_again_where_the_stock_is_short():
    everything = {item.item_id for item in STOCK}

    assert len(used(papers(resting=everything))) == 32


def test_what_candidates_saw_too_often_rests_where_the_stock_allows():
    often = used(papers(seed=1))

    after = papers(seed=1, worn=often)

    assert often.isdisjoint(used(after))


def test_the_batch_before_rests_even_where_what_was_seen_often_cannot():
    before = used(papers(seed=1))
    rest = {item.item_id for item in STOCK} - before

    after = used(papers(seed=1, resting=before, worn=rest))

    assert before.isdisjoint(after)


def test_a_paper_says_how_near_it_is_to_the_best():
    made = papers()

    told = {form: made["theory", form].provenance for form in ("A", "B", "spare")}
    assert {(one.seed, one.gap) for one in told.values()} == {(1, 0)}
    assert all(one.miss is not None and one.miss <= 5 for one in told.values())
    assert {(one.gap, one.miss) for one in (made["practical", "A"].provenance,)} == {(None, None)}


def test_forms_that_cannot_all_have_a_rare_point_state_their_gap():
    in_range = [item for item in STOCK if item.card and item.point.startswith("A")]
    points = {item.item_id: "A-001" if item is in_range[0] else "A-000" for item in in_range}
    rare = [
        replace(item, card=replace(item.card, point=points[item.item_id])) if item.item_id in points else item
        for item in STOCK
    ]

    made = papers(bank=(BANK, rare))

    gaps = {form: made["theory", form].provenance.gap for form in ("A", "B", "spare")}
    has_it = {form for form in gaps if in_range[0].item_id in {one.item_id for one in made["theory", form].questions}}
    assert len(has_it) == 1
    assert {form for form, gap in gaps.items() if gap == 0} == has_it


def test_questions_are_numbered_through_choice_first():
    questions = papers()["theory", "A"].questions

    assert [one.no for one in questions] == list(range(1, 11))
    assert [one.kind for one in questions] == ["choice"] * 8 + ["judgement"] * 2


def test_equal_input_gives_equal_papers_to_the_byte_another_seed_others():
    first, again, other = papers(seed=5), papers(seed=5), papers(seed=6)

    assert {k: v.as_bytes() for k, v in first.items()} == {k: v.as_bytes() for k, v in again.items()}
    assert first["theory", "A"].as_bytes() != other["theory", "A"].as_bytes()


def test_the_seed_shuffles_items_and_options():
    orders = {tuple(one.item_id for one in papers(seed=seed)["theory", "A"].questions) for seed in range(3)}
    options = [one for paper in papers().values() for one in paper.questions if one.options]

    assert len(orders) == 3
    assert any(one.options != ITEMS[one.item_id].options for one in options)


def test_options_that_must_keep_their_order_do():
    file = a_bank_file()
    for item in file["theory"]:
        item["keep_option_order"] = True
    _, stock = a_bank(file)

    for questions in theory_forms(stock, a_blueprint(), VAULT, 1).values():
        assert all(one.options == ITEMS[one.item_id].options for one in questions)
        assert all(one.answer == ITEMS[one.item_id].answer for one in questions)


def test_a_paper_says_what_it_is_reproduced_from():
    provenance = papers(seed=9)["theory", "A"].provenance
    changed = a_bank_file()
    changed["theory"][5]["stem"] = "改过的题干"

    assert provenance.seed == 9
    assert provenance.solver.startswith("OR-Tools CP-SAT 9.")
    assert provenance.input_digest != papers(seed=9, bank=a_bank(changed))["theory", "A"].provenance.input_digest


@pytest.mark.parametrize(("fitting", "enough"), [(2, True), (1, False)])
def test_practical_papers_take_distinct_tasks_that_fit_the_time(fitting, enough):
    tasks = [a_practical_task(n, minutes=120) for n in range(fitting)] + [a_practical_task(9, minutes=121)]
    plan = PracticalPlan(minutes=120, tasks=1)

    if enough:
        forms = practical_forms(tasks, plan, VAULT, 1)
        assert {one.item_id for form in forms.values() for one in form} == {"P-0", "P-1"}
    else:
        with pytest.raises(PracticalTasksShortError, match="缺 1 题"):
            practical_forms(tasks, plan, VAULT, 1)


def test_two_tasks_share_the_time():
    tasks = [a_practical_task(n, minutes=60) for n in range(4)] + [a_practical_task(9, minutes=61)]

    forms = practical_forms(tasks, PracticalPlan(minutes=120, tasks=2), VAULT, 1)

    assert [[one.no for one in form] for form in forms.values()] == [[1, 2], [1, 2]]
    assert {one.item_id for form in forms.values() for one in form} == {"P-0", "P-1", "P-2", "P-3"}


@pytest.mark.parametrize("part", ["theory", "practical"])
def test_content_survives_its_byte_form(part):
    content = a_content(part=part)

    assert PaperContent.from_bytes(content.as_bytes()) == content


def in_the_room(content):
    return show_opening(an_opening(), content, patience=timedelta(minutes=10)).model_dump()


def test_the_room_gets_no_answer_no_item_id_and_no_seed():
    theory, practical = in_the_room(a_content()), in_the_room(a_content(part="practical"))

    assert theory["questions"] == [
        {
            "no": 1,
            "kind": "choice",
            "marks": "1",
            "stem": "甲",
            "options": {"A": "一", "B": "二", "C": "三", "D": "四"},
        },
        {"no": 2, "kind": "judgement", "marks": "1", "stem": "乙", "options": {}},
    ]
    assert practical["tasks"] == [
        {
            "no": 1,
            "title": "轴",
            "task": "车削",
            "minutes": 120,
            "criteria": [{"no": 1, "text": "尺寸", "marks": 100, "standard": "超差 0.02 扣 5 分"}],
            "knockouts": ["操作中断电"],
        }
    ]
    assert not {"answer", "item_id", "seed", "provenance"} & set(str(theory).replace("'", " ").split())


def test_the_key_is_the_right_answer_by_number():
    assert a_content().key() == {"1": "C", "2": "F"}


@pytest.mark.rule("SCO-06")
def test_the_key_of_a_practical_paper_is_its_score_sheet():
    first, second = a_content(part="practical").tasks[0], a_content(part="practical").tasks[0]
    second = replace(second, no=2, title="套", knockouts=["撞刀"])

    key = replace(a_content(part="practical"), tasks=[first, second]).key()

    line = {"text": "尺寸", "marks": 100, "standard": "超差 0.02 扣 5 分"}
    assert key == {
        "criteria": [{"no": 1, "task": "轴", **line}, {"no": 2, "task": "套", **line}],
        "knockouts": ["操作中断电", "撞刀"],
    }
