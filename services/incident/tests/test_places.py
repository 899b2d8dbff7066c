"""No person can be named as a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incident.domain.notices.places import ELSEWHERE, public_place

SITE = "主考点"


@pytest.mark.parametrize(
    "room", ["", "第一考场", "A-101", "3号楼第12考场", "理论考场二", "1号机房", "保密室", "东区实训车间"]
)
def test_what_is_made_like_a_place_may_be_told(room):
    assert public_place(SITE, room) == f"{SITE}{room}"


@pytest.mark.parametrize(
    "room",
    [
        "张三",
        "第一考场张三",
        "考生李四所在考场",
        "11010119900307123X",
        "2026-autumn-00003",
        "12345",
        "ABC",
        "第一考场\n",
        " ",
    ],
)
def test_what_somebody_typed_as_a_room_stays_inside_with_its_site(room):
    assert public_place(SITE, room) == ELSEWHERE


@pytest.mark.parametrize(("name", "may"), [("A-1234", True), ("A-12345", False), ("AB1", True), ("ABC1", False)])
def test_no_more_digits_and_letters_than_a_room_has(name, may):
    assert (public_place(name) == name) == may


def test_a_name_that_the_plans_have_may_be_told():
    site = "某市职业技术学院"

    assert public_place(site, "第一考场", known={site}) == f"{site}第一考场"
    assert public_place(site, "第一考场") == ELSEWHERE


SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
NAMES = st.tuples(st.sampled_from(SURNAMES), st.text(st.sampled_from(GIVEN), min_size=1, max_size=2)).map("".join)


@given(NAMES, st.sampled_from(["", "第一考场", "考生", " "]), st.sampled_from(["", "考场", "A-101"]))
def test_a_candidates_name_in_site_or_room_is_never_told(name, before, after):
    typed = f"{before}{name}{after}"

    assert name not in public_place(typed, typed)
    assert name not in public_place(SITE, typed)
