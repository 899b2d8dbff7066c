"""Who applied: the list, its review, one application and what can be done about it, and finding somebody again."""

import json
import re
from urllib.parse import parse_qsl

import pytest

from apps.gateway.tests.test_batches import BATCH

OPEN = {**BATCH, "eligible": 3}
LOWER = {**BATCH["totals"][0], "level": 5}
LIST = "/batches/2026-autumn/applications"
PAGE = "/applications/2026-autumn-00002"
HIDDEN = "43010119900517001X"
APPLICATION = {
    "row": 2,
    "application_id": "2026-autumn-00002",
    "outcome": "eligible",
    "slug": None,
    "reason": None,
    "column": None,
    "batch_id": "2026-autumn",
    "number": 2,
    "name": "欧阳试例",
    "id_kind": "居民身份证",
    "id_number": HIDDEN,
    "phone": "16900000001",
    "occupation_code": "4-03-02-01",
    "occupation": "中式烹调师",
    "work_type": "--",
    "level": 4,
    "downgraded_from": None,
    "parts": ["theory", "practical"],
    "condition": "L4-YEARS5",
    "edition": "中式烹调师（2018年版）",
    "group": None,
    "proofs": ["身份证", "照片"],
    "papers_asked": [],
    "papers_due_on": None,
    "papers_handed_in": [],
    "particulars": {},
    "class_name": None,
    "confirmed": True,
    "findings": [],
    "decided_at": None,
    "decided_by": None,
    "free_parts": [],
    "free_of_charge": [],
    "certificate_fee_free": False,
    "photo_at": None,
}
REFUSED = {
    **APPLICATION,
    "outcome": "refused",
    "confirmed": False,
    "findings": [{"slug": "x", "column": "本人确认", "reason": "考生本人尚未确认报名信息。"}],
    "decided_by": "S-0009",
    "decided_at": "2026-09-05T04:00:00Z",
}
ASSESSMENT = {
    "edition": "中式烹调师（2018年版）",
    "related_occupations": ["中式烹调师", "中式面点师"],
    "related_subjects": [],
    "subject": "",
    "prior_occupation": "",
    "clauses": [
        {
            "level": 4, "code": "L4-YEARS5", "sentence": "累计满5年。", "is_claimed": True, "is_met": False,
            "missed": [{"slug": "too-few-years", "column": "从业年限", "reason": "从业年限不足 5 年，还差 1 年。"}],
        },
        {"level": 5, "code": "L5-ENTRY", "sentence": "年满16周岁。", "is_claimed": False, "is_met": True, "missed": []},
    ],
}  # fmt: skip
INTEGRITY = {
    "batch_id": "2026-spring",
    "application_id": "2026-spring-00007",
    "act": "2-2",
    "measure": "score-cancelled",
    "noted_by": "H-0001",
    "noted_at": "2026-04-11T03:00:00Z",
    "reason": "",
}
EVENT = {
    "type": "registration.application-refused.v1",
    "time": "2026-09-05T04:00:00+00:00",
    "data": {},
    "archiveposition": 7,
}


@pytest.fixture
def registration(desk):
    def tells(application):
        desk.services.says("registration", "GET", PAGE, application, ETag='"3"')

    desk.services.says("registration", "GET", "/batches/2026-autumn", {**OPEN, "totals": [*OPEN["totals"], LOWER]})
    desk.services.says("registration", "GET", LIST, {"items": [APPLICATION], "next": "c-2"})
    desk.services.says(
        "registration", "GET", "/announcements/conditions",
        [{"code": "L5-YEARS1", "level": 5, "sentence": "从业一年以上。", "proofs": []},
         {"code": "L3-YEARS", "level": 3, "sentence": "不是更低的等级。", "proofs": []},
         {"code": "L4-YEARS5", "level": 4, "sentence": "从业满五年。", "proofs": []}],
    )  # fmt: skip
    desk.services.says("archive", "GET", "/events", {"items": [EVENT], "next": None})
    desk.services.says("registration", "GET", f"{PAGE}/assessment", ASSESSMENT)
    desk.services.says("registration", "GET", f"{PAGE}/integrity", [INTEGRITY])
    tells(APPLICATION)
    desk.services.tells = tells
    return desk.services


def sent(desk, path):
    [request] = [request for _, method, asked, request in desk.services.asked if (method, asked) == ("POST", path)]
    return request


# ---- the list


async def test_the_list_asks_what_the_address_says_and_names_no_identifier(desk, registration):
    browser = await desk.signed_in("S-0001", "reception")

    await browser.open(f"{LIST}?state=eligible&occupation_code=4-03-02-01&level=4")

    asked = next(request for _, _, path, request in desk.services.asked if path == LIST)
    assert dict(asked.url.params) == {
        "state": "eligible", "occupation_code": "4-03-02-01", "level": "4", "limit": "50",
    }  # fmt: skip
    assert 'href="?state=eligible&amp;occupation_code=4-03-02-01&amp;level=4&amp;cursor=c-2"' in browser.page.text
    assert "欧阳试例" in browser.page.text
    assert HIDDEN not in browser.page.text


APPROVED = {"done": 3, "remaining": 1, "set_aside": 2}


async def test_as_many_are_approved_as_the_page_said(desk, registration):
    registration.says("registration", "POST", "/batches/2026-autumn/approvals", APPROVED)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(LIST)
    assert "确定通过 3 份" in browser.page.text

    await browser.send(f"{LIST}/approvals")

    assert sent(desk, "/batches/2026-autumn/approvals").content == b'{"most":3}'
    assert "已通过 3 份报名，还有 3 份待审核。其中 2 份本人诚信档案有记录，须逐份审核。" in browser.page.text


async def test_whoever_does_not_review_is_told_who_does(desk, registration):
    browser = await desk.signed_in("S-0001", "reception")

    await browser.open(LIST)

    assert "待审核的报名由考务管理责任人办理" in browser.page.text
    assert f"{LIST}/approvals" not in browser.page.text


# ---- some of the list at once

OTHER, THIRD = "2026-autumn-00003", "2026-autumn-00004"
TICKED, CHOSEN = f"{LIST}/approvals/ticked", f"{LIST}/approvals/chosen"


@pytest.fixture
def three(registration):
    """Two wait for the review, the third was approved meanwhile."""
    for number, outcome in {OTHER: "eligible", THIRD: "approved"}.items():
        told: dict[str, object] = {**APPLICATION, "application_id": number, "outcome": outcome}
        registration.says("registration", "GET", f"/applications/{number}", told, ETag='"7"')
    for number in map(str, (APPLICATION["application_id"], OTHER)):
        registration.says("registration", "POST", f"/applications/{number}/approval", status=204)
    return registration


async def ticked(desk, *numbers):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(LIST)
    assert f'name="chosen" value="{APPLICATION["application_id"]}"' in browser.page.text
    browser.page = await browser.client.post(TICKED, data={"chosen": list(numbers)})
    return browser


def approvals(desk):
    return [request for _, method, path, request in desk.services.asked if (method, path[-9:]) == ("POST", "/approval")]


async def test_those_who_were_ticked_are_approved_as_seen_after_a_question(desk, three):
    browser = await ticked(desk, APPLICATION["application_id"], OTHER, THIRD)
    assert "将审核通过 2 人" in browser.page.text
    assert approvals(desk) == []

    await browser.send(CHOSEN)

    assert "共 2 人：已审核通过 2 人。" in browser.page.text
    assert [request.headers["If-Match"] for request in approvals(desk)] == ['"3"', '"7"']
    assert len({request.headers["Idempotency-Key"] for request in approvals(desk)}) == 2


async def test_who_is_ticked_twice_is_approved_once_and_the_filter_stays(desk, three):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(f"{LIST}?state=eligible")
    assert f'action="{TICKED}?state=eligible"' in browser.page.text

    browser.page = await browser.client.post(f"{TICKED}?state=eligible", data={"chosen": [OTHER, OTHER]})

    assert "将审核通过 1 人" in browser.page.text
    assert '<option value="eligible" selected>' in browser.page.text


async def test_who_was_refused_is_named_with_the_sentence(desk, three):
    browser = await ticked(desk, APPLICATION["application_id"], OTHER)
    three.refuses("registration", "POST", f"/applications/{OTHER}/approval", "已由 李小红 修改。", 412)

    await browser.send(CHOSEN)

    assert "已审核通过 1 人，没有办成 1 人" in browser.page.text
    row = browser.page.text.partition(f">{OTHER}</a>")[2].partition("</tr>")[0]
    assert "已由 李小红 修改。" in row


async def test_whoever_repeats_what_was_not_answered_uses_the_same_keys(desk, three):
    browser = await ticked(desk, APPLICATION["application_id"], OTHER)
    three.away.add("registration")
    await browser.send(CHOSEN)
    assert "已审核通过 0 人，没有办成 2 人" in browser.page.text
    first = {request.headers["Idempotency-Key"] for request in approvals(desk)}
    three.away.clear()

    await browser.send(CHOSEN)

    assert "已审核通过 2 人" in browser.page.text
    assert {request.headers["Idempotency-Key"] for request in approvals(desk)} == first


@pytest.mark.parametrize("numbers", [[], [THIRD]])
async def test_nothing_to_approve_is_said_and_nothing_is_done(desk, three, numbers):
    browser = await ticked(desk, *numbers)

    assert browser.page.status_code == 422
    assert "请先勾选待审核的报名" in browser.page.text
    assert approvals(desk) == []


async def test_what_was_chosen_is_there_after_signing_in_again(desk, three):
    browser = await ticked(desk, APPLICATION["application_id"], OTHER)
    desk.step(hours=1)
    await browser.send(CHOSEN)
    assert approvals(desk) == []

    await browser.sign_in("S-0001", then=LIST)

    assert "将审核通过 2 人" in browser.page.text


# ---- one application


@pytest.mark.parametrize(
    ("role", "application", "may"),
    [
        ("exam-affairs", APPLICATION, {"refusal", "downgrade", "papers-request", "disqualification"}),
        ("exam-affairs", REFUSED, {"confirmation", "downgrade", "papers"}),
        ("reception", APPLICATION, set()),
        ("reception", REFUSED, {"confirmation", "papers"}),
        ("quality", REFUSED, set()),
        ("exam-affairs", {**APPLICATION, "outcome": "approved"}, {"disqualification"}),
    ],
)
async def test_an_application_offers_what_can_be_done_now_by_this_person(desk, registration, role, application, may):
    registration.tells(application)
    browser = await desk.signed_in("S-0001", role)

    await browser.open(PAGE)

    assert set(re.findall(rf'action="{PAGE}/([\w-]+)"', browser.page.text)) == may


async def test_what_stands_against_it_and_what_happened_is_shown(desk, registration):
    registration.tells(REFUSED)
    browser = await desk.signed_in("S-0001", "quality")

    await browser.open(PAGE)

    assert "<dt>申报条件</dt><dd>从业满五年。</dd>" in browser.page.text
    assert "<strong>本人确认</strong>：考生本人尚未确认报名信息。" in browser.page.text
    assert "2026年9月5日 12:00" in browser.page.text
    assert "判为不符合条件或审核不予通过" in browser.page.text
    [events] = [one for service, _, path, one in desk.services.asked if (service, path) == ("archive", "/events")]
    assert events.url.params["subject"] == "registration:applications/2026-autumn-00002"


async def test_an_archive_that_is_away_is_named_and_the_rest_is_shown(desk, registration):
    registration.away.add("archive")
    browser = await desk.signed_in("S-0001", "reception")

    answer = await browser.open(PAGE)

    assert answer.status_code == 200
    assert "档案服务暂时没有回应" in answer.text
    assert "欧阳试例" in answer.text


async def test_what_is_done_is_done_to_what_was_seen(desk, registration):
    registration.says("registration", "POST", f"{PAGE}/downgrade", status=204)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PAGE)

    await browser.send(f"{PAGE}/downgrade", condition="5:L5-YEARS1", years="yes")

    request = sent(desk, f"{PAGE}/downgrade")
    assert request.headers["If-Match"] == '"3"'
    assert request.content.decode() == '{"level":5,"condition":"L5-YEARS1","proofs":["工作年限证明"]}'
    assert "已改报五级（初级工），等待审核" in browser.page.text
    assert "不是更低的等级" not in browser.page.text


async def test_a_change_meanwhile_is_said_with_who_and_typed_text_is_there(desk, registration):
    sentence = "该记录在您打开之后已由 李小红 修改，请刷新后核对再操作。"
    registration.refuses("registration", "POST", f"{PAGE}/refusal", sentence, 412)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PAGE)
    registration.says("registration", "GET", PAGE, APPLICATION, ETag='"4"')

    answer = await browser.send(f"{PAGE}/refusal", reason="工作年限证明没有盖章")

    assert answer.status_code == 412
    assert sentence in answer.text
    assert "工作年限证明没有盖章" in answer.text
    assert answer.text.count('name="seen" value="&#34;4&#34;"') == 3, "sent again, it is about what is shown now"


async def test_what_was_typed_outlives_an_absent_service_with_the_whole_page(desk, registration):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PAGE)
    registration.away.add("registration")

    answer = await browser.send(f"{PAGE}/refusal", reason="工作年限证明没有盖章")

    assert answer.status_code == 503
    assert f'已保留十分钟，稍后请<a href="{PAGE}">' in answer.text
    key = dict(parse_qsl(browser.page.request.content.decode()))["key"]
    registration.away.clear()
    await browser.open(PAGE)
    assert "工作年限证明没有盖章" in browser.page.text
    registration.says("registration", "POST", f"{PAGE}/refusal", status=204)
    await browser.send(f"{PAGE}/refusal")
    assert sent(desk, f"{PAGE}/refusal").headers["Idempotency-Key"] == key


async def test_whoever_changes_what_may_be_done_is_told_plainly_to_look_first(desk, registration):
    registration.says(
        "registration", "POST", f"{PAGE}/refusal",
        {"title": "idempotency-key-reused", "detail": "同一个 Idempotency-Key 已用于内容不同的请求。"}, 409,
    )  # fmt: skip
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PAGE)

    answer = await browser.send(f"{PAGE}/refusal", reason="工作年限证明没有盖章")

    assert answer.status_code == 409
    assert "刚才提交的内容已经办成" in answer.text
    assert "Idempotency" not in answer.text


async def test_a_refusal_of_a_downgrade_stands_at_the_condition(desk, registration):
    registration.refuses("registration", "POST", f"{PAGE}/downgrade", "不符合申报条件：从业年限不足一年。")
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PAGE)

    answer = await browser.send(f"{PAGE}/downgrade", years="yes")

    assert 'id="condition-refusal">不符合申报条件：从业年限不足一年。' in answer.text
    assert 'name="years" value="yes" checked' in answer.text
    assert 'name="photo" value="yes">' in answer.text


# ---- finding somebody


async def test_whoever_is_found_alone_is_gone_to_and_no_address_names_them(desk, registration):
    registration.says("registration", "POST", "/applications/search", {"items": [APPLICATION], "next": None})
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open("/search")

    await browser.send("/search", id_number=HIDDEN)

    assert browser.path == PAGE
    assert b"43010119900517001X" in sent(desk, "/applications/search").content
    addresses = [str(answer.url) for answer in [*browser.page.history, browser.page]]
    assert not [one for one in addresses if HIDDEN in one]
    assert not [request for *_, request in desk.services.asked if HIDDEN in str(request.url)]


async def test_several_stand_in_a_list_for_whoever_asked_and_for_ten_minutes(desk, registration, tmp_path):
    others = {**APPLICATION, "application_id": "2025-spring-00007"}
    registration.says("registration", "POST", "/applications/search", {"items": [APPLICATION, others], "next": "c"})
    browser = await desk.signed_in("S-0001", "reception")
    other = await desk.signed_in("S-0002", "reception", address="10.1.1.2")
    await browser.open("/search")

    await browser.send("/search", name="欧阳试例")
    found = str(browser.page.url)

    assert 'href="/applications/2025-spring-00007"' in browser.page.text
    assert "欧阳" not in found
    assert re.search(r'href="\?asked=[\w-]+&amp;cursor=c"', browser.page.text)
    assert (await browser.open(found)).status_code == 200
    assert (await other.open(found)).status_code == 404
    assert "欧阳试例".encode() not in b"".join(file.read_bytes() for file in tmp_path.glob("gateway*"))
    desk.step(minutes=10)
    assert "请重新填写姓名或证件号码" in (await browser.open(found)).text


async def test_a_search_for_nothing_says_so_at_the_field(desk, registration):
    registration.refuses("registration", "POST", "/applications/search", "请填写完整的姓名或证件号码。", 422)
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open("/search")

    answer = await browser.send("/search")

    assert 'id="name-refusal">请填写完整的姓名或证件号码。' in answer.text


# ---- the decision, papers and the sheet to sign


async def test_each_condition_is_shown_as_met_or_with_what_is_missing(desk, registration):
    browser = await desk.signed_in("S-0001", "quality")

    await browser.open(PAGE)

    assert "从业年限不足 5 年，还差 1 年。" in browser.page.text
    assert "本职业及相关职业：中式烹调师、中式面点师" in browser.page.text


async def test_missing_papers_are_asked_for_and_handed_in(desk, registration):
    registration.says("registration", "POST", f"{PAGE}/papers-request", None, 204)
    registration.says("registration", "POST", f"{PAGE}/papers", None, 204)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PAGE)

    await browser.send(f"{PAGE}/papers-request", years="yes", due_on="2026-12-01")
    registration.tells(
        {**APPLICATION, "outcome": "incomplete", "papers_asked": ["工作年限证明"], "papers_due_on": "2026-12-01"}
    )
    await browser.open(PAGE)
    assert "已要求补交：工作年限证明" in browser.page.text
    await browser.send(f"{PAGE}/papers", years="yes", verified_online="yes")

    assert json.loads(sent(desk, f"{PAGE}/papers-request").content) == {
        "proofs": ["工作年限证明"],
        "due_on": "2026-12-01",
    }
    assert json.loads(sent(desk, f"{PAGE}/papers").content) == {"proofs": ["工作年限证明"], "verified_online": True}


async def test_the_sheet_to_sign_holds_what_will_be_printed(desk, registration):
    browser = await desk.signed_in("S-0001", "reception")

    await browser.open(f"{PAGE}/confirmation-sheet")

    for words in ("欧阳试例", "居民身份证", HIDDEN, "四级（中级工）", "考生签字"):
        assert words in browser.page.text


async def test_the_integrity_file_is_seen_and_forged_data_cost_the_qualification(desk, registration):
    registration.says("registration", "POST", f"{PAGE}/disqualification", status=204)
    browser = await desk.signed_in("S-0001", "exam-affairs")

    await browser.open(PAGE)
    assert "抄袭他人答案或同意、默许、帮助他人抄袭" in browser.page.text
    assert "取消本场成绩，责令离开考场" in browser.page.text
    await browser.send(f"{PAGE}/disqualification", reason="毕业证系伪造")

    assert "考试资格已取消，并记入诚信档案。" in browser.page.text
    assert json.loads(sent(desk, f"{PAGE}/disqualification").content) == {"reason": "毕业证系伪造"}
    clerk = await desk.signed_in("S-0002", "reception")
    assert f"{PAGE}/disqualification" not in (await clerk.open(PAGE)).text
