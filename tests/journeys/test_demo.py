"""The demo, run as its user runs it: one small batch on the real system, from roster to certificate."""

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from libs.contracts.catalogue import contracts

pytestmark = pytest.mark.journey

ROOT = Path(__file__).parent.parent.parent
CANDIDATES, SEED = 72, 11


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    directory = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "apps.demo", "--candidates", str(CANDIDATES), "--seed", str(SEED)]
    ran = subprocess.run(
        [*command, "--out", str(directory)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    return directory


@pytest.fixture(scope="module")
def summary(out):
    return json.loads((out / "summary.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def events(out):
    return [json.loads(line) for line in (out / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def rows(out, name):
    with (out / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_type(events, key):
    return [event for event in events if event["type"] == key]


def test_the_summary_counts_what_the_archive_holds(summary, events):
    assert summary["events"] == Counter(event["type"] for event in events)
    assert summary["events_total"] == len(events) == summary["messages"]["published"]
    assert summary["certificates"] == len(of_type(events, "certification.certificate-issued.v1"))
    assert summary["incidents"]["total"] == len(of_type(events, "incident.incident-reported.v1"))
    assert summary["messages"]["parked"] == 0


def test_every_roster_row_has_exactly_one_outcome(out, summary):
    candidates = rows(out, "candidates.csv")

    assert sorted(int(candidate["row"]) for candidate in candidates) == list(range(2, CANDIDATES + 2))
    assert {candidate["outcome"] for candidate in candidates} <= {"issued", "part-kept", "failed", "absent", "refused"}
    assert sum(summary["candidates"].values()) == CANDIDATES


def test_exactly_the_rows_that_are_wrong_on_purpose_are_refused_with_a_reason(out):
    expected = json.loads((out / "input" / "expected.json").read_text(encoding="utf-8"))

    refused = {
        candidate["row"]: candidate["reason"]
        for candidate in rows(out, "candidates.csv")
        if candidate["outcome"] == "refused"
    }

    assert refused.keys() == expected.keys()
    assert all(refused.values())


@pytest.mark.rule("SCO-02", "CER-13", "CER-14", "SCO-27")
def test_certificates_are_numbered_without_gap_for_those_who_passed_both_parts(out):
    certificates = rows(out, "certificates.csv")

    assert certificates
    numbers = [certificate["certificate_number"] for certificate in certificates]
    assert all(re.fullmatch(r"[A-Z]\d{21}", number) for number in numbers)
    by_level = Counter(number[15] for number in numbers)
    expected = {(level, f"{n:06d}") for level, count in by_level.items() for n in range(1, count + 1)}
    assert {(number[15], number[16:]) for number in numbers} == expected
    for certificate in certificates:
        assert float(certificate["theory_score"]) >= 60
        assert float(certificate["practical_score"]) >= 60
        assert date.fromisoformat(certificate["issued_on"]) > date.fromisoformat(certificate["notice_until"])


def test_every_certificate_is_a_pdf_that_shows_its_number_and_holder(out):
    certificates = rows(out, "certificates.csv")

    assert {path.name for path in (out / "certificates").iterdir()} == {
        f"{certificate['certificate_number']}.pdf" for certificate in certificates
    }
    for certificate in certificates[:5]:
        text = PdfReader(out / certificate["pdf"]).pages[0].extract_text()
        assert certificate["certificate_number"] in text
        assert certificate["name"] in text


@pytest.mark.rule("INC-06")
def test_an_incident_that_nobody_reports_is_overdue_ten_minutes_after_its_discovery(out, events):
    incidents = rows(out, "incidents.csv")

    overdue = [incident for incident in incidents if incident["overdue_at"]]
    assert len(incidents) == 3
    assert len(overdue) == 1
    discovered, rang = (datetime.fromisoformat(overdue[0][column]) for column in ("discovered_at", "overdue_at"))
    assert rang - discovered == timedelta(minutes=10)
    assert len(of_type(events, "incident.first-report-overdue.v1")) == 1


def test_a_major_incident_is_escalated_at_once_and_the_spare_paper_is_used(out, events):
    [major] = [incident for incident in rows(out, "incidents.csv") if incident["tier"] == "major"]

    [released] = of_type(events, "itembank.spare-paper-released.v1")
    [session] = [
        event["data"]
        for event in of_type(events, "scheduling.exam-finished.v1")
        if event["data"]["session_id"] == released["data"]["session_id"]
    ]
    assert {attendance["form"] for attendance in session["present"]} == {"spare"}
    escalated = [e for e in of_type(events, "incident.incident-escalated.v1") if e["data"]["reason"] == "major"]
    assert [event["data"]["incident_id"] for event in escalated] == [major["incident_id"]]
    assert datetime.fromisoformat(escalated[0]["data"]["escalated_at"]) == datetime.fromisoformat(
        major["discovered_at"]
    )


def test_lost_time_is_made_up(events):
    [extended] = of_type(events, "scheduling.exam-time-extended.v1")
    [planned] = [
        e
        for e in of_type(events, "scheduling.session-planned.v1")
        if e["data"]["session_id"] == extended["data"]["session_id"]
    ]
    [finished] = [
        e
        for e in of_type(events, "scheduling.exam-finished.v1")
        if e["data"]["session_id"] == extended["data"]["session_id"]
    ]

    ends = datetime.fromisoformat(planned["data"]["ends_at"]) + timedelta(minutes=20)
    assert datetime.fromisoformat(extended["data"]["ends_at"]) == ends
    assert datetime.fromisoformat(finished["data"]["finished_at"]) >= ends


def test_every_event_keeps_its_contract(events):
    known = contracts()

    for event in events:
        known[event["type"]].model_validate(event["data"])


def test_the_events_of_an_aggregate_are_archived_in_order_and_none_is_missing(events):
    sequences: dict[tuple[str, str], list[int]] = {}
    for event in events:
        sequences.setdefault((event["source"], event["subject"]), []).append(int(event["sequence"]))

    assert all(sorted(seen) == list(range(1, len(seen) + 1)) for seen in sequences.values())
    assert len({event["id"] for event in events}) == len(events)


def test_no_identifier_and_no_secret_is_readable_outside_the_lists(out):
    table = CalamineWorkbook.from_path(out / "input" / "roster.xlsx").get_sheet_by_index(0).to_python()
    header, *people = table
    numbers = {str(row[header.index("证件号码")]).encode() for row in people}
    phones = {str(row[header.index("手机号码")]).encode() for row in people}
    files = [out / "events.jsonl", out / "summary.json", *(out / "state" / "logs").glob("*")]
    files += [path for path in (out / "state").rglob("*") if path.is_file() and ".sqlite" in path.name]

    leaks = {}
    for file in files:
        content = file.read_bytes()
        found = [secret for secret in numbers | phones if secret and secret in content]
        if found:
            leaks[file.name] = len(found)

    assert leaks == {}


def test_the_evidence_chain_verifies_and_fails_after_one_byte_is_changed(out, tmp_path):
    original = out / "events.jsonl"
    altered = tmp_path / "events.jsonl"
    content = bytearray(original.read_bytes())
    position = content.index(b'"batch_id"') + 3
    content[position] ^= 1
    altered.write_bytes(content)

    assert verified(original).returncode == 0
    assert verified(altered).returncode != 0


def verified(file):
    command = [sys.executable, "-m", "apps.cli", "verify-chain", str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_the_report_is_one_page_that_needs_nothing_from_elsewhere(out):
    page = (out / "report.html").read_text(encoding="utf-8")

    assert "<svg" in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)


def test_nothing_that_was_started_is_left_running(out):
    processes = [path for path in Path("/proc").iterdir() if path.name.isdigit()]

    left = []
    for process in processes:
        try:
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if str(out).encode() in environment and int(process.name) != os.getpid():
            left.append((process / "cmdline").read_bytes())

    assert left == []
