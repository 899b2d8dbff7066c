"""Nobody's number leaves the institution."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incident.channels.screen import CUT, screened
from services.incident.tests.channels.worlds import INCIDENT

RESIDENT = st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True)
PHONE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
APPLICATION = st.from_regex(r"20[0-9]{2}-(spring|autumn)-[0-9]{5}", fullmatch=True)
WORDS = st.sampled_from(["考生", "准考证", "：", " ", "，", "第一考场", "A-101", "，编号", "\n", ""])


@given(WORDS, st.one_of(RESIDENT, PHONE, APPLICATION), WORDS)
def test_resident_phone_and_application_numbers_are_cut_out_of_any_text(before, number, after):
    told = screened(f"{before}{number}{after}", incident_id=INCIDENT)

    assert number not in told
    assert number[-5:] not in told
    assert CUT in told


@pytest.mark.parametrize(
    "number",
    ["110101 19900307 1234", "138-0000-0000", "１３８００００００００", "11010119900307123X", "2026-autumn-00003"],
)
def test_a_number_in_groups_or_full_width_digits_is_cut_out(number):
    assert screened(f"考生{number}在第一考场", incident_id=INCIDENT) == f"考生{CUT}在第一考场"


def test_a_notice_about_no_incident_is_screened_as_well():
    assert screened("考生13800000000", incident_id="") == f"考生{CUT}"


@pytest.mark.parametrize(
    "text",
    [
        "重大突发事件：试卷泄密",
        "考点：主考点 A-101 第12考场",
        "发现：2026-09-19 09:20，首报截止 09:30",
        f"编号 {INCIDENT}，同类报告共20起",
        "2026-autumn-123456789012 与本起",
    ],
)
def test_kind_place_times_and_the_incident_stay(text):
    incident = "2026-autumn-123456789012" if "123456789012" in text else INCIDENT

    assert screened(text, incident_id=incident) == text
