"""Who may open which page and press which button: a table written by hand, held against every route by every role."""

import re

import pytest

from apps.gateway.domain.roles import GRANTABLE
from apps.gateway.routes import ALL
from apps.gateway.screens.drawing import static_files
from apps.gateway.tests.desk import PASSWORD, Browser
from apps.gateway.tests.test_pages import PARTS

ROUTES = [route for pages in ALL for route in pages.routes]

EVERYBODY = set(GRANTABLE)
ROOM = {"invigilator", "examiner"}
DUTY = {"invigilator", "examiner", "supervisor"}
REGISTRARS = {"reception", "exam-affairs"}
APPLICATIONS = {"reception", "exam-affairs", "quality", "finance", "general-office", "director", "auditor"}
REGISTRY = {"exam-affairs", "general-office", "quality", "director", "auditor"}
INSPECTORS = {"exam-affairs", "quality", "director", "site-head", "leading-group", "auditor"}
EMERGENCY = {"site-head", "supervisor", "exam-affairs", "leading-group", "director", "auditor"}
SECRET_STAFF = {"item-bank", "exam-affairs", "general-office", "item-reviewer"}
BANK = {"item-bank", "item-reviewer", "director", "auditor"}
ORGANISERS = {"marking-lead", "exam-affairs"}
LISTS = ORGANISERS | {"score-checker", "general-office", "quality", "director", "auditor"}
RESULTS = {"quality", "general-office", "exam-affairs", "director"}
COPIES = {"general-office", "quality", "director"}
FINDINGS = COPIES | {"supervisor"}
FEES = {"finance", "director", "auditor", "reception"}

# page, or page and what is behind its path for a command → who may.
FILES = {"general-office", "quality", "auditor", "director"}
RIGHTS = {
    "home": EVERYBODY,
    "sign_in": EVERYBODY,
    "sign_in POST": EVERYBODY,
    "second_factor": EVERYBODY,
    "second_factor POST": EVERYBODY,
    "provider": EVERYBODY,
    "provider_back": EVERYBODY,
    "activate": EVERYBODY,
    "activate POST": EVERYBODY,
    "activate_account": EVERYBODY,
    "activate_account POST": EVERYBODY,
    "my_account": EVERYBODY,
    "my_account POST /password": EVERYBODY,
    "my_account POST /sessions/{session_id}/end": EVERYBODY,
    "my_account POST /sign-out": EVERYBODY,
    "jobs": EVERYBODY,
    "jobs POST /{job_id}/file": EVERYBODY,
    "jobs POST /{job_id}/file/whole": EVERYBODY,
    "jobs POST /{job_id}/note": EVERYBODY,
    "my_factor": EVERYBODY,
    "my_factor POST": EVERYBODY,
    "my_passkeys": EVERYBODY,
    "my_passkeys POST": EVERYBODY,
    "my_passkeys POST /{passkey_id}/remove": EVERYBODY,
    "second_factor POST /passkey": EVERYBODY,
    "step_up POST /passkey": EVERYBODY,
    "step_up": EVERYBODY,
    "step_up POST": EVERYBODY,
    "batches": EVERYBODY,
    "batches POST /find": EVERYBODY,
    "batches POST /export": EVERYBODY,
    "batch": EVERYBODY,
    "batch POST /closure": {"exam-affairs"},
    "batch POST /late": {"director"},
    "todo": EVERYBODY,
    "approvals": EMERGENCY - {"auditor"} | {"quality", "marking-lead", "item-reviewer", "administrator"},
    "overview": {"director"},
    "forms": EVERYBODY,
    "this_year": EVERYBODY,
    "year_forms": EVERYBODY,
    "ledgers": EVERYBODY,
    "ledger": EVERYBODY,
    "ledger POST /pdf": EVERYBODY,
    "ledger POST /xlsx": EVERYBODY,
    "new_form": EVERYBODY,
    "new_form POST": EVERYBODY,
    "form_record": EVERYBODY,
    "form_record POST /signatures/{place}": EVERYBODY,
    "form_record POST /pdf": EVERYBODY,
    "correct_form": EVERYBODY,
    "correct_form POST": EVERYBODY,
    "search": APPLICATIONS,
    "search POST": APPLICATIONS,
    "roster": REGISTRARS,
    "roster POST": REGISTRARS,
    "roster POST /export": REGISTRARS,
    "roster_check": REGISTRARS,
    "roster_check POST": REGISTRARS,
    "roster_check POST /file": REGISTRARS,
    "roster POST /template": REGISTRARS,
    "confirmation_sheet": REGISTRARS,
    "counter": REGISTRARS,
    "counter POST": REGISTRARS,
    "application POST /papers-request": {"exam-affairs"},
    "application POST /papers": REGISTRARS,
    "applications": APPLICATIONS,
    "applications POST /approvals": {"exam-affairs"},
    "applications POST /approvals/ticked": {"exam-affairs"},
    "applications POST /approvals/chosen": {"exam-affairs"},
    "applications POST /export": APPLICATIONS,
    "applications POST /export/whole": REGISTRARS,
    "application": APPLICATIONS,
    "application POST /confirmation": REGISTRARS,
    "application POST /refusal": {"exam-affairs"},
    "application POST /downgrade": {"exam-affairs"},
    "application POST /disqualification": {"exam-affairs"},
    "annual_plan": APPLICATIONS,
    "annual_plan POST": {"exam-affairs", "director"},
    "announcements": EVERYBODY,
    "announcements POST /export": EVERYBODY,
    "new_announcement": {"exam-affairs", "director"},
    "new_announcement POST": {"exam-affairs", "director"},
    "announcement": EVERYBODY,
    "announcement POST /batches": {"exam-affairs"},
    "rooms": REGISTRY,
    "rooms POST /new": {"exam-affairs"},
    "rooms POST /sites": {"exam-affairs"},
    "rooms POST /export": REGISTRY,
    "staff": REGISTRY,
    "staff POST /new": {"exam-affairs", "general-office"},
    "staff POST /export": REGISTRY,
    "staff_file": REGISTRY,
    "staff_file POST /applications": {"exam-affairs", "general-office"},
    "breaches": REGISTRY,
    "breaches POST /new": {"exam-affairs", "quality"},
    "breaches POST /{number}/verdict": {"director", "quality"},
    "breaches POST /{number}/ruling": {"director", "quality"},
    "breaches POST /{number}/appeal": {"exam-affairs", "general-office"},
    "qualification": REGISTRY,
    "qualification POST /steps/{step}": {"exam-affairs", "general-office"},
    "qualification POST /decisions/{step}": {"director", "quality"},
    "qualifications": REGISTRY,
    "plan": INSPECTORS | {"item-bank", "general-office", "coder", "marking-lead", "operator"},
    "plan POST": {"exam-affairs"},
    "plan POST /lacks": {"exam-affairs"},
    "plan POST /amendments/draft": {"exam-affairs"},
    "plan POST /amendments": {"exam-affairs"},
    "plan POST /publication": {"exam-affairs"},
    "tickets": REGISTRARS,
    "tickets POST /sign-in-sheets": {"exam-affairs"},
    "tickets POST /export": REGISTRARS,
    "tickets POST /export/whole": REGISTRARS,
    "tickets POST /files": REGISTRARS,
    "banks": BANK,
    "banks POST /bank": {"item-bank"},
    "banks POST /export": BANK,
    "blueprints": BANK,
    "blueprints POST /blueprint": {"item-bank"},
    "blueprints POST /export": BANK,
    "bank": BANK,
    "bank_items": BANK,
    "bank_items POST /export": BANK,
    "bank_items POST /reading": {"item-bank", "item-reviewer"},
    "edit_item": {"item-bank"},
    "edit_item POST": {"item-bank"},
    "edit_item POST /reading": {"item-bank"},
    "bank_exchange": {"item-bank"},
    "bank_exchange POST /check": {"item-bank"},
    "bank_exchange POST /confirm": {"item-bank"},
    "bank_exchange POST /export": {"item-bank"},
    "secret_materials": BANK | SECRET_STAFF,
    "secret_materials POST /export": BANK | SECRET_STAFF,
    "secret_materials POST /new": {"item-bank", "general-office"},
    "secret_material": BANK | SECRET_STAFF,
    "secret_material POST /handlings": SECRET_STAFF,
    "secret_material POST /handlings/{no}/decision": {"director"},
    "secret_material POST /handlings/{no}/signature": SECRET_STAFF,
    "secret_material POST /handlings/{no}/escort": {"general-office"},
    "secret_material POST /handlings/{no}/handing-over": {"item-bank", "general-office"},
    "secret_material POST /handlings/{no}/return": {"item-bank", "general-office"},
    "secret_material POST /handlings/{no}/destruction": SECRET_STAFF,
    "bank POST /acceptance": {"item-bank"},
    "bank POST /city-approval": {"item-bank"},
    "bars": REGISTRARS | {"quality", "director", "auditor"},
    "bars POST /export": REGISTRARS | {"quality", "director", "auditor"},
    "bars POST /export/whole": REGISTRARS,
    "bars POST /new": {"exam-affairs", "quality"},
    "bars POST /review": {"exam-affairs", "quality"},
    "bars POST /lifting": {"director"},
    "photos": REGISTRARS,
    "photos POST": REGISTRARS,
    "photo": REGISTRARS | {"general-office"},
    "photo_file": REGISTRARS | {"general-office"},
    "photo POST /file": REGISTRARS,
    "photo POST /camera": REGISTRARS,
    "fees": FEES,
    "fee_accounts": FEES,
    "fee_accounts POST /export": FEES,
    "receipts": FEES,
    "receipts POST /export": FEES,
    "fee_account": FEES,
    "fee_account POST /payments": {"finance", "reception"},
    "fee_account POST /refund-request": {"finance", "reception"},
    "fee_account POST /refund": {"finance", "director"},
    "fee_account POST /refund-refusal": {"finance", "director"},
    "receipt": FEES,
    "receipt POST /voiding": {"finance", "director"},
    "duty_roster": EMERGENCY,
    "duty_roster POST": {"exam-affairs"},
    "papers": BANK | ORGANISERS,
    "papers POST /assembly": {"item-bank"},
    "papers POST /export": BANK | ORGANISERS,
    "paper": BANK | ORGANISERS,
    "paper POST /reading": {"item-reviewer"},
    "paper POST /review": {"item-reviewer"},
    "paper POST /seal": {"item-bank"},
    "paper POST /city-approval": {"item-bank"},
    "answer_keys": ORGANISERS,
    "answer_keys POST /{paper_id}": {"marking-lead"},
    "answer_key": ORGANISERS,
    "answer_key POST": ORGANISERS,
    "answer_key POST /preview": ORGANISERS,
    "answer_key POST /recheck": ORGANISERS,
    "answer_key POST /recheck-preview": ORGANISERS,
    "marking": LISTS | {"examiner", "coder"},
    "marking POST /export": LISTS | {"examiner", "coder"},
    "marking_session": ORGANISERS | {"examiner", "coder"},
    "marking_session POST /codes": {"coder"},
    "marking_session POST /answer-sheets": ORGANISERS,
    "analysis": LISTS,
    "similarity": LISTS - {"score-checker", "general-office"},
    "room_similarity": LISTS - {"score-checker", "general-office"},
    "sheet_cases": ORGANISERS,
    "sheet_cases POST /{case_id}": ORGANISERS,
    "typed_sheets": ORGANISERS,
    "type_sheets": ORGANISERS,
    "type_sheets POST": ORGANISERS,
    "marking_session POST /answer-corrections": ORGANISERS,
    "marking_session POST /form-corrections": ORGANISERS,
    "marking_session POST /sheets": {"examiner"},
    "marking_session POST /sheet-corrections": {"examiner"},
    "marking_session POST /rulings/{code}": {"examiner"},
    "score_lists": LISTS,
    "score_lists POST /export": LISTS,
    "score_lists POST /{code}/{level}/check": {"score-checker"},
    "score_lists POST /{code}/{level}/approval": {"marking-lead"},
    "score_lists POST /{code}/{level}/publication": ORGANISERS,
    "reviews": LISTS | {"examiner"},
    "reviews POST /reviewers": {"exam-affairs"},
    "reviews POST /sheets": {"examiner"},
    "reviews POST /sheet-corrections": {"examiner"},
    "reviews POST /rulings/{application_id}": {"examiner"},
    "reviews POST /absences": {"examiner"},
    "rechecks": LISTS,
    "result": LISTS,
    "result POST /rechecks/{objection_id}": {"marking-lead"},
    "notices": RESULTS,
    "notices POST /export": RESULTS,
    "notice": RESULTS,
    "notice POST /objections": {"quality", "general-office"},
    "notice POST /standing-certificate": {"director"},
    "objections": RESULTS,
    "objections POST /export": RESULTS,
    "objection": RESULTS,
    "objection POST /decision": {"director", "quality"},
    "certificates": {"general-office"},
    "certificates POST /export": {"general-office"},
    "certificates POST /files": {"general-office"},
    "certificates POST /print": {"general-office"},
    "certificates POST /export/whole": {"general-office"},
    "certificate": {"general-office"},
    "certificate POST /pdf": {"general-office"},
    "certificate POST /reissues": {"general-office"},
    "holidays": RESULTS,
    "holidays POST": {"general-office"},
    "reissues": COPIES,
    "reissues POST /export": COPIES,
    "reissue": COPIES,
    "reissue POST /decision": {"director", "quality"},
    "reissue POST /print": {"general-office"},
    "reissue POST /pdf": {"general-office"},
    "reissue POST /hand-over": {"general-office"},
    "proceedings": FINDINGS,
    "proceedings POST /export": FINDINGS,
    "proceedings POST /new": FINDINGS - {"director"},
    "proceeding": FINDINGS,
    "proceeding POST /decision": {"director"},
    "proceeding POST /follow-ups": {"general-office"},
    "scope_findings": FINDINGS,
    "scope_findings POST /export": FINDINGS,
    "scope_findings POST /new": FINDINGS - {"director"},
    "scope_finding": FINDINGS,
    "scope_finding POST /decision": {"director"},
    "employer_keys": {"general-office"},
    "employer_keys POST /new": {"general-office"},
    "employer_keys POST /withdrawal": {"general-office"},
    "filings": FILES,
    "filings POST /export": FILES,
    "filings POST /new": {"general-office"},
    "filing": FILES,
    "filing POST /confirmation": {"general-office", "director"},
    "filing POST /cancellation": {"director"},
    "notices POST /resumption": {"general-office"},
    "notices POST /photos": {"general-office"},
    "certificate_years": FILES,
    "certificate_year": FILES,
    "stock": FILES,
    "stock POST /drawings": {"general-office"},
    "stock POST /destructions": {"general-office"},
    "stock POST /destructions/{destruction}/signature": COPIES,
    "stock_series": FILES,
    "stock_series POST /export": FILES,
    "stock_series POST /prints": {"general-office"},
    "stock_series POST /prints/{run}/pdf": {"general-office"},
    "stock_series POST /stocktakes": {"general-office"},
    "blank": FILES,
    "blank POST /hand-out": {"general-office"},
    "blank POST /voiding": {"general-office"},
    "my_sessions": DUTY,
    "exam_session": DUTY | INSPECTORS,
    "exam_session POST /start": ROOM,
    "exam_session POST /finish": ROOM,
    "exam_session POST /steps/{step}": DUTY | {"site-head", "exam-affairs"},
    "exam_session POST /misconduct": ROOM,
    "exam_session POST /misconduct/{number}/decision": {"site-head", "exam-affairs"},
    "exam_session POST /staff-acts": {"site-head", "exam-affairs"},
    "exam_session POST /missing-papers": ROOM,
    "exam_session POST /missing-papers/settlement": {"exam-affairs"},
    "exam_board": INSPECTORS,
    "exam_board POST /signals": {"site-head", "exam-affairs"},
    "arrivals": ROOM,
    "arrivals POST": ROOM,
    "arrivals POST /{application_id}": ROOM,
    "arrivals POST /{application_id}/departure": ROOM,
    "arrivals POST /{application_id}/lot": ROOM,
    "arrivals POST /{application_id}/lot/signature": ROOM,
    "room_papers": ROOM,
    "room_papers POST /{paper_id}": ROOM,
    "report_incident": EVERYBODY,
    "report_incident POST": EVERYBODY,
    "incident": EVERYBODY,
    "evidence": {"auditor", "director"},
    "evidence POST /proof": {"auditor", "director"},
    "signed_days": {"auditor", "director"},
    "archived_event": {"auditor", "director"},
    "archived_event POST /proof": {"auditor", "director"},
    "audit": {"auditor", "director"},
    "batch_events": {"auditor", "director"},
    "contents": {"general-office", "quality", "auditor", "director"},
    "contents POST /export": {"general-office", "quality", "auditor", "director"},
    "reporting": FILES,
    "reporting POST /made": {"general-office"},
    "batch_reporting": FILES,
    "batch_reporting POST /export": FILES,
    "batch_reporting POST /score-roster": {"general-office"},
    "batch_reporting POST /packages": {"general-office"},
    "batch_reporting POST /packages/{package}/sheet": {"general-office"},
    "batch_reporting POST /packages/{package}/confirmation": {"general-office"},
    "batch_reporting POST /packages/{package}/carriage": {"general-office"},
    "batch_reporting POST /packages/{package}/withdrawal": {"general-office"},
    "batch_reporting POST /packages/{package}/answer": {"general-office"},
    "batch_reporting POST /listing": {"general-office"},
    "upload": FILES,
    "upload POST /retry": {"general-office"},
    "upload POST /dismissal": {"general-office"},
    "upload POST /finding": {"general-office"},
    "batch_file": FILES,
    "batch_file POST /items": {"general-office"},
    "batch_file POST /absences": {"general-office"},
    "batch_file POST /closing": {"general-office"},
    "batch_file POST /package": {"director"},
    "archived_item": FILES,
    "archived_item POST /scan": {"general-office"},
    "archived_item POST /consultation": {"general-office"},
    "archived_item POST /loan": {"general-office"},
    "loans": FILES | {"supervisor"},
    "loans POST /export": FILES | {"supervisor"},
    "loan": FILES | {"supervisor"},
    "loan POST /decision": {"director"},
    "loan POST /handing-out": {"general-office"},
    "loan POST /renewals": {"director"},
    "loan POST /return": {"general-office"},
    "consultations": FILES | {"supervisor"},
    "consultations POST /export": FILES | {"supervisor"},
    "consultation": FILES | {"supervisor"},
    "consultation POST /decision": {"director"},
    "consultation POST /presence": {"general-office", "supervisor"},
    "consultation POST /end": {"general-office", "supervisor"},
    "destructions": FILES | {"supervisor"},
    "destructions POST /export": FILES | {"supervisor"},
    "destructions POST /new": {"general-office"},
    "destruction": EVERYBODY,
    "destruction POST /group": {"director"},
    "destruction POST /opinions": EVERYBODY,
    "destruction POST /decision": {"director"},
    "destruction POST /signatures": {"general-office", "supervisor"},
    "parked": {"operator"},
    "parked_message": {"operator"},
    "parked_message POST /replay": {"operator"},
    "parked_message POST /drop": {"operator"},
    "console": EVERYBODY,
    "console_entry": EVERYBODY,
    "accounts": {"administrator"},
    "accounts POST /export": {"administrator"},
    "disclosures": {"administrator", "auditor", "director"},
    "new_account": {"administrator"},
    "new_account POST": {"administrator"},
    "account": {"administrator"},
    "account POST /slip": {"administrator"},
    "account POST /identity": {"administrator"},
    "account POST /disable": {"administrator"},
    "account POST /enable": {"administrator"},
    "account POST /sessions/end": {"administrator"},
    "account POST /grants": {"administrator"},
    "account POST /grants/{grant_id}/approve": {"administrator"},
    "account POST /grants/{grant_id}/withdraw": {"administrator"},
}

# What a stolen session must not do by itself: it takes a code of the last five minutes.
STEP_UP = {
    "applications POST /export/whole",
    "bars POST /export/whole",
    "bars POST /review",
    "bars POST /lifting",
    "fee_account POST /refund",
    "receipt POST /voiding",
    "certificates POST /export/whole",
    "my_account POST /sessions/{session_id}/end",
    "jobs POST /{job_id}/file/whole",
    "certificates POST /files",
    "certificates POST /print",
    "batch_file POST /package",
    "tickets POST /export/whole",
    "tickets POST /files",
    "tickets POST /sign-in-sheets",
    "my_factor POST",
    "my_passkeys POST",
    "my_passkeys POST /{passkey_id}/remove",
    "bank_exchange POST /export",
    "bank_items POST /reading",
    "edit_item POST",
    "edit_item POST /reading",
    "secret_material POST /handlings/{no}/decision",
    "secret_material POST /handlings/{no}/signature",
    "secret_material POST /handlings/{no}/destruction",
    "paper POST /reading",
    "paper POST /seal",
    "room_papers POST /{paper_id}",
    "answer_keys POST /{paper_id}",
    "answer_key POST",
    "answer_key POST /preview",
    "answer_key POST /recheck",
    "answer_key POST /recheck-preview",
    "result POST /rechecks/{objection_id}",
    "marking_session POST /codes",
    "score_lists POST /{code}/{level}/approval",
    "score_lists POST /{code}/{level}/publication",
    "objection POST /decision",
    "notice POST /standing-certificate",
    "destruction POST /decision",
    "destruction POST /signatures",
    "certificate POST /pdf",
    "batch_reporting POST /score-roster",
    "batch_reporting POST /packages/{package}/sheet",
    "reissue POST /decision",
    "reissue POST /pdf",
    "proceedings POST /new",
    "proceeding POST /decision",
    "scope_findings POST /new",
    "scope_finding POST /decision",
    "filing POST /confirmation",
    "filing POST /cancellation",
    "stock POST /destructions/{destruction}/signature",
    "stock_series POST /prints/{run}/pdf",
    "parked_message POST /replay",
    "parked_message POST /drop",
    "new_account POST",
    "account POST /slip",
    "account POST /identity",
    "account POST /disable",
    "account POST /enable",
    "account POST /grants",
    "account POST /grants/{grant_id}/approve",
    "account POST /grants/{grant_id}/withdraw",
}


def method_of(route):
    return min(route.methods or ())


def name_of(route):
    page = route.declared.page
    return f"{page.name} POST {route.path[len(page.path) :]}".strip() if method_of(route) == "POST" else page.name


async def ask(browser, route):
    path = route.path.format_map(PARTS)
    return await browser.client.request(method_of(route), path, follow_redirects=False)


def test_the_table_names_every_page_and_every_command():
    assert sorted(map(name_of, ROUTES)) == sorted(RIGHTS)


@pytest.mark.parametrize("role", [*sorted(GRANTABLE), None])
async def test_whoever_is_not_in_the_table_is_refused_with_no_service_asked(desk, role):
    """The services here refuse nobody: what they are asked for is never there."""
    browser = await desk.signed_in("R-0001", *({role} - {None}))
    let_in = set()
    for route in sorted(ROUTES, key=lambda route: route.path.endswith("/sign-out")):
        asked = len(desk.services.asked)
        answer = await ask(browser, route)
        if answer.status_code == 403 and "您的岗位没有办理此事的权限" in answer.text:
            assert len(desk.services.asked) == asked, route.path
            continue
        assert not answer.headers.get("Location", "").startswith(("/sign-in?", "/step-up")), route.path
        let_in.add(name_of(route))

    assert let_in == {name for name, roles in RIGHTS.items() if role in roles or roles == EVERYBODY}


async def test_what_no_stolen_session_may_do_asks_fresh_codes_and_no_service(desk):
    browser = await desk.signed_in("R-0001", *GRANTABLE)
    desk.step(minutes=5)
    held = set()
    for route in ROUTES:
        if route.path.endswith("/sign-out"):
            continue
        asked = len(desk.services.asked)
        answer = await ask(browser, route)
        if answer.headers.get("Location", "").startswith("/step-up"):
            assert len(desk.services.asked) == asked, route.path
            held.add(name_of(route))

    assert held == STEP_UP


def test_one_script_keeps_something_in_the_browser_and_names_nobody():
    """What it is, a browser is asked in `tests/journeys/test_room_on_a_phone.py`."""
    scripts = {name: file.content.decode() for name, file in static_files().items() if name.endswith(".js")}
    stores = re.compile(r"localStorage|sessionStorage|indexedDB|caches|serviceWorker|document\.cookie")

    assert {name for name, script in scripts.items() if stores.search(script)} == {"arrivals.js"}
    assert set(stores.findall(scripts["arrivals.js"])) == {"localStorage"}
    assert re.findall(r"setItem\((.*)\);", scripts["arrivals.js"]) == [
        "place(one), JSON.stringify({ at, key, offline, holder })"
    ]


async def test_no_browser_is_sent_a_token(desk):
    """Of every page and command, whatever it answers: services are asked with tokens, browsers get a cookie."""
    browser = await desk.signed_in("R-0001", *GRANTABLE)
    answers = [await ask(browser, route) for route in ROUTES if not route.path.endswith("/sign-out")]

    tokens = {request.headers["Authorization"].removeprefix("Bearer ") for *_, request in desk.services.asked}
    assert len(tokens) > 1
    for answer in answers:
        sent = answer.text + str(answer.headers.raw)
        assert not [token for token in tokens if token in sent], answer.url


async def test_no_gateway_log_holds_what_was_typed_or_who_was_sought(desk, capsys):
    browser = await desk.signed_in("S-0001", "reception")
    value = browser.client.cookies["__Host-skillseal"]
    for desk.services.away in (set(), {"registration"}):
        await browser.open("/search")
        await browser.send("/search", name="欧阳喆玥", id_number="43010119900307001X")
        await browser.open("/applications/A-00017")
    await Browser(desk).sign_in("S-0001")

    logged = "".join(capsys.readouterr())
    assert "/applications/{application_id}" in logged
    secrets = [PASSWORD, desk.secrets["S-0001"], desk.code("S-0001"), value, "欧阳", "43010119900307001X", "A-00017"]
    assert not [secret for secret in secrets if secret in logged]
