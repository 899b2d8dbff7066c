"""The duty list, and the look a day before at who is missing from it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from libs.contracts.incident import ReadinessChecked
from services.incident.domain.duty.evacuation import EvacuationPlan
from services.incident.domain.duty.post import Post
from services.incident.domain.duty.roster import Duty, Roster, channels_for
from services.incident.domain.notices.notice import Channel
from services.incident.domain.preparation.exam_day import ExamDay, readiness, unprepared
from services.incident.tests.builders import DISCOVERED, a_roster

DAY = date(2026, 9, 19)
ALL = [(post, f"S-{place}") for place, post in enumerate(Post)]


PREPARED = EvacuationPlan(
    site="",
    posted_on=DAY,
    buildings_checked_on=DAY,
    shelters="操场",
    routes="东门",
    drilled_on=DAY,
    people_on_routes=["S-1"],
)


def gaps(roster, day=DAY):
    return [manning.name for manning in readiness(roster, day) if manning.is_gap]


@pytest.mark.rule("INC-40")
def test_every_step_and_the_telephone_and_the_contact_are_looked_at():
    assert gaps(a_roster(*ALL)) == []
    for missing in Post:
        assert gaps(a_roster(*(one for one in ALL if one[0] is not missing))) == [missing.value]


@pytest.mark.rule("INC-40")
def test_without_a_list_everybody_is_missing():
    assert gaps(None) == [post.value for post in Post]


@pytest.mark.rule("INC-40")
@pytest.mark.parametrize(
    "duty",
    [
        Duty(post=Post.DIRECTOR, person_id="S-9", reachable=False),
        Duty(post=Post.DIRECTOR, person_id="S-9", days=[date(2026, 9, 20)]),
    ],
)
def test_who_cannot_be_called_on_that_day_is_missing(duty):
    others = a_roster(*(one for one in ALL if one[0] is not Post.DIRECTOR)).duties
    roster = Roster(id="2026-autumn", duties=[*others, duty], entered_by="S-4", entered_at=DISCOVERED)

    assert gaps(roster) == ["director"]


@pytest.mark.rule("INC-40")
def test_every_site_has_its_own_head_and_inspector():
    duties = [
        *(Duty(post=post, person_id=person) for post, person in ALL if not post.is_of_a_site),
        Duty(post=Post.SITE_HEAD, person_id="S-1", site="主考点"),
        Duty(post=Post.INSPECTOR, person_id="S-2", site="第二考点"),
    ]
    roster = Roster(id="2026-autumn", duties=duties, entered_by="S-4", entered_at=DISCOVERED)

    assert gaps(roster) == ["site-head:第二考点", "inspector:主考点"]


@pytest.mark.rule("INC-40")
def test_it_is_looked_at_noon_of_the_day_before():
    exam_day = ExamDay.plan("2026-autumn", DAY)

    [deadline] = exam_day.collect_deadlines().values()
    assert deadline.due_at == datetime(2026, 9, 18, 4, tzinfo=UTC)


@pytest.mark.rule("INC-40")
def test_who_is_missing_is_announced_and_told_to_those_who_are_there():
    exam_day = ExamDay.plan("2026-autumn", DAY)
    roster = a_roster(*(one for one in ALL if one[0] is not Post.DIRECTOR))
    roster.evacuation = [PREPARED]

    notices = exam_day.check(roster, now=DISCOVERED)

    [event] = exam_day.collect_events()
    assert event == ReadinessChecked(batch_id="2026-autumn", exam_day=DAY, gaps=["director"], checked_at=DISCOVERED)
    assert [notice.person_id for notice in notices] == [f"S-{list(Post).index(Post.DUTY_OFFICER)}", "S-6"]


def test_a_full_list_disturbs_nobody():
    exam_day = ExamDay.plan("2026-autumn", DAY)
    roster = a_roster(*ALL)
    roster.evacuation = [PREPARED]

    assert exam_day.check(roster, now=DISCOVERED) == []
    assert exam_day.gaps == []


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ([Channel.SMS, Channel.EMAIL], [Channel.EMAIL]),
        ([Channel.SMS], [Channel.SMS]),
        ([], [Channel.CONSOLE]),
    ],
)
def test_a_person_without_a_fitting_channel_is_still_reached(own, expected):
    duty = Duty(post=Post.DIRECTOR, person_id="S-9", order=own)

    assert channels_for(duty, (Channel.CONSOLE, Channel.EMAIL)) == expected


@pytest.mark.rule("INC-26")
@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("posted_on", "张贴疏散方案"),
        ("buildings_checked_on", "排查房屋安全隐患"),
        ("shelters", "设置临时躲避场所"),
        ("routes", "安排疏散顺序和线路"),
        ("drilled_on", "疏散辅导演练"),
        ("people_on_routes", "疏散通道专人值守"),
    ],
)
def test_a_site_is_unprepared_while_its_evacuation_plan_lacks_a_part(part, word):
    roster, lacking = a_roster(*ALL), cast("dict[str, Any]", {part: None})
    roster.evacuation = [replace(PREPARED, **lacking)]
    exam_day = ExamDay.plan("2026-autumn", DAY)

    exam_day.check(roster, now=DISCOVERED)

    assert unprepared(roster) == {"": [word]}
    assert exam_day.gaps == ["evacuation-plan"]


@pytest.mark.rule("INC-26")
def test_every_site_needs_a_plan_of_its_own():
    roster = a_roster(*ALL, site="第二考点")
    roster.evacuation = [replace(PREPARED, site="主考点")]

    assert list(unprepared(roster)) == ["第二考点"]
    assert list(unprepared(None)) == [""]
