"""The examination day: the own sessions, one session from the doors to the last signal, and the board."""

import json
from datetime import datetime

import pytest

from apps.gateway.tests.desk import Desk, Forms
from apps.gateway.tests.exam_day import PRACTICAL_ID, SESSION, SESSION_ID, SUMMARY
from libs.chassis.testing import NOON
from libs.chassis.time.clock import SystemClock

PAGE = f"/exam-sessions/{SESSION_ID}"


class RealTime(SystemClock):
    """It stands still for a test that shows codes."""

    def now(self):
        return NOON


@pytest.fixture
def room(desk):
    later = {**SUMMARY, "session_id": PRACTICAL_ID, "part": "practical", "room": "一号实训室", "site": "东考点"}
    times = {"starts_at": "2026-09-01T15:00:00+08:00", "ends_at": "2026-09-01T17:00:00+08:00"}
    desk.services.says("scheduling", "GET", "/sessions", {"items": [later | times, SUMMARY], "next": None})
    desk.services.says("scheduling", "GET", f"/sessions/{SESSION_ID}", SESSION)


def stands(desk, **differing):
    desk.services.says("scheduling", "GET", f"/sessions/{SESSION_ID}", {**SESSION, **differing})


async def test_who_is_on_duty_sees_their_day_and_what_is_due_now(desk, room):
    browser = await desk.signed_in("I-0001", "invigilator")

    await browser.open("/my-sessions")

    listing = next(asked[3] for asked in desk.services.asked if asked[2] == "/sessions")
    assert listing.url.params["mine"] == "true"
    assert "下一场：第一考场，12:10 开考" in browser.page.text
    assert "<strong>现在：</strong>宣读考生注意事项（12:00 起）" in browser.page.text
    assert "<strong>接下来 12:05：</strong>当众启封" in browser.page.text
    assert browser.page.text.index("第一考场 · 理论") < browser.page.text.index("一号实训室 · 实操")
    assert "您是主监考" in browser.page.text


async def test_a_running_session_comes_before_one_that_is_still_to_begin(desk, room):
    running = {**SUMMARY, "session_id": PRACTICAL_ID, "state": "running", "starts_at": "2026-09-01T12:20:00+08:00"}
    finished = {**SUMMARY, "session_id": "over", "state": "finished", "starts_at": "2026-09-01T09:00:00+08:00"}
    desk.services.says("scheduling", "GET", "/sessions", {"items": [SUMMARY, finished, running], "next": None})
    desk.services.says("scheduling", "GET", f"/sessions/{PRACTICAL_ID}", {**SESSION, **running})
    browser = await desk.signed_in("I-0001", "invigilator")

    await browser.open("/my-sessions")

    assert "正在进行：第一考场，12:20 开考" in browser.page.text


async def test_duty_begins_at_the_own_day_and_an_empty_day_says_so(desk):
    browser = await desk.signed_in("I-0001", "invigilator")

    await browser.open("/")

    assert browser.path == "/my-sessions"
    assert "今天没有排给您的场次" in browser.page.text


async def test_a_session_shows_its_timetable_team_and_seats(desk, room):
    browser = await desk.signed_in("I-0001", "invigilator")

    await browser.open(PAGE)

    assert 'aria-current="step"' in browser.page.text
    assert "T-10" in browser.page.text
    assert "I-0001（您）" in browser.page.text
    assert "考生二" in browser.page.text
    assert "应到 2 人，已签到 1 人，未到 1 人" in browser.page.text


@pytest.mark.parametrize(("account_id", "role"), [("H-0001", "site-head"), ("Q-0001", "supervisor")])
async def test_whoever_only_watches_is_offered_nothing_to_do(desk, room, account_id, role):
    browser = await desk.signed_in(account_id, role)

    await browser.open(PAGE)

    assert browser.page.status_code == 200
    assert f"{PAGE}/start" not in browser.page.text
    assert f"{PAGE}/papers" not in browser.page.text


async def test_a_session_of_others_is_refused_in_the_words_of_the_service(desk, room):
    browser = await desk.signed_in("I-0009", "invigilator")
    desk.services.refuses("scheduling", "GET", f"/sessions/{SESSION_ID}", "您不是本场的工作人员，无权操作。", 403)

    await browser.open(PAGE)

    assert (browser.page.status_code, "您不是本场的工作人员，无权操作。" in browser.page.text) == (403, True)


async def test_the_start_is_asked_about_and_given_once_despite_many_clicks(desk, room):
    stands(desk, part="practical")
    desk.services.says("scheduling", "POST", f"/sessions/{SESSION_ID}/start", status=204)
    browser = await desk.signed_in("I-0001", "examiner")
    await browser.open(PAGE)
    page = browser.page

    await browser.send(f"{PAGE}/start")
    browser.page = page
    await browser.send(f"{PAGE}/start")

    assert "开考满 30 分钟后不再接收签到。现已签到 1 人，未到 1 人。" in page.text
    assert f"{PAGE}/finish" not in page.text
    assert "已开考。" in browser.page.text
    keys = [asked[3].headers["Idempotency-Key"] for asked in desk.services.asked if asked[2].endswith("/start")]
    assert (len(keys), len(set(keys))) == (2, 1)


async def test_a_start_too_early_is_refused_in_the_words_of_the_service(desk, room):
    stands(desk, part="practical")
    desk.services.refuses("scheduling", "POST", f"/sessions/{SESSION_ID}/start", "未到开考时间 12:10，不能开考。")
    browser = await desk.signed_in("I-0001", "examiner")
    await browser.open(PAGE)

    await browser.send(f"{PAGE}/start")

    assert browser.page.status_code == 409
    assert "未到开考时间 12:10，不能开考。" in browser.page.text
    assert f"{PAGE}/start" in Forms(browser.page.text).found


async def test_the_end_says_who_will_count_as_absent(desk, room):
    stands(desk, part="practical", state="running", started_at="2026-09-01T12:10:00+08:00")
    desk.services.says("scheduling", "POST", f"/sessions/{SESSION_ID}/finish", status=204)
    browser = await desk.signed_in("I-0001", "examiner")
    await browser.open(PAGE)

    assert "参考 1 人，其余 1 人记为缺考" in browser.page.text
    assert f"{PAGE}/start" not in browser.page.text
    await browser.send(f"{PAGE}/finish")

    assert "本场考试结束" in browser.page.text


async def test_a_theory_room_waits_for_the_signal_of_the_site(desk, room):
    browser = await desk.signed_in("I-0001", "invigilator")

    await browser.open(PAGE)

    assert f"{PAGE}/start" not in browser.page.text
    assert "开考和结束信号由考点统一发布。" in browser.page.text


async def test_one_signal_is_given_to_all_theory_rooms_of_a_site(desk, room):
    second = {**SUMMARY, "session_id": "second", "room": "第二考场"}
    running = {**SUMMARY, "session_id": "third", "room": "第三考场", "state": "running"}
    practical = {**SUMMARY, "session_id": "fourth", "part": "practical"}
    rooms = {"items": [SUMMARY, second, running, practical], "next": None}
    desk.services.says("scheduling", "GET", "/sessions", rooms)
    desk.services.says("scheduling", "POST", "/sessions/signals", {"session_ids": [SESSION_ID, "second"]})
    browser = await desk.signed_in("H-0001", "site-head")
    await browser.open("/exam-board")

    assert "向主考点的 2 个理论考场统一发布12:10 开考信号" in browser.page.text
    assert "向主考点的 1 个理论考场统一发布13:40 结束信号" in browser.page.text
    await browser.send("/exam-board/signals", site="主考点", signal="start", at=SUMMARY["starts_at"])

    assert "开考信号已发布，2 个考场已收到。" in browser.page.text
    [told] = [json.loads(asked[3].content) for asked in desk.services.asked if asked[2] == "/sessions/signals"]
    assert told == {"site": "主考点", "signal": "start", "at": SUMMARY["starts_at"]}
    director = await desk.signed_in("D-0001", "director")
    assert "/exam-board/signals" not in (await director.open("/exam-board")).text


async def test_misconduct_is_put_down_by_the_room_and_decided_by_the_head(desk, room):
    path, when = f"/sessions/{SESSION_ID}/misconduct", "2026-09-01T12:30:00+08:00"
    entry = {"number": 1, "application_id": "2026-autumn-00001", "act": "3-4", "words": "扰乱考场秩序"}
    entry |= {"facts": "监控可见", "by": "I-0001", "at": when, "measure": "disqualified", "needs_decision": True}
    entry |= {"upheld": None, "decided_by": None, "decided_at": None, "opinion": ""}
    for address in (path, f"{path}/1/decision"):
        desk.services.says("scheduling", "POST", address, entry)
    running = {"state": "running", "started_at": "2026-09-01T12:10:00+08:00"}
    stands(desk, **running)
    chief, head = await desk.signed_in("I-0001", "invigilator"), await desk.signed_in("H-0001", "site-head")

    await chief.open(PAGE)
    await chief.send(f"{PAGE}/misconduct", application_id="2026-autumn-00001", act="3-4", facts="监控可见")
    assert "已登记第 1 号：取消考试资格，责令退出考场，等主考确认。" in chief.page.text
    stands(desk, **running, misconduct=[entry])
    await head.open(PAGE)
    await head.send(f"{PAGE}/misconduct/1/decision", upheld="true", opinion="情况属实")

    told = [json.loads(asked[3].content) for asked in desk.services.asked if asked[2].startswith(path)]
    assert told == [
        {"application_id": "2026-autumn-00001", "act": "3-4", "facts": "监控可见"},
        {"upheld": True, "opinion": "情况属实"},
    ]
    assert f"{PAGE}/misconduct/1/decision" not in (await chief.open(PAGE)).text


async def test_the_head_of_the_site_puts_down_what_somebody_on_duty_did(desk, room):
    path = f"/sessions/{SESSION_ID}/breaches"
    desk.services.says("scheduling", "POST", path, {"number": 1}, status=201)
    stands(desk, state="running", started_at="2026-09-01T12:10:00+08:00")
    head, chief = await desk.signed_in("H-0001", "site-head"), await desk.signed_in("I-0001", "invigilator")

    await head.open(PAGE)
    await head.send(f"{PAGE}/staff-acts", staff_id="Q-0001", act="absent", facts="09:20 离开考场")

    assert "已记入其人员档案" in head.page.text
    told = [json.loads(asked[3].content) for asked in desk.services.asked if asked[2] == path]
    assert told == [{"staff_id": "Q-0001", "act": "absent", "facts": "09:20 离开考场", "external": False}]
    assert f"{PAGE}/staff-acts" not in (await chief.open(PAGE)).text


async def test_missing_papers_are_reported_by_the_room_and_settled_by_the_office(desk, room):
    path = f"/sessions/{SESSION_ID}/missing-papers"
    gone = {"missing": 2, "reported_by": "I-0001", "reported_at": "2026-09-01T13:42:00+08:00", "lost": None}
    gone |= {"settled_by": None, "settled_at": None, "reason": ""}
    for address in (path, f"{path}/settlement"):
        desk.services.says("scheduling", "POST", address, gone)
    stands(desk, state="finished", started_at="2026-09-01T12:10:00+08:00")
    chief, office = await desk.signed_in("I-0001", "invigilator"), await desk.signed_in("X-0001", "exam-affairs")

    await chief.open(PAGE)
    await chief.send(f"{PAGE}/missing-papers", missing="2")
    stands(desk, state="finished", started_at="2026-09-01T12:10:00+08:00", missing_papers=gone)
    await office.open(PAGE)
    assert "缺少 2 份" in office.page.text
    await office.send(f"{PAGE}/missing-papers/settlement", lost="1", reason="找到 1 份")

    told = [json.loads(asked[3].content) for asked in desk.services.asked if asked[2].startswith(path)]
    assert told == [{"missing": 2}, {"lost": 1, "reason": "找到 1 份"}]


async def test_the_board_counts_the_day_by_site_and_renews_without_script(desk, room):
    browser = await desk.signed_in("H-0001", "site-head")

    await browser.open("/exam-board")
    everything = browser.page.text
    await browser.open("/exam-board?site=主考点")

    assert "第一考场" in everything
    assert "一号实训室" in everything
    assert "一号实训室" not in browser.page.text
    assert '<noscript><meta http-equiv="refresh" content="15;url=/exam-board?site=' in browser.page.text
    assert '<a class="button" href="?site=%E4%B8%BB%E8%80%83%E7%82%B9" aria-current="true">' in browser.page.text
    assert "<dt>应到</dt><dd>2</dd>" in browser.page.text


async def test_simulated_rooms_go_by_the_stepped_clock_people_by_the_real(tmp_path):
    async with Desk(tmp_path, clock=RealTime(), simulation=True) as desk:
        desk.services.says("scheduling", "GET", f"/sessions/{SESSION_ID}", SESSION)
        browser = await desk.signed_in("I-0001", "invigilator")
        desk.gateway.simulated.step_to(datetime.fromisoformat("2026-09-01T12:06:00+08:00"))
        await browser.open(PAGE)
        before = browser.page.text
        desk.gateway.simulated.step_to(datetime.fromisoformat("2027-09-01T12:41:00+08:00"))
        await browser.open(PAGE)

        assert "<strong>现在：</strong>当众启封" in before
        assert "<strong>现在：</strong>发布结束信号" in browser.page.text
        assert desk.gateway.clock.now() == NOON, "or the session and its token would have ended"


async def test_without_a_simulation_pages_and_people_have_one_clock(desk):
    assert desk.gateway.exam_clock is desk.gateway.clock


async def test_a_step_is_offered_to_its_signer_once_it_has_begun(desk, room):
    deputy, chief = await desk.signed_in("I-0002", "invigilator"), await desk.signed_in("I-0001", "invigilator")

    await deputy.open(PAGE)
    await chief.open(PAGE)

    offered = Forms(deputy.page.text).found
    assert f"{PAGE}/steps/notes-read" in offered
    assert f"{PAGE}/steps/admission" not in offered, "it is not theirs"
    assert not [action for action in Forms(chief.page.text).found if "/steps/" in action], "signed, or not yet begun"
    assert "I-0001 11:56 签" in chief.page.text
    assert "逾时未办" in chief.page.text
    await deputy.open("/my-sessions")
    assert "待您签 1 项" in deputy.page.text


async def test_a_step_is_signed_with_its_count_and_its_witnesses(desk, room):
    step = f"/sessions/{SESSION_ID}/steps/papers-opened"
    desk.services.says("scheduling", "POST", step, {"done_at": "2026-09-01T12:06:00+08:00"})
    desk.step(minutes=6)
    browser = await desk.signed_in("I-0001", "invigilator")
    await browser.open(PAGE)

    await browser.send(f"{PAGE}/steps/papers-opened", papers="30", witnesses="1、12 号")

    assert "已签，本环节办完。" in browser.page.text
    [told] = [json.loads(asked[3].content) for asked in desk.services.asked if asked[2] == step]
    assert told == {"figures": {"papers": 30}, "witnesses": [1, 12]}


async def test_a_count_that_differs_is_refused_and_stays_in_its_field(desk, room):
    step = f"/sessions/{SESSION_ID}/steps/papers-opened"
    desk.services.refuses("scheduling", "POST", step, "清点数 29 与启封时清点数 30 不符，请立即追查并报告考务办公室。")
    desk.step(minutes=6)
    browser = await desk.signed_in("I-0001", "invigilator")
    await browser.open(PAGE)

    await browser.send(f"{PAGE}/steps/papers-opened", papers="29", witnesses="1 2")

    assert "请立即追查并报告考务办公室" in browser.page.text
    assert Forms(browser.page.text).found[f"{PAGE}/steps/papers-opened"]["papers"] == "29"


async def test_the_board_shows_how_many_steps_are_late(desk, room):
    browser = await desk.signed_in("H-0001", "site-head")

    await browser.open("/exam-board")

    assert "<dt>逾时环节</dt><dd>2</dd>" in browser.page.text


RENEWALS = [("/exam-board", {"X-Renewal": "yes"}), ("/exam-board?site=%E4%B8%BB%E8%80%83%E7%82%B9&renewal=yes", {})]


@pytest.mark.parametrize(("path", "headers"), RENEWALS)
async def test_a_board_that_renews_itself_does_not_keep_its_session(desk, path, headers):
    browser = await desk.signed_in("E-0001", "exam-affairs")
    await browser.open("/exam-board?site=%E4%B8%BB%E8%80%83%E7%82%B9")
    assert "renewal=yes" in browser.page.text, "without a script too"

    for _ in range(3):
        desk.step(minutes=10)
        last = await browser.client.get(path, headers=headers)

    assert last.url.path == "/sign-in"


@pytest.mark.parametrize(("state", "stays"), [("running", True), ("finished", False)])
async def test_a_phone_stays_signed_in_while_its_session_goes_on(desk, room, state, stays):
    desk.services.says("scheduling", "GET", f"/sessions/{SESSION_ID}", {**SESSION, "state": state})
    phone = await desk.signed_in("I-0001", "invigilator")
    await phone.open(f"/exam-sessions/{SESSION_ID}")

    for _ in range(4):
        desk.step(minutes=10)
        last = await phone.client.get(f"/exam-sessions/{SESSION_ID}", headers={"X-Renewal": "yes"})

    assert (last.url.path != "/sign-in") == stays
