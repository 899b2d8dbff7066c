"""Signing candidates in: from the list, and by the number that a scanner reads."""

import json

import pytest

from apps.gateway.tests.desk import Forms
from apps.gateway.tests.exam_day import SESSION, SESSION_ID

PAGE = f"/exam-sessions/{SESSION_ID}/arrivals"
SECOND = "2026-autumn-00002"
CHECK_IN = f"/sessions/{SESSION_ID}/check-ins/{SECOND}"
ADMITTED = {
    "application_id": SECOND,
    "checked_in_at": "2026-09-01T12:01:00+08:00",
    "already_in": False,
    "present": 2,
    "candidates": 2,
}


@pytest.fixture
async def door(desk):
    """An invigilator before the list of the own room."""
    desk.services.says("scheduling", "GET", f"/sessions/{SESSION_ID}", SESSION)
    desk.services.says("scheduling", "POST", CHECK_IN, ADMITTED)
    browser = await desk.signed_in("I-0001", "invigilator")
    await browser.open(PAGE)
    return browser


def sent(desk):
    return [asked for asked in desk.services.asked if asked[1] == "POST"]


async def test_who_is_in_and_who_is_missing_is_counted(door):
    assert "<dt>已到</dt><dd>1</dd>" in door.page.text
    assert "<dt>未到</dt><dd>1</dd>" in door.page.text
    assert door.page.text.index("未到（1 人）") < door.page.text.index("考生二") < door.page.text.index("已到（1 人）")
    assert "没有启用脚本：网络断开时请在纸质签到表上登记" in door.page.text


async def test_a_candidate_is_signed_in_from_the_list_with_its_forms_key(desk, door):
    page = door.page

    await door.send(f"{PAGE}/{SECOND}")
    door.page = page
    await door.send(f"{PAGE}/{SECOND}")

    assert "2 号已签到，12:01。已到 2 人，应到 2 人。" in door.page.text
    assert [asked[2] for asked in sent(desk)] == [CHECK_IN, CHECK_IN]
    assert len({asked[3].headers["Idempotency-Key"] for asked in sent(desk)}) == 1


@pytest.mark.parametrize(
    "typed", ["26090148000102", " 26090148000102\r\n", "２６０９０１４８０００１０２", "260901 48000102"]
)
async def test_a_number_is_taken_as_scanners_and_input_methods_write_it(desk, door, typed):
    await door.send(PAGE, ticket_number=typed)

    assert "2 号已签到" in door.page.text
    assert [asked[2] for asked in sent(desk)] == [CHECK_IN]
    assert "26090148000102" not in "".join(str(asked[3].url) for asked in desk.services.asked)


async def test_the_field_for_numbers_has_the_focus_after_every_candidate(door):
    assert "autofocus" in door.page.text

    await door.send(PAGE, ticket_number="26090148000102")

    assert (door.path, "autofocus" in door.page.text) == (PAGE, True)


@pytest.mark.parametrize("typed", ["26090148000199", "  "])
async def test_a_number_that_is_not_of_this_room_signs_nobody_in(desk, door, typed):
    await door.send(PAGE, ticket_number=typed)

    assert Forms(door.page.text).found[PAGE]["ticket_number"] == "", "a scanner writes behind what stands there"
    assert "本场没有这个准考证号的考生" in door.page.text
    assert sent(desk) == []


async def test_who_has_signed_in_before_is_told_with_the_time(desk, door):
    desk.services.says("scheduling", "POST", CHECK_IN, {**ADMITTED, "already_in": True})

    await door.send(PAGE, ticket_number="26090148000102")

    assert "2 号此前已于 12:01 签到，请核对人证是否相符。" in door.page.text


async def test_who_is_late_is_refused_in_the_words_of_the_service(desk, door):
    desk.services.refuses("scheduling", "POST", CHECK_IN, "开考已满30分钟，迟到考生不能再进入考场。")

    await door.send(PAGE, ticket_number="26090148000102")

    assert door.page.status_code == 409
    assert "开考已满30分钟，迟到考生不能再进入考场。" in door.page.text


async def kept(desk, door, **differing):
    """What a phone sends that kept it."""
    holder = door.page.text.partition('data-holder="')[2].partition('"')[0]
    waited = {"admitted_at": "2026-09-01T03:58:00.000Z", "offline": "true", "holder": holder, **differing}
    await door.send(f"{PAGE}/{SECOND}", **waited)
    return [json.loads(asked[3].content) for asked in sent(desk)]


async def test_what_a_phone_kept_is_sent_with_its_own_time(desk, door):
    told = await kept(desk, door)

    assert told == [{"admitted_at": "2026-09-01T03:58:00+00:00", "offline": True}]
    assert "2 号已签到" in door.page.text


async def test_what_somebody_else_kept_on_the_phone_is_not_sent_for_them(desk, door):
    told = await kept(desk, door, holder="of-somebody-else")

    assert (told, door.page.status_code) == ([], 403)
    assert "由另一位工作人员在本机登记" in door.page.text


async def test_two_people_are_told_apart_by_a_word_that_names_neither(desk, door):
    other = await desk.signed_in("I-0002", "invigilator")
    await other.open(PAGE)
    mine, theirs = [page.page.text.partition('data-holder="')[2].partition('"')[0] for page in (door, other)]

    assert len({mine, theirs, "I-0001", "I-0002", ""}) == 5


async def test_what_was_heard_late_shows_both_times(desk, door):
    late = {"claimed_at": "2026-09-01T11:52:00+08:00", "received_at": "2026-09-01T12:20:00+08:00"}
    seats = [{**SESSION["seats"][0], **late, "offline": True, "received_late": True}, SESSION["seats"][1]]
    desk.services.says("scheduling", "GET", f"/sessions/{SESSION_ID}", {**SESSION, "seats": seats})

    await door.open(PAGE)

    assert "11:56 签到，12:20 收到，设备时间 11:52" in door.page.text


async def test_a_service_that_is_away_leaves_number_and_key_in_the_form(desk, door):
    desk.services.says("scheduling", "POST", CHECK_IN, {}, 503)

    await door.send(PAGE, ticket_number="26090148000102")
    desk.services.says("scheduling", "POST", CHECK_IN, ADMITTED)
    await door.send(PAGE)

    assert "2 号已签到" in door.page.text
    assert len({asked[3].headers["Idempotency-Key"] for asked in sent(desk)}) == 1
    assert not json.loads(sent(desk)[0][3].content or b"{}")


async def test_who_hands_in_while_it_runs_is_let_out(desk, door):
    out, first = f"{PAGE}/2026-autumn-00001/departure", "2026-autumn-00001"
    assert out not in Forms(door.page.text).found
    desk.services.says("scheduling", "GET", f"/sessions/{SESSION_ID}", {**SESSION, "state": "running"})
    left = {"application_id": first, "left_at": "2026-09-01T12:45:00+08:00"}
    desk.services.says("scheduling", "POST", f"/sessions/{SESSION_ID}/departures/{first}", left)

    await door.open(PAGE)
    await door.send(out)

    assert "1 号 12:45 交卷退场。" in door.page.text


async def test_a_workstation_is_drawn_after_the_check_and_signed_for(desk):
    first, path = "2026-autumn-00001", f"/sessions/{SESSION_ID}/lots/2026-autumn-00001"
    lot = {"application_id": first, "station": 7, "drawn_at": "2026-09-01T12:01:00+08:00", "signed_at": None}
    for address in (path, f"{path}/signature"):
        desk.services.says("scheduling", "POST", address, lot)
    practical = {**SESSION, "part": "practical"}
    desk.services.says("scheduling", "GET", f"/sessions/{SESSION_ID}", practical)
    browser = await desk.signed_in("I-0001", "examiner")

    await browser.open(PAGE)
    await browser.send(f"{PAGE}/{first}/lot", id_card="true", ticket="true", tools="true")
    assert "1 号抽到 7 号工位，请签字。" in browser.page.text
    drawn = [one | {"station": 7} if one["seat"] == 1 else one for one in SESSION["seats"]]
    desk.services.says("scheduling", "GET", f"/sessions/{SESSION_ID}", practical | {"seats": drawn})
    await browser.open(PAGE)
    await browser.send(f"{PAGE}/{first}/lot/signature")

    assert "1 号已为 7 号工位签字。" in browser.page.text
    [checked] = [json.loads(asked[3].content) for asked in sent(desk) if asked[2] == path]
    assert checked == {"id_card": True, "ticket": True, "tools": True}
