"""Lists taken out as a file: what is filtered, all of its pages, as text, on record where it matters."""

import io
import tracemalloc

import pytest
import python_calamine

from apps.gateway.long_work.workbook import XLSX, TextWorkbook
from apps.gateway.tests.preparation import BANK
from apps.gateway.tests.results import CERTIFICATE, PAPER, a_page
from apps.gateway.tests.test_applications import APPLICATION, HIDDEN, LIST, OPEN


def rows_of(content):
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return workbook.get_sheet_by_index(0).to_python()


@pytest.fixture
def registration(desk):
    """A list with what a spreadsheet would take for a formula, or for a fault of XML."""
    strange = {**APPLICATION, "application_id": "2026-autumn-00003", "name": '=HYPERLINK("x")', "class_name": "\x00+1"}

    desk.services.says("registration", "GET", "/batches/2026-autumn", OPEN)
    desk.services.says("registration", "GET", LIST, a_page(APPLICATION, strange))
    return desk.services


def asked(desk):
    return [dict(request.url.params) for _, _, path, request in desk.services.asked if path == LIST]


async def test_what_is_taken_out_is_what_is_filtered(desk, registration):
    browser = await desk.signed_in("S-0001", "quality")
    await browser.open(f"{LIST}?state=eligible&sort=level&nothing=1")
    assert "导出表格（状态：待审核）" in browser.page.text

    answer = await browser.send(f"{LIST}/export")

    assert asked(desk)[-1] == {"state": "eligible", "sort": "level", "limit": "500"}
    assert answer.headers["Content-Type"] == XLSX
    assert answer.headers["Content-Disposition"] == 'attachment; filename="applications-2026-autumn.xlsx"'
    headings, *rows = rows_of(answer.content)
    assert [row[0] for row in rows] == ["2026-autumn-00002", "2026-autumn-00003"]
    assert dict(zip(headings, rows[0], strict=True))["状态"] == "待审核"


async def test_a_name_that_looks_like_a_formula_stays_text(desk, registration):
    browser = await desk.signed_in("S-0001", "quality")
    await browser.open(LIST)

    headings, _, row = rows_of((await browser.send(f"{LIST}/export")).content)

    cells = dict(zip(headings, row, strict=True))
    assert (cells["姓名"], cells["班级"]) == ('=HYPERLINK("x")', "+1")


@pytest.mark.parametrize("dangerous", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", HIDDEN, "007", "<t>&", " x "])
def test_every_cell_is_text_in_the_file_itself(dangerous):
    target = io.BytesIO()
    workbook = TextWorkbook(target, "表", ["列"])
    workbook.add([dangerous])
    workbook.close()

    assert rows_of(target.getvalue()) == [["列"], [dangerous]]


async def test_no_identifier_is_in_a_plain_export(desk, registration):
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open(LIST)

    headings, *rows = rows_of((await browser.send(f"{LIST}/export")).content)

    assert "证件号码" not in headings
    assert not [row for row in rows if HIDDEN in row]


async def test_whole_identifiers_take_a_fresh_code_and_stand_on_record(desk, registration):
    browser = await desk.signed_in("S-0001", "reception")
    desk.step(minutes=6)
    await browser.open(f"{LIST}?state=eligible")
    await browser.send(f"{LIST}/export/whole")
    await browser.confirm()
    assert "导出表格，含证件号码（状态：待审核）" in browser.page.text, "what was chosen is not lost on the way"

    answer = await browser.send(f"{LIST}/export/whole")

    headings, row, _ = rows_of(answer.content)
    assert dict(zip(headings, row, strict=True))["证件号码"] == HIDDEN
    auditor = await desk.signed_in("S-0002", "auditor", address="10.1.1.2")
    record = (await auditor.open("/disclosures")).text
    assert "S-0001" in record
    assert "导出报名（2026-autumn，状态：待审核），含证件号码" in record
    assert '<td class="number">2</td>' in record
    assert HIDDEN not in record


@pytest.mark.parametrize("role", ["quality", "finance", "auditor", "director"])
async def test_whom_the_service_shows_masked_identifiers_is_offered_none(desk, registration, role):
    browser = await desk.signed_in("S-0001", role)
    await browser.open(LIST)

    assert f"{LIST}/export/whole" not in browser.page.text
    assert (await browser.client.post(f"{LIST}/export/whole")).status_code == 403


async def test_a_refused_export_says_why_on_its_page(desk, registration):
    browser = await desk.signed_in("S-0001", "quality")
    await browser.open(LIST)
    registration.away.add("registration")

    answer = await browser.send(f"{LIST}/export")

    assert answer.status_code == 503
    assert "报名服务暂时没有回应" in answer.text


async def test_a_filter_that_there_is_not_narrows_nothing_and_is_not_asked(desk, registration):
    browser = await desk.signed_in("S-0001", "quality")

    await browser.open(f"{LIST}?state=anything&sort=name&level=9")

    assert asked(desk) == [{"limit": "50"}]


async def test_a_list_is_asked_by_the_column_whose_heading_was_clicked(desk, registration):
    browser = await desk.signed_in("S-0001", "quality")
    await browser.open(f"{LIST}?state=eligible")
    assert 'href="?state=eligible&amp;sort=level">等级' in browser.page.text

    await browser.open(f"{LIST}?state=eligible&sort=level")

    assert asked(desk)[-1] == {"state": "eligible", "sort": "level", "limit": "50"}
    assert 'aria-sort="ascending"' in browser.page.text


async def test_scores_leave_with_the_certificates_of_a_level(desk):
    path = "/batches/2026-autumn/certificates"
    desk.services.says("certification", "GET", path, a_page(CERTIFICATE))
    browser = await desk.signed_in("S-0001", "general-office")
    await browser.open(f"{path}?level=4")

    headings, row = rows_of((await browser.send(f"{path}/export")).content)

    assert dict(zip(headings, row, strict=True))["证书编号"] == CERTIFICATE["number"]
    assert "证件号码" not in headings


async def test_a_short_list_is_filtered_and_sorted_where_it_is_shown(desk):
    banks = [BANK | {"level": level, "theory": theory} for level, theory in ((4, 9), (3, 400), (4, 80))]
    desk.services.says(
        "itembank", "GET", "/banks", a_page(*banks, BANK | {"level": 4, "accepted": False, "usable": False})
    )
    browser = await desk.signed_in("S-0001", "item-bank")

    page = (await browser.open("/banks?level=4&accepted=True&sort=-theory")).text
    _, *rows = rows_of((await browser.send("/banks/export")).content)

    assert "共 2 条" in page
    assert 'href="?level=4&amp;accepted=True&amp;sort=theory">理论题' in page
    assert "导出表格（等级：4 级，验收：已验收）" in page
    assert [row[3] for row in rows] == ["80", "9"], "as figures, the largest first"


async def test_a_short_list_has_pages_and_its_file_has_them_all(desk):
    papers = [PAPER | {"paper_id": f"p-{number:03}"} for number in range(120)]
    desk.services.says("itembank", "GET", "/papers", a_page(*papers))
    desk.services.says("itembank", "GET", "/banks", a_page(BANK))
    browser = await desk.signed_in("S-0001", "item-bank")

    page = (await browser.open("/batches/2026-autumn/papers?cursor=50&nothing=1&sort=secret")).text
    _, *rows = rows_of((await browser.send("/batches/2026-autumn/papers/export")).content)

    assert ("p-049" in page, "p-050" in page, "p-099" in page, "p-100" in page) == (False, True, True, False)
    assert 'href="?cursor=100">下一页' in page
    assert len(rows) == 120


async def test_accounts_leave_with_their_roles(desk):
    browser = await desk.signed_in("A-0001", "administrator")
    await browser.open("/accounts?role=administrator&state=active")

    headings, *rows = rows_of((await browser.send("/accounts/export")).content)

    assert headings == ["工号", "姓名", "岗位", "状态"]
    assert [(row[0], row[2], row[3]) for row in rows] == [("A-0001", "账户管理员", "在用")]


def test_fifty_thousand_rows_are_written_in_a_few_megabytes():
    row = ["2026-autumn-00002", "欧阳试例", "中式烹调师", "四级（中级工）", "待审核", "", "L4-YEARS5", HIDDEN]
    target = io.BytesIO()
    tracemalloc.start()
    try:
        workbook = TextWorkbook(target, "报名", [str(number) for number in range(len(row))])
        for number in range(50_000):
            workbook.add([f"2026-autumn-{number:05d}", *row[1:]])
        workbook.close()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 8 * 1024 * 1024
