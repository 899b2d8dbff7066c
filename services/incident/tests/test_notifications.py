"""A notice on its way: channel after channel, round after round, and never lost by a crash."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incident.domain.notices.errors import NoticeNotDueError, NoticeSettledError
from services.incident.domain.notices.notice import Channel, Notify, Outcome, Receipt, Urgency
from services.incident.domain.notices.notification import NoticeOrigin, NoticeState, Notification
from services.incident.tests.builders import DISCOVERED, MILLISECOND

NOW = DISCOVERED
SECOND = timedelta(seconds=1)


def a_notification(*channels, urgency=Urgency.ALARM):
    decision = Notify(
        key="2026-autumn-1:call-2:S-0001",
        person_id="S-0001",
        channels=list(channels or [Channel.CONSOLE, Channel.SMS]),
        title="【一般】停电",
        text="请确认接报。",
        urgency=urgency,
    )
    return Notification.decide(
        decision,
        about=NoticeOrigin(batch_id="2026-autumn", incident_id="2026-autumn-1", group="g", drill=False),
        now=NOW,
    )


def answered(notification, outcome, now):
    channel = notification.begin(now=now)
    notification.note(Receipt(outcome=outcome, at=now), channel=channel)
    return channel


def due(notification):
    [deadline] = notification.collect_deadlines().values()
    return deadline and deadline.due_at


def test_it_is_due_as_soon_as_it_is_decided():
    assert due(a_notification()) == NOW


def test_a_sending_that_is_never_heard_of_is_repeated():
    notification = a_notification()

    assert notification.begin(now=NOW) is Channel.CONSOLE

    assert due(notification) == NOW + 45 * SECOND
    with pytest.raises(NoticeNotDueError):
        notification.begin(now=NOW + 45 * SECOND - MILLISECOND)
    assert notification.begin(now=NOW + 45 * SECOND) is Channel.CONSOLE


def test_delivered_is_the_end():
    notification = a_notification()

    answered(notification, Outcome.DELIVERED, NOW)

    assert notification.state is NoticeState.DELIVERED
    assert due(notification) is None
    with pytest.raises(NoticeSettledError):
        notification.begin(now=NOW + 45 * SECOND)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.FAILED])
def test_the_next_channel_is_tried_at_once(outcome):
    notification = a_notification()

    answered(notification, outcome, NOW)

    assert due(notification) == NOW
    assert notification.begin(now=NOW) is Channel.SMS


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [(Urgency.REMINDER, [5, 30, 120]), (Urgency.ALARM, [5, 30, 120, 120, 240, 480])],
)
def test_when_all_have_failed_they_are_tried_again_after_a_while(urgency, expected):
    notification = a_notification(urgency=urgency)
    pauses = []

    now = NOW
    while notification.state is NoticeState.WAITING:
        tried = [answered(notification, Outcome.FAILED, now), answered(notification, Outcome.FAILED, now)]
        assert tried == [Channel.CONSOLE, Channel.SMS]
        pauses.append((notification.due_at - now).total_seconds())
        now = notification.due_at

    assert pauses[:-1] == expected
    assert notification.state is NoticeState.GIVEN_UP


def test_an_alarm_outlasts_fifteen_minutes_of_a_mail_server_taking_no_letter():
    notification = a_notification(Channel.SMS, Channel.EMAIL)
    answered(notification, Outcome.REFUSED, NOW)

    now = NOW
    while now < NOW + timedelta(minutes=15):
        assert answered(notification, Outcome.FAILED, now) is Channel.EMAIL
        now = notification.due_at
    answered(notification, Outcome.DELIVERED, now)

    assert notification.state is NoticeState.DELIVERED
    assert now < NOW + timedelta(minutes=20)


@pytest.mark.parametrize(("failures", "unreached"), [(1, False), (3, False), (4, True), (5, True)])
def test_who_was_tried_by_every_channel_twice_is_unreached_until_one_works(failures, unreached):
    notification = a_notification()

    for _ in range(failures):
        answered(notification, Outcome.FAILED, notification.due_at)

    assert notification.is_unreached is unreached
    answered(notification, Outcome.DELIVERED, notification.due_at)
    assert not notification.is_unreached


def test_whom_every_channel_refuses_is_unreached_at_once():
    notification = a_notification(Channel.SMS)

    answered(notification, Outcome.REFUSED, NOW)

    assert notification.is_unreached


def test_what_was_given_up_is_delivered_once_a_console_shows_it():
    notification = a_notification(Channel.SMS)
    answered(notification, Outcome.REFUSED, NOW)

    notification.show(now=NOW + SECOND)

    assert notification.state is NoticeState.DELIVERED
    assert notification.attempts[-1].channel is Channel.CONSOLE


def test_what_is_withdrawn_is_neither_sent_nor_shown():
    notification = a_notification()

    notification.withdraw()

    assert not notification.is_to_be_shown
    with pytest.raises(NoticeSettledError):
        notification.begin(now=NOW)


def test_a_channel_that_refused_is_not_asked_again():
    notification = a_notification()
    answered(notification, Outcome.REFUSED, NOW)
    answered(notification, Outcome.FAILED, NOW)

    assert notification.begin(now=NOW + 5 * SECOND) is Channel.SMS


def test_when_every_channel_refuses_it_is_given_up_and_that_is_seen():
    notification = a_notification()

    answered(notification, Outcome.REFUSED, NOW)
    answered(notification, Outcome.REFUSED, NOW)

    assert notification.state is NoticeState.GIVEN_UP
    assert [attempt.channel for attempt in notification.attempts] == [Channel.CONSOLE, Channel.SMS]


def held(notification, until, now=NOW):
    channel = notification.begin(now=now)
    notification.note(Receipt(outcome=Outcome.HELD, at=now, again_at=until), channel=channel)
    return channel


def test_what_is_held_back_goes_by_the_next_channel_at_once():
    notification = a_notification(Channel.DINGTALK, Channel.SMS)

    assert held(notification, NOW + 40 * SECOND) is Channel.DINGTALK

    assert notification.due_at == NOW
    assert notification.begin(now=NOW) is Channel.SMS


def test_a_channel_is_asked_when_it_opens_and_others_keep_their_pauses():
    notification = a_notification(Channel.SMS, Channel.DINGTALK)
    answered(notification, Outcome.FAILED, NOW)
    held(notification, NOW + 40 * SECOND)

    asked = []
    for _ in range(4):
        now = notification.due_at
        asked.append(((now - NOW).total_seconds(), answered(notification, Outcome.FAILED, now)))

    assert asked == [(5, "sms"), (35, "sms"), (40, "dingtalk"), (45, "dingtalk")]


def test_holding_back_costs_no_try_and_is_due_when_the_channel_opens():
    notification = a_notification(Channel.DINGTALK, urgency=Urgency.INFO)

    for n in range(1, 50):
        held(notification, NOW + n * MILLISECOND, now=notification.due_at)
        assert notification.due_at == NOW + n * MILLISECOND

    assert notification.state is NoticeState.WAITING


@pytest.mark.parametrize(("over", "unreached"), [(-MILLISECOND, False), (0 * SECOND, False), (MILLISECOND, True)])
def test_who_is_to_wait_for_more_than_two_minutes_is_unreached(over, unreached):
    notification = a_notification(Channel.DINGTALK)

    held(notification, NOW + timedelta(minutes=2) + over)

    assert notification.is_unreached is unreached
    answered(notification, Outcome.FAILED, notification.due_at)
    assert notification.is_unreached is unreached


def test_a_locked_out_robot_is_left_alone_until_it_opens():
    notification = a_notification(Channel.DINGTALK)
    channel, opens_at = notification.begin(now=NOW), NOW + timedelta(minutes=10)

    notification.note(Receipt(outcome=Outcome.FAILED, at=NOW, again_at=opens_at), channel=channel)

    assert notification.due_at == opens_at


@given(
    channels=st.lists(st.sampled_from(Channel), min_size=1, max_size=7, unique=True),
    outcomes=st.lists(st.sampled_from([Outcome.REFUSED, Outcome.FAILED]), min_size=49, max_size=49),
)
def test_it_always_ends_and_while_it_waits_it_is_due_again(channels, outcomes):
    notification = a_notification(*channels)

    for outcome in outcomes:
        if notification.state != NoticeState.WAITING:
            break
        answered(notification, outcome, notification.due_at)
        assert (due(notification) is None) is (notification.state is NoticeState.GIVEN_UP)

    assert notification.state is NoticeState.GIVEN_UP
    assert {attempt.channel for attempt in notification.attempts} == set(channels)
