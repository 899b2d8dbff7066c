"""Who gets through which door: every role against every route, from tables written by hand, not read from the code."""

import pytest

from apps.cli.roles import ROLES
from libs.chassis.testing import Harness
from services.archive.main import build as archive
from services.certification.main import build as certification
from services.incident.main import build as incident
from services.itembank.main import build as itembank
from services.registration.main import build as registration
from services.scheduling.main import build as scheduling
from services.scoring.main import build as scoring
from services.sync.main import build as sync
from tests.test_access import filled, routes

STAFF = ROLES | {"gardener"}
ORGANISERS = {"marking-lead", "exam-affairs"}
FOLLOWERS = ORGANISERS | {"score-checker", "general-office", "quality", "director", "auditor"}
REGISTRARS = {"reception", "exam-affairs"}
APPLICATIONS = REGISTRARS | {"quality", "finance", "general-office", "director", "auditor"}
FEES = {"finance", "reception", "director", "auditor"}
INSPECTORS = {"exam-affairs", "quality", "director", "site-head", "leading-group", "auditor"}
OVERSEERS = INSPECTORS | {"item-bank", "general-office", "coder", "marking-lead", "operator"}
SECRET_STAFF = {"item-bank", "exam-affairs", "general-office", "item-reviewer"}
BANK = {"item-bank", "item-reviewer", "director", "auditor"}
PAPERS = BANK | {"exam-affairs", "marking-lead"}
REGISTRY = {"exam-affairs", "general-office", "quality", "director", "auditor"}
COMMAND, GROUP = {"exam-affairs", "leading-group"}, {"leading-group"}
ON_SITE = COMMAND | {"invigilator", "examiner", "supervisor", "site-head"}
APPROVERS = COMMAND | {"supervisor", "site-head", "director"}
WATCH = APPROVERS | {"auditor"}
REGISTER = WATCH | {"quality", "general-office"}
ARCHIVE = {"auditor", "director", "general-office", "quality"}
NOTICES = {"quality", "general-office", "exam-affairs", "director"}
COPIES = {"general-office", "quality", "director"}
FINDERS = {"quality", "general-office", "supervisor"}


def forms(*writers):
    """All staff are shown the forms that concern them; behind the door each form lets in its own people."""
    shown = (
        "",
        "/files/{file_id}",
        "/mine",
        "/{form}/blanks/{subject_id}",
        "/records/{record_id}",
        "/records/{record_id}/pdf",
    )
    done = ("/{form}/records", "/records/{record_id}/corrections", "/records/{record_id}/signatures")
    read = [f"GET /forms{path}" for path in shown]
    read += [f"GET /ledgers{path}" for path in ("", "/{name}/{year}", "/{name}/{year}/pdf")]
    return dict.fromkeys(read, STAFF) | {f"POST /forms{path}": {*writers} for path in done if writers}


KEEPERS = ("director", "item-bank", "general-office")
SYNC_READERS = {"general-office", "quality", "director", "auditor"}
DOORS = {
    registration: {
        "GET /announcements": STAFF | {"public"},
        "GET /announcements/conditions": STAFF | {"public"},
        "GET /announcements/{announcement_id}": STAFF | {"public"},
        "POST /announcements": {"exam-affairs", "director"},
        "POST /batches": {"exam-affairs"},
        "GET /batches": STAFF,
        "GET /batches/{batch_id}": APPLICATIONS,
        "POST /batches/{batch_id}/roster": REGISTRARS,
        "POST /batches/{batch_id}/roster/check": REGISTRARS,
        "GET /batches/{batch_id}/rosters": APPLICATIONS,
        "GET /batches/{batch_id}/roster/template": REGISTRARS,
        "GET /applications/{application_id}/assessment": APPLICATIONS,
        "POST /applications/{application_id}/papers-request": {"exam-affairs"},
        "POST /applications/{application_id}/papers": REGISTRARS,
        "POST /batches/{batch_id}/approvals": {"exam-affairs"},
        "POST /batches/{batch_id}/closure": {"exam-affairs"},
        "POST /batches/{batch_id}/late-intakes": {"director"},
        "GET /batches/{batch_id}/applications": APPLICATIONS,
        "POST /batches/{batch_id}/applications": REGISTRARS,
        "POST /applications/search": APPLICATIONS,
        "GET /applications/{application_id}": APPLICATIONS,
        "POST /applications/{application_id}/confirmation": REGISTRARS,
        "POST /applications/{application_id}/approval": {"exam-affairs"},
        "POST /applications/{application_id}/refusal": {"exam-affairs"},
        "POST /applications/{application_id}/disqualification": {"exam-affairs"},
        "GET /annual-plans/reminders": APPLICATIONS,
        "GET /annual-plans/{year}": APPLICATIONS,
        "PUT /annual-plans/{year}": {"exam-affairs", "director"},
        "GET /applications/{application_id}/integrity": APPLICATIONS,
        "POST /applications/{application_id}/downgrade": {"exam-affairs"},
        "GET /bars": REGISTRARS | {"quality", "director", "auditor"},
        "POST /bars": {"exam-affairs", "quality"},
        "POST /bars/{bar_id}/review": {"exam-affairs", "quality"},
        "POST /bars/{bar_id}/lifting": {"director"},
        "POST /applications/{application_id}/photo": REGISTRARS,
        "GET /applications/{application_id}/photo": REGISTRARS | {"general-office"},
        "POST /batches/{batch_id}/photos": REGISTRARS,
        "GET /batches/{batch_id}/fee-book": FEES,
        "GET /batches/{batch_id}/fee-accounts": FEES,
        "GET /batches/{batch_id}/receipts": FEES,
        "GET /receipts/{number}": FEES,
        "POST /receipts/{number}/voiding": {"finance", "director"},
        "GET /applications/{application_id}/fees": FEES,
        "POST /applications/{application_id}/payments": {"finance", "reception"},
        "POST /applications/{application_id}/refund-request": {"finance", "reception"},
        "POST /applications/{application_id}/refund": {"finance", "director"},
        "POST /applications/{application_id}/refund-refusal": {"finance", "director"},
        **forms("exam-affairs", "reception", "quality", "finance", "director", "general-office"),
    },
    scheduling: {
        "GET /staff": REGISTRY,
        "GET /rooms": REGISTRY,
        "PUT /staff": {"exam-affairs", "general-office"},
        "GET /staff/{staff_id}": REGISTRY,
        "GET /qualifications": REGISTRY,
        "POST /staff/{staff_id}/breaches": {"exam-affairs", "quality"},
        "POST /staff/{staff_id}/breaches/{number}/decisions": {"director", "quality"},
        "POST /staff/{staff_id}/breaches/{number}/appeal": {"exam-affairs", "general-office"},
        "POST /staff/{staff_id}/qualifications": {"exam-affairs", "general-office"},
        "POST /staff/{staff_id}/qualifications/{file}/steps": {"exam-affairs", "general-office"},
        "POST /staff/{staff_id}/qualifications/{file}/decisions": {"director", "quality"},
        "PUT /rooms": {"exam-affairs"},
        "POST /batches/{batch_id}/plan": {"exam-affairs"},
        "GET /batches/{batch_id}/plan": OVERSEERS,
        "POST /batches/{batch_id}/plan/lacks": {"exam-affairs"},
        "POST /batches/{batch_id}/amendments/draft": {"exam-affairs"},
        "POST /batches/{batch_id}/amendments": {"exam-affairs"},
        "POST /batches/{batch_id}/plan/publication": {"exam-affairs"},
        "GET /batches/{batch_id}/gaps": OVERSEERS,
        "GET /batches/{batch_id}/progress": OVERSEERS,
        "GET /batches/{batch_id}/tickets": REGISTRARS,
        "POST /enrolments/search": REGISTRARS,
        "GET /enrolments/{application_id}/ticket": REGISTRARS,
        "GET /sessions": OVERSEERS | {"invigilator", "examiner", "supervisor"},
        "GET /sessions/{session_id}": INSPECTORS | {"invigilator", "examiner", "supervisor"},
        "POST /sessions/{session_id}/check-ins": {"invigilator", "examiner"},
        "POST /sessions/{session_id}/check-ins/{application_id}": {"invigilator", "examiner"},
        "POST /sessions/{session_id}/departures/{application_id}": {"invigilator", "examiner"},
        "POST /sessions/{session_id}/steps/{name}": {
            *("invigilator", "examiner", "supervisor"),
            *("site-head", "exam-affairs"),
        },
        "POST /sessions/signals": {"site-head", "exam-affairs"},
        "POST /sessions/{session_id}/breaches": {"site-head", "exam-affairs"},
        "POST /sessions/{session_id}/misconduct": {"invigilator", "examiner"},
        "POST /sessions/{session_id}/misconduct/{number}/decision": {"site-head", "exam-affairs"},
        "POST /sessions/{session_id}/missing-papers": {"invigilator", "examiner"},
        "POST /sessions/{session_id}/missing-papers/settlement": {"exam-affairs"},
        "POST /sessions/{session_id}/lots/{application_id}": {"invigilator", "examiner"},
        "POST /sessions/{session_id}/lots/{application_id}/signature": {"invigilator", "examiner"},
        "GET /sites": REGISTRY,
        "PUT /sites": {"exam-affairs"},
        "POST /sessions/{session_id}/start": {"invigilator", "examiner"},
        "POST /sessions/{session_id}/finish": {"invigilator", "examiner"},
        **forms("exam-affairs", "site-head", "invigilator", "examiner", "supervisor", "quality", "finance", *KEEPERS),
    },
    itembank: {
        "GET /banks": BANK,
        "GET /blueprints": BANK,
        "GET /sessions/{session_id}/papers": {"invigilator", "examiner"},
        "PUT /banks/{code}/{level}": {"item-bank"},
        "GET /banks/{code}/{level}": BANK,
        "GET /banks/{code}/{level}/items": BANK,
        "POST /banks/{code}/{level}/items/{item_id}/versions": {"item-bank"},
        "POST /banks/{code}/{level}/items/readings": {"item-bank", "item-reviewer"},
        "POST /banks/{code}/{level}/imports/{form}/preview": {"item-bank"},
        "POST /banks/{code}/{level}/imports/{form}": {"item-bank"},
        "POST /banks/{code}/{level}/exports": {"item-bank"},
        "POST /banks/{code}/{level}/acceptance": {"item-bank"},
        "POST /banks/{code}/{level}/city-approval": {"item-bank"},
        "GET /banks/{code}/{level}/making": BANK,
        "PUT /blueprints/{code}/{level}": {"item-bank"},
        "GET /secret-materials": SECRET_STAFF | {"director", "auditor"},
        "GET /secret-materials/{material_id}": SECRET_STAFF | {"director", "auditor"},
        "POST /secret-materials": {"item-bank", "general-office"},
        "POST /secret-materials/{material_id}/handlings": SECRET_STAFF,
        "POST /secret-materials/{material_id}/handlings/{no}/decision": {"director"},
        "POST /secret-materials/{material_id}/handlings/{no}/signature": SECRET_STAFF,
        "POST /secret-materials/{material_id}/handlings/{no}/escort": {"general-office"},
        "POST /secret-materials/{material_id}/handlings/{no}/handing-over": {"item-bank", "general-office"},
        "POST /secret-materials/{material_id}/handlings/{no}/return": {"item-bank", "general-office"},
        "POST /secret-materials/{material_id}/handlings/{no}/destruction": SECRET_STAFF,
        "POST /papers/assembly": {"item-bank"},
        "POST /papers/{paper_id}/readings": {"item-reviewer"},
        "POST /papers/{paper_id}/review": {"item-reviewer"},
        "POST /papers/{paper_id}/city-approval": {"item-bank"},
        "POST /papers/{paper_id}/seal": {"item-bank"},
        "POST /papers/{paper_id}/openings": {"invigilator", "examiner"},
        "POST /papers/{paper_id}/key-release": {"marking-lead"},
        "GET /papers": PAPERS,
        "GET /papers/{paper_id}": PAPERS,
        "GET /papers/{paper_id}/custody": {"item-bank", "quality", "supervisor", "director", "auditor"},
        "GET /batches/{batch_id}/progress": STAFF,
        **forms(
            "director",
            "exam-affairs",
            "general-office",
            "item-bank",
            "item-reviewer",
            "marking-lead",
            "quality",
            "site-head",
        ),
    },
    scoring: {
        "PUT /keys/{paper_id}": {"marking-lead"},
        "POST /keys/{paper_id}/corrections": ORGANISERS,
        "POST /keys/{paper_id}/correction-previews": ORGANISERS,
        "GET /keys/{paper_id}/corrections": FOLLOWERS,
        "POST /keys/{paper_id}/rechecks": ORGANISERS,
        "POST /keys/{paper_id}/recheck-previews": ORGANISERS,
        "POST /sessions/{session_id}/code-readings": {"coder"},
        "GET /batches/{batch_id}/lists/{code}/{level}/code-readings": FOLLOWERS,
        "GET /sessions/{session_id}/scripts": ORGANISERS | {"examiner"},
        "GET /sessions/{session_id}/disputes": {"examiner"},
        "POST /sessions/{session_id}/answer-sheets": ORGANISERS,
        "GET /sessions/{session_id}/sheet-cases": ORGANISERS,
        "POST /sessions/{session_id}/sheet-cases/{case_id}/settlement": ORGANISERS,
        "POST /sessions/{session_id}/answer-corrections": ORGANISERS,
        "POST /sessions/{session_id}/form-corrections": ORGANISERS,
        "POST /sessions/{session_id}/practical-sheets": {"examiner"},
        "GET /sessions/{session_id}/typed-sheets": ORGANISERS,
        "POST /sessions/{session_id}/typed-sheets": ORGANISERS,
        "POST /sessions/{session_id}/practical-corrections": {"examiner"},
        "POST /sessions/{session_id}/rulings": {"examiner"},
        "POST /batches/{batch_id}/lists/{code}/{level}/check": {"score-checker"},
        "POST /batches/{batch_id}/lists/{code}/{level}/approval": {"marking-lead"},
        "POST /batches/{batch_id}/lists/{code}/{level}/publication": ORGANISERS,
        "PUT /batches/{batch_id}/lists/{code}/{level}/reviewers": {"exam-affairs"},
        "GET /batches/{batch_id}/lists/{code}/{level}/reviews": FOLLOWERS | {"examiner"},
        "POST /batches/{batch_id}/lists/{code}/{level}/review-sheets": {"examiner"},
        "POST /batches/{batch_id}/lists/{code}/{level}/review-corrections": {"examiner"},
        "POST /batches/{batch_id}/lists/{code}/{level}/review-rulings": {"examiner"},
        "POST /batches/{batch_id}/lists/{code}/{level}/review-absences": {"examiner"},
        "GET /batches/{batch_id}/lists/{code}/{level}/analysis": FOLLOWERS,
        "GET /batches/{batch_id}/lists/{code}/{level}/similarity": FOLLOWERS - {"score-checker", "general-office"},
        "GET /sessions/{session_id}/similarity": FOLLOWERS - {"score-checker", "general-office"},
        "GET /batches/{batch_id}/keys": FOLLOWERS,
        "GET /batches/{batch_id}/sessions": FOLLOWERS | {"coder", "examiner"},
        "GET /batches/{batch_id}/lists": FOLLOWERS,
        "GET /batches/{batch_id}/results": FOLLOWERS,
        "GET /results/{application_id}": FOLLOWERS,
        "POST /results/{application_id}/rechecks": {"marking-lead"},
        "GET /batches/{batch_id}/progress": STAFF,
        **forms("coder", "director", "exam-affairs", "examiner", "general-office", "marking-lead", "score-checker"),
    },
    certification: {
        "POST /objections": {"quality", "general-office"},
        "POST /objections/{objection_id}/decision": {"director", "quality"},
        "GET /objections/{objection_id}": NOTICES,
        "GET /notices/{application_id}": NOTICES,
        "POST /notices/{application_id}/standing-certificate": {"director"},
        "POST /candidates/{application_id}/photo": {"general-office"},
        "GET /certificates/{number}": {"general-office"},
        "GET /batches/{batch_id}/notices": NOTICES,
        "GET /questioned-certificates": NOTICES,
        "GET /batches/{batch_id}/objections": NOTICES,
        "GET /batches/{batch_id}/certificates": {"general-office"},
        "GET /certificates/{number}/pdf": {"general-office"},
        "GET /batches/{batch_id}/progress": NOTICES | {"leading-group", "operator"},
        "POST /certificates/{number}/reissues": {"general-office"},
        "GET /holiday-years": NOTICES,
        "PUT /holiday-years/{year}": {"general-office"},
        "GET /reissues": COPIES,
        "GET /reissues/{reissue_id}": COPIES,
        "GET /reissues/{reissue_id}/pdf": {"general-office"},
        "POST /reissues/{reissue_id}/decision": {"director", "quality"},
        "POST /reissues/{reissue_id}/print": {"general-office"},
        "POST /reissues/{reissue_id}/hand-over": {"general-office"},
        "POST /proceedings": FINDERS,
        "GET /proceedings": FINDERS | {"director"},
        "GET /proceedings/{proceeding_id}": FINDERS | {"director"},
        "POST /proceedings/{proceeding_id}/decision": {"director"},
        "POST /proceedings/{proceeding_id}/follow-ups": {"general-office"},
        "POST /scope-findings": FINDERS,
        "GET /scope-findings": FINDERS | {"director"},
        "GET /scope-findings/{finding_id}": FINDERS | {"director"},
        "POST /scope-findings/{finding_id}/decision": {"director"},
        "POST /filings": {"general-office"},
        "GET /filings": COPIES | {"auditor"},
        "GET /filings/{filing_id}": COPIES | {"auditor"},
        "POST /filings/{filing_id}/confirmation": {"general-office", "director"},
        "POST /filings/{filing_id}/cancellation": {"director"},
        "POST /batches/{batch_id}/resumption": {"general-office"},
        "GET /stock": COPIES | {"auditor"},
        "GET /statistics/{year}": COPIES | {"auditor"},
        "GET /stock/drawings": COPIES | {"auditor"},
        "POST /stock/drawings": {"general-office"},
        "GET /stock/prints": COPIES | {"auditor"},
        "POST /stock/prints": {"general-office"},
        "GET /stock/prints/{print_id}/pdf": {"general-office"},
        "GET /stock/{series}/blanks": COPIES | {"auditor"},
        "GET /stock/{series}/stocktakes": COPIES | {"auditor"},
        "POST /stock/{series}/stocktakes": {"general-office"},
        "GET /stock/destructions": COPIES | {"auditor"},
        "POST /stock/destructions": {"general-office"},
        "POST /stock/destructions/{destruction_id}/signature": COPIES,
        "GET /blanks/{serial}": COPIES | {"auditor"},
        "POST /blanks/{serial}/hand-out": {"general-office"},
        "POST /blanks/{serial}/voiding": {"general-office"},
        "GET /void-papers": STAFF | {"public"},
        "GET /verification-key": STAFF | {"public"},
        "GET /credentials/{number}": STAFF | {"public"},
        "GET /credentials/status/{purpose}/{list_id}": STAFF | {"public"},
        "GET /void-scopes": STAFF | {"public"},
        "GET /public-notices": STAFF | {"public"},
        "GET /public-notices/{batch_id}": STAFF | {"public"},
        "POST /employer-keys": {"general-office"},
        "GET /employer-keys": {"general-office"},
        "POST /employer-keys/{key_id}/withdrawal": {"general-office"},
        "POST /verify/batch": STAFF | {"public"},
        "POST /verify": STAFF | {"public"},
        "GET /verify/{number}": STAFF | {"public"},
        **forms("director", "general-office"),
    },
    incident: {
        "GET /incidents/kinds": STAFF,
        "GET /incidents/ladders": STAFF,
        "GET /incidents/classification": STAFF,
        "GET /incidents/open": WATCH,
        "GET /incidents/similar": STAFF,
        "GET /incidents/stream": WATCH,
        "GET /incidents/register.csv": REGISTER,
        "GET /incidents/register.pdf": REGISTER,
        "GET /incidents/statistics": REGISTER,
        "GET /incidents": REGISTER,
        "GET /incidents/{incident_id}": STAFF,
        "POST /incidents": STAFF,
        "POST /incidents/{incident_id}/first-report": STAFF,
        "POST /incidents/{incident_id}/corrections": COMMAND,
        "POST /incidents/{incident_id}/reclassification": APPROVERS,
        "POST /incidents/{incident_id}/acknowledgements": {"site-head", "supervisor", "leading-group", "director"},
        "POST /incidents/{incident_id}/mergers": {"site-head", "supervisor", "leading-group", "director"},
        "POST /incidents/{incident_id}/reporter": APPROVERS,
        "POST /incidents/{incident_id}/stage-reports": STAFF,
        "POST /incidents/{incident_id}/dispositions": ON_SITE,
        "GET /incidents/{incident_id}/dispositions/{number}/preview": STAFF,
        "POST /incidents/{incident_id}/dispositions/{number}/approval": APPROVERS,
        "POST /incidents/{incident_id}/dispositions/{number}/refusal": APPROVERS,
        "POST /incidents/{incident_id}/dispositions/{number}/completion": ON_SITE,
        "POST /incidents/{incident_id}/secrecy": GROUP | {"director"},
        "POST /incidents/{incident_id}/statements": GROUP,
        "POST /incidents/{incident_id}/follow-ups": COMMAND,
        "POST /incidents/{incident_id}/photos": STAFF,
        "GET /incidents/{incident_id}/photos/{sha256}": STAFF,
        "GET /incidents/{incident_id}/timeline.pdf": STAFF,
        "POST /incidents/{incident_id}/closure": {"exam-affairs"},
        "PUT /rosters/{batch_id}": {"exam-affairs"},
        "GET /rosters/{batch_id}": WATCH,
        "GET /rosters/{batch_id}/readiness": WATCH,
        "GET /sessions": STAFF,
        "POST /incidents/notices/{notice_id}/shown": WATCH,
        "POST /incidents/notices/{notice_id}/dismissal": WATCH,
        "GET /incidents/{incident_id}/notices": WATCH,
        "PUT /leading-group": {"director"},
        "GET /leading-group": REGISTER,
        "POST /leading-group/precautions": GROUP,
        "POST /leading-group/precautions/{number}/checks": GROUP | {"director"},
        "POST /preparations": COMMAND,
        "GET /preparations": REGISTER,
    },
    archive: {
        "GET /events": {"auditor", "director"},
        "GET /batches/{batch_id}/events": {"auditor", "director"},
        "GET /chain": {"auditor", "director"},
        "GET /tree-heads": STAFF | {"public"},
        "GET /tree-heads/consistency": STAFF | {"public"},
        "GET /proofs": {"auditor", "director"},
        "GET /batches/{batch_id}/proofs": {"auditor", "director"},
        "GET /batches/{batch_id}/scans": {"auditor", "director"},
        "GET /items/{item_id}/sealed-scan": {"auditor", "director"},
        "GET /items/{item_id}/proof": ARCHIVE,
        "GET /gaps": {"auditor", "director"},
        "GET /kinds": ARCHIVE,
        "GET /contents": ARCHIVE,
        "GET /batches/{batch_id}/contents": ARCHIVE,
        "GET /batches/{batch_id}/file": ARCHIVE,
        "GET /items/{item_id}": ARCHIVE,
        "POST /batches/{batch_id}/items": {"general-office"},
        "POST /batches/{batch_id}/absences": {"general-office"},
        "POST /batches/{batch_id}/closing": {"general-office"},
        "POST /batches/{batch_id}/packages": {"director"},
        "POST /items/{item_id}/scan": {"general-office"},
        "GET /consultations": ARCHIVE | {"supervisor"},
        "GET /consultations/{consultation_id}": ARCHIVE | {"supervisor"},
        "POST /consultations": {"general-office"},
        "POST /consultations/{consultation_id}/decision": {"director"},
        "POST /consultations/{consultation_id}/presence": {"general-office", "supervisor"},
        "GET /consultations/{consultation_id}/items/{item_id}/scan": {"general-office", "supervisor"},
        "POST /consultations/{consultation_id}/end": {"general-office", "supervisor"},
        "GET /loans": ARCHIVE | {"supervisor"},
        "GET /loans/{loan_id}": ARCHIVE | {"supervisor"},
        "POST /loans": {"general-office"},
        "POST /loans/{loan_id}/decision": {"director"},
        "POST /loans/{loan_id}/handing-out": {"general-office"},
        "POST /loans/{loan_id}/renewals": {"director"},
        "POST /loans/{loan_id}/return": {"general-office"},
        "GET /destructions": ARCHIVE | {"supervisor"},
        "GET /destructions/{destruction_id}": STAFF,
        "POST /batches/{batch_id}/destructions": {"general-office"},
        "POST /destructions/{destruction_id}/group": {"director"},
        "POST /destructions/{destruction_id}/opinions": STAFF,
        "POST /destructions/{destruction_id}/decision": {"director"},
        "POST /destructions/{destruction_id}/signatures": {"general-office", "supervisor"},
        **forms("general-office", "director", "exam-affairs", "item-bank", "quality", "reception", "finance"),
    },
    sync: {
        "GET /uploads": SYNC_READERS,
        "GET /uploads/{upload_id}": SYNC_READERS,
        "GET /batches/{batch_id}/uploads": SYNC_READERS,
        "GET /batches/{batch_id}/account": SYNC_READERS,
        "POST /uploads/{upload_id}/retry": {"general-office"},
        "POST /uploads/{upload_id}/dismissal": {"general-office"},
        "POST /uploads/{upload_id}/finding": {"general-office"},
        "POST /batches/{batch_id}/listing": {"general-office"},
        "POST /batches/{batch_id}/packages": {"general-office"},
        "GET /batches/{batch_id}/score-roster": {"general-office"},
        "GET /batches/{batch_id}/withheld-results": SYNC_READERS,
        "GET /packages/{package_id}": SYNC_READERS,
        "GET /packages/{package_id}/sheet": {"general-office"},
        "GET /packages/{package_id}/confirmation": {"general-office"},
        "POST /packages/{package_id}/carriage": {"general-office"},
        "POST /packages/{package_id}/withdrawal": {"general-office"},
        "POST /packages/{package_id}/answer": {"general-office"},
        "GET /reports": SYNC_READERS,
        "GET /reports/{report_id}": SYNC_READERS,
        "POST /reports/{report_id}/made": {"general-office"},
    },
}

HISTORIES = {
    "registration:batches/b": APPLICATIONS,
    "registration:applications/a": APPLICATIONS,
    "scheduling:sessions/s": {"exam-affairs", "quality", "site-head", "leading-group"},
    "scheduling:enrolments/a": {"exam-affairs", "reception"},
    "itembank:papers/p": {"item-bank", "quality", "supervisor"},
    "itembank:openings/p@s": {"item-bank", "quality", "supervisor"},
    "scoring:results/a": {"marking-lead", "exam-affairs", "score-checker", "general-office", "quality"},
    "certification:notices/a": {"quality", "general-office", "exam-affairs"},
    "certification:objections/o": {"quality", "general-office", "exam-affairs"},
    "certification:certificates/c": {"general-office"},
    "incident:incidents/i": set(),
    "scoring:scripts/x": set(),
    "applications/a": set(),
}


@pytest.mark.rule("SEC-10")
@pytest.mark.parametrize("build", DOORS, ids=lambda build: build.__module__)
async def test_each_role_gets_through_its_own_doors_and_no_others(build, tmp_path):
    async with Harness(build, tmp_path) as harness:
        harness.service.stopping.set()  # a feed without an end ends
        let_in = {}
        for method, path, _ in routes(harness.service):
            if path.startswith("/internal"):
                continue
            asked = {role: await harness.request(method, filled(path), as_=("S-0099", role)) for role in STAFF}
            asked["public"] = await harness.request(method, filled(path))
            refused = {role for role, answer in asked.items() if answer.status_code in {401, 403}}
            let_in[f"{method} {path}"] = asked.keys() - refused

    assert let_in == DOORS[build]


async def test_a_history_is_read_by_the_things_readers_auditor_and_director(tmp_path):
    async with Harness(archive, tmp_path) as harness:
        let_in = {}
        for subject in HISTORIES:
            asked = {
                role: await harness.get("/events", params={"subject": subject}, as_=("S-1", role)) for role in STAFF
            }
            let_in[subject] = {role for role, answer in asked.items() if answer.status_code == 200}
            assert {answer.status_code for answer in asked.values()} == {200, 403}

    assert let_in == {subject: readers | {"auditor", "director"} for subject, readers in HISTORIES.items()}
