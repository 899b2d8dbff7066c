"""Who is called by when, who must take over, and that silence never ends it."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.incident.domain.duty.post import Post
from services.incident.domain.duty.roster import NO_DUTY_LIST
from services.incident.domain.escalation.errors import AlreadyAcknowledgedError, LadderNotDueError, NotOnLadderError
from services.incident.domain.escalation.ladder import CallReason, Ladder
from services.incident.domain.escalation.ladder_plans import LADDERS, Needed
from services.incident.domain.people import Person
from services.incident.tests.builders import EXAM_AFFAIRS, LEADING_GROUP, MILLISECOND, MINUTE, SITE_HEAD, a_watch

NOTHING = timedelta(0)
STEPS = [Post.SITE_HEAD, Post.INSPECTOR, Post.DUTY_OFFICER, Post.GROUP_HEAD, Post.DIRECTOR]
EVERYBODY = a_watch(*((post, f"S-{place}") for place, post in enumerate(STEPS)))
# The institution's own figures, written down a second time.
WITHIN = {"major": [2, 3, 4, 7, 11], "general": [6, 9, 12, 16, 20]}
REPEAT = {"major": 5, "general": 10}
STAGE_REPORT = {"major": 30, "general": 60}


def on(place):
    """Who holds the step at this place in EVERYBODY."""
    return Person(f"S-{place}", set())


def a_ladder(tier="general", *, elapsed=NOTHING, watch=EVERYBODY):
    ladder = Ladder(tier=tier)
    ladder.start(elapsed, watch)
    return ladder


def called(calls):
    return [call.post for call in calls]


def rung(ladder, watch=EVERYBODY):
    """The next thing that happens by itself, when it is due."""
    return ladder.ring(ladder.due, watch)


@pytest.mark.rule("INC-27")
def test_of_a_general_incident_the_site_hears_first():
    assert called(Ladder(tier="general").start(NOTHING, EVERYBODY)) == [Post.SITE_HEAD]


@pytest.mark.rule("INC-14")
def test_the_inspector_and_the_leading_group_hear_of_major_incidents_at_once():
    found = Ladder(tier="major").start(NOTHING, EVERYBODY)

    assert called(found) == [Post.SITE_HEAD, Post.INSPECTOR, Post.DUTY_OFFICER]


@pytest.mark.parametrize("tier", LADDERS)
def test_silence_climbs_step_by_step_at_the_times_of_the_plan(tier):
    ladder = Ladder(tier=tier)
    calls = ladder.start(NOTHING, EVERYBODY)
    when = [NOTHING] * len(calls)

    while ladder.position < len(STEPS) - 1:
        moment = ladder.due
        calls += rung(ladder)
        when.append(moment)

    assert called(calls) == STEPS
    first = len(STEPS) - len([moment for moment in when if moment])
    assert when[first:] == [minutes * MINUTE for minutes in WITHIN[tier][first - 1 : -1]]
    assert ladder.due == WITHIN[tier][-1] * MINUTE


@pytest.mark.parametrize(
    ("elapsed", "expected"),
    [
        (6 * MINUTE - MILLISECOND, STEPS[:1]),
        (6 * MINUTE, STEPS[:2]),
        (6 * MINUTE + MILLISECOND, STEPS[:2]),
        (9 * MINUTE, STEPS[:3]),
        (20 * MINUTE, STEPS),
    ],
)
def test_an_incident_entered_late_calls_at_once_everybody_whose_time_is_over(elapsed, expected):
    assert called(Ladder(tier="general").start(elapsed, EVERYBODY)) == expected


def test_a_timer_that_comes_early_calls_nobody():
    ladder = a_ladder()

    with pytest.raises(LadderNotDueError):
        ladder.ring(6 * MINUTE - MILLISECOND, EVERYBODY)
    assert called(ladder.ring(6 * MINUTE, EVERYBODY)) == [Post.INSPECTOR]


def test_a_timer_that_comes_late_catches_up():
    ladder = a_ladder()

    assert called(ladder.ring(13 * MINUTE, EVERYBODY)) == [Post.INSPECTOR, Post.DUTY_OFFICER, Post.GROUP_HEAD]
    assert ladder.due == 16 * MINUTE


def test_a_step_with_nobody_is_skipped_at_once_and_named():
    watch = a_watch((Post.SITE_HEAD, "S-0"), (Post.GROUP_HEAD, "S-3"))
    ladder = a_ladder(watch=watch)

    [call] = rung(ladder, watch)

    assert (call.post, call.skipped) == (Post.GROUP_HEAD, [Post.INSPECTOR, Post.DUTY_OFFICER])


def test_a_ladder_with_nobody_calls_everybody_there_is_and_goes_on():
    watch = a_watch((Post.CONTACT, "S-9"))
    ladder = Ladder(tier="general")

    [call] = ladder.start(NOTHING, watch)

    assert (call.post, set(call.posts), call.skipped) == (Post.DIRECTOR, set(STEPS), STEPS)
    assert ladder.due == 20 * MINUTE


@pytest.mark.parametrize("tier", LADDERS)
def test_silence_at_the_top_repeats_and_reaches_further_each_time(tier):
    ladder = a_ladder(tier, elapsed=60 * MINUTE)
    reached = []

    for _ in range(6):
        before = ladder.due
        [call] = rung(ladder)
        reached.append(len(call.posts))
        assert ladder.due - before == REPEAT[tier] * MINUTE

    assert reached == [2, 3, 4, 5, 5, 5]


def test_who_takes_over_stops_the_climbing():
    ladder = a_ladder()

    assert ladder.take_over(on(0), MINUTE, EVERYBODY) is Post.SITE_HEAD

    assert ladder.is_held
    assert ladder.holders == ["S-0"]


def test_a_step_below_the_called_one_is_noted_and_stops_nothing():
    ladder = a_ladder()
    rung(ladder)

    ladder.take_over(on(0), 7 * MINUTE, EVERYBODY)

    assert not ladder.is_held
    assert called(rung(ladder)) == [Post.DUTY_OFFICER]


def test_a_step_above_the_one_that_was_called_may_take_over():
    ladder = a_ladder()

    ladder.take_over(on(4), MINUTE, EVERYBODY)

    assert ladder.is_held


@pytest.mark.parametrize(("listed", "needed"), [(1, 1), (2, 2), (3, 2)])
def test_several_of_a_step_are_two_or_all_there_are(listed, needed):
    assert LADDERS["major"].step(Post.DUTY_OFFICER).must is Needed.SEVERAL
    watch = a_watch(*((Post.DUTY_OFFICER, f"S-{number}") for number in range(listed)))
    ladder = a_ladder("major", watch=watch)

    for number in range(needed):
        assert not ladder.is_held
        ladder.take_over(on(number), MINUTE, watch)

    assert ladder.is_held


def test_all_of_a_step_are_everybody_listed_for_it():
    assert LADDERS["major"].step(Post.GROUP_HEAD).must is Needed.ALL
    watch = a_watch(*((Post.GROUP_HEAD, f"S-{number}") for number in range(3)))
    ladder = a_ladder("major", watch=watch)

    for number in range(3):
        assert not ladder.is_held
        ladder.take_over(on(number), MINUTE, watch)

    assert ladder.is_held


def test_where_nobody_is_listed_the_role_takes_over():
    ladder = a_ladder(watch=NO_DUTY_LIST)

    assert ladder.take_over(SITE_HEAD, MINUTE, NO_DUTY_LIST) is Post.SITE_HEAD
    assert ladder.take_over(LEADING_GROUP, MINUTE, NO_DUTY_LIST) is Post.GROUP_HEAD


@pytest.mark.parametrize(("person", "watch"), [(EXAM_AFFAIRS, NO_DUTY_LIST), (SITE_HEAD, EVERYBODY)])
def test_nobody_takes_over_who_is_not_on_the_ladder(person, watch):
    with pytest.raises(NotOnLadderError):
        a_ladder(watch=watch).take_over(person, MINUTE, watch)


def test_one_person_takes_over_once_until_the_step_is_opened_again():
    ladder = a_ladder()
    ladder.take_over(on(0), MINUTE, EVERYBODY)
    with pytest.raises(AlreadyAcknowledgedError):
        ladder.take_over(on(0), 2 * MINUTE, EVERYBODY)

    rung(ladder)

    ladder.take_over(on(0), 121 * MINUTE, EVERYBODY)
    assert ladder.is_held


@pytest.mark.rule("INC-07")
@pytest.mark.parametrize("tier", LADDERS)
@pytest.mark.parametrize("early", [MILLISECOND, NOTHING])
def test_taken_over_is_not_finished(tier, early):
    ladder = a_ladder(tier)
    ladder.take_over(on(4), MINUTE, EVERYBODY)
    due = 2 * STAGE_REPORT[tier] * MINUTE

    if early:
        with pytest.raises(LadderNotDueError):
            ladder.ring(due - early, EVERYBODY)
        return
    [call] = ladder.ring(due, EVERYBODY)
    assert call.why is CallReason.NO_STAGE_REPORT
    assert not ladder.is_held


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        (60 * MINUTE - MILLISECOND, 120),
        (60 * MINUTE, 120),
        (60 * MINUTE + MILLISECOND, 180),
        (119 * MINUTE, 180),
    ],
)
def test_a_report_covers_one_interval_and_the_next_is_due_after_another(reported, due):
    ladder = a_ladder()
    ladder.take_over(on(0), MINUTE, EVERYBODY)

    ladder.note_report(reported)

    assert ladder.due == due * MINUTE


def test_a_late_report_settles_the_step_opened_only_for_want_of_it():
    ladder = a_ladder()
    ladder.take_over(on(0), MINUTE, EVERYBODY)
    rung(ladder)

    ladder.note_report(ladder.due - MINUTE)

    assert ladder.holders == ["S-0"]


def test_a_report_takes_nothing_over():
    ladder = a_ladder()

    ladder.note_report(MINUTE)

    assert not ladder.is_held
    assert ladder.due == 6 * MINUTE


def test_a_step_opened_again_and_left_alone_climbs():
    ladder = a_ladder()
    ladder.take_over(on(0), MINUTE, EVERYBODY)
    rung(ladder)
    opened = ladder.due

    assert called(rung(ladder)) == [Post.INSPECTOR]
    assert ladder.due == opened + 10 * MINUTE


def test_what_is_overdue_calls_the_leading_group_and_then_above_it():
    ladder = a_ladder()

    assert (
        called(ladder.raise_to(Post.DUTY_OFFICER, 4 * MINUTE, EVERYBODY, CallReason.FIRST_REPORT_OVERDUE)) == STEPS[1:3]
    )
    assert (
        called(ladder.raise_to(Post.DUTY_OFFICER, 5 * MINUTE, EVERYBODY, CallReason.FIRST_REPORT_OVERDUE)) == STEPS[3:4]
    )


def test_a_more_serious_tier_calls_its_people_at_once_and_nobody_twice():
    ladder = a_ladder()

    assert called(ladder.replan("major", MINUTE, EVERYBODY)) == [Post.INSPECTOR, Post.DUTY_OFFICER]
    assert ladder.due == 4 * MINUTE


def test_a_less_serious_tier_gives_more_time_and_calls_nobody_back():
    ladder = a_ladder("major")

    assert ladder.replan("general", MINUTE, EVERYBODY) == []
    assert (ladder.position, ladder.due) == (2, 12 * MINUTE)


def test_what_is_held_stays_held_in_the_other_tier():
    ladder = a_ladder()
    ladder.take_over(on(4), MINUTE, EVERYBODY)

    assert ladder.replan("major", 2 * MINUTE, EVERYBODY) == []
    assert ladder.is_held
    assert ladder.due == 60 * MINUTE


ACTS = ("ring", "take over", "report", "overdue", "replan")


@given(
    tier=st.sampled_from(list(LADDERS)),
    manned=st.sets(st.sampled_from(STEPS)),
    late=st.integers(0, 90),
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 40), st.integers(0, 4)), max_size=40),
)
@settings(max_examples=300)
def test_whatever_happens_something_is_always_coming_and_the_call_never_goes_down(tier, manned, late, acts):
    watch = a_watch(*((post, f"S-{STEPS.index(post)}") for post in STEPS if post in manned))
    ladder = Ladder(tier=tier)
    elapsed = late * MINUTE
    calls = ladder.start(elapsed, watch)
    assert calls

    for act, minutes, place in acts:
        position, pause = ladder.position, minutes * MINUTE
        elapsed = min(elapsed + pause, ladder.due)
        if elapsed == ladder.due:
            assert ladder.ring(elapsed, watch)
        elif act == "take over" and STEPS[place] in manned and f"S-{place}" not in ladder.taken_over:
            ladder.take_over(on(place), elapsed, watch)
        elif act == "report":
            ladder.note_report(elapsed)
        elif act == "overdue":
            assert ladder.raise_to(Post.DUTY_OFFICER, elapsed, watch, CallReason.FIRST_REPORT_OVERDUE)
            assert ladder.position >= STEPS.index(Post.DUTY_OFFICER)
        elif act == "replan":
            ladder.replan("major" if ladder.tier == "general" else "general", elapsed, watch)

        assert ladder.due > elapsed
        assert ladder.due - elapsed <= 120 * MINUTE
        assert ladder.position >= position
        assert watch.is_manned(ladder.step.post) or ladder.breadth == ladder.position or ladder.is_held
        assert not ladder.is_held or ladder.taken_over


@pytest.mark.parametrize("tier", LADDERS)
def test_no_figure_of_a_ladder_coincides_with_the_first_reports(tier):
    """Two alarms at one moment would be two calls for one silence, and two commits on one incident."""
    assert {5, 8, 10}.isdisjoint(WITHIN[tier])
    assert [step.within for step in LADDERS[tier].steps] == [minutes * MINUTE for minutes in WITHIN[tier]]
    assert LADDERS[tier].repeat == REPEAT[tier] * MINUTE
    assert LADDERS[tier].stage_report == STAGE_REPORT[tier] * MINUTE
