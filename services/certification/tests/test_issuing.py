"""The issue run through the front doors: numbers, files, and what is withheld."""

from datetime import timedelta
from hashlib import sha256

import pytest

from libs.chassis.testing import Harness
from libs.contracts.certification import (
    CertificateIssued,
)
from services.certification.domain.numbers import NUMBER
from services.certification.main import build
from services.certification.tests.builders import (
    BATCH_ID,
    COOK,
    FIVE_DAYS_OVER,
    INSTITUTION,
    PUBLISHED,
    a_batch_opened,
    a_candidate_approved,
    a_score_published,
)
from services.certification.tests.conftest import CLERK, certificates, decide, lodge, post_results, progress

SECOND = timedelta(seconds=1)


def serials(harness):
    return sorted(event.certificate_number[-6:] for event in harness.published(CertificateIssued))


@pytest.mark.rule("CER-13", "CER-14")
async def test_certificates_are_numbered_without_gaps_per_level(certification):
    await post_results(certification, *({"level": 5 - n % 3} for n in range(120)))

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"issued": 120}
    numbers = sorted(event.certificate_number for event in certification.published(CertificateIssued))
    assert numbers == sorted(f"S00004300900126{level}{n:06d}" for level in (5, 4, 3) for n in range(1, 41))


@pytest.mark.rule("CER-14")
async def test_a_crash_while_printing_loses_and_repeats_no_number(certification):
    class JammedOnce:
        """Fails on the first print."""

        def __init__(self, press):
            self.press = press
            self.jams = 1

        async def unprintable(self, words):
            return await self.press.unprintable(words)

        async def print(self, sheets, *, at):
            if self.jams:
                self.jams -= 1
                raise OSError
            return await self.press.print(sheets, at=at)

    provided = certification.service.wiring.provided
    provided["press"] = JammedOnce(provided["press"])
    await post_results(certification, *({} for _ in range(3)))

    await certification.step_to(FIVE_DAYS_OVER)
    assert await progress(certification) == {"released": 3}
    assert certification.published(CertificateIssued) == []

    certification.service.timers._resting.clear()
    await certification.step_to(FIVE_DAYS_OVER)
    assert serials(certification) == ["000001", "000002", "000003"]
    assert len({c["pdf_sha256"] for c in await certificates(certification)}) == 3


async def test_certificates_are_wherever_the_store_is_opened_again(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    async with Harness(build, tmp_path, now=PUBLISHED) as certification:
        await post_results(certification, {})
        await certification.step_to(FIVE_DAYS_OVER)
        [entry] = await certificates(certification)
    (tmp_path / "store.sqlite").rename(elsewhere / "store.sqlite")

    async with Harness(build, elsewhere, now=FIVE_DAYS_OVER) as again:
        answer = await again.get(f"/certificates/{entry['number']}/pdf", as_=CLERK)

    assert answer.status_code == 200
    assert sha256(answer.content).hexdigest() == entry["pdf_sha256"]


@pytest.mark.rule("CER-14")
async def test_a_crash_before_the_commit_makes_the_same_files_again(certification):
    await post_results(certification, {}, {})
    store = certification.service.store
    commit = store.commit
    lost: list[set[str]] = []

    async def crashing(batch):
        files = {write.id.split("/")[0] for write in batch.documents if write.collection == "certificate_files"}
        if files and not lost:
            lost.append(files)
            raise OSError
        return await commit(batch)

    store.commit = crashing
    await certification.step_to(FIVE_DAYS_OVER)
    assert certification.published(CertificateIssued) == []
    assert await store.count("certificate_files", {}) == 0

    certification.service.timers._resting.clear()
    await certification.step_to(FIVE_DAYS_OVER)
    assert [{event.pdf_sha256 for event in certification.published(CertificateIssued)}] == lost
    assert await store.count("certificate_files", {}) == 2
    assert serials(certification) == ["000001", "000002"]


@pytest.mark.rule("CER-14")
async def test_results_released_later_are_numbered_on(certification):
    await post_results(certification, {}, {})
    await lodge(certification)
    await certification.step_to(FIVE_DAYS_OVER)
    assert serials(certification) == ["000001"]

    await decide(certification, "dismissed")
    await certification.step_to(FIVE_DAYS_OVER + SECOND)
    assert serials(certification) == ["000001", "000002"]


@pytest.mark.rule("CER-07")
async def test_outside_the_filed_scope_no_certificate_and_no_number_is_used(certification):
    await post_results(certification, {}, work_type="药膳制作师")
    await certification.deliver(a_candidate_approved(certification.cipher, 2))
    await certification.deliver(a_score_published(2))

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"withheld": 1, "issued": 1}
    assert serials(certification) == ["000001"]
    answer = await certification.get(f"/batches/{BATCH_ID}/notices?stage=withheld", as_=CLERK)
    assert "备案范围" in answer.json()["items"][0]["withheld_because"]


async def test_a_name_the_fonts_cannot_show_is_withheld_and_uses_no_number(certification):
    await post_results(certification, {}, name="张\U0003134a")
    await certification.deliver(a_candidate_approved(certification.cipher, 2))
    await certification.deliver(a_score_published(2))

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"withheld": 1, "issued": 1}
    assert serials(certification) == ["000001"]


async def test_the_general_office_reads_certificates_in_full(certification):
    await post_results(certification, {"theory": "88.5", "practical": "91.0"})
    await certification.step_to(FIVE_DAYS_OVER)

    [certificate] = await certificates(certification)

    assert NUMBER.fullmatch(certificate["number"])
    assert certificate | {"pdf_sha256": ...} == {
        "number": "S000043009001265000001",
        "application_id": f"{BATCH_ID}-00001",
        "name": "欧阳喆玥",
        "id_number": "431202199803070014",
        "occupation_code": COOK,
        "occupation": "中式烹调师",
        "work_type": "--",
        "level": 5,
        "level_name": "五级/初级工",
        "institution_code": "S000043009001",
        "institution": INSTITUTION,
        "theory_score": "88.5",
        "theory_outcome": "passed",
        "practical_score": "91.0",
        "practical_outcome": "passed",
        "review_score": None,
        "score_published_at": "2026-09-24T02:00:00Z",
        "notice_from": "2026-09-28",
        "notice_until": "2026-10-09",
        "issued_on": "2026-10-10",
        "issued_at": "2026-10-09T16:00:00Z",
        "print_serial": "265000001-01",
        "pdf_sha256": ...,
        "status": "valid",
        "earlier_copies": [],
        "open_reissue": None,
        "blank": "",
    }


async def test_the_pdf_is_handed_out_as_issued(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    [certificate] = await certificates(certification)

    answer = await certification.get(f"/certificates/{certificate['number']}/pdf", as_=CLERK)

    assert answer.headers["content-type"] == "application/pdf"
    assert sha256(answer.content).hexdigest() == certificate["pdf_sha256"]
    [announced] = certification.published(CertificateIssued)
    assert announced.pdf_sha256 == certificate["pdf_sha256"]


@pytest.mark.parametrize("broken", ["name", "id_number"])
async def test_one_seal_that_cannot_be_opened_holds_up_nobody_beside_it(certification, broken):
    await certification.deliver(a_batch_opened())
    elsewhere = a_candidate_approved(certification.cipher, 9)
    for ordinal in (1, 2, 3):
        approved = a_candidate_approved(certification.cipher, ordinal)
        if ordinal == 2:
            approved = approved.model_copy(update={broken: getattr(elsewhere, broken)})
        await certification.deliver(approved)
        await certification.deliver(a_score_published(ordinal))

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"issued": 2, "withheld": 1}
    assert serials(certification) == ["000001", "000002"]
    notices = (await certification.get(f"/batches/{BATCH_ID}/notices", as_=CLERK)).json()["items"]
    [withheld] = [one for one in notices if one["stage"] == "withheld"]
    assert withheld["application_id"].endswith("2")
    assert "密封内容无法打开" in str(withheld)


@pytest.mark.rule("CER-05", "SCO-05")
@pytest.mark.parametrize(
    ("review", "stage"), [({"review_score": "60.0", "review_outcome": "passed"}, "issued"), ({}, "withheld")]
)
async def test_a_technician_is_certified_with_a_passed_review_alone(certification, review, stage):
    opened = a_batch_opened()
    technician = opened.offers[0].model_copy(update={"level": 2})
    await certification.deliver(opened.model_copy(update={"offers": [technician]}))
    await certification.deliver(a_candidate_approved(certification.cipher, level=2))
    await certification.deliver(type(a_score_published())(**{**a_score_published(level=2).model_dump(), **review}))

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {stage: 1}
    notices = await certification.get(f"/batches/{BATCH_ID}/notices", as_=CLERK)
    assert notices.json()["items"][0]["review_score"] == review.get("review_score")
    if review:
        [certificate] = await certificates(certification)
        assert (certificate["level_name"], certificate["review_score"]) == ("二级/技师", "60.0")
