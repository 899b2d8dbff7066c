"""The desks that matter most by keyboard alone: no mouse, and wherever the focus is, it is seen."""

import pytest
from playwright.sync_api import expect

from apps.gateway.screens.page_map import PAGE
from apps.gateway.tests.desk import PASSWORD
from apps.gateway.tests.test_in_a_browser import PARTS, PHONE, Services

pytestmark = pytest.mark.browser

# What a sighted person needs of what has the focus: a ring of two points, on the screen, behind nothing.
SEEN = """() => {
  const one = document.activeElement;
  if (one === document.body) return "";
  const name = `${one.tagName} ${one.id || one.name || one.innerText.slice(0, 30)}`;
  const drawn = getComputedStyle(one);
  const [box] = one.getClientRects();
  if (!box) return `${name}: is not drawn`;
  if (drawn.outlineStyle === "none" || parseFloat(drawn.outlineWidth) < 2) return `${name}: has no ring`;
  const left = Math.max(box.left, 0), top = Math.max(box.top, 0);
  const right = Math.min(box.right, innerWidth), bottom = Math.min(box.bottom, innerHeight);
  if (right <= left || bottom <= top) return `${name}: is off the screen`;
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return one.contains(over) || over.contains(one) ? "" : `${name}: lies behind ${over.tagName}`;
}"""
LONGEST_WAY = 120


class Keyboard:
    """The hands of somebody who has no mouse."""

    def __init__(self, page):
        self.page = page

    def presses(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            assert not (unseen := self.page.evaluate(SEEN)), unseen

    def goes_to(self, wanted, key="Tab"):
        """By Tab, one after the other, until it has the focus."""
        expect(wanted).to_have_count(1)
        for _ in range(LONGEST_WAY):
            if wanted.evaluate("one => one === document.activeElement"):
                return self
            self.presses(key)
        raise AssertionError(f"no {key} leads to {wanted}")

    def types(self, label, words):
        self.goes_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(words)
        return self

    def follows(self, link):
        self.goes_to(self.page.get_by_role("link", name=link, exact=True).first)
        self.page.keyboard.press("Enter")

    def pushes(self, button):
        self.goes_to(self.page.get_by_role("button", name=button, exact=True))
        self.page.keyboard.press("Space")


@pytest.fixture
def comes_in(office, opened):
    """Somebody who has an account signs in with password and code, by keys; anything but reads is kept by the fake."""
    Services.done.clear()

    def came(account_id, *roles, **how):
        first = opened()
        office.activate(first, account_id, office.add(account_id, "王小明", *roles))
        first.context.close()
        page = opened(**how)
        page.goto(f"{office.url}/todo")
        keys = Keyboard(page)
        keys.types("工号", account_id).types("密码", PASSWORD)
        page.keyboard.press("Enter")
        keys.types("六位动态验证码", office.code(account_id))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")
        return keys

    return came


@pytest.mark.parametrize("how", [{}, {"size": PHONE}, {"scripts": False}], ids=["desk", "phone", "no script"])
def test_a_clerk_registers_a_candidate_from_what_waits_for_her(comes_in, how):
    keys = comes_in(f"K-{len(str(how))}", "reception", **how)
    keys.follows("2026年秋季")
    keys.follows("报名列表")
    keys.follows("单人录入")
    keys.types("姓名", "欧阳试例").types("证件号码", "43010119900517001X").types("手机号码", "16900000001")
    keys.goes_to(keys.page.get_by_label("申报条件"))
    keys.page.keyboard.press("ArrowDown")

    keys.pushes("登记")

    expect(keys.page.get_by_text("已登记，等待审核。")).to_be_visible()
    [(_, path, sent)] = Services.done
    assert (path, sent["cells"]["姓名"]) == ("/registration/batches/2026-autumn/applications", "欧阳试例")


def test_exam_affairs_closes_registration_from_the_next_action(comes_in):
    keys = comes_in("K-closes", "exam-affairs")
    keys.follows("截止报名并上报名单")
    keys.goes_to(keys.page.locator("summary", has_text="截止报名"))
    keys.presses("Space")

    keys.pushes("确定截止报名")

    expect(keys.page.get_by_text("已截止报名。")).to_be_visible()
    assert [path for _, path, _ in Services.done] == ["/registration/batches/2026-autumn/closure"]


def test_whoever_is_anywhere_reports_an_incident_and_says_the_kind_by_arrows(comes_in):
    keys = comes_in("K-reports", "invigilator", size=PHONE)
    keys.follows("报告突发事件")
    keys.goes_to(keys.page.get_by_label("发生了什么"))
    keys.page.keyboard.press("ArrowDown")
    keys.types("一句话说明", "灯灭了")

    keys.pushes("上报")

    expect(keys.page.get_by_text("报告已收到。")).to_be_visible()
    [(_, path, sent)] = Services.done
    assert (path, sent["kind"], sent["description"]) == (
        "/incident/incidents",
        "power-or-equipment-failure",
        "灯灭了",
    )


def test_quality_decides_an_objection_and_may_think_again_on_the_way(comes_in):
    keys = comes_in("K-decides", "quality")
    keys.follows("2026年秋季")
    keys.follows("成绩异议")
    keys.follows("O-1")
    keys.goes_to(keys.page.get_by_label("决定", exact=True))
    keys.page.keyboard.press("ArrowDown")
    keys.types("处理意见", "已核对答题卡。")
    keys.goes_to(keys.page.get_by_label("决定", exact=True), "Shift+Tab")
    keys.page.keyboard.press("ArrowUp")

    keys.pushes("作出决定")

    expect(keys.page.get_by_text("已认定异议不成立。")).to_be_visible()
    [(_, _, sent)] = Services.done
    assert sent == {"decision": "dismissed", "reason": "已核对答题卡。"}


@pytest.mark.parametrize("name", ["batch", "counter", "arrivals", "exam_session", "report_incident", "todo"])
def test_tab_goes_through_a_whole_page_and_is_always_seen(office, opened, name):
    page = opened(size=PHONE)
    office.activate(page, f"T-{name}", office.add(f"T-{name}", "王小明", "exam-affairs", "invigilator"))
    page.goto(office.url + PAGE[name].path.format_map(PARTS))
    keys = Keyboard(page)

    reached = turns = 0
    while turns < 2 and reached < LONGEST_WAY:  # once to the end from wherever it begins, once all the way
        keys.presses("Tab")
        reached += 1
        turns += page.evaluate("document.activeElement === document.body")

    assert (turns, reached > 10) == (2, True)
