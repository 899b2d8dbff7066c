"""The evidence in the browser: how long it is, whether it proves itself, who did what."""

from typing import Any

import pytest

from apps.gateway.screens.event_words import WORDS, change_of, people_of
from apps.gateway.tests.results import a_page
from apps.gateway.tests.test_applications import APPLICATION, ASSESSMENT
from apps.gateway.tests.test_archive_files import HEAD
from apps.gateway.tests.test_batches import BATCH
from apps.gateway.tests.test_exports import rows_of
from libs.contracts.archive import GENESIS, canonical, chained
from libs.contracts.catalogue import contracts
from libs.contracts.event import SYSTEM

CHAIN = {"count": 1, "head": "ab" * 32}
PAPER_OPENED: dict[str, Any] = {
    "specversion": "1.0",
    "id": "itembank:openings/p@s:1",
    "source": "itembank",
    "type": "itembank.paper-opened.v1",
    "subject": "openings/2026-autumn-t-A@s-1",
    "sequence": 1,
    "time": "2026-09-19T00:55:00+00:00",
    "datacontenttype": "application/json",
    "data": {"batch_id": "2026-autumn", "first_by": "S-0043", "second_by": "S-0047", "title": "不显示的内容"},
    "archiveposition": 1,
    "chainhash": "ab" * 32,
}


FILED = {
    "batch_id": "2026-autumn",
    "volume": "考务过程卷",
    "title": "考场验收封闭记录",
    "about": "session",
    "subject_id": "2026-autumn-t-4-03-02-01-4-01",
    "source": "scheduling",
    "record_id": "room-acceptance~2026-autumn-t-4-03-02-01-4-01",
    "written_by": "S-0021",
    "written_at": "2026-09-18T09:00:00+00:00",
    "corrections": 1,
    "completed_on": "2026-09-18",
    "years_kept": 5,
    "kept_until": "2031-09-18",
    "place": "",
    "pages": 0,
    "is_item": False,
}


def a_chain(count):
    found, head = [], GENESIS
    for position in range(1, count + 1):
        event = {key: told for key, told in PAPER_OPENED.items() if key not in {"archiveposition", "chainhash"}}
        event["id"] = f"itembank:openings/p@s:{position}"
        head = chained(head, canonical(event))
        found.append(event | {"archiveposition": position, "chainhash": head})
    return found


@pytest.fixture
async def auditor(desk):
    return await desk.signed_in("S-0028", "auditor")


def archives(desk, events):
    """An archive of these events."""

    def page(request):
        after, limit = (int(request.url.params.get(name, 0)) for name in ("after", "limit"))
        return {"items": events[after : after + limit], "next": None}

    desk.services.says("archive", "GET", "/chain", {"count": len(events), "head": events[-1]["chainhash"]})
    desk.services.says("archive", "GET", "/events", page)


def test_every_event_has_a_word_and_every_word_an_event():
    assert set(WORDS) == set(contracts())


def test_whoever_an_event_names_is_named_once():
    assert people_of({"data": {"by": "S-1", "approved_by": "S-2", "noted_by": "S-1", "bypass": "S-3"}}) == [
        "S-1",
        "S-2",
    ]
    assert people_of({"actor": "S-2", "data": {"by": "S-1", "second_by": "S-2"}}) == ["S-2", "S-1"]
    assert people_of({"actor": SYSTEM, "data_base64": "/w=="}) == ["系统（时限已到）"]
    assert people_of({"data_base64": "/w=="}) == []


def test_a_change_is_told_in_words_and_not_by_codes():
    form = {"title": "考前一天张贴记录", "act": "corrected"}
    assert change_of({"type": "scheduling.form-recorded.v1", "data": form}) == "考前一天张贴记录，更正"
    assert change_of({"type": "scoring.score-corrected.v1", "data": {"reason": "复核加分有误"}}) == "复核加分有误"
    assert change_of({"type": "registration.application-refused.v1", "data": {"reason": "too-young"}}) == ""
    assert change_of({"type": "itembank.paper-opened.v1", "data": {"title": "不显示"}}) == ""


async def test_an_intact_chain_is_proved_to_its_end(desk, auditor):
    archives(desk, a_chain(1203))
    await auditor.open("/evidence")

    page = (await auditor.send("/evidence/proof")).text

    assert "1203 个事件逐个验证，全部完好" in page


@pytest.mark.parametrize("broken", [1, 2, 7])
async def test_a_changed_event_is_found_at_its_place(desk, auditor, broken):
    events = a_chain(7)
    events[broken - 1]["data"] = {"batch_id": "2026-spring"}
    archives(desk, events)
    await auditor.open("/evidence")

    page = (await auditor.send("/evidence/proof")).text

    assert f"从第 {broken} 个事件起与存证不符，前 {broken - 1} 个完好" in page


async def test_an_empty_archive_proves_nothing(desk, auditor):
    desk.services.says("archive", "GET", "/chain", {"count": 0, "head": GENESIS})
    await auditor.open("/evidence")

    assert "0 个事件逐个验证" in (await auditor.send("/evidence/proof")).text
    assert "还没有存证" in (await auditor.open("/audit")).text


async def test_the_audit_begins_at_the_end_and_goes_back_page_by_page(desk, auditor):
    archives(desk, a_chain(120))

    newest = (await auditor.open("/audit")).text
    older = (await auditor.open("/audit?before=71")).text
    oldest = (await auditor.open("/audit?before=21")).text

    assert [newest.count("<tr>"), older.count("<tr>"), oldest.count("<tr>")] == [51, 51, 21]
    assert newest.index(">120</a></td>") < newest.index(">71</a></td>")
    assert 'href="?before=71"' in newest
    assert 'href="?before=21"' in older
    assert ">70</a></td>" in older
    assert "更早的" not in oldest


async def test_an_event_names_who_and_hides_what_is_in_it(desk, auditor):
    archives(desk, a_chain(1))

    page = (await auditor.open("/audit")).text

    assert "试卷启封" in page
    assert "S-0043、S-0047" in page
    assert "不显示的内容" not in page


async def test_the_events_of_a_batch_go_on_after_the_last(desk, auditor):
    desk.services.says("archive", "GET", "/batches/2026-autumn/events", a_page(PAPER_OPENED) | {"next": 1})

    page = (await auditor.open("/batches/2026-autumn/events")).text

    assert "2026-autumn-t-A@s-1" in page
    assert 'href="?after=1"' in page


async def test_the_contents_say_who_filed_what_and_until_when_it_is_kept(desk):
    unsigned = FILED | {"title": "考生熟悉考场记录", "completed_on": None, "kept_until": None, "corrections": 0}
    desk.services.says("archive", "GET", "/batches/2026-autumn/contents", a_page(FILED, unsigned | {"place": "3柜2层"}))
    browser = await desk.signed_in("S-0001", "general-office")

    page = (await browser.open("/batches/2026-autumn/contents")).text

    for words in ("考场验收封闭记录", "更正 1 次", "2026年9月18日", "5 年", "到 2031年9月18日", "待签名", "3柜2层"):
        assert words in page
    headings, first, _ = rows_of((await browser.send("/batches/2026-autumn/contents/export")).content)
    assert dict(zip(headings, first, strict=True))["填写"] == "S-0021\n2026年9月18日 17:00\n更正 1 次"


async def test_the_file_of_no_batch_leads_to_no_batch(desk):
    desk.services.says("archive", "GET", "/batches/management/contents", a_page())
    browser = await desk.signed_in("S-0001", "general-office")

    page = (await browser.open("/batches/management/contents")).text

    assert 'href="/batches/management/file"' in page
    assert 'href="/batches/management"' not in page


@pytest.fixture
def signed(desk):
    """Three events, the first two of a day that is signed twice over."""
    archives(desk, a_chain(3))
    heads = [HEAD | {"day": "2026-09-19", "size": 2}, HEAD | {"day": "2026-09-20", "size": 2}]
    desk.services.says("archive", "GET", "/tree-heads", a_page(*heads))
    desk.services.says("archive", "GET", "/proofs", lambda request: dict(request.url.params) | {"index": 1})
    return desk


async def test_an_event_is_proved_by_the_first_day_signed_after_it(signed, auditor):
    await auditor.open("/evidence/events/2")
    assert "2026年9月19日的签名已包括这一条" in auditor.page.text

    answer = await auditor.send("/evidence/events/2/proof")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="proof-2.json"'
    assert answer.json() == {"event_id": "itembank:openings/p@s:2", "day": "2026-09-19", "index": 1}


async def test_an_event_of_today_has_no_proof_before_midnight(signed, auditor):
    await auditor.open("/evidence/events/3")
    assert "当天零点后才能取证明" in auditor.page.text
    assert "/evidence/events/3/proof" not in auditor.page.text

    await auditor.open("/evidence/events/2")
    answer = await auditor.client.post("/evidence/events/3/proof", data={"key": "k" * 20})

    assert (answer.status_code, "还没有签名" in answer.text) == (409, True)


async def test_behind_the_end_of_the_chain_there_is_no_event(signed, auditor):
    answer = await auditor.open("/evidence/events/4")

    assert (answer.status_code, "没有第 4 条存证" in answer.text) == (404, True)


async def test_the_history_of_an_application_leads_to_its_proofs(signed, auditor):
    here = "/applications/2026-autumn-00002"
    told = {here: APPLICATION, f"{here}/assessment": ASSESSMENT, f"{here}/integrity": []}
    for path, body in (told | {"/announcements/conditions": [], "/batches/2026-autumn": BATCH}).items():
        signed.services.says("registration", "GET", path, body)
    history = [one | {"type": "registration.candidate-approved.v1"} for one in a_chain(2)]
    signed.services.says("archive", "GET", "/events", {"items": history, "next": None})

    page = (await auditor.open("/applications/2026-autumn-00002")).text

    assert '<a href="/evidence/events/2">取证明</a>' in page
