"""What becomes of certificates in the browser: other copies, proceedings, findings about the filed scope."""

import json

import pytest

from apps.gateway.tests.results import (
    BATCH_ID,
    CERTIFICATE,
    EMPLOYER_KEY,
    FILING,
    FINDING,
    NOTICE,
    NUMBER,
    PROCEEDING,
    REISSUE,
    REVOKED,
    a_page,
)

CERTIFICATE_PAGE = f"/certificates/{NUMBER}"
REISSUE_PAGE = f"/reissues/{REISSUE['reissue_id']}"
PROCEEDING_PAGE = "/proceedings/P-000001"
FINDING_PAGE = "/scope-findings/F-000001"
NOW = "2026-09-19T02:00:00Z"
PRINTED = REISSUE | {
    "stage": "printed",
    "print_serial": "264000001-02",
    "printed_by": "S-0003",
    "printed_at": NOW,
}


@pytest.fixture
def certification(desk):
    def tells(path, told, **options):
        desk.services.says("certification", "GET", path, told, **options)

    desk.services.tells = tells
    tells(CERTIFICATE_PAGE, CERTIFICATE)
    tells("/reissues", a_page(REISSUE))
    tells(REISSUE_PAGE, REISSUE, ETag='"1"')
    tells("/proceedings", a_page(PROCEEDING))
    tells(PROCEEDING_PAGE, PROCEEDING, ETag='"1"')
    tells("/employer-keys", a_page(EMPLOYER_KEY, EMPLOYER_KEY | {"key_id": "E-000002", "withdrawn_by": "S-0003"}))
    tells("/filings", a_page(FILING))
    tells("/filings/B-000001", FILING, ETag='"1"')
    tells(f"/batches/{BATCH_ID}/notices", a_page(NOTICE))
    tells("/scope-findings", a_page(FINDING))
    tells(FINDING_PAGE, FINDING, ETag='"1"')
    return desk.services


def sent(desk, path):
    [request] = [request for _, method, asked, request in desk.services.asked if (method, asked) == ("POST", path)]
    return json.loads(request.content or "null")


async def test_an_application_for_another_copy_is_what_stands_on_the_card(desk, certification):
    certification.says("certification", "POST", f"{CERTIFICATE_PAGE}/reissues", REISSUE, 201)
    browser = await desk.signed_in("S-0003", "general-office")
    shown = (await browser.open(CERTIFICATE_PAGE)).text
    assert "264000001-01，2026年9月20日 10:00 遗失" in shown

    card = {"cause": "damaged", "name": "欧阳试例", "id_number": "43010119900517001X", "found_on": "2026-09-18"}
    await browser.send(f"{CERTIFICATE_PAGE}/reissues", original_seen="yes", **card)

    assert sent(desk, f"{CERTIFICATE_PAGE}/reissues") == card | {"original_seen": True}
    assert browser.path == REISSUE_PAGE
    assert "待审批" in browser.page.text


async def test_what_the_clerk_did_not_tick_is_not_claimed(desk, certification):
    certification.refuses(
        "certification", "POST", f"{CERTIFICATE_PAGE}/reissues", "补发证书须核验持证人身份证原件。", 422
    )
    browser = await desk.signed_in("S-0003", "general-office")
    await browser.open(CERTIFICATE_PAGE)

    card = {"cause": "lost", "name": "欧阳试例", "id_number": "43010119900517001X", "found_on": "2026-09-18"}
    await browser.send(f"{CERTIFICATE_PAGE}/reissues", **card)

    assert sent(desk, f"{CERTIFICATE_PAGE}/reissues")["original_seen"] is False
    assert "补发证书须核验持证人身份证原件。" in browser.page.text
    assert 'value="2026-09-18"' in browser.page.text, "what was typed is there"


@pytest.mark.parametrize(
    ("role", "told", "action"),
    [
        ("director", REISSUE, "decision"),
        ("quality", REISSUE, "decision"),
        ("general-office", REISSUE | {"stage": "approved"}, "print"),
        ("general-office", PRINTED, "hand-over"),
        ("director", PRINTED, ""),
        ("general-office", REISSUE, ""),
        (
            "general-office",
            REISSUE | {"stage": "handed-over", "handed_over_by": "S-3", "way": "post", "handed_over_at": NOW},
            "",
        ),
    ],
)
async def test_everybody_sees_the_step_that_is_theirs_alone(desk, certification, role, told, action):
    certification.tells(REISSUE_PAGE, told, ETag='"1"')
    browser = await desk.signed_in("S-0001", role)

    page = (await browser.open(REISSUE_PAGE)).text

    offered = {one for one in ("decision", "print", "hand-over") if f'action="{REISSUE_PAGE}/{one}"' in page}
    assert offered == ({action} if action else set())


async def test_a_copy_is_handed_over_against_the_old_one(desk, certification):
    certification.tells(REISSUE_PAGE, PRINTED, ETag='"1"')
    certification.says("certification", "POST", f"{REISSUE_PAGE}/hand-over", None, 204)
    browser = await desk.signed_in("S-0003", "general-office")
    await browser.open(REISSUE_PAGE)

    await browser.send(f"{REISSUE_PAGE}/hand-over", way="post", consignment="EMS-1", old_copy_returned="yes")

    assert sent(desk, f"{REISSUE_PAGE}/hand-over") == {
        "way": "post", "consignment": "EMS-1", "old_copy_returned": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        (REISSUE_PAGE, {"decision": "refused", "reason": "没有损坏。"}),
        (PROCEEDING_PAGE, {"decision": "upheld", "reason": "属实。", "authority": "湘岚技证字〔2026〕3号"}),
        (FINDING_PAGE, {"decision": "dismissed", "reason": "已备案。", "authority": ""}),
    ],
)
async def test_a_decision_is_about_what_was_seen_after_a_fresh_code(desk, certification, page, verdict):
    certification.says("certification", "POST", f"{page}/decision", None, 204)
    browser = await desk.signed_in("S-0002", "director")
    desk.step(minutes=6)
    await browser.open(page)
    await browser.send(f"{page}/decision", **verdict)
    await browser.confirm()

    await browser.send(f"{page}/decision", **verdict)

    assert sent(desk, f"{page}/decision") == verdict
    [request] = [asked for _, method, path, asked in desk.services.asked if path == f"{page}/decision"]
    assert request.headers["If-Match"] == '"1"'


async def test_something_found_is_entered_and_leads_to_where_it_is_decided(desk, certification):
    certification.says("certification", "POST", "/proceedings", PROCEEDING, 201)
    browser = await desk.signed_in("S-0003", "supervisor")
    shown = (await browser.open("/proceedings")).text
    assert "涂改证书" in shown

    charge = {"ground": "alteration", "facts": "照片有更换痕迹。"}
    await browser.send("/proceedings/new", number=f" {NUMBER.lower()} ", **charge)

    assert sent(desk, "/proceedings") == charge | {"number": NUMBER}
    assert browser.path == PROCEEDING_PAGE
    assert "暂停使用" in browser.page.text


async def test_the_general_office_enters_what_was_done_after_it(desk, certification):
    certification.tells(PROCEEDING_PAGE, REVOKED, ETag='"2"')
    certification.says("certification", "POST", f"{PROCEEDING_PAGE}/follow-ups", None, 204)
    browser = await desk.signed_in("S-0003", "general-office")
    shown = (await browser.open(PROCEEDING_PAGE)).text
    assert "已收回纸质证书" in shown
    assert "湘岚技证字〔2026〕3号" in shown

    done = {"step": "entry-deleted", "on": "2026-09-21", "note": ""}
    await browser.send(f"{PROCEEDING_PAGE}/follow-ups", **done)

    assert sent(desk, f"{PROCEEDING_PAGE}/follow-ups") == done


async def test_a_time_without_filing_may_have_no_end(desk, certification):
    certification.says("certification", "POST", "/scope-findings", FINDING, 201)
    browser = await desk.signed_in("S-0003", "quality")
    await browser.open("/scope-findings")

    found = {"occupation_code": "4-03-02-01", "work_type": "", "first": "2026-09-01", "facts": "没有备案。"}
    await browser.send("/scope-findings/new", level="4", last="", **found)

    assert sent(desk, "/scope-findings") == found | {"level": 4, "last": None}
    assert browser.path == FINDING_PAGE


async def test_a_filing_is_entered_as_it_was_published(desk, certification):
    certification.says("certification", "POST", "/filings", FILING, 201)
    browser = await desk.signed_in("S-0003", "general-office")
    assert "待核对确认" in (await browser.open("/filings")).text

    plain = {name: FILING[name] for name in ("institution_code", "institution", "seal", "first", "last", "source")}
    await browser.send("/filings/new", scope="4-03-02-01 中式烹调师 -- 5 4", **plain)

    offer = FILING["scope"][0]
    assert sent(desk, "/filings") == plain | {"scope": [offer | {"level": 5}, offer]}
    assert browser.path == "/filings/B-000001"
    assert "须由另一人核对确认" in browser.page.text, "whoever entered it does not confirm it"


async def test_another_person_confirms_the_filing_that_they_saw(desk, certification):
    certification.says("certification", "POST", "/filings/B-000001/confirmation", status=204)
    browser = await desk.signed_in("S-0009", "director")
    await browser.open("/filings/B-000001")

    await browser.send("/filings/B-000001/confirmation")

    assert "已确认，有效期内按此发证。" in browser.page.text
    [request] = [asked for _, _, path, asked in desk.services.asked if path == "/filings/B-000001/confirmation"]
    assert request.headers["If-Match"] == '"1"'


async def test_withheld_results_are_looked_at_again(desk, certification):
    path = f"/batches/{BATCH_ID}/resumption"
    certification.says("certification", "POST", path, {"done": 200, "remaining": 3})
    browser = await desk.signed_in("S-0003", "general-office")
    await browser.open(f"/batches/{BATCH_ID}/notices")

    await browser.send(f"/batches/{BATCH_ID}/notices/resumption")

    assert "正在重新核对 200 份，还有 3 份，请再次核对。" in browser.page.text


async def test_the_office_gives_an_employer_a_key_and_withdraws_it(desk, certification):
    certification.says("certification", "POST", "/employer-keys", EMPLOYER_KEY, 201)
    certification.says("certification", "POST", "/employer-keys/E-000001/withdrawal", status=204)
    browser = await desk.signed_in("S-0001", "general-office")
    page = (await browser.open("/employer-keys")).text
    assert EMPLOYER_KEY["key"] in page
    assert "已停用" in page

    told = {"employer": "怀化市示例餐饮有限公司", "quota": "50", "until": "2026-12-31"}
    await browser.send("/employer-keys/new", **told)
    assert sent(desk, "/employer-keys") == told | {"quota": 50}
    await browser.send("/employer-keys/withdrawal", key_id="E-000001")

    assert "密钥 E-000001 已停用" in browser.page.text
    assert EMPLOYER_KEY["key"] not in str(browser.page.url), "a key is in no address"
