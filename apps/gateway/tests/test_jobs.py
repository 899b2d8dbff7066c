"""Long work: it goes on when the page is closed or its process killed, for its owner alone, and says how it ended."""

import asyncio
import io
import re
import shutil
import tracemalloc
from zipfile import ZipFile

import bagit
import httpx
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from apps.cli.bag import verify_batch
from apps.cli.tests.test_bag import KEY, SCAN, an_archive
from apps.gateway.domain.errors import JobLostError
from apps.gateway.domain.job import LEASE, MOST_TAKES, Gathered, Job, JobState
from apps.gateway.long_work.print_file import PrintFile
from apps.gateway.long_work.work import LongWork
from apps.gateway.main import works
from apps.gateway.tests.preparation import TICKET
from apps.gateway.tests.results import CERTIFICATE
from apps.gateway.tests.test_applications import APPLICATION, HIDDEN, LIST, OPEN
from apps.gateway.tests.test_archive_files import FILE
from apps.gateway.tests.test_exports import rows_of
from libs.chassis.testing import NOON

PAGES = 3
MORE = Gathered(pieces=1, done=1, cursor="further", said="")
HELVETICA = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
CERTIFICATES = "/batches/2026-autumn/certificates"


class AList:
    """A list of three pages; at the page `stops_at` the process that asks is killed, once."""

    def __init__(self, stops_at=""):
        self.asked = []
        self.stops_at = stops_at

    def __call__(self, request):
        cursor = request.url.params.get("cursor", "")
        self.asked.append(cursor)
        if self.stops_at and cursor == self.stops_at:
            self.stops_at = ""
            raise asyncio.CancelledError
        number = int(cursor or 0)
        row = {**APPLICATION, "application_id": f"2026-autumn-{number:05d}"}
        return {"items": [row], "next": str(number + 1) if number + 1 < PAGES else None}


@pytest.fixture
def registration(desk):
    desk.services.says("registration", "GET", "/batches/2026-autumn", OPEN)
    desk.services.says("registration", "GET", LIST, AList())
    return desk.services


def worker(desk):
    """What does long work in a process of the desk."""
    return LongWork(desk.gateway, works(desk.gateway.settings))


async def ordered(desk, role="quality", suffix="/export"):
    browser = await desk.signed_in("S-0001", role)
    await browser.open(LIST)
    await browser.send(f"{LIST}{suffix}")
    assert browser.path == "/jobs"
    return browser


def action(page, suffix):
    [found] = re.findall(rf'action="(/jobs/\w+{suffix})"', page.text)
    return found


async def test_a_list_longer_than_a_page_is_taken_out_beside_the_pages(desk, registration):
    browser = await ordered(desk)
    assert "等待办理" in browser.page.text
    assert 'data-every="2"' in browser.page.text
    assert 'http-equiv="refresh"' in browser.page.text, "without a script, too"

    await worker(desk).work()
    await browser.open("/todo")
    assert "导出报名（2026-autumn）" in browser.page.text
    await browser.open("/jobs")
    assert 'data-every="0"' in browser.page.text
    assert "已处理 3 条" in browser.page.text
    answer = await browser.send(action(browser.page, "/file"))

    _, *rows = rows_of(answer.content)
    assert [row[0] for row in rows] == ["2026-autumn-00000", "2026-autumn-00001", "2026-autumn-00002"]
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert "导出报名" not in (await browser.open("/todo")).text, "whoever has the file knows"


async def test_the_same_form_sent_twice_is_one_job(desk, registration):
    browser = await desk.signed_in("S-0001", "quality")
    await browser.open(LIST)
    form = browser.page

    for _ in range(2):
        browser.page = form
        await browser.send(f"{LIST}/export")

    assert browser.page.text.count("导出报名（2026-autumn）") == 1


async def test_nobody_orders_more_than_five_at_a_time(desk, registration):
    browser = await ordered(desk)
    for _ in range(5):
        await browser.open(LIST)
        await browser.send(f"{LIST}/export")

    assert browser.page.status_code == 409
    assert "您已有 5 项后台任务没有办完" in browser.page.text


async def test_a_job_and_its_file_are_its_owners_alone(desk, registration):
    owner = await ordered(desk)
    await worker(desk).work()
    file = action(await owner.open("/jobs"), "/file")
    other = await desk.signed_in("S-0002", "quality", "administrator", address="10.1.1.2")

    assert "导出报名" not in (await other.open("/jobs")).text
    for path in (file, file.replace("/file", "/note"), f"{file}/whole"):
        assert (await other.client.post(path, data={"key": "k" * 20})).status_code == 404, path


async def test_what_was_gathered_is_nowhere_in_clear(desk, registration, tmp_path):
    await ordered(desk)
    await worker(desk).work()

    stored = b"".join(file.read_bytes() for file in tmp_path.glob("gateway*"))
    assert "欧阳试例".encode() not in stored
    assert b"2026-autumn-00001" not in stored


async def test_a_file_with_identifiers_takes_a_fresh_code_and_stands_on_record(desk, registration):
    browser = await ordered(desk, "reception", "/export/whole")
    assert "导出报名（2026-autumn），含证件号码" in browser.page.text
    await worker(desk).work()
    desk.step(minutes=6)
    await browser.open("/jobs")
    path = action(browser.page, "/file/whole")
    await browser.send(path)
    await browser.confirm()

    answer = await browser.send(path)

    assert HIDDEN in rows_of(answer.content)[1]
    assert (await browser.client.post(path.removesuffix("/whole"), data={"key": "k" * 20})).status_code == 404
    auditor = await desk.signed_in("S-0002", "auditor", address="10.1.1.2")
    assert '<td class="number">3</td>' in (await auditor.open("/disclosures")).text


async def test_a_file_is_gone_after_a_day(desk, registration):
    browser = await ordered(desk)
    await worker(desk).work()
    path = action(await browser.open("/jobs"), "/file")
    desk.step(days=1)
    await browser.sign_in("S-0001")

    assert (await browser.client.post(path, data={"key": "k" * 20})).status_code == 404
    assert "导出报名" not in (await browser.open("/jobs")).text


async def test_another_goes_on_where_a_killed_one_was(desk, registration):
    pages = AList(stops_at="1")
    registration.says("registration", "GET", LIST, pages)
    browser = await ordered(desk)
    with pytest.raises(asyncio.CancelledError):
        await worker(desk).work()
    pages.asked.clear()
    assert await worker(desk).work() is False, "it may still be working"

    desk.step(seconds=LEASE.total_seconds() + 1)
    await worker(desk).work()

    assert pages.asked == ["1", "2"]
    await browser.open("/jobs")
    _, *rows = rows_of((await browser.send(action(browser.page, "/file"))).content)
    assert [row[0][-1] for row in rows] == ["0", "1", "2"]


async def test_whoever_comes_back_late_changes_nothing(desk, registration):
    job = a_job()
    job.take("one", NOON)
    job.take("other", NOON + LEASE)

    with pytest.raises(JobLostError):
        job.go_on("one", MORE, NOON + LEASE)

    assert (job.pieces, job.holder) == (0, "other")


def a_job():
    return Job.order(
        id="j", account_id="S-0001", kind="export", title="导出", given={}, discloses=False, proved_at=NOON, now=NOON
    )


def test_a_job_that_ends_its_process_each_time_is_given_up():
    job = a_job()
    for _ in range(MOST_TAKES):
        job.take("one", NOON)
        assert job.is_open

    job.take("one", NOON)

    assert (job.state, job.is_news) == (JobState.FAILED, True)


def test_a_job_that_moves_on_is_not_given_up():
    job = a_job()
    for _ in range(3 * MOST_TAKES):
        job.take("one", NOON)
        job.go_on("one", MORE, NOON)

    assert job.is_open


async def test_an_absent_service_is_waited_for_and_a_refusal_ends_it(desk, registration):
    browser = await ordered(desk)
    registration.away.add("registration")
    await worker(desk).work()
    assert "等待办理" in (await browser.open("/jobs")).text
    registration.away.clear()
    registration.refuses("registration", "GET", LIST, "您的岗位不能办理此事。", 403)

    desk.step(seconds=16)
    await worker(desk).work()

    assert "您的岗位不能办理此事" in (await browser.open("/jobs")).text
    assert "没有办成" in (await browser.open("/todo")).text
    await browser.open("/jobs")
    await browser.send(action(browser.page, "/note"))
    assert "没有办成" not in (await browser.open("/todo")).text


async def test_whoever_was_disabled_gets_no_more_done(desk, registration):
    browser = await ordered(desk)
    pages = AList()
    registration.says("registration", "GET", LIST, pages)
    await desk.gateway.change(_disable, now=desk.now)

    await worker(desk).work()

    assert pages.asked == []
    assert (await browser.open("/jobs")).url.path == "/sign-in"


async def _disable(records, *, now):
    account = await records.accounts.get("S-0001")
    account.disable(by="A-0001", now=now)
    records.accounts.save(account)


async def test_all_certificates_of_a_batch_are_one_file(desk):
    number = CERTIFICATE["number"]
    desk.services.says("certification", "GET", CERTIFICATES, {"items": [CERTIFICATE], "next": None})
    desk.services.says("certification", "GET", f"/certificates/{number}/pdf", b"%PDF-1.7 all of it")
    browser = await desk.signed_in("S-0001", "general-office")
    await browser.open(f"{CERTIFICATES}?status=valid")
    await browser.send(f"{CERTIFICATES}/files")
    assert "打包证书（2026-autumn，状态：有效）" in browser.page.text

    await worker(desk).work()

    await browser.open("/jobs")
    answer = await browser.send(action(browser.page, "/file/whole"))
    with ZipFile(io.BytesIO(answer.content)) as together:
        assert together.namelist() == [f"{number}.pdf"]
        assert together.read(f"{number}.pdf") == b"%PDF-1.7 all of it"
    [asked] = [request for _, _, path, request in desk.services.asked if path == CERTIFICATES][-1:]
    assert dict(asked.url.params) == {"status": "valid", "limit": "10"}


def a_certificate(words):
    """One page that says this, as a PDF."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject({NameObject(name): NameObject(told) for name, told in HELVETICA.items()})
    fonts = DictionaryObject({NameObject("/F"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    content.set_data(f"BT /F 12 Tf 72 720 Td ({words}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


class IssuedPages:
    """Certificates in pages of two; the process that asks for the second page is killed, once."""

    def __init__(self, numbers):
        self.numbers = numbers
        self.stops = True

    def __call__(self, request):
        start = int(request.url.params.get("cursor", "0"))
        if start and self.stops:
            self.stops = False
            raise asyncio.CancelledError
        items = [CERTIFICATE | {"number": number} for number in self.numbers[start : start + 2]]
        return {"items": items, "next": str(start + 2) if start + 2 < len(self.numbers) else None}


async def test_valid_certificates_are_one_print_in_order_even_when_killed(desk):
    numbers = [f"S000043009001265{ordinal:06d}" for ordinal in range(1, 6)]
    desk.services.says("certification", "GET", CERTIFICATES, IssuedPages(numbers))
    for number in numbers:
        desk.services.says("certification", "GET", f"/certificates/{number}/pdf", a_certificate(number))
    browser = await desk.signed_in("S-0001", "general-office")
    await browser.open(CERTIFICATES)
    await browser.send(f"{CERTIFICATES}/print")
    assert "合并打印证书（2026-autumn，状态：有效）" in browser.page.text
    with pytest.raises(asyncio.CancelledError):
        await worker(desk).work()
    desk.step(seconds=LEASE.total_seconds() + 1)

    await worker(desk).work()

    await browser.open("/jobs")
    answer = await browser.send(action(browser.page, "/file/whole"))
    assert [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages] == numbers
    asked = [dict(request.url.params) for _, _, path, request in desk.services.asked if path == CERTIFICATES][-1]
    assert asked == {"status": "valid", "cursor": "4", "limit": "10"}


def test_a_print_of_many_certificates_is_never_whole_in_memory():
    one = a_certificate("x" * 200_000)
    together, written = PrintFile(), 0
    tracemalloc.start()

    for _ in range(300):
        written += len(together.add(one))

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert written > 300 * 200_000
    assert most < written / 5


def archive_says(desk, archive, *paths):
    """The gateway's archive answers as this one."""

    def told(request):
        answer = archive.get(request.url.raw_path.decode())
        return answer.json() if answer.headers.get("Content-Type") == "application/json" else answer.content

    for path in paths:
        desk.services.says("archive", "GET", path, told)


async def test_the_director_makes_a_package_that_proves_itself_elsewhere(desk, tmp_path):
    batch = "/batches/2026-autumn"
    lists = [f"{batch}/{name}" for name in ("proofs", "contents", "scans")]
    archive_says(desk, an_archive(days=2), "/tree-heads", *lists, f"/items/{SCAN['item_id']}/sealed-scan")
    desk.services.says("archive", "GET", f"{batch}/file", FILE)
    desk.services.says("archive", "GET", "/kinds", [])
    desk.services.says("archive", "POST", f"{batch}/packages", status=204)
    browser = await desk.signed_in("S-0001", "director")
    await browser.open(f"{batch}/file")
    await browser.send(f"{batch}/file/package")

    await worker(desk).work()

    assert [path for _, method, path, _ in desk.services.asked if method == "POST"] == [f"{batch}/packages"]
    await browser.open("/jobs")
    answer = await browser.send(action(browser.page, "/file"))
    package = tmp_path / "batch.zip"
    package.write_bytes(answer.content)
    proved = verify_batch(package, key=KEY)
    assert (proved.events, proved.scans, proved.head["day"]) == (2, 1, "2026-10-12")
    shutil.unpack_archive(package, tmp_path)
    bagit.Bag(str(tmp_path / "2026-autumn")).validate()


async def test_there_is_no_package_before_a_day_is_signed(desk):
    path = "/batches/2026-autumn/file"
    archive_says(desk, an_archive(days=0), "/tree-heads")
    desk.services.says("archive", "GET", path, FILE)
    desk.services.says("archive", "GET", "/kinds", [])
    browser = await desk.signed_in("S-0001", "director")
    await browser.open(path)
    await browser.send(f"{path}/package")

    await worker(desk).work()

    assert "还没有签名的日期" in (await browser.open("/jobs")).text


async def test_a_roster_of_many_rows_is_taken_in_beside_the_pages(desk):
    roster, content = "/batches/2026-autumn/roster", b"x" * (1024 * 1024 + 1)
    outcomes = [{"outcome": "eligible"}] * 500 + [{"outcome": "refused"}]
    checked = {"rows": 501, "eligible": 500, "refused": 1, "unchanged": 0, "ignored": [], "outcomes": []}
    desk.services.says("registration", "GET", "/batches/2026-autumn", OPEN)
    desk.services.says("registration", "GET", f"{roster}s", {"items": [], "next": None})
    desk.services.says("registration", "POST", f"{roster}/check", checked)
    desk.services.says("registration", "POST", roster, {"outcomes": outcomes})
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open(roster)
    await browser.send(roster, files={"file": ("名册.csv", content)})
    await browser.send(f"{roster}/check")
    assert browser.path == "/jobs"

    await worker(desk).work()

    [request] = [request for _, method, path, request in desk.services.asked if (method, path) == ("POST", roster)]
    assert request.content == content
    assert httpx.Headers(request.headers)["Idempotency-Key"]
    assert "符合条件、等待审核 500 人，不符合 1 人" in (await browser.open("/jobs")).text


async def test_all_tickets_of_a_batch_are_one_print(desk):
    path = "/batches/2026-autumn/tickets"

    def told(request):
        further = request.url.params.get("cursor")
        return {"items": [TICKET] * (1 if further else 3), "next": None if further else "c-2"}

    desk.services.says("scheduling", "GET", path, told)
    browser = await desk.signed_in("S-0001", "reception")
    assert TICKET["id_number"] not in (await browser.open(path)).text
    await browser.send(f"{path}/files")

    await worker(desk).work()

    await browser.open("/jobs")
    file = (await browser.send(action(browser.page, "/file/whole"))).content
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(file)).pages]
    assert [page.count(TICKET["ticket_number"]) for page in pages] == [2, 1, 1], (
        "two on a sheet, each part from a new one"
    )
    assert "欧阳试例" in pages[0]
    assert TICKET["id_number"] in pages[0]
    assert "2026 年 9 月 19 日 09:00 至 10:30" in " ".join(pages[0].split())


async def test_tickets_that_are_taken_back_meanwhile_have_no_print(desk):
    path = "/batches/2026-autumn/tickets"
    desk.services.says("scheduling", "GET", path, {"items": [TICKET], "next": None})
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open(path)
    await browser.send(f"{path}/files")
    desk.services.says("scheduling", "GET", path, {"items": [], "next": None})

    await worker(desk).work()

    assert "还没有准考证" in (await browser.open("/jobs")).text
