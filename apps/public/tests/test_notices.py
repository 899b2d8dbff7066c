"""结果公示 and 认定公告: what the services show to anybody, and nothing beside it."""

from datetime import timedelta

import httpx
import pytest

from apps.public.budgets import all_budgets
from apps.public.tests.visitors import ANNOUNCEMENT, BATCH_ID, NOTICED, Place, words_of
from libs.chassis.domain import Allowance, TooOftenError
from libs.chassis.testing import NOON

NOTICE = f"/notices/{BATCH_ID}"


def answer_of(**told):
    return httpx.Response(200, json=told)


async def test_who_passed_and_who_did_not_is_read_masked_and_without_scores(visitor):
    batches = await visitor.get("/notices")
    answer = await visitor.get(NOTICE)

    assert f'href="{NOTICE}"' in batches.text
    words = words_of(answer)
    assert "欧*** 431*************1X 中式烹调师 五级/初级工 公示至2026年10月9日 理论 合格 实操 不合格" in words
    assert "不公示成绩" in words
    assert NOTICED["application_id"] not in answer.text


async def test_a_last_day_that_may_move_says_so_and_which_way(place, visitor):
    place.services.noticed[0] |= {"notice_until": "2027-01-07", "provisional_for": [2027]}
    assert "公示至2027年1月7日（暂定：2027年放假安排尚未登记，登记后重新推算，只延后、不提前）" in words_of(
        await visitor.get(NOTICE)
    )

    place.services.noticed[0] |= {"notice_until": "2027-01-08", "provisional_for": [], "moved_from": "2027-01-07"}
    assert "公示至2027年1月8日（原定2027年1月7日）" in words_of(await visitor.get(NOTICE))


async def test_only_what_is_named_here_is_shown_whatever_a_service_tells(place, visitor):
    place.services.noticed[0] |= {"theory_score": "91.5", "phone": "16900000001", "stage": "held"}

    answer = await visitor.get(NOTICE)

    assert not [secret for secret in ("91.5", "16900000001", "held") if secret in answer.text]


@pytest.mark.parametrize(("part", "word"), [("passed", "合格"), ("failed", "不合格"), (None, "—")])
async def test_a_part_is_passed_failed_or_neither(place, visitor, part, word):
    place.services.noticed[0]["theory"] = part

    assert f"理论 {word}<br>" in (await visitor.get(NOTICE)).text


async def test_what_stands_no_longer_is_gone_as_if_it_never_was(place, visitor):
    place.services.noticed.clear()

    over, unknown = await visitor.get(NOTICE), await visitor.get("/notices/nowhere")
    batches = await visitor.get("/notices")

    assert (over.status_code, over.text) == (unknown.status_code, unknown.text) == (404, over.text)
    assert "不再公示" in words_of(over)
    assert "现在没有正在公示的结果。" in words_of(batches)


async def test_a_long_notice_is_read_page_by_page(place, visitor):
    place.services.answers[f"/public-notices/{BATCH_ID}"] = answer_of(items=[NOTICED], next="c/1 &")

    first = await visitor.get(NOTICE)
    await visitor.get(f"{NOTICE}?cursor=c%2F1%20%26")

    assert f'<a rel="next" href="{NOTICE}?cursor=c/1%20%26">' in first.text
    assert place.services.asked[-1].url.params["cursor"] == "c/1 &"


async def test_an_announcement_says_all_that_it_was_published_with(visitor):
    listed = await visitor.get("/announcements")
    answer = await visitor.get("/announcements/2026-autumn")

    assert f'<a href="/announcements/2026-autumn">{ANNOUNCEMENT["title"]}</a>' in listed.text
    words = words_of(answer)
    for shown in (
        ANNOUNCEMENT["title"],
        "2026年8月20日 09:00 发布",
        "2026年9月1日 08:00至2026年9月10日 18:00",
        "中式烹调师 4-03-02-01 -- 五级/初级工",
        "按国家职业标准执行。",
        "理论知识考试和操作技能考核。",
        "考区：湘岚考区",
        "考点：主考点",
        "五级/初级工 -- 200元",
    ):
        assert shown in words, shown


async def test_the_list_of_announcements_says_where_it_ends(place, visitor):
    place.services.answers["/announcements"] = answer_of(items=[], next=None)

    first, last = await visitor.get("/announcements"), await visitor.get("/announcements?cursor=x")

    assert ("还没有公告。" in first.text, "第一页" in first.text) == (True, False)
    assert ("后面没有了。" in last.text, "第一页" in last.text) == (True, True)


async def test_what_a_service_refuses_to_show_is_not_there(place, visitor):
    place.services.answers["/public-notices"] = httpx.Response(422, json=[])

    assert (await visitor.get("/notices")).status_code == 404


async def test_words_of_an_announcement_are_words_and_no_markup(place, visitor):
    told = {**ANNOUNCEMENT, "title": "<b>公告</b>", "fees": [{"level": 5, "name": "<i>", "fen": 12_345}]}
    place.services.answers["/announcements/2026-autumn"] = answer_of(**told)

    answer = await visitor.get("/announcements/2026-autumn")

    assert "<h1>&lt;b&gt;公告&lt;/b&gt;</h1>" in answer.text
    assert "123.45元" in words_of(answer)


@pytest.mark.parametrize("path", ["/announcements/nowhere", "/announcements/conditions", "/notices/..%2Fbatches"])
async def test_what_is_no_announcement_and_no_notice_is_not_there(visitor, path):
    assert (await visitor.get(path)).status_code == 404


async def test_a_service_that_is_away_is_named(place, visitor):
    place.services.away = True

    assert "证书系统暂时没有回应" in words_of(await visitor.get("/notices"))
    assert "报名系统暂时没有回应" in words_of(await visitor.get("/announcements"))


def test_a_school_may_read_at_once():
    for budget, most in (("wrong", 300), ("read", 3000), ("read-by-one", 600)):
        allowance = all_budgets()[budget]
        for _ in range(most):
            allowance.spend("", now=NOON)
        with pytest.raises(TooOftenError) as spent:
            allowance.spend("", now=NOON)
        assert spent.value.retry_after == timedelta(minutes=1)


async def test_one_house_and_all_together_read_so_many_pages_a_minute():
    minute = timedelta(minutes=1)
    place = Place(budgets={"read-by-one": Allowance(2, within=minute), "read": Allowance(3, within=minute)})
    house = [place.visitor(f"2001:db8::{n}") for n in range(3)]
    async with house[0] as one, house[1], house[2], place.visitor("203.0.113.8") as another:
        first = [(await of_a_house.get("/notices")).status_code for of_a_house in house]
        second = [(await another.get("/notices")).status_code for _ in range(2)]
        counted = (await one.get("/metrics")).text

    assert (first, second) == ([200, 200, 503], [200, 503])
    assert 'public_over_budget_total{budget="read-by-one"} 1.0' in counted
    assert 'public_over_budget_total{budget="read"} 1.0' in counted
