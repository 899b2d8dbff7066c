"""What hands and devices do to a page in a real browser: each loses nothing, and is done once."""

import pytest
from playwright.sync_api import expect

from apps.gateway.tests.test_in_a_browser import PARTS, Services

pytestmark = pytest.mark.browser

ARRIVALS = f"/exam-sessions/{PARTS['session_id']}/arrivals"


@pytest.fixture
def desk_of(office, opened):
    Services.done.clear()

    def desk(account_id, *roles):
        page = opened()
        office.activate(page, account_id, office.add(account_id, "王小明", *roles))
        return page

    return desk


def done():
    return [path for _, path, _ in Services.done]


def test_a_double_click_is_one_click(office, desk_of):
    page = desk_of("D-double", "general-office")
    page.goto(f"{office.url}/holidays")
    page.get_by_label("通知的文号或标题").fill("国办发明电〔2026〕99号")
    page.get_by_label("放假时段").fill("2027-01-01")

    page.get_by_role("button", name="登记并重新推算").dblclick()

    expect(page.get_by_text("放假安排已登记")).to_be_visible()
    assert done() == ["/certification/holiday-years/2027"]


def test_back_after_sending_shows_what_was_typed_and_sends_nothing(office, desk_of):
    page = desk_of("D-back", "general-office")
    page.goto(f"{office.url}/holidays")
    page.get_by_label("通知的文号或标题").fill("国办发明电〔2026〕99号")
    page.get_by_label("放假时段").fill("2027-01-01")
    page.get_by_role("button", name="登记并重新推算").click()
    expect(page.get_by_text("放假安排已登记")).to_be_visible()

    page.go_back()
    page.go_forward()
    page.reload()

    expect(page.get_by_role("heading", level=1)).to_have_text("放假安排")
    assert done() == ["/certification/holiday-years/2027"]


def test_a_scanner_that_types_two_tickets_at_once_signs_both_in(office, desk_of):
    page = desk_of("D-scan", "invigilator")
    page.goto(office.url + ARRIVALS)
    expect(page.get_by_label("准考证号")).to_be_focused()

    page.keyboard.type("26090148000101\n26090148000102\n")

    expect(page.locator("#told li")).to_have_count(2)
    assert len(done()) == 2
    expect(page.get_by_label("准考证号")).to_have_value("")
    expect(page.get_by_label("准考证号")).to_be_focused()


def test_an_input_method_before_the_card_reader_is_said_beside_the_fields(office, desk_of):
    page = desk_of("D-ime", "reception")
    page.goto(f"{office.url}/batches/2026-autumn/applications/new")
    expect(page.get_by_text("请切换到英文输入，再读卡。")).to_be_hidden()

    page.get_by_label("姓名").dispatch_event("compositionstart")

    expect(page.get_by_text("请切换到英文输入，再读卡。")).to_be_visible()


def test_a_phone_with_a_wrong_clock_is_told_the_systems_time(office, desk_of):
    page = desk_of("D-clock", "invigilator")
    page.clock.set_system_time("2020-01-01T00:00:00Z")

    page.goto(office.url + ARRIVALS)

    expect(page.locator("#phone-clock")).to_contain_text("签到按系统时间记录")


def test_without_a_connection_it_is_said_and_nothing_typed_is_gone(office, desk_of):
    page = desk_of("D-offline", "reception")
    page.goto(f"{office.url}/batches/2026-autumn/applications/new")
    page.get_by_label("姓名").fill("欧阳试例")

    page.context.set_offline(True)

    expect(page.get_by_text("网络已断开。填写的内容还在，连上后再提交。")).to_be_visible()
    expect(page.get_by_label("姓名")).to_have_value("欧阳试例")
    page.context.set_offline(False)
    expect(page.get_by_text("网络已断开")).to_be_hidden()
