"""The roster: nobody real, every right row right, every wrong row wrong in the way that is written down."""

from collections import Counter
from datetime import date

from examples.conditions import CONDITIONS
from examples.tests.shipped import SHIPPED, shipped, table

OPENS, LAST_DAY = date(2026, 9, 1), date(2026, 10, 31)
CONDITION = {condition.code: condition for condition in CONDITIONS}
LEVELS = {"五级": 5, "四级": 4, "三级": 3}
ROWS = dict(enumerate(table(SHIPPED), start=2))
EXPECTED = {int(row): slug for row, slug in shipped("expected.json").items()}
RIGHT = {row: cells for row, cells in ROWS.items() if row not in EXPECTED}


def check_character(first17):
    """ISO 7064 MOD 11-2, by Horner's scheme."""
    rest = 0
    for digit in first17:
        rest = (rest + int(digit)) * 2 % 11
    return "0123456789X"[(12 - rest) % 11]


def born(cells):
    text = cells["证件号码"][6:14]
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def age(cells, day):
    birthday = born(cells)
    return day.year - birthday.year - ((day.month, day.day) < (birthday.month, birthday.day))


def full_years(since, day):
    start = date.fromisoformat(since)
    return day.year - start.year - ((day.month, day.day) < (start.month, start.day))


def level_of(cells):
    return LEVELS[cells["级别"].partition("/")[0]]


def faults_of(cells, row, rows):
    """Everything that stands against a row, worked out from the row."""
    condition = CONDITION[cells["申报条件"]]
    if check_character(cells["证件号码"][:17]) != cells["证件号码"][17]:
        yield "resident-number-check-digit"
    if age(cells, OPENS) < 16:
        yield "too-young"
    if int(cells["从业年限"]) < max(condition.years, condition.years_since):
        yield "too-few-years"
    if condition.prior_level and full_years(cells["原证书日期"], OPENS) < condition.years_since:
        yield "prior-certificate-too-recent"
    if not {"身份证", "照片", *condition.proofs} <= set(cells["证明材料"].split(";")):
        yield "proof-missing"
    same = ("证件号码", "职业编码")
    if any(all(rows[other][name] == cells[name] for name in same) for other in rows if other < row):
        yield "duplicate-application"


def test_there_are_600_rows_numbered_as_they_stand():
    assert len(ROWS) == 600
    assert all(int(cells["序号"]) == row - 1 for row, cells in ROWS.items())


def test_a_row_is_wrong_in_exactly_the_way_that_is_written_down():
    found = {row: faults for row, cells in ROWS.items() if (faults := list(faults_of(cells, row, ROWS)))}

    assert found == {row: [slug] for row, slug in EXPECTED.items()}


def test_about_three_in_a_hundred_rows_are_wrong_and_every_kind_occurs():
    assert 0.02 <= len(EXPECTED) / len(ROWS) <= 0.04
    assert set(EXPECTED.values()) == {
        "resident-number-check-digit",
        "too-young",
        "proof-missing",
        "too-few-years",
        "prior-certificate-too-recent",
        "duplicate-application",
    }


def test_the_reasons_are_not_in_the_roster():
    text = str(ROWS)

    assert not any(slug in text for slug in set(EXPECTED.values()))


def test_nobody_can_be_real():
    assert all(cells["证件号码"].startswith("99") for cells in ROWS.values())
    assert all(cells["手机号码"].startswith("169") and len(cells["手机号码"]) == 11 for cells in ROWS.values())


def test_no_two_people_share_a_number_but_for_the_duplicates():
    numbers = Counter(cells["证件号码"] for cells in ROWS.values())

    twice = sum(slug == "duplicate-application" for slug in EXPECTED.values())
    assert sum(count - 1 for count in numbers.values()) == twice


def test_sex_agrees_with_the_resident_number():
    assert all((int(cells["证件号码"][16]) % 2 == 1) == (cells["性别"] == "男") for cells in ROWS.values())


def test_a_right_row_proves_the_condition_it_claims():
    for cells in RIGHT.values():
        condition = CONDITION[cells["申报条件"]]
        assert condition.level == level_of(cells)
        assert int(cells["从业年限"]) <= max(0, age(cells, OPENS) - 15)
        if condition.education:
            assert cells["文化程度"] in condition.education
            assert cells["所学专业"]


def test_an_earlier_certificate_fits_its_own_number_and_its_holder():
    for cells in RIGHT.values():
        if prior := CONDITION[cells["申报条件"]].prior_level:
            number, issued = cells["原证书编号"], cells["原证书日期"]
            assert LEVELS[cells["原证书级别"]] == int(number[15]) == prior
            assert len(number) == 22
            assert number[13:15] == issued[2:4]
            assert age(cells, date.fromisoformat(issued)) >= 15


def test_the_too_young_are_too_young_even_on_the_last_examination_day():
    for row, slug in EXPECTED.items():
        assert slug != "too-young" or age(ROWS[row], LAST_DAY) == 15


def test_about_four_in_a_hundred_apply_for_one_part():
    parts = Counter(cells["报考科目"] for cells in ROWS.values())

    assert 0.02 <= (parts["理论"] + parts["实操"]) / len(ROWS) <= 0.065
    assert parts["理论"]
    assert parts["实操"]


def test_every_offer_has_candidates_and_every_condition_is_claimed():
    offered = {(offer["occupation_code"], offer["level"]) for offer in shipped("batch.json")["offers"]}

    assert {(cells["职业编码"], level_of(cells)) for cells in RIGHT.values()} == offered
    technicians = table(SHIPPED / "technicians")
    assert {cells["申报条件"] for cells in [*RIGHT.values(), *technicians]} == set(CONDITION)


def test_names_have_common_surnames_and_some_rare_characters():
    names = [cells["姓名"] for cells in ROWS.values()]

    assert set("喆玥堃昇翀") <= set("".join(names))
    assert all(2 <= len(name) <= 4 for name in names)
    assert len(set(names)) > 500
