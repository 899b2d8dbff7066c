"""The port: receipts, tries, copies, storms."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from services.incident.channels.console import Console
from services.incident.channels.dispatcher import Dispatcher
from services.incident.channels.way import RefusedError, UnreachableError
from services.incident.domain.notices.notice import Channel, Contact, Outcome
from services.incident.ports import Channels
from services.incident.tests.channels.servers import NAME, SLOW, WeCom, running
from services.incident.tests.channels.worlds import INCIDENT, TEXT, TITLE, FakeWay, a_notice, robots

NOW = datetime(2026, 9, 19, 1, 20, tzinfo=UTC)
GROUP = "2026-autumn|主考点|power-or-equipment-failure"


@pytest.fixture
def way():
    return FakeWay()


def a_dispatcher(way, **differing):
    return Dispatcher(
        {Channel.WECOM: way}, **{"seconds": 3.0, "tries": 3, "storm_seconds": 0.2, "now": lambda: NOW, **differing}
    )


def reports(number, **differing):
    return [an_occasion(incident=f"{INCIDENT}-{n}", **differing) for n in range(number)]


def an_occasion(incident=INCIDENT, key="call-2", person="S-0005", **differing):
    """As the domain names them: incident, what is said, to whom."""
    return a_notice(
        **{"id": f"{incident}:{key}:{person}", "incident_id": incident, "person": person, "group": GROUP, **differing}
    )


async def test_a_taken_notice_is_delivered_with_the_channels_number(way):
    channels: Channels = a_dispatcher(way)

    receipt = await channels.send(a_notice())

    assert (receipt.outcome, receipt.reference, receipt.at) == (Outcome.DELIVERED, "fake-1", NOW)


async def test_trouble_is_tried_again_and_then_delivered(way):
    way.faults += [UnreachableError("http-503"), UnreachableError("http-503")]

    receipt = await a_dispatcher(way).send(a_notice())

    assert receipt.outcome is Outcome.DELIVERED
    assert way.asked == 3


async def test_after_as_many_tries_as_are_set_it_has_failed(way):
    way.faults += [UnreachableError("http-503")] * 4

    receipt = await a_dispatcher(way).send(a_notice())

    assert (receipt.outcome, receipt.detail) == (Outcome.FAILED, "http-503")
    assert way.asked == 3


async def test_a_refusal_is_not_tried_again(way):
    way.faults.append(RefusedError("code-93000"))

    receipt = await a_dispatcher(way).send(a_notice())

    assert (receipt.outcome, receipt.detail) == (Outcome.REFUSED, "code-93000")
    assert way.asked == 1


async def test_what_another_second_cannot_help_is_left_to_the_next_channel(way):
    way.faults.append(UnreachableError("robot-paced", again=False))

    receipt = await a_dispatcher(way).send(a_notice())

    assert (receipt.outcome, receipt.detail) == (Outcome.FAILED, "robot-paced")
    assert way.asked == 1


async def test_a_silent_channel_is_left_in_time(way):
    way.faults += [SLOW] * 3
    started = asyncio.get_running_loop().time()

    receipt = await a_dispatcher(way, seconds=0.3).send(a_notice())

    assert (receipt.outcome, receipt.detail) == (Outcome.FAILED, "timeout")
    assert asyncio.get_running_loop().time() - started < 1.5


async def test_the_port_raises_nothing_and_tells_no_words_of_a_fault(way):
    way.faults.append(KeyError("https://somewhere/?key=secret"))

    receipt = await a_dispatcher(way).send(a_notice())

    assert (receipt.outcome, receipt.detail) == (Outcome.FAILED, "fault-KeyError")


async def test_a_channel_not_set_up_or_a_missing_address_is_refused(way):
    channels = a_dispatcher(way)

    assert (await channels.send(a_notice(channel=Channel.SMS))).detail == "channel-not-set-up"
    nowhere = Contact(person_id="S-0005", addresses={})
    assert (await channels.send(a_notice(recipient=nowhere))).outcome is Outcome.REFUSED
    assert way.asked == 0


async def test_a_person_needs_no_address_for_the_console(way):
    console = Console()
    nowhere = Contact(person_id="S-0005", addresses={})
    channels = Dispatcher({Channel.CONSOLE: console}, seconds=3.0, tries=3, storm_seconds=0.0, now=lambda: NOW)

    with console.watched_by("S-0005") as screen:
        sending = asyncio.create_task(channels.send(a_notice(channel=Channel.CONSOLE, recipient=nowhere)))
        await asyncio.sleep(0.2)
        assert len(screen.take()) == 1
        screen.take()

        assert (await sending).outcome is Outcome.DELIVERED


@pytest.mark.parametrize("together", [True, False])
async def test_the_same_notice_again_is_not_sent_again(way, together):
    channels = a_dispatcher(way)

    if together:
        receipts = await asyncio.gather(*(channels.send(a_notice()) for _ in range(5)))
    else:
        receipts = [await channels.send(a_notice()) for _ in range(5)]

    assert len(way.arrived) == 1
    assert len(set(receipts)) == 1


async def test_a_notice_that_failed_is_sent_when_it_comes_again(way):
    channels = a_dispatcher(way, tries=1)
    way.faults.append(UnreachableError("http-503"))

    outcomes = [(await channels.send(a_notice())).outcome for _ in range(2)]

    assert outcomes == [Outcome.FAILED, Outcome.DELIVERED]


async def test_twenty_reports_of_one_power_cut_are_one_message_with_the_count(way):
    channels = a_dispatcher(way)

    receipts = await asyncio.gather(*(channels.send(notice) for notice in reports(20)))
    await asyncio.sleep(0.4)

    [message] = way.messages
    assert message.title == f"{TITLE}（同类报告共20起）"
    assert message.count == 20
    assert {receipt.outcome for receipt in receipts} == {Outcome.DELIVERED}


async def test_reports_a_few_moments_apart_are_still_one_message(way):
    channels = a_dispatcher(way)

    sending = []
    for notice in reports(5):
        sending.append(asyncio.create_task(channels.send(notice)))
        await asyncio.sleep(0)
    await asyncio.gather(*sending)

    assert [message.count for message in way.messages] == [5]


async def test_reports_that_come_later_are_told_once_more_with_the_count(way):
    channels = a_dispatcher(way)
    first, *others = reports(20)

    await channels.send(first)
    later = [asyncio.create_task(channels.send(notice)) for notice in others]
    await asyncio.sleep(0)
    assert [message.count for message in way.messages] == [1]

    assert {receipt.outcome for receipt in await asyncio.gather(*later)} == {Outcome.DELIVERED}
    assert [message.count for message in way.messages] == [1, 20]
    assert way.messages[0].key != way.messages[1].key


async def test_no_receipt_is_older_than_what_it_is_for(way):
    times = iter(range(10))
    channels = a_dispatcher(way, now=lambda: NOW + timedelta(seconds=next(times)))
    first, second = reports(2)

    before = await channels.send(first)
    after = await channels.send(second)

    assert len(way.messages) == 2
    assert after.at > before.at


async def test_what_came_later_and_failed_is_told_as_failed(way):
    channels = a_dispatcher(way, tries=1)
    first, second = reports(2)
    await channels.send(first)
    way.faults.append(UnreachableError("http-503"))

    assert (await channels.send(second)).outcome is Outcome.FAILED


async def test_every_place_of_a_storm_is_named_in_order_and_once(way):
    channels = a_dispatcher(way)
    rooms = [f"主考点第{number}考场" for number in (9, 1, 5)]

    notices = [replace(notice, place=place) for notice, place in zip(reports(4), [*rooms, rooms[0]], strict=True)]
    await asyncio.gather(*(channels.send(notice) for notice in notices))

    [message] = way.messages
    assert message.text.splitlines()[-1] == "地点：主考点第9考场、主考点第1考场、主考点第5考场"


async def test_a_storm_at_one_place_names_it_as_the_notice_does(way):
    channels = a_dispatcher(way)

    await asyncio.gather(*(channels.send(replace(notice, place="主考点")) for notice in reports(3)))

    assert "地点：" not in way.messages[0].text.removeprefix(TEXT)


async def test_a_storm_that_adds_nothing_says_nothing_more(way):
    await a_dispatcher(way).send(reports(1)[0])
    await asyncio.sleep(0.4)

    assert len(way.messages) == 1


async def test_a_group_of_five_behind_one_robot_reads_one_message(way):
    channels = a_dispatcher(way)
    notices = [an_occasion(person=f"S-000{n}") for n in range(5)]

    await asyncio.gather(*(channels.send(notice) for notice in notices))
    await asyncio.sleep(0.4)

    assert [message.count for message in way.messages] == [1]


async def test_the_same_person_is_called_a_second_time_about_one_incident(way):
    channels = a_dispatcher(way)

    for n in range(2):
        await channels.send(an_occasion(key=f"call-{n}"))

    assert len(way.messages) == 2


@pytest.mark.parametrize(
    "other", [{"title": "首报超时"}, {"key": "remind-8"}, {"group": "another"}, {"drill": True}, {"group": ""}]
)
async def test_no_storm_swallows_what_says_something_else(way, other):
    channels = a_dispatcher(way)
    first = reports(1)[0]
    second = an_occasion(incident="another", **other)

    await asyncio.gather(channels.send(first), channels.send(second))

    assert len(way.messages) == 2


async def test_a_storm_whose_message_failed_starts_afresh(way):
    channels = a_dispatcher(way, tries=1)
    way.faults.append(UnreachableError("http-503"))

    failed = await asyncio.gather(*(channels.send(notice) for notice in reports(3)))
    assert {receipt.outcome for receipt in failed} == {Outcome.FAILED}
    await asyncio.gather(*(channels.send(notice) for notice in reports(3)))

    assert [message.count for message in way.messages] == [3]


async def test_a_count_that_the_words_already_tell_is_not_told_twice(way):
    await a_dispatcher(way).send(a_notice(count=7, title="断电 7 起"))

    assert (way.messages[0].title, way.messages[0].count) == ("断电 7 起", 7)


async def test_a_drill_says_so_once(way):
    channels = a_dispatcher(way)
    await channels.send(a_notice(id="a", drill=True))
    await channels.send(a_notice(id="b", drill=True, title=f"【演练】{TITLE}"))

    assert [message.title for message in way.messages] == [f"【演练】{TITLE}"] * 2


@pytest.mark.parametrize("number", ["11010119900307123X", "13800000000", "2026-autumn-00003"])
@pytest.mark.parametrize("channel", [channel for channel in Channel if channel is not Channel.CONSOLE])
async def test_no_candidates_number_leaves_by_any_channel_but_the_console(channel, number):
    way = FakeWay()
    channels = Dispatcher({channel: way}, seconds=3.0, tries=3, storm_seconds=0.0, now=lambda: NOW)

    await channels.send(a_notice(channel=channel, text=f"考场：{number}的座位", title=f"考生{number}"))

    assert number not in way.messages[0].whole
    assert way.messages[0].incident_id == INCIDENT


async def test_no_recipients_name_is_ever_sent(way):
    await a_dispatcher(way).send(a_notice())

    assert "应小急" not in repr(way.messages)


async def test_what_is_logged_of_a_failure_names_channel_and_reason_only(way):
    way.faults += [UnreachableError("http-503")] * 3

    with structlog.testing.capture_logs() as lines:
        await a_dispatcher(way).send(a_notice())

    assert [set(line) for line in lines] == [{"channel", "outcome", "reason", "event", "log_level"}] * 3


async def test_one_channel_down_falls_over_to_the_next_within_the_persons_order():
    """As the caller does it: by the order of the contact's addresses, until one is delivered."""
    with running(WeCom) as wecom:
        wecom.faults += [503] * 3
        backup = FakeWay()
        channels = Dispatcher(
            {Channel.WECOM: robots(wecom.url, "wecom", ""), Channel.SMS: backup},
            seconds=3,
            tries=3,
            storm_seconds=0,
            now=lambda: NOW,
        )
        person = Contact(person_id="S-0005", addresses={Channel.WECOM: NAME, Channel.SMS: NAME})
        outcomes = []
        for channel in person.addresses:
            receipt = await channels.send(a_notice(recipient=person, channel=channel))
            outcomes.append(receipt.outcome)
            if receipt.outcome is Outcome.DELIVERED:
                break

    assert outcomes == [Outcome.FAILED, Outcome.DELIVERED]
    assert (wecom.asked, len(backup.arrived)) == (3, 1)
