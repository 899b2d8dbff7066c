"""A score looked at again after an objection, and an answer key corrected by two people, in the browser."""

import json

import pytest

from apps.gateway.tests.results import (
    APPLICATION_ID,
    KEY_CORRECTION,
    KEY_CORRECTIONS,
    OBJECTION_ID,
    QUESTIONED_NOTICE,
    RECHECKED_KEY,
    RESULT,
    a_page,
)

RESULTS = "/batches/2026-autumn/results"
RESULT_PAGE = f"/results/{APPLICATION_ID}"
RECHECK = f"{RESULT_PAGE}/rechecks/{OBJECTION_ID}"
CORRECTIONS = "/keys/2026-autumn-t-A/corrections"
KEY_PAGE = "/batches/2026-autumn/answer-keys/2026-autumn-t-A/corrections"


@pytest.fixture
def scoring(desk):
    desk.services.says("scoring", "GET", RESULTS, a_page(RESULT))
    desk.services.says("scoring", "GET", RESULT_PAGE, RESULT, ETag='"3"')
    desk.services.says("scoring", "GET", CORRECTIONS, KEY_CORRECTIONS)
    return desk.services


def sent(desk, path):
    [request] = [request for _, method, asked, request in desk.services.asked if (method, asked) == ("POST", path)]
    return request


async def test_the_list_shows_first_whose_recheck_waits(desk, scoring):
    browser = await desk.signed_in("S-0001", "marking-lead")

    await browser.open("/batches/2026-autumn/rechecks")

    asked = next(request for _, _, path, request in desk.services.asked if path == RESULTS)
    assert dict(asked.url.params) == {"awaiting": "true", "limit": "50"}
    assert f'href="{RESULT_PAGE}"' in browser.page.text


async def test_the_next_page_of_all_is_of_all(desk, scoring):
    scoring.says("scoring", "GET", RESULTS, {"items": [RESULT], "next": "c-2"})
    browser = await desk.signed_in("S-0001", "marking-lead")

    await browser.open("/batches/2026-autumn/rechecks?awaiting=all")

    asked = next(request for _, _, path, request in desk.services.asked if path == RESULTS)
    assert "awaiting" not in asked.url.params
    assert 'href="?awaiting=all&amp;cursor=c-2"' in browser.page.text


async def test_the_recheck_of_what_was_seen_is_handed_to_the_marking(desk, scoring):
    scoring.says("scoring", "POST", f"{RESULT_PAGE}/rechecks", {"revision": 2}, 201)
    browser = await desk.signed_in("S-0001", "marking-lead")
    await browser.open(RESULT_PAGE)

    await browser.send(RECHECK, score="61.5", reason="第二步漏计 4.5 分。", second_by="S-0007")

    request = sent(desk, f"{RESULT_PAGE}/rechecks")
    assert json.loads(request.content) == {
        "objection_id": OBJECTION_ID,
        "part": "practical",
        "score": "61.5",
        "reason": "第二步漏计 4.5 分。",
        "second_by": "S-0007",
    }
    assert request.headers["If-Match"] == '"3"'
    assert "更正后的成绩重新公示" in browser.page.text


async def test_whoever_may_not_recheck_reads_who_may(desk, scoring):
    browser = await desk.signed_in("S-0001", "quality")

    await browser.open(RESULT_PAGE)

    assert RECHECK not in browser.page.text
    assert "由阅卷组长登记复核结果" in browser.page.text
    assert "80.5 → 81.5" in browser.page.text


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ({"state": "waiting", "remarked": 0, "changed": []}, "等待另一人录入同样的答案"),
        ({"state": "corrected", "remarked": 12, "changed": ["K7", "M2"]}, "重评 12 份答卷，其中 2 份成绩有变化"),
    ],
)
async def test_a_correction_says_whether_it_waits_for_the_second(desk, scoring, done, said):
    scoring.says("scoring", "POST", CORRECTIONS, done)
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(KEY_PAGE)

    await browser.send(KEY_PAGE, item="9", answer="C", reason="标准已修订。")

    assert json.loads(sent(desk, CORRECTIONS).content) == {"item": 9, "answer": "C", "reason": "标准已修订。"}
    assert said in browser.page.text


async def test_the_second_person_is_asked_for_the_answer_and_shown_none(desk, scoring):
    scoring.says("scoring", "GET", CORRECTIONS, {**KEY_CORRECTIONS, "proposed": {**KEY_CORRECTION, "by": "S-0001"}})
    first = await desk.signed_in("S-0001", "marking-lead")
    second = await desk.signed_in("S-0002", "exam-affairs", address="10.1.1.2")

    assert "由另一人按同样的题号和答案录入后生效" in (await first.open(KEY_PAGE)).text
    assert "请自行核对该题，独立录入答案" in (await second.open(KEY_PAGE)).text
    assert 'name="answer" type="text" autocomplete="off" required value=""' in second.page.text


async def test_the_effect_of_a_correction_is_shown_before_anybody_types_it(desk, scoring):
    told = {
        "scripts": 12,
        "passes": 1,
        "fails": 0,
        "changed": [{"code": "K7", "points": "1.0", "flip": "passed"}, {"code": "M2", "points": "1.0", "flip": None}],
    }
    scoring.says("scoring", "POST", "/keys/2026-autumn-t-A/correction-previews", told)
    scoring.says("scoring", "POST", CORRECTIONS, {"state": "waiting", "remarked": 0, "changed": []}, 202)
    browser = await desk.signed_in("S-0001", "marking-lead")
    await browser.open(KEY_PAGE)

    await browser.send(f"{KEY_PAGE}/preview", item="7", answer="B")

    assert json.loads(sent(desk, "/keys/2026-autumn-t-A/correction-previews").content) == {"item": 7, "answer": "B"}
    assert "变为合格" in browser.page.text
    assert browser.page.text.count("<td>K7</td>") == 1
    await browser.send(KEY_PAGE, reason="教材第 12 页")
    assert json.loads(sent(desk, CORRECTIONS).content) == {"item": 7, "answer": "B", "reason": "教材第 12 页"}


async def test_once_scores_are_registered_a_key_is_rechecked_on_a_document(desk, scoring):
    scoring.says("scoring", "GET", CORRECTIONS, RECHECKED_KEY)
    done = {"state": "corrected", "remarked": 2, "changed": ["K7"], "posted": 1, "kept": []}
    scoring.says("scoring", "POST", "/keys/2026-autumn-t-A/rechecks", done)
    browser = await desk.signed_in("S-0001", "marking-lead")
    await browser.open(KEY_PAGE)
    assert "登记后复核一题" in browser.page.text
    assert "岚认〔2026〕9号" in browser.page.text
    assert "2026-autumn-00009" in browser.page.text

    asked = {"item": "7", "answer": "B", "reason": "题干有误", "authority": "岚认〔2026〕9号"}
    await browser.send(f"{KEY_PAGE.removesuffix('/corrections')}/corrections/recheck", **asked)

    request = sent(desk, "/keys/2026-autumn-t-A/rechecks")
    assert json.loads(request.content) == asked | {"item": 7}
    assert "1 人的成绩重新公示" in browser.page.text


async def test_a_recheck_shows_first_whose_posted_result_changes(desk, scoring):
    scoring.says("scoring", "GET", CORRECTIONS, RECHECKED_KEY)
    line = {"code": "K7", "points": "-1.3", "flip": "failed", "before": "60.0", "after": "58.7", "kept": False}
    told = {"scripts": 2, "passes": 0, "fails": 1, "changed": [line | {"application_id": APPLICATION_ID}]}
    scoring.says("scoring", "POST", "/keys/2026-autumn-t-A/recheck-previews", told)
    browser = await desk.signed_in("S-0001", "marking-lead")
    await browser.open(KEY_PAGE)

    await browser.send(f"{KEY_PAGE}/recheck-preview", item="7", answer="B")

    for word in (APPLICATION_ID, "60.0 → 58.7", "变为不合格", "依据文件"):
        assert word in browser.page.text


async def test_a_certificate_of_a_result_that_fails_now_waits_for_the_head(desk, scoring):
    page = f"/notices/{APPLICATION_ID}"
    scoring.says("certification", "GET", page, QUESTIONED_NOTICE, ETag='"4"')
    scoring.says("certification", "POST", f"{page}/standing-certificate", None, 204)
    browser = await desk.signed_in("S-0002", "director")
    await browser.open(page)
    assert "证书去留" in browser.page.text

    await browser.send(f"{page}/standing-certificate", reason="信赖保护，不予撤回。")

    request = sent(desk, f"{page}/standing-certificate")
    assert json.loads(request.content) == {"reason": "信赖保护，不予撤回。"}
    assert request.headers["If-Match"] == '"4"'


@pytest.mark.parametrize("decided_at", [None, "2026-10-13T02:00:00Z"])
async def test_the_list_says_which_certificates_still_wait_for_the_head(desk, scoring, decided_at):
    question = QUESTIONED_NOTICE["question"] | {"decided_at": decided_at}
    path = "/batches/2026-autumn/notices"
    scoring.says("certification", "GET", path, a_page(QUESTIONED_NOTICE | {"question": question}))
    browser = await desk.signed_in("S-0002", "director")

    await browser.open(path)

    assert ("证书待定" in browser.page.text) is (decided_at is None)
