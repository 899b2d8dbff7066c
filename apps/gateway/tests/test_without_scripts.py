"""Everything with JavaScript switched off: every page of the map, and one form of each kind is sent."""

import re

import pytest
from playwright.sync_api import expect

from apps.gateway.screens.page_map import PAGES
from apps.gateway.tests.test_in_a_browser import NOT_THERE, PARTS, SEEING, Services, everything_is_approved

pytestmark = pytest.mark.browser

# What is hidden until a script shows it, and is said or done in another way without one.
ONLY_WITH_A_SCRIPT = {"offline", "kept", "leaving", "unsent", "phone-clock", "stale", "reader-hint", "passkey"}
HIDDEN = """() => [...document.querySelectorAll("main [hidden]")].map(
  (one) => one.id || (one.closest("[data-passkey]") && "passkey") || one.closest("#unsent")?.id || one.outerHTML
)"""
ROSTER = "姓名,级别\n欧阳试例,四级\n司马试例,四级\n".encode()


@pytest.fixture
def desk_of(office, opened):
    """Somebody with these roles, in a browser without scripts."""
    Services.done.clear()

    def desk(account_id, *roles):
        page = opened(scripts=False)
        office.activate(page, account_id, office.add(account_id, "王小明", *roles))
        return page

    return desk


def done():
    return [(method, path) for method, path, _ in Services.done]


def test_every_page_is_whole_without_scripts(office, opened):
    page = opened(scripts=False)
    office.activate(page, "B-0001", office.add("B-0001", "周一", "administrator", *SEEING))
    approver = opened(scripts=False)
    everything_is_approved(office, approver, "B-0002", office.add("B-0002", "周二", "administrator"), of="B-0001")
    hidden = set()
    for one in PAGES:
        if one.public or one.name in {"home", "photo_file"}:
            continue
        answer = page.goto(office.url + one.path.format_map({**PARTS, "account_id": "B-0002"}))
        assert answer.status == NOT_THERE.get(one.name, 200), one.name
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        hidden |= set(page.evaluate(HIDDEN))

    assert hidden <= ONLY_WITH_A_SCRIPT


def test_a_list_is_filtered_by_its_button(office, desk_of):
    page = desk_of("N-list", "reception")
    page.goto(f"{office.url}/batches")

    page.get_by_label("状态").select_option("已截止报名")
    page.get_by_role("button", name="筛选").click()

    expect(page).to_have_url(f"{office.url}/batches?state=closed")
    expect(page.get_by_role("link", name="2026年春季")).to_be_visible()


def test_a_list_is_taken_out_as_a_file(office, desk_of):
    page = desk_of("N-export", "reception")
    page.goto(f"{office.url}/batches")

    with page.expect_download() as taken:
        page.get_by_role("button", name="导出表格").click()

    assert taken.value.suggested_filename.endswith(".xlsx")


def test_a_file_is_uploaded_looked_at_and_confirmed(office, desk_of):
    page = desk_of("N-upload", "reception")
    page.goto(f"{office.url}/batches/2026-autumn/roster")
    page.get_by_label("考生名册").set_input_files({"name": "名册.csv", "mimeType": "text/csv", "buffer": ROSTER})
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_text("从业年限不足五年。")).to_be_visible()

    page.get_by_role("button", name="确认导入 2 行").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("名册")
    assert done()[-1] == ("POST", "/registration/batches/2026-autumn/roster")


def test_what_cannot_be_undone_asks_first(office, desk_of):
    page = desk_of("N-act", "exam-affairs")
    page.goto(f"{office.url}/batches/2026-autumn")
    expect(page.get_by_role("button", name="确定截止报名")).to_be_hidden()

    page.locator("summary", has_text="截止报名").click()
    page.get_by_role("button", name="确定截止报名").click()

    expect(page.get_by_text("已截止报名。")).to_be_visible()
    assert done() == [("POST", "/registration/batches/2026-autumn/closure")]


def test_rows_are_ticked_and_named_before_they_are_approved(office, desk_of):
    page = desk_of("N-tick", "exam-affairs")
    page.goto(f"{office.url}/batches/2026-autumn/applications")
    page.get_by_label("选择 2026-autumn-00002").check()
    page.get_by_role("button", name="审核通过勾选的报名").click()
    expect(page.get_by_role("heading", name="将审核通过 1 人")).to_be_visible()

    page.get_by_role("button", name="确定审核通过 1 人").click()

    assert done() == [("POST", "/registration/applications/2026-autumn-00002/approval")]


def test_a_row_has_a_button_of_its_own(office, desk_of):
    page = desk_of("N-row", "invigilator")
    page.goto(f"{office.url}/exam-sessions/{PARTS['session_id']}/arrivals")

    page.get_by_role("button", name=re.compile("号签到")).first.click()

    expect(page.get_by_text(re.compile("号已签到"))).to_be_visible()
    [(method, path)] = done()
    assert (method, path.rpartition("/")[0]) == (
        "POST",
        f"/scheduling/sessions/{PARTS['session_id']}/check-ins",
    )


def test_a_form_of_choices_and_lines_is_sent(office, desk_of):
    page = desk_of("N-form", "general-office")
    page.goto(f"{office.url}/holidays")
    page.get_by_label("通知的文号或标题").fill("国办发明电〔2026〕99号")
    page.get_by_label("放假时段").fill("2027-01-01 至 2027-01-03")

    page.get_by_role("button", name="登记并重新推算").click()

    expect(page.get_by_text("放假安排已登记")).to_be_visible()
    assert done() == [("PUT", "/certification/holiday-years/2027")]


def test_one_of_several_buttons_says_which(office, desk_of):
    """The same incident or another: the button that was pressed is what is sent."""
    page = desk_of("N-joins", "invigilator")
    page.goto(f"{office.url}/report-incident")
    page.get_by_label("发生了什么").select_option("terror")
    page.get_by_role("button", name="上报").click()
    expect(page.get_by_role("heading", name="已有人上报，是同一起事件吗？")).to_be_visible()

    page.get_by_role("button", name="不是，单独上报").click()

    expect(page.get_by_text("报告已收到。")).to_be_visible()
    assert done() == [("POST", "/incident/incidents")]


def test_a_file_of_a_chain_is_asked_for_by_one_button(office, desk_of):
    page = desk_of("N-proof", "auditor")
    page.goto(f"{office.url}/evidence/events/1")

    with page.expect_download() as taken:
        page.get_by_role("button", name="取证明").click()

    assert taken.value.suggested_filename == "proof-1.json"
