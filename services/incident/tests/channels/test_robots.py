"""WeCom, DingTalk, Feishu: signatures, answer codes, limits."""

import time

import pytest

from services.incident.channels.pace import Pace
from services.incident.channels.robots import DINGTALK, FEISHU, WECOM, shortened
from services.incident.channels.way import RefusedError, UnreachableError
from services.incident.tests.channels.servers import HOUR, NAME, DingTalk, Feishu, WeCom, running
from services.incident.tests.channels.worlds import a_message, robots

PLATFORMS = {"wecom": WeCom, "dingtalk": DingTalk, "feishu": Feishu}
SIGNED = ["dingtalk", "feishu"]


class Hand:
    """A clock that a test turns."""

    def __init__(self):
        self.at = time.time()

    def __call__(self):
        return self.at


@pytest.fixture(params=PLATFORMS)
def platform(request):
    with running(PLATFORMS[request.param]) as server:
        server.name = request.param
        yield server


def robots_of(server, **different):
    different.setdefault("secret", "" if server.name == "wecom" else "SEC-0123456789abcdef")
    return robots(server.url, server.name, **different)


async def test_http_200_with_a_code_other_than_zero_is_a_failure(platform):
    platform.faults.append(platform.refusal)

    with pytest.raises(RefusedError, match=f"code-{platform.refusal}"):
        await robots_of(platform).send(a_message(), NAME)


@pytest.mark.parametrize("name", SIGNED)
async def test_a_wrong_secret_is_refused(name):
    with running(PLATFORMS[name]) as server:
        with pytest.raises(RefusedError, match=f"code-{server.refusal}"):
            await robots(server.url, name, "SEC-another").send(a_message(), NAME)

        assert server.arrived == []


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize(("age", "taken"), [(HOUR - 5, True), (HOUR + 5, False)])
async def test_a_signature_is_good_for_an_hour(name, age, taken):
    with running(PLATFORMS[name]) as server:
        sending = robots(server.url, name, wall=lambda: time.time() - age).send(a_message(), NAME)
        if taken:
            await sending
        else:
            with pytest.raises(RefusedError):
                await sending

        assert len(server.arrived) == taken


async def test_twenty_messages_go_in_a_minute_and_the_next_is_not_even_asked_for(platform):
    hand = Hand()
    sending = robots_of(platform, wall=hand)
    for _ in range(20):
        await sending.send(a_message(), NAME)

    with pytest.raises(UnreachableError) as full:
        await sending.send(a_message(), NAME)
    assert not full.value.again
    assert platform.asked == 20

    hand.at += 60
    await sending.send(a_message(), NAME)
    assert platform.asked == 21


@pytest.mark.parametrize(("name", "rest"), [("wecom", 60), ("dingtalk", 600), ("feishu", 60)])
async def test_a_robot_that_sent_too_often_is_left_alone_as_long_as_its_platform_locks_it_out(name, rest):
    hand = Hand()
    with running(PLATFORMS[name]) as server:
        server.name = name
        server.faults.append(server.busy)
        sending = robots_of(server, wall=hand)
        with pytest.raises(UnreachableError) as busy:
            await sending.send(a_message(), NAME)
        assert not busy.value.again

        hand.at += rest - 1
        with pytest.raises(UnreachableError, match="robot-paced"):
            await sending.send(a_message(), NAME)
        assert server.asked == 1

        # By now the clock is too far ahead for a signature, but the robot is asked.
        hand.at += 1
        await sending.send(a_message(), NAME)
        assert server.asked == 2


async def test_a_long_text_is_cut_to_what_the_platform_takes(platform):
    await robots_of(platform).send(a_message(text="停" * 10_000), NAME)

    [arrived] = platform.arrived
    assert arrived.endswith("停…")


@pytest.mark.parametrize("platform", [WECOM, DINGTALK, FEISHU])
@pytest.mark.parametrize("over", [-1, 0, 1])
def test_a_text_is_cut_only_past_the_limit_and_between_characters(platform, over):
    text = "a" * (platform.longest + over)
    chinese = "停" * (platform.longest // 3 + over)

    assert (shortened(text, platform.longest) == text) == (over <= 0)
    assert len(shortened(text, platform.longest).encode()) <= platform.longest
    assert set(shortened(chinese, platform.longest)) <= {"停", "…"}


def test_a_pace_counts_the_last_seconds_only():
    pace = Pace(2, 60)

    assert [pace.take(at) for at in (0, 30, 59.9, 60, 60.1, 89.9, 90)] == [True, True, False, True, False, False, True]


def test_a_rest_takes_nothing_until_it_ends():
    pace = Pace(20, 60)

    pace.rest(10)

    assert [pace.take(at) for at in (0, 9.9, 10)] == [False, False, True]
