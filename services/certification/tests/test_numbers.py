"""Certificate numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.errors.batch import InstitutionCodeError
from services.certification.domain.errors.numbers import NumbersExhaustedError
from services.certification.domain.numbers import LAST_SERIAL, NUMBER, NumberLedger
from services.certification.tests.builders import INSTITUTION_CODE, a_batch


def a_ledger(**differing):
    return NumberLedger.begin(**{"institution_code": INSTITUTION_CODE, "year": 2026, "level": 4, **differing})


@pytest.mark.rule("CER-13")
def test_a_number_is_institution_year_level_and_serial():
    assert a_ledger().take(2) == ["S000043009001264000001", "S000043009001264000002"]


@pytest.mark.rule("CER-13")
@given(
    st.from_regex(r"[A-Z][0-9]{12}", fullmatch=True).filter(str.isascii),
    st.integers(2000, 2099),
    st.integers(1, 5),
    st.integers(0, LAST_SERIAL - 1),
)
def test_every_number_has_22_characters_one_capital_letter_and_21_digits(code, year, level, last):
    ledger = a_ledger(institution_code=code, year=year, level=level)
    ledger.last = last

    [number] = ledger.take(1)

    assert len(number) == 22
    assert NUMBER.fullmatch(number)
    assert number[0].isupper()
    assert number[1:].isdigit()


@pytest.mark.rule("CER-14")
@given(st.lists(st.integers(0, 100), max_size=20))
def test_numbers_are_never_repeated_and_leave_no_gap(blocks):
    ledger = a_ledger()

    numbers = [number for count in blocks for number in ledger.take(count)]

    assert [int(number[-6:]) for number in numbers] == list(range(1, sum(blocks) + 1))


@pytest.mark.rule("CER-14")
def test_each_institution_year_and_level_counts_from_one():
    ledgers = [a_ledger(), a_ledger(year=2027), a_ledger(level=5), a_ledger(institution_code="Y012343000007")]

    assert len({ledger.id for ledger in ledgers}) == 4
    assert [ledger.take(1)[0][-6:] for ledger in ledgers] == ["000001"] * 4


@pytest.mark.rule("CER-13")
def test_the_last_serial_is_used_and_none_after_it():
    ledger = a_ledger()
    ledger.last = LAST_SERIAL - 1

    assert ledger.take(1)[0].endswith("999999")

    with pytest.raises(NumbersExhaustedError):
        ledger.take(1)


@pytest.mark.parametrize(
    "code", ["s000043009001", "S00004300900", "S0000430090011", "0000043009001", "S00004300900A", "S０00043009001"]
)
def test_an_institution_code_is_a_capital_letter_and_twelve_digits(code):
    with pytest.raises(InstitutionCodeError):
        a_ledger(institution_code=code)
    with pytest.raises(InstitutionCodeError):
        a_batch(institution_code=code)
