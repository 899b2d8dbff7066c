"""What the tests are made of. The people are fictitious."""

from datetime import datetime
from io import BytesIO
from typing import get_args

import xlsxwriter

from libs.contracts.beijing import BEIJING
from libs.contracts.certification import (
    CertificateIssued,
    CertificateReinstated,
    CertificateRevoked,
    CertificateSuspended,
    CertificateVoided,
    NoticePeriodElapsed,
    RevokedFor,
    VoidFor,
)
from libs.contracts.registration import BatchOpened, CandidateApproved, Offer
from libs.contracts.scheduling import CandidateScheduled, SessionCalledOff, SessionPlanned
from libs.contracts.scoring import ResultAmended, ResultRemarked, ScoreCorrected, ScorePublished
from libs.contracts.sealing import Purpose
from services.sync.domain.row import Holder, RecordData
from services.sync.domain.upload import Upload

BATCH_ID = "2026-autumn"
INSTITUTION = "怀化市示例职业培训学校"
INSTITUTION_CODE = "S000043009001"
COOK = "4-03-02-01"
CLERK = ("S-0001", "general-office")
DIRECTOR = ("S-0002", "director")
NAMES = ("欧阳喆玥", "古丽米热·艾比布力", "张一一", "李二二", "王三三")
ID_NUMBERS = (
    "431202199803070014",
    "431202199803070030",
    "431202199803070057",
    "431202199803070073",
    "431202199803070090",
)


def beijing(year, month, day, hour=0, minute=0, second=0):  # noqa: PLR0917 -- like datetime
    return datetime(year, month, day, hour, minute, second, tzinfo=BEIJING)


OPENED = beijing(2026, 8, 1, 9)
ISSUED = beijing(2026, 10, 10, 0, 5)


def number(ordinal=1):
    return f"{INSTITUTION_CODE}265{ordinal:06d}"


def a_batch_opened(**differing):
    offer = Offer(occupation_code=COOK, occupation="中式烹调师", work_type="--", level=5)
    fields = {
        "batch_id": BATCH_ID,
        "name": "2026年秋季",
        "institution_code": INSTITUTION_CODE,
        "institution": INSTITUTION,
        "offers": [offer],
        "registration_closes_at": beijing(2026, 9, 1),
        "opened_at": OPENED,
    }
    return BatchOpened(**{**fields, **differing})


def a_candidate_approved(cipher, ordinal=1, *, name=None, **differing):
    application_id = f"{BATCH_ID}-{ordinal:05d}"
    id_number = ID_NUMBERS[(ordinal - 1) % len(ID_NUMBERS)]
    fields = {
        "application_id": application_id,
        "batch_id": BATCH_ID,
        "name": cipher.seal(
            name or NAMES[(ordinal - 1) % len(NAMES)], purpose=Purpose.CANDIDATE_NAME, owner=application_id
        ),
        "id_number": cipher.seal(id_number, purpose=Purpose.RESIDENT_NUMBER, owner=application_id),
        "id_fingerprint": cipher.fingerprint(id_number),
        "occupation_code": COOK,
        "occupation": "中式烹调师",
        "work_type": "--",
        "level": 5,
        "parts": ["theory", "practical"],
        "approved_at": OPENED,
    }
    return CandidateApproved(**{**fields, **differing})


def a_candidate_scheduled(ordinal=1, ticket="26100100001"):
    return CandidateScheduled(
        application_id=f"{BATCH_ID}-{ordinal:05d}",
        batch_id=BATCH_ID,
        ticket_number=ticket,
        occupation_code=COOK,
        level=5,
        sittings=[],
        scheduled_at=OPENED,
    )


def a_session_planned(session_id="s-1", *, ends_at):
    return SessionPlanned(
        session_id=session_id,
        batch_id=BATCH_ID,
        part="theory",
        occupation_code=COOK,
        level=5,
        room="R-101",
        starts_at=ends_at,
        ends_at=ends_at,
        candidates=30,
        staff=[],
        planned_at=OPENED,
    )


def a_session_called_off(session_id="s-1", *, at):
    return SessionCalledOff(
        session_id=session_id,
        batch_id=BATCH_ID,
        part="theory",
        called_off="cancelled",
        application_ids=[],
        called_off_at=at,
    )


def a_certificate_issued(ordinal=1, **differing):
    fields = {
        "certificate_number": number(ordinal),
        "application_id": f"{BATCH_ID}-{ordinal:05d}",
        "batch_id": BATCH_ID,
        "occupation_code": COOK,
        "level": 5,
        "issued_on": ISSUED.date(),
        "pdf_sha256": f"{ordinal:064x}",
        "issued_at": ISSUED,
    }
    return CertificateIssued(**{**fields, **differing})


def a_change(change, *, at, ordinal=1):
    kind, more = {
        "suspended": (CertificateSuspended, {}),
        "reinstated": (CertificateReinstated, {}),
        "revoked": (CertificateRevoked, {"ground": get_args(RevokedFor)[0]}),
        "voided": (CertificateVoided, {"ground": get_args(VoidFor)[0]}),
    }[change]
    return kind(
        certificate_number=number(ordinal),
        application_id=f"{BATCH_ID}-{ordinal:05d}",
        batch_id=BATCH_ID,
        **{f"{change}_at": at},
        **more,
    )


POSTED, RELEASED = beijing(2026, 9, 24, 15), beijing(2026, 10, 9)


def _result(ordinal, differing):
    fields = {
        "application_id": f"{BATCH_ID}-{ordinal:05d}",
        "batch_id": BATCH_ID,
        "theory_score": "81.5",
        "theory_outcome": "passed",
        "practical_score": "57.0",
        "practical_outcome": "failed",
    }
    return fields | differing


def a_score_published(ordinal=1, **differing):
    fields = {"occupation_code": COOK, "level": 5, "published_at": POSTED}
    return ScorePublished(**{**fields, **_result(ordinal, differing)})


def a_score_corrected(ordinal=1, *, revision=1, at=RELEASED, **differing):
    fields = {"objection_id": "O-1", "revision": revision, "reason": "漏加", "corrected_at": at}
    return ScoreCorrected(**fields, **_result(ordinal, differing))


def a_result_amended(ordinal=1, *, revision=1, at=RELEASED, **differing):
    fields = {"cause": "void", "incident_id": None, "revision": revision, "void": [], "cancelled": []}
    return ResultAmended(**fields, amended_by="S-0002", amended_at=at, **_result(ordinal, differing))


def a_result_remarked(ordinal=1, *, revision=1, at=RELEASED, **differing):
    fields = {"paper_id": "P-t-A", "revision": revision, "void": [], "cancelled": [], "remarked_at": at}
    return ResultRemarked(**fields, remarked_by="S-0001", second_by="S-0012", **_result(ordinal, differing))


def a_release(ordinal=1, *, at=RELEASED):
    return NoticePeriodElapsed(
        application_id=f"{BATCH_ID}-{ordinal:05d}",
        batch_id=BATCH_ID,
        notice_from=POSTED.date(),
        notice_until=at.date(),
        elapsed_at=at,
    )


def an_upload(**differing):
    holder = Holder(
        application_id=f"{BATCH_ID}-00001",
        name="sealed:k1:name",
        id_number="sealed:k1:number",
        id_kind="居民身份证",
        occupation="中式烹调师",
        work_type="--",
    )
    data = RecordData.of_certificate(a_certificate_issued(), holder, INSTITUTION)
    return Upload.begin(data, newest=1, told_at=ISSUED, **differing)


def a_workbook(*rows, beyond=None):
    """Rows in their order, and a cell somewhere else."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet("结果")
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    if beyond:
        sheet.write(*beyond, "x")
    book.close()
    return kept.getvalue()


async def open_batch(sync, *ordinals, names=None):
    """Everything up to the certificates of these candidates."""
    await sync.deliver(a_batch_opened())
    for ordinal in ordinals:
        await sync.deliver(a_candidate_approved(sync.cipher, ordinal, name=(names or {}).get(ordinal)))
        await sync.deliver(a_certificate_issued(ordinal))


async def open_unreadable(sync, ordinal):
    """A certificate of a candidate whose name is sealed for somebody else."""
    of_another = a_candidate_approved(sync.cipher, 1).name
    await sync.deliver(a_candidate_approved(sync.cipher, ordinal).model_copy(update={"name": of_another}))
    await sync.deliver(a_certificate_issued(ordinal))


def a_ticket(ordinal):
    return f"2610010{ordinal:04d}"


async def release_scores(sync, *ordinals):
    """Everything up to the release of what these candidates got."""
    await sync.deliver(a_batch_opened())
    for ordinal in ordinals:
        await sync.deliver(a_candidate_approved(sync.cipher, ordinal))
        await sync.deliver(a_candidate_scheduled(ordinal, a_ticket(ordinal)))
        await sync.deliver(a_score_published(ordinal))
        await sync.deliver(a_release(ordinal))


async def carry_scores(sync):
    """A file of the scores that wait, uploaded by hand; answers the path of the file."""
    made = await sync.post(f"/batches/{BATCH_ID}/packages", as_=CLERK, json={"kind": "score", "change": "new"})
    assert made.status_code == 201, made.text
    path = f"/packages/{made.json()['id']}"
    await sync.post(f"{path}/carriage", as_=CLERK, json={"platform_batch": "HN2026-0317"})
    return path


async def take_scores(sync, *ordinals):
    """The platform has them, by its list."""
    path = await carry_scores(sync)
    listed = a_workbook(["准考证号"], *([a_ticket(ordinal)] for ordinal in ordinals))
    answered = await sync.post(f"{path}/answer", as_=CLERK, content=listed)
    assert answered.json()["accepted"] == len(ordinals)


async def account(sync, as_=CLERK):
    return (await sync.get(f"/batches/{BATCH_ID}/account", as_=as_)).json()


async def counts(sync):
    return {state: count for state, count in (await account(sync))["counts"].items() if count}


async def uploads(sync, **query):
    answer = await sync.get("/uploads", as_=CLERK, params={"batch_id": BATCH_ID, **query})
    return answer.json()["items"]
