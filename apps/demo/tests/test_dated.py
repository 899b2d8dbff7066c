"""The batches to look at lie around today, whatever today is, and are played nowhere but on an empty system."""

from datetime import UTC, date, datetime, timedelta

import pytest

from apps.demo import dated
from apps.demo.inputs import Inputs
from apps.demo.leave_running import EXAMPLE, _people, _why_not
from apps.web.words import ROLES
from libs.contracts.beijing import BEIJING

SEED = 2026


@pytest.fixture(scope="module")
def inputs():
    return Inputs.read(EXAMPLE)


@pytest.mark.parametrize("now", [datetime(2026, 11, 30, 7, 15, tzinfo=BEIJING), datetime(2026, 12, 6, tzinfo=UTC)])
def test_the_batch_that_is_over_began_on_a_saturday_long_ago(inputs, now):
    batch = dated.over(inputs, now=now, candidates=24, seed=SEED).batch

    first = date.fromisoformat(batch["theory_days"][0])
    assert first.isoweekday() == 6
    assert timedelta(weeks=9) <= now.astimezone(BEIJING).date() - first < timedelta(weeks=10)
    assert date.fromisoformat(batch["practical_days"][0]) - first == timedelta(days=1)
    assert batch["registration_closes_at"] < first.isoformat()


@pytest.mark.parametrize(
    ("now", "day", "theory", "practical"),
    [
        ("2026-11-30T07:13:20", "2026-11-30", "07:35", "09:35"),
        ("2026-11-30T07:15:00", "2026-11-30", "07:35", "09:35"),
        ("2026-11-30T23:50:00", "2026-12-01", "00:10", "02:10"),
    ],
)
def test_the_batch_of_today_begins_in_some_twenty_minutes(inputs, now, day, theory, practical):
    begins = dated.today(inputs, now=datetime.fromisoformat(now).replace(tzinfo=BEIJING), candidates=36, seed=SEED)

    assert begins.batch["theory_days"] == begins.batch["practical_days"] == [day]
    assert begins.starts == {"theory_starts": [theory], "practical_starts": [practical]}
    assert len(begins.batch["offers"]) == 1


def test_the_three_batches_have_three_numbers_and_the_last_is_open(inputs):
    now = datetime(2026, 11, 30, 7, 15, tzinfo=BEIJING)

    made = [
        one(inputs, now=now, candidates=36, seed=SEED).batch for one in (dated.over, dated.today, dated.registering)
    ]

    assert [batch["batch_id"] for batch in made] == ["2026-09", "2026-11", "2027-01"]
    assert made[2]["registration_opens_at"] < now.isoformat() < made[2]["registration_closes_at"]


@pytest.mark.parametrize(
    ("environment", "there", "why"),
    [
        ({}, "", ""),
        ({"SKILLSEAL_PRODUCTION": "1"}, "", "SKILLSEAL_PRODUCTION"),
        ({"SKILLSEAL_PRODUCTION": "false"}, "", ""),
        ({"SKILLSEAL_STORE": "mongodb://elsewhere"}, "", "SKILLSEAL_STORE"),
        ({}, "stores", "holds a system already"),
        ({}, "state.json", "holds a system already"),
    ],
)
def test_nobody_is_invented_where_people_work(tmp_path, environment, there, why):
    if there:
        (tmp_path / there).mkdir()

    said = _why_not(tmp_path, environment)

    assert (why in said) if why else not said


def test_there_is_somebody_to_sign_in_as_for_every_role(inputs):
    invigilator = next(one["staff_id"] for one in inputs.staff if one["roles"] == ["invigilator"])

    people = _people(inputs.staff, [invigilator])

    assert {role for one in people for role in one["roles"]} == set(ROLES) - {"administrator"}
    assert invigilator in {one["staff_id"] for one in people}
