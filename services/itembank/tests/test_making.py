"""How a bank was made, and where its items come from: what is on record before anybody accepts or uses it."""

import pytest

from services.itembank.tests.builders import (
    BATCH,
    CODE,
    FIELDS,
    POINTS,
    SIGNATURES,
    STEPS,
    a_bank_file,
    a_making,
    a_review_meeting,
    a_step,
    a_table,
    an_examiner,
    an_item,
)
from services.itembank.tests.conftest import KEEPER, PRACTICAL, REVIEWER, THEORY

MAKING = f"/banks/{CODE}/5/making"
ISOLATION = {
    "city_answer": "市鉴函〔2026〕8号",
    "place": "命题室",
    "from_day": "2026-09-01",
    "until_day": "2026-09-05",
    "writers": ["S-0035"],
}
APPROVAL = {"reference": "市鉴审〔2026〕12号", "approved_on": "2026-09-12"}


def missing(answer):
    assert (answer.status_code, answer.json()["title"]) == (422, "making-incomplete")
    return answer.json()["missing"]


async def accepted(desk):
    return (await desk.harness.get(f"/banks/{CODE}/5", as_=REVIEWER)).json()["accepted"]


async def accept(desk, **differing):
    return await desk.harness.post(f"/banks/{CODE}/5/acceptance", json=a_review_meeting(**differing), as_=KEEPER)


@pytest.mark.rule("ITB-24")
async def test_a_bank_without_the_record_of_its_making_is_not_accepted(desk):
    at_once = await desk.import_bank(a_bank_file(making=None))
    await desk.import_bank(a_bank_file(making=None, acceptance=None))

    later = await accept(desk)

    assert [answer.json()["title"] for answer in (at_once, later)] == ["making-missing"] * 2
    assert not await accepted(desk)


@pytest.mark.rule("ITB-24")
@pytest.mark.parametrize("left_out", STEPS)
async def test_each_of_the_seven_steps_stands_on_record(desk, left_out):
    steps = [a_step(name) for name in STEPS if name != left_out]

    assert "缺少命题步骤" in missing(await desk.import_bank(a_bank_file(making=a_making(steps=steps))))[0]


@pytest.mark.rule("ITB-24")
@pytest.mark.parametrize(
    ("place", "step", "said"),
    [
        (2, {"people": ["陈建国", "李素梅", "陈建国"]}, "三人分别"),
        (2, {"people": ["陈建国", "李素梅"]}, "三人分别"),
        (3, {"result": " "}, "没有人员或结果"),
        (4, {"people": []}, "没有人员或结果"),
        (5, {"ended_on": "2026-04-30"}, "依次"),
        (6, {"ended_on": "2026-09-13"}, "今天"),
    ],
)
async def test_a_step_has_people_a_result_and_its_turn(desk, place, step, said):
    steps = [a_step(name) for name in STEPS]
    steps[place] |= step

    [problem] = missing(await desk.import_bank(a_bank_file(making=a_making(steps=steps))))

    assert said in problem


@pytest.mark.rule("ITB-24")
async def test_steps_in_another_order_are_refused_and_one_of_today_is_not(desk):
    steps = [a_step(name) for name in STEPS]
    swapped = [steps[1], steps[0], *steps[2:]]
    today = [*steps[:6], a_step("draft", "2026-09-12")]

    assert "依次登记" in missing(await desk.import_bank(a_bank_file(making=a_making(steps=swapped))))[0]
    assert (await desk.import_bank(a_bank_file(making=a_making(steps=today)))).status_code == 200

    shown = (await desk.harness.get(MAKING, as_=REVIEWER)).json()
    assert [step["name"] for step in shown["steps"]] == STEPS
    assert (shown["bank"]["accepted"], shown["members"][SIGNATURES[0]]) == (True, "技术管理")


def ranges(**differing):
    return [one | differing.get(one["code"].replace("-", "_"), {}) for one in a_table()["ranges"]]


@pytest.mark.rule("ITB-24")
@pytest.mark.parametrize(
    ("table", "said"),
    [
        (a_table(ranges=ranges(A={"weight": 24})), "合计须等于100"),
        (a_table(ranges=ranges(A_={"weight": 24})), "不等于其下一级之和"),
        (a_table(ranges=[one for one in ranges() if one["level"] < 3]), "没有三级鉴定范围"),
        (a_table(ranges=[one for one in ranges() if one["level"] != 2]), "没有二级鉴定范围"),
        (a_table(points=[*a_table()["points"], {"code": "Z-001", "name": "外", "importance": "Z"}]), "不属于任何"),
        (a_table(points=[*a_table()["points"], a_table()["points"][0]]), "重复"),
    ],
)
async def test_an_element_table_holds_together(desk, table, said):
    assert any(
        said in problem for problem in missing(await desk.import_bank(a_bank_file(making=a_making(table=table))))
    )


async def test_the_importance_of_points_is_shown_as_their_proportion(desk):
    points = [
        one | {"importance": "YZ"[number] if number < 2 else "X"} for number, one in enumerate(a_table()["points"])
    ]
    await desk.import_bank(a_bank_file(making=a_making(table=a_table(points=points))))

    assert (await desk.harness.get(MAKING, as_=REVIEWER)).json()["bank"]["proportion"] == "146:1:1"


@pytest.mark.rule("ITB-24")
async def test_items_are_written_on_the_points_of_the_table(desk):
    table = a_table(points=[one for one in a_table()["points"] if one["code"] != POINTS[0]["code"]])

    answer = await desk.import_bank(a_bank_file(making=a_making(table=table)))

    assert (answer.status_code, answer.json()["points"]) == (422, [POINTS[0]["code"]])


@pytest.mark.rule("ITB-25")
@pytest.mark.parametrize(("of_range", "lacking"), [(75, None), (74, ["鉴定范围 A 缺 1 题"]), (76, None)])
async def test_three_forms_are_made_by_the_element_table_before_acceptance(desk, of_range, lacking):
    file = a_bank_file()
    file["theory"] = [
        an_item(
            number, point=POINTS[number % 37 * 4 if number < of_range else number % 37 * 4 + 1 + number % 3]["code"]
        )
        for number in range(600)
    ]

    answer = await desk.import_bank(file)

    assert answer.json().get("lacking") == lacking
    assert answer.status_code == (409 if lacking else 200)


@pytest.mark.rule("ITB-25")
async def test_no_bank_is_accepted_whose_assembly_test_nobody_analysed(desk):
    steps = [a_step(name, result="" if name == "assembly-test" else "已分析") for name in STEPS]

    [problem] = missing(await desk.import_bank(a_bank_file(making=a_making(steps=steps))))

    assert "组卷测试分析" in problem


PARTS = ["principles", "content", "trials", "measures", "summary"]


@pytest.mark.rule("ITB-26")
@pytest.mark.parametrize("part", PARTS)
async def test_a_compilation_note_has_its_parts(desk, part):
    note = {**a_making()["note"], part: " "}

    [problem] = missing(await desk.import_bank(a_bank_file(making=a_making(note=note))))

    assert problem.startswith("编制说明缺少")


@pytest.mark.rule("ITB-26", "ITB-28")
async def test_a_revision_compares_old_with_new_and_adds_three_papers(desk):
    note = {**a_making()["note"], "comparison": ""}
    assert (await desk.import_bank(a_bank_file(making=a_making(note=note, revision=None)))).status_code == 200
    revised = a_bank_file(theory=601)

    lacks = missing(await desk.import_bank(revised | {"making": a_making(note=note, revision=None)}))
    one_blank = a_making()["revision"] | {"minutes": ""}
    lacks_one = missing(await desk.import_bank(revised | {"making": a_making(revision=one_blank)}))
    taken = await desk.import_bank(revised)

    assert lacks == [
        "编制说明缺少：新旧试题主要内容对比分析",
        "题库修订缺少：征求意见汇总及对意见的采纳情况",
        "题库修订缺少：征求意见会或专题讨论会纪要",
        "题库修订缺少：模拟组卷测试结果分析",
    ]
    assert lacks_one == ["题库修订缺少：征求意见会或专题讨论会纪要"]
    assert taken.json()["revision"] == 2
    shown = (await desk.harness.get(MAKING, as_=REVIEWER)).json()
    assert (len(shown["note"]), len(shown["revision_papers"])) == (6, 3)


@pytest.mark.rule("ITB-27")
@pytest.mark.parametrize("check", ["completeness", "format", "table", "content"])
async def test_an_internal_review_finds_four_things_in_order(desk, check):
    in_order = [one for one in a_making()["review"]["in_order"] if one != check]
    review = {"reviewers": ["赵丽华"], "in_order": in_order}

    [problem] = missing(await desk.import_bank(a_bank_file(making=a_making(review=review))))

    assert problem.startswith("内部审核未通过")


@pytest.mark.rule("ITB-30")
@pytest.mark.parametrize(("people", "status"), [(4, 422), (5, 200), (6, 200)])
async def test_the_group_has_at_least_five(desk, people, status):
    group = [*SIGNATURES, "孙伟"][:people]
    fields = FIELDS | {"孙伟": "bank"}

    answer = await desk.import_bank(
        a_bank_file(acceptance=a_review_meeting(members=group, signatures=group, fields=fields))
    )

    assert answer.status_code == status


@pytest.mark.rule("ITB-30")
@pytest.mark.parametrize(("field", "words"), [("technical", "技术管理"), ("training", "培训"), ("assessment", "考核")])
async def test_the_group_is_of_management_training_and_assessment(desk, field, words):
    fields = {name: "bank" if known == field else known for name, known in FIELDS.items()}
    stranger = fields | {"不在组内": field}

    for given in (fields, stranger):
        answer = await desk.import_bank(a_bank_file(acceptance=a_review_meeting(fields=given)))
        assert (answer.status_code, words in answer.json()["detail"]) == (422, True)


@pytest.mark.rule("ITB-30", "ITB-33")
async def test_a_waiting_bank_is_accepted_once_by_a_meeting(desk):
    await desk.import_bank(a_bank_file(acceptance=None))
    await desk.draw_up()
    assert (await desk.assemble()).status_code == 409

    assert (await accept(desk)).json()["accepted"] is True

    assert (await accept(desk)).json()["title"] == "bank-already-accepted"
    assert (await desk.assemble()).status_code == 201


@pytest.mark.rule("ITB-02")
async def test_items_written_in_isolation_are_used_once_the_city_approved_them(desk):
    await desk.harness.deliver(an_examiner("S-0035"))
    file = a_bank_file(theory=100, practical=2, acceptance=None, making=None, origin="isolated", isolation=ISOLATION)
    assert (await desk.import_bank(file)).status_code == 200
    await desk.draw_up()

    before = await desk.assemble()
    tomorrow = await approve(desk, f"/banks/{CODE}/5", approved_on="2026-09-13")
    approved = await approve(desk, f"/banks/{CODE}/5")

    assert (before.status_code, before.json()["title"]) == (409, "bank-not-approved-by-city")
    assert tomorrow.status_code == 422
    assert (approved.json()["usable"], approved.json()["city_reference"]) == (True, APPROVAL["reference"])
    assert (await desk.assemble()).status_code == 201
    changed = file | {"theory": [*file["theory"], an_item(100)]}
    assert (await desk.import_bank(changed)).json()["usable"] is False


@pytest.mark.rule("ITB-02")
@pytest.mark.parametrize(
    "differing", [{"city_answer": " "}, {"place": ""}, {"writers": []}, {"until_day": "2026-08-31"}]
)
async def test_isolation_has_the_citys_answer_a_place_and_writers(desk, differing):
    isolation = ISOLATION | differing

    answer = await desk.import_bank(a_bank_file(origin="isolated", isolation=isolation, acceptance=None))

    assert (answer.status_code, answer.json()["title"]) == (422, "isolation-incomplete")


@pytest.mark.rule("ITB-02")
@pytest.mark.parametrize(
    ("differing", "status"),
    [
        ({}, 200),
        ({"code": "4-03-02-01"}, 409),
        ({"until_day": ISOLATION["until_day"]}, 200),
        ({"until_day": "2026-09-04"}, 409),
        ({"from_day": ISOLATION["from_day"]}, 200),
        ({"from_day": "2026-09-02"}, 409),
        ({"from_day": None}, 200),
        ({"terms": []}, 409),
    ],
)
async def test_only_examiners_of_the_occupation_write_in_isolation(desk, differing, status):
    await desk.harness.deliver(an_examiner("S-0035", **differing))

    answer = await desk.import_bank(isolated())

    assert answer.status_code == status
    if status != 200:
        assert (answer.json()["title"], answer.json()["writers"]) == ("writers-not-examiners", ["S-0035"])


@pytest.mark.rule("ITB-02")
async def test_a_writer_whom_nobody_knows_as_an_examiner_is_named(desk):
    await desk.harness.deliver(an_examiner("S-0035"))

    answer = await desk.import_bank(isolated(writers=["S-0035", "S-0036"]))

    assert (answer.status_code, answer.json()["writers"]) == (409, ["S-0036"])


def isolated(**differing):
    isolation = ISOLATION | differing
    return a_bank_file(theory=100, practical=2, acceptance=None, making=None, origin="isolated", isolation=isolation)


@pytest.mark.rule("ITB-02")
async def test_nobody_writes_in_isolation_where_there_is_a_bank(desk):
    await desk.harness.deliver(an_examiner("S-0035"))
    await desk.import_bank()

    answer = await desk.import_bank(a_bank_file(origin="isolated", isolation=ISOLATION, acceptance=None))

    assert (answer.status_code, answer.json()["title"]) == (409, "bank-at-hand")


async def approve(desk, path, **differing):
    return await desk.harness.post(f"{path}/city-approval", json=APPROVAL | differing, as_=KEEPER)


@pytest.mark.rule("ITB-03")
@pytest.mark.parametrize("paper", [THEORY[0], PRACTICAL[1]])
async def test_a_paper_of_national_items_is_sealed_once_the_city_approved_it(desk, paper):
    await desk.import_bank(a_bank_file(origin="national", making=None))
    await desk.draw_up()
    await desk.assemble()
    unreviewed = await approve(desk, f"/papers/{paper}")
    await desk.review(paper)

    refused = await desk.seal(paper)
    approved = await approve(desk, f"/papers/{paper}")
    sealed = await desk.seal(paper)

    assert (unreviewed.json()["title"], refused.json()["title"]) == ("paper-not-reviewed", "paper-not-approved-by-city")
    assert (approved.json()["origin"], approved.json()["city_reference"]) == ("national", APPROVAL["reference"])
    assert sealed.status_code == 200
    custody = (await desk.harness.get(f"/papers/{paper}/custody", as_=KEEPER)).json()["entries"]
    assert [entry["act"] for entry in custody] == ["assembled", "approved", "city-approved", "sealed"]


async def test_what_is_our_own_needs_no_city(desk):
    await desk.import_bank()
    await desk.draw_up()
    await desk.assemble()

    for path in (f"/banks/{CODE}/5", f"/papers/{THEORY[0]}"):
        assert (await approve(desk, path)).json()["title"] == "city-approval-not-asked"


async def test_the_stock_says_what_is_short(desk):
    await desk.harness.deliver(an_examiner("S-0035"))
    file = a_bank_file(theory=100, practical=2, acceptance=None, making=None, origin="isolated", isolation=ISOLATION)
    await desk.import_bank(file)

    stock = (await desk.harness.get(MAKING, as_=REVIEWER)).json()["stock"]

    assert [(one["part"], one["have"], one["need"], one["short"]) for one in stock] == [
        ("theory", 100, 600, 500),
        ("practical", 2, 20, 18),
        ("defence", 0, 0, 0),
    ]


@pytest.mark.parametrize("role", ["exam-affairs", "invigilator", "marking-lead"])
async def test_the_making_is_for_whoever_reads_banks(desk, role):
    await desk.import_bank()

    assert (await desk.harness.get(MAKING, as_=("S-0099", role))).status_code == 403
    assert BATCH not in (await desk.harness.get(MAKING, as_=KEEPER)).text
