"""What is found after certification reaches the platform and the integrity file, service by service."""

from datetime import timedelta

import pytest

from libs.chassis.testing import Harness
from libs.contracts.certification import CertificateIssued, CertificateRevoked
from libs.contracts.registration import BatchOpened, CandidateApproved
from services.certification.main import build as build_certification
from services.certification.tests.builders import FIVE_DAYS_OVER, PUBLISHED, a_score_published, beijing
from services.certification.tests.conftest import file_institution
from services.registration.main import build as build_registration
from services.registration.tests.builders import NOON, cells
from services.registration.tests.conftest import EXAM_AFFAIRS, a_batch_body, an_announcement_body, upload
from services.sync.tests.conftest import reporting, stand_in, sync

__all__ = ["reporting", "stand_in", "sync"]

APPLICATION, BATCH = "2026-autumn-00002", "2026-autumn"
QUALITY, DIRECTOR = ("S-0003", "quality"), ("S-0002", "director")
UPHELD = {"decision": "upheld", "reason": "经核查属实。", "authority": "湘岚技证字〔2026〕3号"}


@pytest.fixture
async def registration(tmp_path):
    (tmp_path / "registration").mkdir()
    async with Harness(build_registration, tmp_path / "registration", now=NOON) as harness:
        await harness.post("/announcements", json=an_announcement_body(), as_=EXAM_AFFAIRS)
        await harness.post("/batches", json=a_batch_body(), as_=EXAM_AFFAIRS)
        await upload(harness, cells())
        approved = await harness.post(f"/applications/{APPLICATION}/approval", as_=("S-0009", "exam-affairs"))
        assert approved.status_code == 204
        yield harness


def _as_told(registration):
    """A filing of what the batch is opened with."""
    [opened] = registration.published(BatchOpened)
    scope = [vars(offer) for offer in opened.offers]
    told = {"institution_code": opened.institution_code, "institution": opened.institution}
    return told | {"seal": opened.institution, "scope": scope}


@pytest.fixture
async def certification(tmp_path, registration):
    (tmp_path / "certification").mkdir()
    async with Harness(build_certification, tmp_path / "certification", now=PUBLISHED) as harness:
        await file_institution(harness, **_as_told(registration))
        [approved] = registration.published(CandidateApproved)
        for event in (*registration.published(BatchOpened), approved):
            await harness.deliver(event)
        await harness.deliver(a_score_published(2, level=approved.level))
        await harness.step_to(FIVE_DAYS_OVER)
        yield harness


@pytest.mark.rule("DIS-02", "CER-33")
@pytest.mark.parametrize("ground", ["cheating", "fraud", "transfer", "alteration"])
async def test_what_is_found_afterwards_costs_certificate_entry_and_integrity(
    registration, certification, reporting, ground
):
    [issued] = certification.published(CertificateIssued)
    for event in (*registration.published(BatchOpened), *registration.published(CandidateApproved), issued):
        await reporting.sync.deliver(event)
    await reporting.sync.step_to(reporting.sync.now + timedelta(seconds=1))
    await reporting.rounds()
    await certification.step_to(beijing(2026, 10, 12, 9))

    charge = {"number": issued.certificate_number, "ground": ground, "facts": "核查发现。"}
    opened = (await certification.post("/proceedings", json=charge, as_=QUALITY)).json()
    assert certification.published(CertificateRevoked) == []
    path = f"/proceedings/{opened['proceeding_id']}/decision"
    assert (await certification.post(path, json=UPHELD, as_=DIRECTOR)).status_code == 204
    [revoked] = certification.published(CertificateRevoked)
    await registration.deliver(revoked)
    await reporting.sync.deliver(revoked)
    await reporting.sync.step_to(reporting.sync.now + timedelta(days=3))
    await reporting.rounds()

    shown = await certification.get(f"/certificates/{issued.certificate_number}", as_=("S-0001", "general-office"))
    assert shown.json()["status"] == "revoked"
    assert [one["change"] for one in reporting.platform.records.values()] == ["new", "revoked"]
    [entry] = (await registration.get(f"/applications/{APPLICATION}/integrity", as_=EXAM_AFFAIRS)).json()
    assert (entry["act"], entry["measure"], entry["noted_by"]) == (ground, "certificate-revoked", DIRECTOR[0])
    assert issued.certificate_number in entry["reason"]
