"""Each record is with the platform once, however the platform behaves."""

import asyncio
import json
from collections import Counter
from datetime import time, timedelta
from itertools import count

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.sync.channels.http import HttpPlatform
from services.sync.channels.worker import Worker, is_open
from services.sync.domain.upload import CLAIM, Verdict
from services.sync.ports import PlatformBusyError, PlatformRefusedError, PlatformSilentError
from services.sync.tests.builders import (
    BATCH_ID,
    CLERK,
    ISSUED,
    a_candidate_approved,
    a_certificate_issued,
    a_change,
    a_session_planned,
    account,
    beijing,
    counts,
    number,
    open_batch,
    open_unreadable,
    uploads,
)
from services.sync.tests.stand_in import Misbehaviour


async def test_every_certificate_reaches_the_platform_with_its_eleven_columns(reporting):
    await open_batch(reporting.sync, 1, 2)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))

    await reporting.rounds()

    assert await counts(reporting.sync) == {"accepted": 2}
    fields = next(one["fields"] for one in reporting.platform.records.values() if "欧阳喆玥" in one["fields"].values())
    assert fields == {
        "姓名": "欧阳喆玥",
        "证件类型": "201",
        "证件号码": "431202199803070014",
        "所在单位": "其他",
        "职业名称": "中式烹调师",
        "工种名称": "--",
        "职业技能等级": "5",
        "证书编号": number(1),
        "发证日期": "2026-10-10",
        "评价机构": "怀化市示例职业培训学校",
        "发证机构": "怀化市示例职业培训学校",
    }


@pytest.mark.parametrize("how", list(Misbehaviour))
async def test_no_misbehaviour_loses_a_record_or_sends_it_twice(reporting, how):
    await open_batch(reporting.sync, 1, 2, 3, 4)
    reporting.platform.coming.append(how)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))

    await reporting.rounds()

    assert await counts(reporting.sync) == {"accepted": 4}
    assert max(Counter(reporting.platform.taken).values()) == 1


class Talker(httpx.AsyncByteStream):
    """Says 128 MiB of nothing, and counts how much of it was listened to."""

    def __init__(self):
        self.heard = 0

    async def __aiter__(self):
        for _ in range(128):
            self.heard += 1
            yield b" " * 1024 * 1024


async def a_platform(sync, answer):
    platform = HttpPlatform("http://platform", "", sync.service.clock)
    await platform.close()
    platform._http = httpx.AsyncClient(base_url="http://platform", transport=httpx.MockTransport(answer))
    return platform


async def test_an_answer_without_end_is_not_read_to_it(sync):
    talker = Talker()
    platform = await a_platform(sync, lambda _: httpx.Response(200, stream=talker))

    with pytest.raises(PlatformSilentError):
        await platform.has("key")

    assert talker.heard == 2


@pytest.mark.parametrize("answer", [{}, {"there": "yes"}, {"there": 1}, {"there": None}], ids=str)
async def test_only_a_clear_yes_or_no_says_where_a_record_is(sync, answer):
    said = httpx.ByteStream(json.dumps(answer).encode())
    platform = await a_platform(sync, lambda _: httpx.Response(200, stream=said))

    with pytest.raises(PlatformSilentError):
        await platform.has("key")


async def test_a_list_without_end_is_given_up(sync):
    pages = (f'{{"records": [], "next": "{number}"}}'.encode() for number in count())
    platform = await a_platform(sync, lambda _: httpx.Response(200, stream=httpx.ByteStream(next(pages))))

    with pytest.raises(PlatformSilentError):
        await platform.listing(BATCH_ID)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("姓名\u202e与\u2028公安信息\n不符", "姓名与 公安信息 不符"),
        ("证件号码431202199803070014不存在", "证件号码＊不存在"),
        ("证书S000043009001265000001重复", "证书S000043009001265000001重复"),
        ("错" * 300, "错" * 200),
    ],
)
def test_the_platforms_words_are_plain_short_and_name_nobody(said, kept):
    assert Verdict(accepted=False, reason=said, column=said) == Verdict(accepted=False, reason=kept, column=kept)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(coming=st.lists(st.sampled_from([one for one in Misbehaviour if "hang" not in one.value]), max_size=8))
async def test_any_row_of_misbehaviours_ends_with_everything_there_once(reporting, coming):
    ordinals = range(1 + reporting.platform.requests * 10, 4 + reporting.platform.requests * 10)
    await open_batch(reporting.sync, *ordinals)
    reporting.platform.coming.extend(coming)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))

    await reporting.rounds(60)

    found = await counts(reporting.sync)
    assert set(found) == {"accepted"}
    assert max(Counter(reporting.platform.taken).values()) == 1
    reporting.platform.coming.clear()


async def test_one_bad_record_stops_nobody_beside_it(reporting):
    await open_batch(reporting.sync, 1, 2, 3, names={2: "拒绝某"})
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))

    await reporting.rounds()

    assert await counts(reporting.sync) == {"accepted": 2, "rejected": 1}
    (refused,) = await uploads(reporting.sync, state="rejected")
    assert (refused["number"], refused["reason"], refused["column"]) == (number(2), "姓名与公安信息不符", "姓名")


async def test_one_seal_that_cannot_be_opened_holds_up_nobody_beside_it(reporting):
    sync = reporting.sync
    await open_batch(sync, 1, 2)
    await open_unreadable(sync, 3)
    await sync.deliver(a_session_planned(ends_at=ISSUED))
    await sync.step_to(sync.now + timedelta(seconds=1))

    await reporting.rounds()

    assert await counts(sync) == {"accepted": 2, "rejected": 1}
    (unreadable,) = await uploads(sync, state="rejected")
    assert (unreadable["number"], unreadable["reason"]) == (number(3), "姓名等个人信息无法解密，请联系系统运维人员")
    assert (await account(sync))["listed_on"] is not None


class KilledAfterSending(HttpPlatform):
    """The process dies between the platform's answer and its own commit."""

    async def submit(self, batch_id, sendings):
        await super().submit(batch_id, sendings)
        raise KeyboardInterrupt


async def test_what_a_killed_process_was_sending_is_asked_for(reporting):
    await open_batch(reporting.sync, 1)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))

    http = KilledAfterSending(reporting.platform.url, "", reporting.sync.service.clock)
    dying = Worker(reporting.sync.service, http, opens=time(0), closes=time(0))
    with pytest.raises(KeyboardInterrupt):
        await dying.round()
    await http.close()
    assert await counts(reporting.sync) == {"sending": 1}

    await reporting.rounds()
    assert await counts(reporting.sync) == {"sending": 1}
    await reporting.sync.step_to(reporting.sync.now + CLAIM + timedelta(seconds=1))
    await reporting.rounds()

    assert await counts(reporting.sync) == {"accepted": 1}
    assert len(reporting.platform.taken) == 1


async def test_a_question_that_fails_leaves_a_record_uncertain(reporting):
    await open_batch(reporting.sync, 1)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))
    reporting.platform.coming.extend([Misbehaviour.FAIL_AFTER_TAKING, Misbehaviour.FAIL_BEFORE_TAKING])

    await reporting.rounds(2)

    assert await counts(reporting.sync) == {"uncertain": 1}
    assert len(reporting.platform.taken) == 1


async def test_two_workers_never_send_the_same(reporting):
    await open_batch(reporting.sync, 1, 2, 3)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))
    http = HttpPlatform(reporting.platform.url, "", reporting.sync.service.clock, patience=httpx.Timeout(5))
    other = Worker(reporting.sync.service, http, opens=time(0), closes=time(0))

    async with asyncio.TaskGroup() as group:
        group.create_task(reporting.worker.round())
        group.create_task(other.round())
    await http.close()

    assert max(Counter(reporting.platform.taken).values()) == 1
    assert await counts(reporting.sync) == {"accepted": 3}


def changes(platform):
    return [one["change"] for one in platform.records.values()]


async def reported(reporting, *events):
    for event in events:
        await reporting.sync.deliver(event)
    await reporting.sync.step_to(reporting.sync.now + timedelta(hours=1))
    await reporting.rounds()


@pytest.mark.parametrize("change", ["suspended", "revoked", "voided"])
async def test_what_becomes_of_a_certificate_follows_it(reporting, change):
    await open_batch(reporting.sync, 1)
    await reported(reporting)

    await reported(reporting, a_change(change, at=ISSUED + timedelta(hours=2)))

    assert changes(reporting.platform) == ["new", change]
    assert await counts(reporting.sync) == {"accepted": 2}


async def test_what_was_never_reported_is_reported_when_it_counts_again(reporting):
    await open_batch(reporting.sync, 1)

    await reported(reporting, a_change("suspended", at=ISSUED + timedelta(minutes=1)))
    assert changes(reporting.platform) == []

    await reported(reporting, a_change("reinstated", at=ISSUED + timedelta(minutes=2)))
    assert changes(reporting.platform) == ["new"]
    assert await counts(reporting.sync) == {"superseded": 1, "accepted": 1}


async def test_an_older_word_about_a_certificate_changes_nothing(reporting):
    await open_batch(reporting.sync, 1)
    await reported(reporting)

    for seq, change in ((9, "revoked"), (8, "suspended")):
        await reporting.sync.deliver(a_change(change, at=ISSUED + timedelta(hours=2)), seq=seq)
    await reported(reporting)

    assert changes(reporting.platform) == ["new", "revoked"]


async def test_of_two_changes_that_wait_the_newer_is_sent(reporting):
    await open_batch(reporting.sync, 1)
    await reported(reporting)

    await reported(
        reporting,
        a_change("suspended", at=ISSUED + timedelta(hours=2)),
        a_change("reinstated", at=ISSUED + timedelta(hours=3)),
    )

    assert changes(reporting.platform) == ["new", "reinstated"]


async def test_a_day_the_platform_lost_is_seen_at_night(reporting):
    await open_batch(reporting.sync, 1, 2)
    await reporting.sync.deliver(a_session_planned(ends_at=ISSUED))
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))
    await reporting.rounds()
    async with httpx.AsyncClient(base_url=reporting.platform.url, trust_env=False) as outside:
        await outside.delete(f"/batches/{BATCH_ID}/records/{number(2)}")

    await reporting.sync.step_to(reporting.sync.now + timedelta(days=1))
    await reporting.rounds()

    assert sorted(one["fields"]["证书编号"] for one in reporting.platform.records.values()) == [number(1), number(2)]
    assert await counts(reporting.sync) == {"accepted": 2}


@pytest.mark.parametrize(
    ("opens", "closes", "inside", "outside"),
    [
        (time(8), time(20), [time(8), time(19, 59, 59)], [time(7, 59, 59), time(20), time(0)]),
        (time(22), time(6), [time(22), time(0), time(5, 59, 59)], [time(21, 59, 59), time(6), time(12)]),
        (time(0), time(0), [time(0), time(12), time(23, 59, 59)], []),
        (time(9), time(9), [time(8, 59, 59), time(9)], []),
    ],
)
def test_hours_begin_at_their_first_second_and_end_before_their_last(opens, closes, inside, outside):
    assert all(is_open(clock, opens=opens, closes=closes) for clock in inside)
    assert not any(is_open(clock, opens=opens, closes=closes) for clock in outside)


class FailingPlatform:
    """Answers each call with the next of its failures; after them it takes everything."""

    def __init__(self, *failures):
        self.failures = list(failures)

    def _fail(self):
        if self.failures:
            raise self.failures.pop(0)

    async def submit(self, batch_id, sendings):
        self._fail()
        return {one.key: Verdict(accepted=True) for one in sendings}

    async def has(self, key):
        self._fail()
        return True

    async def listing(self, batch_id):
        self._fail()
        return {}


def always_open(sync, platform):
    return Worker(sync.service, platform, opens=time(0), closes=time(0))


async def a_waiting_record(sync):
    await sync.step_to(ISSUED)
    await open_batch(sync, 1)
    await sync.step_to(sync.now + timedelta(seconds=1))


BUSY, SILENT = PlatformBusyError("平台繁忙"), PlatformSilentError()


@pytest.mark.parametrize(
    ("failures", "rests"),
    [
        ([BUSY] * 4, 0),
        ([BUSY] * 5, 5),
        ([BUSY] * 6, 10),
        ([BUSY] * 11, 320),
        ([BUSY] * 12, 600),
        ([BUSY] * 18, 600),
        ([SILENT] * 5, 5),
        ([SILENT, BUSY, BUSY, BUSY, PlatformRefusedError("不予查询")], 5),
        ([*[BUSY] * 4, PlatformRefusedError("数据有误")], 0),
    ],
)
async def test_a_platform_that_fails_in_a_row_is_left_alone_longer(sync, failures, rests):
    await a_waiting_record(sync)
    worker = always_open(sync, FailingPlatform(*failures))

    for _ in failures:
        await worker.round()
        await sync.step_to(sync.now + timedelta(hours=2))

    assert worker.rest() == rests


@pytest.mark.parametrize("then", [[], [SILENT]], ids=["taken", "asked for"])
async def test_one_answer_ends_a_row_of_failures(sync, then):
    await a_waiting_record(sync)
    worker = always_open(sync, FailingPlatform(*[BUSY] * 5, *then))

    for _ in range(7):
        await worker.round()
        await sync.step_to(sync.now + timedelta(hours=2))

    assert await counts(sync) == {"accepted": 1}
    assert worker.rest() == 0


async def test_a_list_that_fails_is_a_failure_too(sync):
    await a_waiting_record(sync)
    await sync.deliver(a_session_planned(ends_at=ISSUED))
    platform = FailingPlatform()
    worker = always_open(sync, platform)
    await worker.round()
    await sync.step_to(beijing(2026, 10, 11, 1, 59, 59))

    assert not await worker.round()
    await sync.step_to(beijing(2026, 10, 11, 2))
    platform.failures = [SILENT, BUSY, PlatformRefusedError("不予查询"), SILENT, SILENT]
    for _ in range(5):
        assert not await worker.round()

    assert worker.rest() == 5
    assert (await account(sync))["listed_on"] is None


async def test_the_list_of_a_batch_is_looked_at_once_a_day(sync):
    await a_waiting_record(sync)
    await sync.deliver(a_session_planned(ends_at=ISSUED))
    worker = always_open(sync, FailingPlatform())
    await worker.round()

    for day in (11, 12):
        await sync.step_to(beijing(2026, 10, day, 2))

        assert [await worker.round(), await worker.round()] == [True, False]
        assert (await account(sync))["listed_on"] == f"2026-10-{day}"


async def test_the_worker_works_until_nothing_is_left(sync):
    await a_waiting_record(sync)
    worker = always_open(sync, FailingPlatform())
    assert not worker.idle()

    working = asyncio.create_task(worker.run())
    async with asyncio.timeout(30):
        while not worker.idle():  # noqa: ASYNC110 -- the worker offers no event to wait for
            await asyncio.sleep(0)
    working.cancel()

    assert await counts(sync) == {"accepted": 1}


@pytest.mark.parametrize(("records", "requests"), [(49, 1), (50, 1), (51, 2)])
async def test_fifty_records_go_at_once(reporting, records, requests):
    await open_batch(reporting.sync, *range(1, records + 1))
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))

    await reporting.rounds()

    assert await counts(reporting.sync) == {"accepted": records}
    assert reporting.platform.requests == requests


async def test_of_a_request_that_is_refused_each_record_goes_alone(reporting):
    await open_batch(reporting.sync, 1, 2, 3)
    reporting.platform.coming.append(Misbehaviour.REFUSE_WHOLE)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))

    await reporting.rounds()

    assert await counts(reporting.sync) == {"accepted": 3}
    assert reporting.platform.requests == 1 + 3


async def test_a_record_that_is_refused_alone_is_at_fault_itself(sync):
    await a_waiting_record(sync)

    await always_open(sync, FailingPlatform(PlatformRefusedError("证件类型未知"))).round()

    [refused] = await uploads(sync)
    assert (refused["words"], refused["reason"]) == ("平台退回", "证件类型未知")


async def test_the_platform_is_left_alone_outside_its_hours(reporting):
    await open_batch(reporting.sync, 1)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))
    by_day = Worker(reporting.sync.service, reporting.http, opens=time(8), closes=time(20))

    assert not await by_day.round()
    assert reporting.platform.requests == 0


async def test_what_happened_to_a_record_is_told_and_names_nobody(reporting):
    await open_batch(reporting.sync, 1)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))
    await reporting.rounds()

    (upload,) = await uploads(reporting.sync)
    assert [step["words"] for step in upload["steps"]] == ["待上报", "上报中", "平台已接收"]
    told = b"".join(event.body for event in reporting.sync.outbox()).decode()
    assert "欧阳喆玥" not in told
    assert "431202199803070014" not in told
    assert "431202199803070014" not in str(upload)
    assert (await account(reporting.sync))["records"] == 1
    assert (await reporting.sync.get(f"/uploads/{upload['id']}", as_=CLERK)).json() == upload


async def test_a_certificate_that_comes_before_its_candidate_waits(sync):
    await sync.deliver(a_certificate_issued())
    assert [(one["slug"], one["state"]) for one in sync.parked()] == [("batch-not-known", "waiting")]

    await open_batch(sync, 2)
    await sync.deliver(a_candidate_approved(sync.cipher, 1))
    await sync.deliver(a_certificate_issued())

    assert await counts(sync) == {"waiting": 2}
