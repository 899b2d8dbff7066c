"""The comprehensive review in the browser: its panel named, its sheets given alone, its leader's decisions."""

import json
import re

import pytest

from apps.gateway.tests.results import CODE

PAGE = f"/batches/2026-autumn/reviews/{CODE}/2"
A_LIST = f"/batches/2026-autumn/lists/{CODE}/2"
REVIEWS = {
    "list_id": f"2026-autumn:{CODE}:2",
    "panel": {"members": ["S-0001", "S-0102", "S-0103"], "leader": "S-0001"},
    "leads": True,
    "to_rule": ["2026-autumn-00002"],
    "reviews": [
        {"application_id": "2026-autumn-00001", "ticket_number": "T1", "submitted": False},
        {"application_id": "2026-autumn-00002", "ticket_number": "T2", "submitted": True},
    ],
}
FOLLOWED = REVIEWS | {
    "leads": False,
    "to_rule": [],
    "reviews": [{"application_id": "2026-autumn-00001", "ticket_number": "T1", "state": "awaited"}],
}


@pytest.fixture
def scoring(desk):
    desk.services.says("scoring", "GET", f"{A_LIST}/reviews", REVIEWS)
    for what in ("review-corrections", "review-rulings", "review-absences"):
        desk.services.says("scoring", "POST", f"{A_LIST}/{what}", None, status=204)
    desk.services.says("scoring", "POST", f"{A_LIST}/review-sheets", {"taken": 1})
    desk.services.says("scoring", "PUT", f"{A_LIST}/reviewers", None, status=204)
    return desk.services


def sent(scoring, what):
    [request] = [one for _, method, path, one in scoring.asked if method != "GET" and path == f"{A_LIST}/{what}"]
    return json.loads(request.content)


async def test_a_reviewer_gives_the_own_sheet_and_corrects_it(desk, scoring):
    browser = await desk.signed_in("S-0001", "examiner")
    await browser.open(PAGE)
    assert re.search(r'id="sheet-who".*T1.*?</select>', browser.page.text, re.DOTALL)

    await browser.send(f"{PAGE}/sheets", application_id="2026-autumn-00001", thesis="31.5", defence="40")
    await browser.send(
        f"{PAGE}/sheet-corrections", application_id="2026-autumn-00002", thesis="30", defence="41", reason="漏记一问"
    )

    assert sent(scoring, "review-sheets") == {
        "sheets": [{"application_id": "2026-autumn-00001", "thesis": "31.5", "defence": "40"}]
    }
    assert sent(scoring, "review-corrections")["reason"] == "漏记一问"
    assert "指定评审组" not in browser.page.text


async def test_the_leader_rules_and_notes_who_stayed_away(desk, scoring):
    browser = await desk.signed_in("S-0001", "examiner")
    await browser.open(PAGE)

    await browser.send(f"{PAGE}/rulings/2026-autumn-00002", score="66", reason="以论文为准")
    await browser.send(f"{PAGE}/absences", application_id="2026-autumn-00001", absent="yes", reason="未到场")

    assert sent(scoring, "review-rulings") == {
        "application_id": "2026-autumn-00002", "score": "66", "reason": "以论文为准",
    }  # fmt: skip
    assert sent(scoring, "review-absences")["absent"] is True


async def test_exam_affairs_name_the_panel_and_see_states_alone(desk, scoring):
    scoring.says("scoring", "GET", f"{A_LIST}/reviews", FOLLOWED)
    browser = await desk.signed_in("S-0012", "exam-affairs")
    await browser.open(PAGE)
    assert "待评审" in browser.page.text
    assert "录入评审表" not in browser.page.text

    await browser.send(f"{PAGE}/reviewers", members="S-0101，S-0102 S-0103")

    assert sent(scoring, "reviewers") == {"members": ["S-0101", "S-0102", "S-0103"], "leader": "S-0101"}


async def test_a_refused_panel_is_told_beside_the_field(desk, scoring):
    scoring.refuses("scoring", "PUT", f"{A_LIST}/reviewers", "综合评审组应为 3 人以上的单数。")
    browser = await desk.signed_in("S-0012", "exam-affairs")
    await browser.open(PAGE)

    await browser.send(f"{PAGE}/reviewers", members="S-0101 S-0102")

    assert 'id="members-refusal">综合评审组应为 3 人以上的单数。' in browser.page.text
