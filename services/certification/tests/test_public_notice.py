"""What the public reads of the notice: who passed and who did not, people masked, no scores, while it stands."""

from datetime import timedelta

import pytest

from services.certification.domain.verification.proof import masked_number
from services.certification.tests.builders import (
    BATCH_ID,
    FIVE_DAYS_OVER,
    PUBLISHED,
    a_batch_opened,
    a_candidate_approved,
    a_score_published,
)
from services.certification.tests.conftest import lodge, post_results

NOTICE = f"/public-notices/{BATCH_ID}"


async def notice(certification, **asked):
    answer = await certification.get(NOTICE, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_public_reads_people_masked_and_no_score(certification):
    await post_results(certification, {"theory": "80.0", "practical": "59.9"})

    answer = await certification.get(NOTICE)

    assert answer.json() == {
        "items": [
            {
                "application_id": f"{BATCH_ID}-00001",
                "name": "欧***",
                "id_number": "431*************14",
                "occupation": "中式烹调师",
                "work_type": "--",
                "level": "五级/初级工",
                "theory": "passed",
                "practical": "failed",
                "review": None,
                "notice_from": "2026-09-28",
                "notice_until": "2026-10-09",
                "provisional_for": [],
                "moved_from": None,
            }
        ],
        "next": None,
    }
    assert "59.9" not in answer.text


@pytest.mark.rule("SCO-27")
async def test_it_is_read_until_its_term_is_over(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER - timedelta(seconds=1))
    last_second = await notice(certification)
    await certification.step_to(FIVE_DAYS_OVER)

    assert len(last_second["items"]) == 1
    assert (await notice(certification))["items"] == []


async def test_a_result_objected_to_stays_and_nothing_tells_of_it(certification):
    await post_results(certification, {}, {})
    before = await notice(certification)

    await lodge(certification)

    assert await notice(certification) == before


@pytest.mark.parametrize(
    ("marks", "theory", "practical"),
    [
        ({"theory": None, "practical": "60.0"}, "failed", "passed"),
        ({"practical": "60.0", "cancelled": ("theory",)}, None, "passed"),
    ],
)
async def test_who_was_absent_failed_and_what_was_called_off_is_neither(certification, marks, theory, practical):
    await post_results(certification, marks)

    [item] = (await notice(certification))["items"]

    assert (item["theory"], item["practical"]) == (theory, practical)


async def test_it_is_read_page_by_page(certification):
    await post_results(certification, {}, {}, {})

    first = await notice(certification, limit=2)
    second = await notice(certification, limit=2, cursor=first["next"])

    assert [len(page["items"]) for page in (first, second)] == [2, 1]
    assert second["next"] is None


async def test_one_seal_that_cannot_be_opened_hides_its_own_person_alone(certification):
    await certification.deliver(a_batch_opened())
    for ordinal, changes in ((1, {}), (2, {"name": "sealed:k1:AAAA"})):
        approved = a_candidate_approved(certification.cipher, ordinal)
        await certification.deliver(approved.model_copy(update=changes))
        await certification.deliver(a_score_published(ordinal))

    assert [one["name"] for one in (await notice(certification))["items"]] == ["欧***", ""]


async def test_the_batches_in_notice_are_listed_as_long_as_they_are(certification):
    await post_results(certification, {}, {})

    during = (await certification.get("/public-notices")).json()
    await certification.step_to(PUBLISHED + timedelta(days=30))
    after = (await certification.get("/public-notices")).json()

    assert [(one["batch_id"], one["results"]) for one in during] == [(BATCH_ID, 2)]
    assert after == []


@pytest.mark.parametrize(("text", "shown"), [("431202199803070014", "431*************14"), ("12", "**"), ("", "")])
def test_an_identifier_is_masked_between_its_ends(text, shown):
    assert masked_number(text) == shown
