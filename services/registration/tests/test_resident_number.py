"""Resident numbers: GB 11643, and nothing stricter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from services.registration.domain.errors.resident_number import (
    BirthDateInvalidError,
    CheckDigitWrongError,
    ResidentNumberMalformedError,
)
from services.registration.domain.resident_number import (
    ResidentNumber,
    Sex,
    check_digit,
    mask_name,
    mask_number,
)
from services.registration.tests.builders import TODAY, a_number

BODIES = st.text("0123456789", min_size=17, max_size=17)


@pytest.mark.parametrize("number", ["360426199101010071", "11010519491231002X"])
def test_the_published_examples_are_accepted(number):
    assert ResidentNumber.parse(number, today=TODAY).text == number


@given(BODIES)
def test_the_check_digit_is_the_one_the_independent_implementation_finds(body):
    assert check_digit(body) == ric.calc_check_digit(body + "0")


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.sampled_from("0123456789X"))
def test_exactly_one_check_character_of_eleven_is_accepted(born, order, character):
    number = a_number(born=born, order=order)
    candidate = number[:17] + character

    if candidate == number:
        assert ResidentNumber.parse(candidate, today=TODAY).born_on == born
    else:
        with pytest.raises(CheckDigitWrongError):
            ResidentNumber.parse(candidate, today=TODAY)


def test_a_lower_case_x_full_width_digits_and_blanks_around_are_forgiven():
    assert ResidentNumber.parse(" １1010519491231002x ", today=TODAY).text == "11010519491231002X"


@pytest.mark.parametrize(
    "number",
    ["", "36042619910101007", "3604261991010100711", "360426910101007", "36042619910101O071", "4.30102e+17", "X" * 18],
)
def test_anything_but_seventeen_digits_and_a_check_character_is_malformed(number):
    with pytest.raises(ResidentNumberMalformedError):
        ResidentNumber.parse(number, today=TODAY)


@pytest.mark.parametrize("day", ["19910230", "19911301", "19910001", "00000101"])
def test_a_day_that_does_not_exist_is_no_birth_date(day):
    body = f"990001{day}001"

    with pytest.raises(BirthDateInvalidError):
        ResidentNumber.parse(body + check_digit(body), today=TODAY)


def test_nobody_is_born_tomorrow_but_somebody_may_be_born_today():
    assert ResidentNumber.parse(a_number(born=TODAY), today=TODAY).born_on == TODAY

    with pytest.raises(BirthDateInvalidError):
        ResidentNumber.parse(a_number(born=date(2026, 9, 2)), today=TODAY)


@pytest.mark.parametrize(("area", "year"), [("431202", 1985), ("433001", 1999), ("430102", 1970), ("500101", 1985)])
def test_a_card_with_an_area_code_of_another_time_is_accepted(area, year):
    number = a_number(area=area, born=date(year, 3, 1))

    assert ResidentNumber.parse(number, today=TODAY).text == number


@pytest.mark.parametrize(("order", "sex"), [(1, Sex.MALE), (2, Sex.FEMALE), (998, Sex.FEMALE), (999, Sex.MALE)])
def test_the_seventeenth_digit_tells_the_sex(order, sex):
    assert ResidentNumber.parse(a_number(order=order), today=TODAY).sex is sex


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 8, 31), 15), (date(2026, 9, 1), 16), (date(2027, 8, 31), 16), (date(2027, 9, 1), 17)]
)
def test_a_year_of_age_is_reached_on_the_birthday(day, age):
    assert ResidentNumber(a_number(born=date(2010, 9, 1))).age_on(day) == age


def test_somebody_born_on_a_leap_day_ages_on_the_first_of_march():
    leap = ResidentNumber(a_number(born=date(2008, 2, 29)))

    assert leap.age_on(date(2026, 2, 28)) == 17
    assert leap.age_on(date(2026, 3, 1)) == 18


def test_a_masked_number_shows_three_and_four_places():
    assert mask_number("430102199001011234") == "430***********1234"


@given(st.text(max_size=17))
def test_what_is_too_short_to_be_a_number_is_masked_whole(text):
    assert set(mask_number(text)) <= {"*"}


def test_a_masked_name_keeps_the_first_character():
    assert mask_name("欧阳试例") == "欧***"
    assert mask_name("") == ""
