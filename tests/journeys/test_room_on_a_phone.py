"""A theory room on the phones of its two invigilators, over the real services; the network goes and comes back."""

import json
from datetime import datetime, timedelta
from functools import partial

import pytest
from playwright.sync_api import expect

from apps.demo.inputs import Inputs
from apps.demo.stages.papers import prepare_papers_of
from apps.demo.stages.planning import plan
from apps.demo.stages.registration import register
from apps.demo.stages.stage import Run
from examples.generate import generate
from tests.journeys.institution import SCREENS, opened, press, said

pytestmark = [pytest.mark.journey, pytest.mark.browser]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    directory = tmp_path_factory.mktemp("inputs")
    generate(directory, candidates=60, seed=7)
    return Inputs.read(directory)


@pytest.fixture(scope="module")
def house(tmp_path_factory, inputs):
    with opened(tmp_path_factory.mktemp("system") / "state", inputs.staff, **PHONE) as house:
        yield house


@pytest.fixture(scope="module")
def room(house, inputs):
    """The fullest theory room of a batch that is planned and published, its papers sealed."""
    session = house.works(partial(prepared, inputs))
    return {**session, "starts": datetime.fromisoformat(session["starts_at"])}


async def prepared(inputs, office, simulation):
    run = Run(inputs, office, simulation, seed=7)
    await register(run)
    await plan(run)
    asked = {"batch_id": run.batch_id, "part": "theory", "limit": 500}
    found = await office.ask("scheduling", "/sessions", by=office.who("exam-affairs"), **asked)
    session = max(found["items"], key=lambda one: (one["candidates"], one["session_id"]))
    await prepare_papers_of(run, (session["occupation_code"], session["level"]))
    return session


def test_a_room_is_held_by_phone_though_its_network_goes_away(house, room, inputs):
    people = [one["staff_id"] for one in room["staff"][:2]]
    chief, deputy = [house.asks(person, "invigilator") for person in people]
    here = f"/exam-sessions/{room['session_id']}"

    half_comes_in(house, room, chief, people[0])
    deputy.goto(chief.url)
    left = room["candidates"] - room["candidates"] // 2
    waiting(chief, left)
    chief.context.set_offline(True)
    the_rest_is_let_in_without_a_network(room, chief, left)
    deputy.locator("#missing button").first.tap()  # whom the first phone keeps
    waiting(deputy, left - 1)
    chief.context.clear_cookies()  # as if the session had ended
    house.step_to(room["starts"] - 6 * MINUTE)
    chief.context.set_offline(False)
    everything_arrives_after_signing_in(house, chief, people[0], left - 1)
    deputy.reload()
    waiting(deputy, 1)
    look(deputy, "all-but-one")

    house.step_to(room["starts"] - 5 * MINUTE)
    for person, button in zip(people, ("第一人签名启封", "第二人签名启封"), strict=True):
        page = house.does(person, "invigilator", f"{here}/papers")
        house.proves(page, person, button)
    expect(page.locator("main")).to_contain_text(f"启封人 {people[0]}、{people[1]}")
    signs(house, people[0], here, "papers-opened", papers=room["candidates"], witnesses="1 2")
    look(chief, "steps")
    house.step_to(room["starts"])
    head = house.does(head_of(inputs), "site-head", "/exam-board")
    press(head, "发布开考信号")
    said(head, "开考信号已发布")
    house.step_to(room["starts"] + 30 * MINUTE)
    nobody_comes_in_any_more(house.does(people[0], "invigilator", f"{here}/arrivals"))
    chief.get_by_label("1 号交卷退场").tap()
    said(chief, "1 号 09:30 交卷退场")
    signs(house, people[1], here, "attendance-counted", present=room["candidates"] - 1, absent=1)
    house.step_to(datetime.fromisoformat(room["ends_at"]))
    head = house.does(head_of(inputs), "site-head", "/exam-board")
    press(head, "发布结束信号")
    said(head, "结束信号已发布")
    deputy = house.does(people[1], "invigilator", here)
    expect(deputy.locator("main")).to_contain_text(f"已签到 {room['candidates'] - 1} 人，未到 1 人")
    look(deputy, "finished")


def head_of(inputs):
    """Who leads the sites: the first of those who do nothing else."""
    heads = [one for one in inputs.staff if "site-head" in one["roles"]]
    return min(heads, key=lambda one: (len(one["roles"]), one["staff_id"]))["staff_id"]


def half_comes_in(house, room, page, person):
    """On a phone whose clock is twelve minutes fast."""
    house.step_to(room["starts"] - 14 * MINUTE)
    page.clock.set_system_time(room["starts"] - 2 * MINUTE)
    house.does(person, "invigilator", "/my-sessions")
    expect(page.locator(".next")).to_contain_text("副监考在考场门口组织考生存放书本资料等物品")
    look(page, "my-sessions")
    page.get_by_role("link", name="签到", exact=True).first.tap()
    expect(page.locator("#phone-clock")).to_contain_text("系统时间 9月19日 08:46")
    for taken in range(room["candidates"] // 2):
        waiting(page, room["candidates"] - taken)
        page.locator("#missing button").first.tap()
    expect(page.locator("#unsent")).to_be_hidden()


def the_rest_is_let_in_without_a_network(room, page, left):
    """All but one: by the list, and by the number on the ticket, as a scanner types it."""
    next_one = page.locator("#missing li:not([hidden])").first
    for taken in range(1, left):
        if taken == 2:
            page.clock.set_system_time(room["starts"] + 1.5 * MINUTE)  # three minutes later by this clock
            page.get_by_label("准考证号").press_sequentially(str(next_one.get_attribute("data-ticket")))
            page.keyboard.press("Enter")
        else:
            next_one.get_by_role("button").tap()
        expect(page.get_by_role("heading", name=f"未上传 {taken} 条")).to_be_visible()
    page.get_by_label("准考证号").fill("26091999990199")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("本场没有这个准考证号的考生")
    expect(page.locator("#unsent")).to_contain_text("签到照常，先存在本机")
    waiting(page, 1)
    look(page, "offline")
    names = [line.inner_text() for line in page.locator("#unsent li strong").all()]
    assert len(names) == left - 1
    held = page.evaluate("Object.entries(localStorage)")
    assert {name.rpartition(":")[0] for name, _ in held} == {f"arrival:{room['session_id']}"}
    assert {word for _, value in held for word in json.loads(value)} == {"at", "key", "offline", "holder"}


def everything_arrives_after_signing_in(house, page, person, kept):
    """Once each, with the time at which it was; whom somebody else had signed in is told."""
    expect(page.locator("#unsent")).to_contain_text("登录已结束，未上传的还在本机")
    page.get_by_role("link", name="重新登录").tap()
    house.signs_in(page, person)
    waiting(page, 1)
    expect(page.locator("#unsent")).to_be_hidden()
    expect(page.locator("#told")).to_contain_text("请核对人证是否相符")
    assert page.evaluate("localStorage.length") == 0
    expect(page.get_by_text("08:54 收到")).to_have_count(kept - 1)
    expect(page.get_by_text("08:49 签到，08:54 收到")).to_have_count(kept - 1)
    look(page, "back")


def nobody_comes_in_any_more(page):
    """What was refused stays until somebody puts it away; signing out would, so it is said first."""
    page.locator("#missing button").first.tap()
    expect(page.locator("#unsent")).to_contain_text("迟到考生不能再进入考场")
    waiting(page, 1)
    look(page, "late")
    page.get_by_role("button", name="退出").tap()
    expect(page.locator("#leaving")).to_contain_text("还有 1 条签到没有上传")
    page.get_by_role("button", name="不再上传").tap()
    expect(page.locator("#unsent")).to_be_hidden()
    waiting(page, 1)


def signs(house, person, here, step, **stated):
    """On the page of the session: what was counted, and the seats of those who saw it."""
    page = house.does(person, "invigilator", here)
    form = page.locator(f"form[action$='/steps/{step}']")
    if not form.is_visible():  # the first of several is unfolded
        page.locator("li", has=form).locator("summary").tap()
    for name, value in stated.items():
        form.locator(f"[name={name}]").fill(str(value))
    form.get_by_role("button", name="签署").tap()
    said(page, "已签")


def waiting(page, left):
    expect(page.get_by_role("heading", name=f"未到（{left} 人）")).to_be_visible()


def look(page, name):
    SCREENS.mkdir(parents=True, exist_ok=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.screenshot(path=SCREENS / f"gateway-room-{name}.png", full_page=True)
