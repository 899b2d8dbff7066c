"""WeCom, DingTalk, Feishu: signatures, answer codes, limits."""

import time
from datetime import timedelta

import pytest
import structlog

from services.incident.channels.robots import DINGTALK, FEISHU, SLACK, WECOM, shortened
from services.incident.channels.way import HeldError, RefusedError, UnreachableError
from services.incident.domain.notices.notice import Urgency
from services.incident.tests.builders import MILLISECOND
from services.incident.tests.channels.servers import HOUR, NAME, DingTalk, Feishu, WeCom, running
from services.incident.tests.channels.worlds import InMemoryPaces, a_message, robots

PLATFORMS = {"wecom": WeCom, "dingtalk": DingTalk, "feishu": Feishu}
SIGNED = ["dingtalk", "feishu"]


class Hand:
    """A clock that a test turns."""

    def __init__(self, at):
        self.at = at

    def __call__(self):
        return self.at


@pytest.fixture(params=PLATFORMS)
def platform(request):
    with running(PLATFORMS[request.param]) as server:
        server.name = request.param
        yield server


def robots_of(server, **differing):
    differing.setdefault("secret", "" if server.name == "wecom" else "SEC-0123456789abcdef")
    return robots(server.url, server.name, **differing)


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
@pytest.mark.parametrize("age", [HOUR - 5, 5 - HOUR])
async def test_a_signature_is_good_for_an_hour(name, age):
    with running(PLATFORMS[name]) as server:
        await robots(server.url, name, wall=lambda: time.time() - age).send(a_message(), NAME)

        assert len(server.arrived) == 1


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize("ahead", [HOUR + 5, -HOUR - 5])
async def test_a_wrong_clock_is_told_to_operators_and_the_platforms_time_signs(name, ahead):
    noted: list[float] = []
    with running(PLATFORMS[name]) as server, structlog.testing.capture_logs() as lines:
        sending = robots(server.url, name, wall=lambda: time.time() + ahead, note_ahead=noted.append)
        with pytest.raises(UnreachableError, match="clock-skewed") as skewed:
            await sending.send(a_message(), NAME)
        await sending.send(a_message(), NAME)

        assert skewed.value.again
        assert len(server.arrived) == 1
    [line] = lines
    assert set(line) == {"event", "log_level", "host_ahead_seconds", "code"}
    assert [line["host_ahead_seconds"], *noted] == pytest.approx([ahead] * 3, abs=3)


async def test_a_clock_that_was_put_right_meanwhile_costs_one_more_try():
    clock = Hand(time.time() + 2 * HOUR)
    with running(DingTalk) as server:
        sending = robots(server.url, "dingtalk", wall=clock)
        for right in (False, True):
            clock.at = time.time() + (0 if right else 2 * HOUR)
            with pytest.raises(UnreachableError, match="clock-skewed"):
                await sending.send(a_message(), NAME)
            await sending.send(a_message(), NAME)

        assert len(server.arrived) == 2


@pytest.mark.parametrize(
    "words",
    ["keywords not in content", "sign not match", "ip 192.0.2.1 not in whitelist", "description:机器人发送签名不匹配"],
)
async def test_dingtalks_refusal_under_the_code_of_a_wrong_time_is_final(words):
    with running(DingTalk) as server:
        server.faults.append((310000, words))

        with pytest.raises(RefusedError, match="code-310000"):
            await robots(server.url, "dingtalk").send(a_message(), NAME)


@pytest.mark.parametrize(
    ("name", "fault"), [("feishu", (9499, "too many request")), ("wecom", (-1, "busy")), ("dingtalk", (-1, "系统繁忙"))]
)
async def test_a_busy_platform_is_asked_again_at_once(name, fault):
    with running(PLATFORMS[name]) as server:
        server.name = name
        server.faults.append(fault)
        sending = robots_of(server)

        with pytest.raises(UnreachableError) as busy:
            await sending.send(a_message(), NAME)
        await sending.send(a_message(), NAME)

        assert busy.value.again
        assert len(server.arrived) == 1


async def test_what_feishu_cannot_read_is_refused_despite_the_busy_gateway_code():
    with running(Feishu) as server:
        server.faults.append((9499, "Bad Request"))

        with pytest.raises(RefusedError, match="code-9499"):
            await robots(server.url, "feishu").send(a_message(), NAME)


LIMITS = [("wecom", 20, 60), ("dingtalk", 20, 60), ("feishu", 5, 1)]


@pytest.mark.parametrize(("name", "number", "seconds"), LIMITS)
async def test_the_window_takes_what_the_platform_allows_and_asks_for_no_more(name, number, seconds):
    paces = InMemoryPaces()
    begun, window = paces.now, timedelta(seconds=seconds) + SLACK
    with running(PLATFORMS[name]) as server:
        server.name = name
        sending = robots_of(server, paces=paces)
        for n in range(number):
            await sending.send(a_message(key=f"n-{n}"), NAME)

        for moment in (begun, begun + window - MILLISECOND):
            paces.now = moment
            with pytest.raises(HeldError) as full:
                await sending.send(a_message(key="one more"), NAME)
            assert (full.value.again, full.value.until) == (False, begun + window)
        assert server.asked == number

        paces.now = begun + window
        await sending.send(a_message(key="one more"), NAME)
        assert server.asked == number + 1


async def test_when_a_robot_opens_alarms_go_before_reminders_and_drills_last():
    paces = InMemoryPaces()
    waiting = [
        a_message(key="drill", drill=True, urgency=Urgency.ALARM),
        a_message(key="reminder", urgency=Urgency.REMINDER),
        a_message(key="alarm", urgency=Urgency.ALARM),
    ]
    with running(WeCom) as server:
        sending = robots(server.url, "wecom", "", paces=paces)
        for n in range(20):
            await sending.send(a_message(key=f"n-{n}"), NAME)
            paces.now += timedelta(seconds=1)
        told = {}
        for message in (*waiting, *waiting):
            with pytest.raises(HeldError) as held:
                await sending.send(message, NAME)
            assert held.value.until
            told[message.key] = held.value.until

    assert [key for _, key in sorted((until, key) for key, until in told.items())] == ["alarm", "reminder", "drill"]


@pytest.mark.parametrize(("over", "held"), [(-1, False), (0, False), (1, True)])
async def test_feishu_takes_a_hundred_a_minute_too(over, held):
    paces = InMemoryPaces()
    with running(Feishu) as server:
        sending = robots(server.url, "feishu", paces=paces)
        for n in range(100 + over - 1):
            await sending.send(a_message(key=f"n-{n}"), NAME)
            paces.now += timedelta(seconds=0.5)

        last = sending.send(a_message(key="the last"), NAME)
        if held:
            with pytest.raises(HeldError):
                await last
        else:
            await last


@pytest.mark.parametrize(("name", "rest"), [("wecom", 60), ("dingtalk", 600), ("feishu", 60)])
async def test_a_robot_that_sent_too_often_rests_until_its_platform_unlocks_it(name, rest):
    paces = InMemoryPaces()
    until = paces.now + timedelta(seconds=rest)
    with running(PLATFORMS[name]) as server:
        server.name = name
        server.faults.append(server.busy)
        sending = robots_of(server, paces=paces)
        with pytest.raises(UnreachableError) as busy:
            await sending.send(a_message(), NAME)
        assert (busy.value.again, busy.value.until) == (False, until)

        paces.now = until - MILLISECOND
        with pytest.raises(HeldError, match="robot-paced"):
            await sending.send(a_message(), NAME)
        assert server.asked == 1

        paces.now = until
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
