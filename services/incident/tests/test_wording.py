"""What a notice says, and whom it cannot name."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incident.channels.sms import parts
from services.incident.domain.kinds import KINDS
from services.incident.domain.wording import ELSEWHERE, SHORT, Matter, Occasion

DISCOVERED = datetime(2026, 9, 19, 1, 20, tzinfo=UTC)
INCIDENT = "2026-autumn-0a1b2c3d4e5f"


def a_matter(**different):
    return Matter(
        **{
            "incident_id": INCIDENT,
            "kind": "paper-leak",
            "tier": "major",
            "site": "主考点",
            "room": "第一考场",
            "discovered_at": DISCOVERED,
            "due_at": DISCOVERED + timedelta(minutes=10),
            **different,
        }
    )


def test_a_notice_says_why_what_where_and_since_when():
    matter = a_matter()

    assert matter.title(Occasion.OVERDUE) == "首报超时：重大突发事件 试卷泄密"
    assert matter.text() == (
        "地点：主考点 第一考场\n发现：9月19日 09:20\n截止：9月19日 09:30\n编号：2026-autumn-0a1b2c3d4e5f"
    )


def test_every_kind_of_the_plan_has_a_short_name():
    assert set(SHORT) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("occasion", Occasion)
def test_two_text_messages_hold_every_notice(kind, occasion):
    matter = a_matter(kind=kind, room="3号楼第12考场")

    assert parts(f"【某某职业技能等级认定中心】{matter.title(occasion)}，{matter.text()}") <= 2


@pytest.mark.parametrize(
    "room", ["第一考场", "A-101", "3号楼第12考场", "理论考场二", "1号机房", "保密室", "东区实训车间"]
)
def test_what_is_made_like_a_place_may_be_named(room):
    assert room in a_matter(room=room).text()


@pytest.mark.parametrize(
    "room",
    [
        "张三",
        "第一考场张三",
        "考生李四所在考场",
        "11010119900307123X",
        "2026-autumn-00003",
        "12345",
        "ZHANG",
        "第一考场\n",
    ],
)
def test_what_somebody_typed_as_a_room_stays_inside(room):
    told = a_matter(room=room).text()

    assert room not in told
    assert ELSEWHERE in told


def test_a_name_that_the_plans_have_may_be_named():
    site = "某市职业技术学院"

    assert site in a_matter(site=site, known={site}).text()
    assert site not in a_matter(site=site).text()


SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
NAMES = st.tuples(st.sampled_from(SURNAMES), st.text(st.sampled_from(GIVEN), min_size=1, max_size=2)).map("".join)


@given(NAMES, st.sampled_from(["", "第一考场", "考生", " "]), st.sampled_from(["", "考场", "A-101"]))
def test_a_candidates_name_in_site_or_room_is_never_told(name, before, after):
    typed = f"{before}{name}{after}"

    told = a_matter(site=typed, room=typed).text()

    assert name not in told
