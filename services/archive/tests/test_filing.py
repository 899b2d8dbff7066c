"""The files of a batch, through the front door: filed paper by paper, found, and closed when nothing is missing."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from libs.chassis.testing import Harness
from libs.contracts.archive import ArchiveActed
from libs.contracts.certification import CertificateIssued
from libs.contracts.registration import BatchOpened, Offer
from libs.contracts.scheduling import SessionCalledOff, SessionPlanned
from services.archive.domain.batch_file import BatchFile
from services.archive.domain.errors.batch_file import NotYetLateError
from services.archive.main import build
from services.archive.tests.test_archive import NOON, everything_appended
from services.archive.tests.test_contents import told

OFFICE = ("S-0003", "general-office")
BATCH = "2026-autumn"
ENDS = datetime(2026, 9, 19, 3, 30, tzinfo=UTC)
SCAN = b"%PDF-1.7 a sheet of paper"
OF_BATCH = {
    "announcement",
    "application-papers",
    "review-summary",
    "approved-roster",
    "training-plan",
    "plan-declaration",
    "implementation-plan",
    "supervision",
    "result-summary",
}
OF_THEORY = {"invigilator-sign-in", "paper-register", "candidate-sign-in", "room-record", "answer-papers"}
OF_PRACTICAL = {"candidate-sign-in", "room-record", "examiner-sign-in", "practical-scores", "work-pictures"}


@pytest.fixture
async def archive(tmp_path):
    async with Harness(build, tmp_path, now=NOON) as harness:
        await harness.deliver(a_batch())
        yield harness


def a_batch(batch_id=BATCH):
    offer = Offer(occupation_code="4-03-02-01", occupation="中式烹调师", work_type="--", level=4)
    return BatchOpened(
        batch_id=batch_id,
        name="2026年秋季",
        institution_code="S000043009001",
        institution="怀化市示例职业培训学校",
        offers=[offer],
        registration_closes_at=NOON,
        opened_at=NOON,
    )


def a_session(session_id="s-1", *, part="theory", level=4, ends=ENDS, batch_id=BATCH):
    return SessionPlanned(
        session_id=session_id,
        batch_id=batch_id,
        part=part,
        occupation_code="4-03-02-01",
        level=level,
        room="理论01",
        starts_at=ends - timedelta(minutes=90),
        ends_at=ends,
        candidates=20,
        staff=[],
        planned_at=NOON,
    )


def called_off(session_id="s-1"):
    return SessionCalledOff(
        session_id=session_id,
        batch_id=BATCH,
        part="theory",
        called_off="cancelled",
        application_ids=[],
        called_off_at=NOON,
    )


def issued():
    return CertificateIssued(
        certificate_number="S000043009001264000001",
        application_id=f"{BATCH}-00001",
        batch_id=BATCH,
        occupation_code="4-03-02-01",
        level=4,
        issued_on=NOON.date(),
        pdf_sha256="ab" * 32,
        issued_at=NOON,
    )


async def file(archive, kind, *, subject=None, batch_id=BATCH, as_=OFFICE, **differing):
    body = {"kind": kind, "subject_id": subject or batch_id, "pages": 3, "place": "A柜2层1盒"} | differing
    return await archive.post(f"/batches/{batch_id}/items", json=body, as_=as_)


async def filed(archive, kind, **differing):
    answer = await file(archive, kind, **differing)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def whole(archive, *, sessions=(), batch_id=BATCH):
    """File everything that the batch must have."""
    for kind in sorted(OF_BATCH):
        await filed(archive, kind, batch_id=batch_id)
    for session, part in sessions:
        for kind in sorted(OF_THEORY if part == "theory" else OF_PRACTICAL):
            await filed(archive, kind, subject=session, batch_id=batch_id)


async def scan(archive, item, content=SCAN, *, stated=None, as_=OFFICE):
    sha256 = stated or hashlib.sha256(content).hexdigest()
    return await archive.post(f"/items/{item['id']}/scan?sha256={sha256}", content=content, as_=as_)


async def close(archive, batch_id=BATCH, as_=OFFICE):
    return await archive.post(f"/batches/{batch_id}/closing", as_=as_)


async def missing(archive):
    shown = (await archive.get(f"/batches/{BATCH}/file", as_=OFFICE)).json()
    return {(one["title"], one["subject_id"], one["why"]) for one in shown["missing"]}


async def found(archive, **query):
    return (await archive.get("/contents", params=query, as_=OFFICE)).json()["items"]


@pytest.mark.rule("ARC-05", "ARC-15")
async def test_a_filed_paper_is_found_at_once_and_in_each_way(archive):
    await archive.deliver(a_session())
    await archive.deliver(a_batch("2026-winter"))
    await filed(archive, "announcement", batch_id="2026-winter", place="B柜")
    first = await filed(archive, "room-record", subject="s-1", place="A柜2层1盒")
    second = await filed(archive, "candidate-sign-in", subject="s-1", place="A柜2层1盒")
    await filed(archive, "announcement", place="A柜1层")

    assert {row["is_item"] for row in await found(archive, batch_id=BATCH)} == {True}
    assert (first["id"], second["id"]) == (f"{BATCH}-3-0001", f"{BATCH}-3-0002")
    by_name = await found(archive, title="认定公告")
    assert {(row["batch_id"], row["place"]) for row in by_name} == {(BATCH, "A柜1层"), ("2026-winter", "B柜")}
    assert [row["record_id"] for row in await found(archive, subject_id="s-1")] == [first["id"], second["id"]]
    assert len(await found(archive, place="A柜2层1盒")) == 2
    assert len(await found(archive, batch_id=BATCH)) == 3


@pytest.mark.rule("ARC-15")
async def test_what_is_filed_is_neither_exchanged_nor_added_to_once_closed(archive):
    item = await filed(archive, "announcement")
    assert (await scan(archive, item)).status_code == 204

    again = await scan(archive, item, b"%PDF-1.7 another sheet")
    await whole(archive)
    unscanned = await filed(archive, "announcement")
    assert (await close(archive)).status_code == 204

    assert again.json()["title"] == "scan-already-there"
    for answer in (await file(archive, "announcement"), await scan(archive, unscanned), await close(archive)):
        assert answer.json()["title"] == "batch-file-closed"
    shown = (await archive.get(f"/items/{item['id']}", as_=OFFICE)).json()
    assert shown["scan_sha256"] == hashlib.sha256(SCAN).hexdigest()


@pytest.mark.rule("ARC-15")
async def test_files_are_closed_when_the_last_paper_is_there(archive):
    await archive.deliver(a_session())
    await archive.deliver(a_session("s-2", part="practical"))
    await archive.deliver(issued())
    await whole(archive, sessions=[("s-1", "theory"), ("s-2", "practical")])
    await filed(archive, "certificate-register")

    assert await missing(archive) == {("职业技能等级证书数据审核确认表", BATCH, "not-filed")}
    refused = await close(archive)
    await filed(archive, "certificate-check")
    closed = await close(archive)

    assert (refused.json()["title"], refused.json()["count"]) == ("files-incomplete", 1)
    assert "职业技能等级证书数据审核确认表" in refused.json()["detail"]
    assert closed.status_code == 204
    shown = (await archive.get(f"/batches/{BATCH}/file", as_=OFFICE)).json()
    assert (shown["closed_by"], shown["missing"]) == ("S-0003", [])


@pytest.mark.rule("ARC-15")
@pytest.mark.parametrize("left_out", sorted(OF_BATCH | OF_THEORY))
async def test_each_named_paper_is_missed(archive, left_out):
    await archive.deliver(a_session())
    for kind in (OF_BATCH | OF_THEORY) - {left_out}:
        await filed(archive, kind, subject="s-1" if kind in OF_THEORY else BATCH)

    assert [why for _, _, why in await missing(archive)] == ["not-filed"]
    assert (await close(archive)).status_code == 409


async def test_every_session_has_its_own_papers_and_one_called_off_has_none(archive):
    await archive.deliver(a_session("s-1"), seq=1)
    await archive.deliver(a_session("s-2"), seq=1)
    await whole(archive, sessions=[("s-1", "theory")])
    assert {subject for _, subject, _ in await missing(archive)} == {"s-2"}

    await archive.deliver(called_off("s-2"), seq=3)
    await archive.deliver(a_session("s-2"), seq=2)  # an older word that came late

    assert await missing(archive) == set()


@pytest.mark.parametrize(("level", "wanted"), [(3, False), (2, True), (1, True)])
async def test_levels_two_and_one_have_their_thesis_scores(archive, level, wanted):
    await archive.deliver(a_session(level=level))

    assert (("论文评审、答辩评分表", BATCH, "not-filed") in await missing(archive)) is wanted


async def test_only_a_form_that_all_signed_stands_for_its_paper(archive):
    await archive.deliver(a_session())
    form = {"form": "theory-room-record", "record_id": "theory-room-record~s-1", "title": "考场情况记录表"}
    row = "scheduling:form_records/theory-room-record~s-1:{}"

    await archive.deliver(told("written", **form), id=row.format(1), seq=1)
    before = await missing(archive)
    await archive.deliver(told("signed", complete=True, **form), id=row.format(2), seq=2)
    after = await missing(archive)

    assert ("考场情况记录单", "s-1", "not-filed") not in before
    assert ("考场情况记录表", "s-1", "not-signed") in before
    assert not {one for one in after if one[0] in {"考场情况记录表", "考场情况记录单"}}


async def test_what_belongs_to_no_batch_has_files_that_lack_nothing(archive):
    before = (await archive.get("/batches/management/file", as_=OFFICE)).json()
    await filed(archive, "work-document", batch_id="management", title="2026年认定工作文件")

    after = (await archive.get("/batches/management/file", as_=OFFICE)).json()

    assert before["missing"] == after["missing"] == []
    assert (await close(archive, "management")).json()["title"] == "files-incomplete"


async def test_only_what_not_every_batch_has_is_declared_absent_with_a_reason(archive):
    async def absent(kind, reason="本批次未组织培训"):
        return await archive.post(f"/batches/{BATCH}/absences", json={"kind": kind, "reason": reason}, as_=OFFICE)

    assert (await absent("announcement")).json()["title"] == "never-absent"
    assert (await absent("training-plan", " ")).json()["title"] == "reason-missing"
    assert ("职业技能培训方案", BATCH, "not-filed") in await missing(archive)
    assert (await absent("training-plan")).status_code == 204
    assert ("职业技能培训方案", BATCH, "not-filed") not in await missing(archive)


async def test_a_file_without_paper_is_missed_until_it_is_there(archive):
    item = await filed(archive, "announcement", pages=0, place="")
    assert ("认定公告", item["id"], "no-content") in await missing(archive)

    await scan(archive, item)

    assert "no-content" not in {why for _, _, why in await missing(archive)}


@pytest.mark.rule("ARC-05")
@pytest.mark.parametrize("kind", ["theory-papers", "practical-scores"])
async def test_papers_and_score_sheets_have_number_and_place(archive, kind):
    await archive.deliver(a_session(part="practical"))

    nowhere = await file(archive, kind, subject="s-1", place="")
    numbers = [(await filed(archive, kind, subject="s-1"))["number"] for _ in range(3)]

    assert nowhere.json()["title"] == "place-missing"
    assert numbers == [1, 2, 3]
    assert len(await found(archive, subject_id="s-1", place="A柜2层1盒")) == 3


@pytest.mark.parametrize(
    ("differing", "slug"),
    [
        ({"kind": "nothing"}, "kind-unknown"),
        ({"pages": 0}, "place-missing"),
        ({"place": " "}, "place-missing"),
        ({"title": "另一个名称"}, "title-fixed"),
        ({"kind": "other"}, "title-fixed"),
        ({"subject_id": "s-of-another-batch"}, "item-elsewhere"),
        ({"kind": "work-document", "title": "工作方案"}, "item-elsewhere"),
        ({"envelope": "M-1"}, "envelope-unnumbered"),
    ],
)
async def test_what_is_not_filed_as_the_contents_want_it_is_refused(archive, differing, slug):
    await archive.deliver(a_session("s-of-another-batch", batch_id="2026-winter"))

    answer = await file(archive, **{"kind": "announcement", "subject_id": BATCH} | differing)

    assert answer.json()["title"] == slug


@pytest.mark.parametrize(
    ("content", "stated", "slug"),
    [
        (SCAN, "0" * 64, "not-the-file-it-says"),
        (SCAN[:-1], hashlib.sha256(SCAN).hexdigest(), "not-the-file-it-says"),
        (b"MZ a program", None, "unreadable-file"),
    ],
)
async def test_a_scan_is_the_file_that_its_digest_says(archive, content, stated, slug):
    item = await filed(archive, "announcement")

    assert (await scan(archive, item, content, stated=stated)).json()["title"] == slug
    assert (await archive.get(f"/items/{item['id']}", as_=OFFICE)).json()["scan_sha256"] is None


async def test_accounts_and_passwords_are_sealed_envelopes_by_number_alone(archive):
    usual = {"batch_id": "management", "title": "题库管理系统账号"}

    unnumbered = await file(archive, "account-envelope", **usual)
    envelope = await filed(archive, "account-envelope", envelope="M-2026-01", **usual)
    scanned = await scan(archive, envelope)

    assert unnumbered.json()["title"] == "envelope-unnumbered"
    assert (envelope["envelope"], envelope["title"]) == ("M-2026-01", "题库管理系统账号")
    assert scanned.json()["title"] == "envelope-stays-shut"
    assert [row["title"] for row in await found(archive, batch_id="management")] == ["题库管理系统账号"]


@pytest.mark.rule("ARC-02")
async def test_everything_that_archives_include_is_filed_under_its_name(archive):
    """As the rulebook lists it: work documents, classification and standards, item banks, plans, papers, scores …"""
    of_no_batch = {"work-document", "standard", "item-bank", "account-envelope"}
    named = {
        "work-document": "认定工作文件",
        "standard": "职业分类大典、职业技能标准",
        "item-bank": "题库资料",
        "implementation-plan": "考务实施方案",
        "theory-papers": "理论试卷",
        "practical-scores": "操作技能考核评分记录表",
        "result-summary": "评价结果汇总表",
        "certificate-register": "证书花名册",
        "work-pictures": "作品照片或视频",
        "account-envelope": "系统账号密码密封件",
    }
    await archive.deliver(a_session(part="practical"))

    for kind, title in named.items():
        usual = {"batch_id": "management", "title": title} if kind in of_no_batch else {}
        envelope = {"envelope": "M-1"} if kind == "account-envelope" else {}
        await filed(archive, kind, **usual, **envelope)

    assert {row["title"] for batch in (BATCH, "management") for row in await found(archive, batch_id=batch)} == {
        *named.values()
    }


async def test_files_that_are_open_after_their_time_are_told_once(archive):
    """Fourteen days after the end of the last session, to the millisecond."""
    due = ENDS + timedelta(days=14)
    await archive.deliver(a_session(ends=ENDS - timedelta(days=1)))
    await archive.deliver(a_session("s-2"))

    await archive.step_to(due - timedelta(milliseconds=1))
    early = (await archive.get(f"/batches/{BATCH}/file", as_=OFFICE)).json()
    await archive.step_to(due + timedelta(days=3))
    late = (await archive.get(f"/batches/{BATCH}/file", as_=OFFICE)).json()

    assert (early["late_at"], late["late_at"]) == (None, "2026-10-03T03:30:00Z")
    assert await acts(archive) == ["filing-late"]


async def test_closed_files_are_never_late(archive):
    await archive.deliver(a_session())
    await whole(archive, sessions=[("s-1", "theory")])
    await close(archive)

    await archive.step_to(ENDS + timedelta(days=15))

    assert "filing-late" not in await acts(archive)


async def test_what_is_done_in_the_archive_is_told(archive):
    await scan(archive, await filed(archive, "announcement"))

    assert await acts(archive) == ["item-filed", "scan-filed"]


@pytest.mark.parametrize(("role", "status", "told"), [("director", 204, ["package-made"]), ("auditor", 403, [])])
async def test_a_package_of_a_batch_is_a_deed_of_the_director(archive, role, status, told):
    answer = await archive.post(f"/batches/{BATCH}/packages", as_=("S-0009", role))

    assert answer.status_code == status
    assert await acts(archive) == told
    assert [(event.by, event.at, event.items) for event in archive.published(ArchiveActed)] == [
        ("S-0009", NOON, []) for _ in told
    ]


async def acts(archive):
    """What was told of what was done in the archive, in order."""
    return [event.deed for event in archive.published(ArchiveActed)]


async def hear_itself(archive):
    """What the archive published comes back to it as to everybody, and is chained."""
    for event in archive.outbox():
        if event.routing_key == ArchiveActed.routing_key:
            fact = ArchiveActed.model_validate_json(event.body)
            await archive.deliver(fact, id=event.id, seq=event.seq)
    await everything_appended(archive)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"/batches/{BATCH}/items"),
        ("POST", f"/batches/{BATCH}/absences"),
        ("POST", f"/batches/{BATCH}/closing"),
        ("POST", "/items/i/scan?sha256=" + "0" * 64),
    ],
)
@pytest.mark.rule("ARC-01")
@pytest.mark.parametrize("role", ["director", "quality", "auditor", "exam-affairs", "item-bank", "reception"])
async def test_nobody_but_the_general_office_files(archive, method, path, role):
    assert (await archive.request(method, path, json={}, as_=("S-0009", role))).status_code == 403


def test_a_file_is_late_from_its_moment_on_and_not_before():
    file = BatchFile.begin(BATCH)
    with pytest.raises(NotYetLateError):
        file.find_late([], now=NOON)
    file.expect_by(NOON, days=30)
    with pytest.raises(NotYetLateError):
        file.find_late([], now=NOON + timedelta(days=30, milliseconds=-1))

    file.find_late([], now=NOON + timedelta(days=30))

    assert file.late_at == NOON + timedelta(days=30)
