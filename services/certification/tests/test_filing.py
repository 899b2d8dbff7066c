"""What was published of the institution: entered by one, confirmed by another, and nothing issued without it."""

from datetime import date, timedelta

import pytest

from libs.chassis.testing import Harness
from libs.contracts.certification import CertificateIssued
from services.certification.main import build
from services.certification.tests.builders import (
    BATCH_ID,
    FIVE_DAYS_OVER,
    INSTITUTION,
    PUBLISHED,
    a_batch_opened,
    a_candidate_approved,
    a_score_published,
    beijing,
)
from services.certification.tests.conftest import CLERK, DIRECTOR, a_filing_body, certificates, progress

OTHER_CLERK = ("S-0011", "general-office")
ISSUED_ON = date(2026, 10, 10)
DAY = timedelta(days=1)
ONE = "/filings/B-000001"
CANCELLED = {"reason": "乱发证书，取消认定资质。", "authority": "湘人社函〔2026〕9号（虚构）"}


@pytest.fixture
async def unfiled(tmp_path):
    """One candidate whose posted result passed, and no filing."""
    async with Harness(build, tmp_path, now=PUBLISHED) as harness:
        await harness.deliver(a_batch_opened())
        await harness.deliver(a_candidate_approved(harness.cipher))
        await harness.deliver(a_score_published())
        yield harness


async def enter(harness, **differing):
    return await harness.post("/filings", json=a_filing_body(**differing), as_=CLERK)


async def confirm(harness, *, as_=DIRECTOR):
    return await harness.post(f"{ONE}/confirmation", as_=as_)


async def withheld_because(harness):
    [notice] = (await harness.get(f"/batches/{BATCH_ID}/notices", as_=CLERK)).json()["items"]
    return notice["withheld_because"] or ""


def slug(answer):
    return answer.status_code, answer.json()["title"]


@pytest.mark.rule("CER-01", "CER-10")
async def test_nothing_is_issued_before_a_filing_is_confirmed(unfiled):
    await enter(unfiled)

    await unfiled.step_to(FIVE_DAYS_OVER)

    assert await progress(unfiled) == {"withheld": 1}
    assert "没有发证当日有效" in await withheld_because(unfiled)
    assert unfiled.published(CertificateIssued) == []


@pytest.mark.rule("CER-01")
@pytest.mark.parametrize(
    ("first", "last", "stage"),
    [
        (ISSUED_ON, ISSUED_ON, "issued"),
        (ISSUED_ON + DAY, ISSUED_ON + 2 * DAY, "withheld"),
        (ISSUED_ON - DAY, ISSUED_ON - DAY, "withheld"),
    ],
)
async def test_a_filing_counts_from_its_first_day_to_its_last(unfiled, first, last, stage):
    await enter(unfiled, first=first.isoformat(), last=last.isoformat())
    await confirm(unfiled)

    await unfiled.step_to(FIVE_DAYS_OVER)

    assert await progress(unfiled) == {stage: 1}


@pytest.mark.rule("CER-01")
@pytest.mark.parametrize("failed", [{"theory": "59.9"}, {"practical": "59.9"}])
async def test_a_filed_institution_certifies_nobody_who_did_not_pass(unfiled, failed):
    await unfiled.deliver(a_candidate_approved(unfiled.cipher, 2))
    await unfiled.deliver(a_score_published(2, **failed))
    await enter(unfiled)
    await confirm(unfiled)

    await unfiled.step_to(FIVE_DAYS_OVER)

    assert [one.application_id for one in unfiled.published(CertificateIssued)] == [f"{BATCH_ID}-00001"]
    assert await progress(unfiled) == {"issued": 1, "kept": 1}


@pytest.mark.rule("CER-10")
async def test_a_batch_under_another_name_than_published_gets_no_certificate(unfiled):
    another = f"{INSTITUTION}有限公司"
    await enter(unfiled, institution=another, seal=another)
    await confirm(unfiled)

    await unfiled.step_to(FIVE_DAYS_OVER)

    assert await progress(unfiled) == {"withheld": 1}
    assert "名称不一致" in (await withheld_because(unfiled)).replace("与备案公布的", "")


@pytest.mark.rule("CER-07")
@pytest.mark.parametrize(
    "offer",
    [{"level": 4}, {"work_type": "药膳制作师"}, {"occupation": "中式面点师"}, {"occupation_code": "4-03-02-02"}],
)
async def test_what_was_not_published_is_not_certified(unfiled, offer):
    filed = {"occupation_code": "4-03-02-01", "occupation": "中式烹调师", "work_type": "--", "level": 5} | offer
    await enter(unfiled, scope=[filed])
    await confirm(unfiled)

    await unfiled.step_to(FIVE_DAYS_OVER)

    assert await progress(unfiled) == {"withheld": 1}
    assert "备案范围" in await withheld_because(unfiled)


@pytest.mark.rule("CER-10", "CER-18")
@pytest.mark.parametrize(
    ("seal", "status"),
    [
        (INSTITUTION, 201),
        (f"{INSTITUTION}职业技能等级认定专用章", 201),
        (f"{INSTITUTION}财务专用章", 422),
        ("另一家学校职业技能等级认定专用章", 422),
    ],
)
async def test_the_seal_bears_the_published_name(unfiled, seal, status):
    assert (await enter(unfiled, seal=seal)).status_code == status


@pytest.mark.rule("CER-10")
async def test_another_person_confirms_a_filing_once(unfiled):
    await enter(unfiled)
    assert slug(await confirm(unfiled, as_=CLERK)) == (403, "own-filing")

    assert (await confirm(unfiled, as_=OTHER_CLERK)).status_code == 204

    assert slug(await confirm(unfiled)) == (409, "filing-confirmed")
    shown = (await unfiled.get(ONE, as_=CLERK)).json()
    assert (shown["entered_by"], shown["confirmed_by"]) == (CLERK[0], OTHER_CLERK[0])
    assert {name: shown[name] for name in a_filing_body()} == a_filing_body()


async def test_a_filing_ends_on_its_first_day_or_later(unfiled):
    assert slug(await enter(unfiled, first="2026-01-02", last="2026-01-01")) == (422, "filing-days")
    assert (await enter(unfiled, first="2026-01-02", last="2026-01-02")).status_code == 201


@pytest.mark.rule("CER-31")
async def test_whoever_lost_the_qualification_issues_nothing_more(unfiled):
    await enter(unfiled)
    assert slug(await unfiled.post(f"{ONE}/cancellation", json=CANCELLED, as_=DIRECTOR)) == (409, "filing-not-in-force")
    await confirm(unfiled)
    await unfiled.step_to(FIVE_DAYS_OVER - timedelta(seconds=1))
    assert (await unfiled.post(f"{ONE}/cancellation", json=CANCELLED, as_=CLERK)).status_code == 403
    assert (await unfiled.post(f"{ONE}/cancellation", json=CANCELLED, as_=DIRECTOR)).status_code == 204

    await unfiled.step_to(FIVE_DAYS_OVER)

    assert await progress(unfiled) == {"withheld": 1}
    shown = (await unfiled.get(ONE, as_=("S-0003", "quality"))).json()
    assert {name: shown[name] for name in CANCELLED} == CANCELLED
    assert shown["cancelled_by"] == DIRECTOR[0]
    assert slug(await unfiled.post(f"{ONE}/cancellation", json=CANCELLED, as_=DIRECTOR)) == (409, "filing-not-in-force")


async def test_what_was_withheld_is_taken_up_when_the_filing_is_there(unfiled):
    await unfiled.step_to(FIVE_DAYS_OVER)
    path = f"/batches/{BATCH_ID}/resumption"
    await unfiled.post(path, as_=CLERK)
    await unfiled.step_to(beijing(2026, 10, 12, 9))
    assert await progress(unfiled) == {"withheld": 1}, "nothing is settled yet"
    await enter(unfiled)
    await confirm(unfiled)

    assert (await unfiled.post(path, as_=("S-0003", "quality"))).status_code == 403
    assert (await unfiled.post(path, as_=CLERK)).json() == {"done": 1, "remaining": 0}
    await unfiled.step_to(beijing(2026, 10, 12, 10))

    assert await progress(unfiled) == {"issued": 1}
    [certificate] = await certificates(unfiled)
    assert certificate["issued_on"] == "2026-10-12"
    [notice] = (await unfiled.get(f"/batches/{BATCH_ID}/notices", as_=CLERK)).json()["items"]
    assert (notice["taken_up_by"], notice["withheld_because"]) == (CLERK[0], None)
    assert (await unfiled.post(path, as_=CLERK)).json() == {"done": 0, "remaining": 0}


async def test_a_lost_run_of_what_was_taken_up_is_found(unfiled):
    await unfiled.step_to(FIVE_DAYS_OVER)
    await enter(unfiled)
    await confirm(unfiled)
    await unfiled.post(f"/batches/{BATCH_ID}/resumption", as_=CLERK)
    await unfiled.lose_deadlines()

    assert await unfiled.service.watchdog.look() == 1
    await unfiled.step_to(beijing(2026, 10, 12))

    assert await progress(unfiled) == {"issued": 1}
