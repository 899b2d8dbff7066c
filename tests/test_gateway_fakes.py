"""What the gateway's tests have the services say is what the services say: each fake answer fits its route's model."""

import json
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from apps.gateway.tests import (
    exam_day,
    preparation,
    results,
    test_applications,
    test_approvals,
    test_archive,
    test_archive_files,
    test_bars,
    test_batches,
    test_duty_roster,
    test_fees,
    test_forms,
    test_ledgers,
    test_reporting,
    test_room_papers,
)
from apps.gateway.tests.results import a_page
from libs.chassis.testing import Harness
from tests.test_roles import DOORS

SAID = [
    ("registration", "/batches", a_page(test_batches.LINE)),
    ("registration", "/batches/{batch_id}", test_batches.BATCH),
    ("registration", "/batches/{batch_id}/applications", a_page(test_applications.APPLICATION)),
    ("registration", "/applications/{application_id}", test_applications.APPLICATION),
    ("registration", "/applications/{application_id}/assessment", test_applications.ASSESSMENT),
    ("registration", "/applications/{application_id}/integrity", [test_applications.INTEGRITY]),
    ("registration", "/bars", a_page(test_bars.BAR)),
    ("registration", "/batches/{batch_id}/fee-book", test_fees.BOOK),
    ("registration", "/batches/{batch_id}/fee-accounts", a_page(test_fees.LINE)),
    ("registration", "/batches/{batch_id}/receipts", a_page(test_fees.RECEIPT_LINE)),
    ("registration", "/applications/{application_id}/fees", test_fees.ACCOUNT),
    ("registration", "/receipts/{number}", test_fees.RECEIPT),
    ("registration", "/announcements", a_page(preparation.ANNOUNCEMENT)),
    ("registration", "/announcements/{announcement_id}", preparation.ANNOUNCEMENT),
    ("scheduling", "/batches/{batch_id}/progress", test_batches.PLAN),
    ("scheduling", "/batches/{batch_id}/progress", preparation.SEATED),
    ("scheduling", "/batches/{batch_id}/plan", preparation.PLAN),
    ("scheduling", "/forms/files/{file_id}", test_forms.BATCH_FORMS),
    ("scheduling", "/forms/mine", [{"file_id": "2026-autumn", "missing": [test_forms.LACK]}]),
    ("scheduling", "/forms/{form}/blanks/{subject_id}", test_forms.BLANK),
    ("scheduling", "/forms/records/{record_id}", test_forms.RECORD),
    ("scheduling", "/ledgers", [test_ledgers.LINE]),
    ("scheduling", "/ledgers/{name}/{year}", test_ledgers.LEDGER),
    ("scheduling", "/batches/{batch_id}/gaps", [preparation.GAP]),
    ("scheduling", "/batches/{batch_id}/tickets", a_page(preparation.TICKET)),
    ("scheduling", "/rooms", a_page(preparation.ROOM)),
    ("registration", "/annual-plans/{year}", preparation.YEAR),
    ("registration", "/annual-plans/reminders", [preparation.DUE]),
    ("scheduling", "/sites", a_page(preparation.SITE)),
    ("scheduling", "/staff", a_page(preparation.PERSON)),
    ("scheduling", "/staff/{staff_id}", preparation.FILE),
    ("scheduling", "/staff/{staff_id}", preparation.FILE | {"qualifications": [preparation.REMOVED]}),
    ("scheduling", "/qualifications", a_page(preparation.ATTENTION)),
    ("scheduling", "/sessions", a_page(exam_day.SUMMARY)),
    ("scheduling", "/sessions/{session_id}", exam_day.SESSION),
    ("itembank", "/batches/{batch_id}/progress", test_batches.PAPERS),
    ("itembank", "/banks", a_page(preparation.BANK)),
    ("itembank", "/banks/{code}/{level}/making", preparation.MAKING),
    ("itembank", "/banks/{code}/{level}/items", a_page(preparation.ITEM)),
    ("itembank", "/secret-materials", a_page(preparation.MATERIAL)),
    ("itembank", "/secret-materials/{material_id}", preparation.MATERIAL),
    ("itembank", "/blueprints", a_page(preparation.BLUEPRINT)),
    ("itembank", "/papers", a_page(results.PAPER)),
    ("itembank", "/papers/{paper_id}", results.PAPER),
    ("itembank", "/papers/{paper_id}/custody", preparation.CUSTODY),
    ("itembank", "/sessions/{session_id}/papers", test_room_papers.ROOM_PAPERS),
    ("scoring", "/batches/{batch_id}/progress", test_batches.MARKING),
    ("scoring", "/batches/{batch_id}/sessions", [results.MARKED_SESSION]),
    ("scoring", "/batches/{batch_id}/sessions", [results.OWN_SESSION]),
    ("scoring", "/batches/{batch_id}/lists", [results.LIST]),
    ("scoring", "/batches/{batch_id}/lists/{code}/{level}/code-readings", results.READINGS),
    ("scoring", "/sessions/{session_id}/scripts", results.OWN_SCRIPTS),
    ("scoring", "/sessions/{session_id}/scripts", results.ALL_SCRIPTS),
    ("scoring", "/sessions/{session_id}/disputes", results.DISPUTES),
    ("scoring", "/batches/{batch_id}/lists/{code}/{level}/analysis", results.ANALYSIS),
    ("scoring", "/batches/{batch_id}/lists/{code}/{level}/similarity", results.LEADS),
    ("scoring", "/sessions/{session_id}/sheet-cases", results.SHEET_CASES),
    ("scoring", "/sessions/{session_id}/similarity", results.ROOM_LEADS),
    ("scoring", "/sessions/{session_id}/typed-sheets", results.TYPED_SHEETS),
    ("scoring", "/keys/{paper_id}/corrections", results.KEY_CORRECTIONS),
    ("scoring", "/keys/{paper_id}/corrections", results.RECHECKED_KEY),
    ("scoring", "/batches/{batch_id}/results", a_page(results.RESULT)),
    ("scoring", "/results/{application_id}", results.RESULT),
    ("incident", "/incidents/statistics", test_approvals.STATISTICS),
    ("incident", "/rosters/{batch_id}", test_duty_roster.ROSTER),
    ("incident", "/rosters/{batch_id}/readiness", test_duty_roster.READINESS),
    ("certification", "/batches/{batch_id}/progress", test_batches.NOTICES),
    ("certification", "/batches/{batch_id}/notices", a_page(results.NOTICE)),
    ("certification", "/notices/{application_id}", results.NOTICE),
    ("certification", "/notices/{application_id}", results.QUESTIONED_NOTICE),
    ("certification", "/questioned-certificates", a_page(results.QUESTIONED)),
    ("certification", "/batches/{batch_id}/objections", a_page(results.OBJECTION)),
    ("certification", "/objections/{objection_id}", results.OBJECTION),
    ("certification", "/batches/{batch_id}/certificates", a_page(results.CERTIFICATE)),
    ("certification", "/certificates/{number}", results.CERTIFICATE),
    ("archive", "/batches/{batch_id}/contents", a_page(test_archive.FILED)),
    ("certification", "/holiday-years", [results.UNKNOWN_YEAR, results.KNOWN_YEAR]),
    ("certification", "/reissues", a_page(results.REISSUE)),
    ("certification", "/reissues/{reissue_id}", results.REISSUE),
    ("certification", "/proceedings", a_page(results.PROCEEDING)),
    ("certification", "/proceedings/{proceeding_id}", results.REVOKED),
    ("certification", "/scope-findings", a_page(results.FINDING)),
    ("certification", "/scope-findings/{finding_id}", results.FINDING),
    ("certification", "/filings", a_page(results.FILING)),
    ("certification", "/employer-keys", a_page(results.EMPLOYER_KEY)),
    ("certification", "/stock", [results.SERIES]),
    ("certification", "/statistics/{year}", results.CERTIFICATE_YEAR),
    ("certification", "/stock/drawings", a_page(results.DRAWING)),
    ("certification", "/stock/destructions", a_page(results.STOCK_DESTRUCTION)),
    ("certification", "/stock/prints", a_page(results.STOCK_PRINT)),
    ("certification", "/stock/{series}/blanks", a_page(results.BLANK)),
    ("certification", "/stock/{series}/stocktakes", a_page(results.STOCKTAKE)),
    ("certification", "/blanks/{serial}", results.BLANK),
    ("certification", "/filings/{filing_id}", results.FILING),
    ("archive", "/batches/{batch_id}/file", test_archive_files.FILE),
    ("archive", "/tree-heads", a_page(test_archive_files.HEAD)),
    ("archive", "/gaps", a_page(test_archive_files.GAP)),
    ("archive", "/kinds", [test_archive_files.KIND]),
    ("sync", "/reports", [test_reporting.REPORT]),
    ("sync", "/uploads", a_page(test_reporting.UPLOAD)),
    ("sync", "/batches/{batch_id}/uploads", a_page(test_reporting.UPLOAD)),
    ("sync", "/batches/{batch_id}/account", test_reporting.ACCOUNT),
    ("sync", "/batches/{batch_id}/withheld-results", test_reporting.WITHHELD),
    ("sync", "/uploads/{upload_id}", test_reporting.UPLOAD),
    ("archive", "/items/{item_id}", test_archive_files.ITEM),
    ("archive", "/loans", a_page(test_archive_files.LOAN)),
    ("archive", "/loans/{loan_id}", test_archive_files.LOAN),
    ("archive", "/consultations", a_page(test_archive_files.CONSULTATION)),
    ("archive", "/consultations/{consultation_id}", test_archive_files.CONSULTATION),
    ("archive", "/destructions", a_page(test_archive_files.DESTRUCTION)),
    ("archive", "/destructions/{destruction_id}", test_archive_files.DESTRUCTION),
]


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Every GET of every service."""
    builds: list[Any] = list(DOORS)
    services = [Harness(build, tmp_path_factory.mktemp("fakes")).service for build in builds]
    return {
        (service.name, route.path): route
        for service in services
        for router in service.routers
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }


@pytest.mark.parametrize(("service", "path", "said"), SAID, ids=[f"{service} {path}" for service, path, _ in SAID])
def test_a_fake_answer_has_the_fields_of_the_real_one(shown, service, path, said):
    route = shown[service, path]
    adapter = TypeAdapter(route.response_model)

    read = adapter.validate_json(json.dumps(said))

    real = json.loads(adapter.dump_json(read, exclude_none=route.response_model_exclude_none))
    assert fields(said) == fields(real)


def fields(told):
    """The names in it, at every depth; of a list those of its first entry."""
    if isinstance(told, dict):
        return {name: fields(value) for name, value in told.items()}
    if isinstance(told, list):
        return fields(told[0]) if told else None
    return None
