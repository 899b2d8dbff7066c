"""The demo, run as its user runs it: one small batch on the real system, from roster to certificate."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import bagit
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
    certificates = summary["certificates"] + summary["technicians"]["certificates"]
    assert certificates == len(of_type(events, "certification.certificate-issued.v1"))
    assert summary["incidents"]["total"] == len(of_type(events, "incident.incident-reported.v1"))
    assert summary["messages"]["parked"] == 0


def test_every_roster_row_has_exactly_one_outcome(out, summary):
    candidates = rows(out, "candidates.csv")

    assert sorted(int(candidate["row"]) for candidate in candidates) == list(range(2, CANDIDATES + 2))
    assert {candidate["outcome"] for candidate in candidates} <= {
        *("issued", "part-kept", "failed", "absent", "refused"),
        *("cancelled", "voided", "zeroed"),
    }
    assert sum(summary["candidates"].values()) == CANDIDATES


def test_exactly_the_rows_wrong_on_purpose_are_refused_with_a_reason(out):
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


@pytest.mark.rule("SCO-05")
def test_technicians_are_certified_after_theory_practical_and_a_review(out, summary, events):
    certificates = rows(out, "technicians.csv")
    batch_id = summary["technicians"]["batch_id"]
    published = [event["data"] for event in of_type(events, "scoring.score-published.v1")]
    posted = [score for score in published if score["batch_id"] == batch_id]

    passed = {
        score["application_id"]
        for score in posted
        if all(score[f"{part}_outcome"] == "passed" for part in ("theory", "practical", "review"))
    }
    issued = {
        event["data"]["application_id"]
        for event in of_type(events, "certification.certificate-issued.v1")
        if event["data"]["batch_id"] == batch_id
    }
    assert issued == passed
    assert len(posted) == summary["technicians"]["candidates"] == 5
    assert len(certificates) == summary["technicians"]["certificates"] == len(issued) > 0
    for certificate in certificates:
        assert certificate["certificate_number"][15] == "2"
        assert float(certificate["review_score"]) >= 60
        text = PdfReader(out / certificate["pdf"]).pages[0].extract_text()
        assert certificate["certificate_number"] in text


def test_all_fourteen_kinds_are_reported_handled_and_closed(summary):
    cases = summary["incidents"]["cases"]

    assert len(summary["incidents"]["kinds"]) == 14
    assert {case["category"] for case in cases} == summary["incidents"]["kinds"].keys()
    assert Counter(case["tier"] for case in cases) == summary["incidents"]["by_tier"] == {"major": 9, "general": 7}
    assert all(case["closed_at"] and case["acknowledged_by"] for case in cases)


def test_every_measure_is_done_and_none_is_refused_where_carried_out(summary):
    measures = [measure for case in summary["incidents"]["cases"] for measure in case["measures"]]

    assert all(measure["state"] == "done" and measure["applied"] and not measure["refused"] for measure in measures)
    assert {measure["type"] for measure in measures} >= {
        *("make-up-time", "spare-paper", "reprint", "start-delay", "reschedule", "cancellation", "fee-waiver"),
        *("resit", "void-results", "zero-score", "replace-staff", "police", "evacuation", "isolation", "medical-aid"),
    }


def test_every_post_has_somebody_on_every_day(summary, events):
    assert set(summary["incidents"]["readiness"].values()) == {0}
    assert {tuple(event["data"]["gaps"]) for event in of_type(events, "incident.readiness-checked.v1")} == {()}


@pytest.mark.rule("INC-06")
def test_first_reports_come_in_time_but_one_entered_late_and_one_never(out, summary, events):
    verdicts = {case["incident_id"]: case["first_report"] for case in summary["incidents"]["cases"]}
    overdue = {
        incident["incident_id"]: datetime.fromisoformat(incident["overdue_at"])
        - datetime.fromisoformat(incident["discovered_at"])
        for incident in rows(out, "incidents.csv")
        if incident["overdue_at"]
    }

    assert Counter(verdicts.values()) == {"in-time": 14, "entered-late": 1, "never": 1}
    assert {verdicts[incident_id]: late for incident_id, late in overdue.items()} == {
        "never": timedelta(minutes=10),
        "entered-late": timedelta(minutes=15),
    }
    assert len(of_type(events, "incident.first-report-overdue.v1")) == 2


@pytest.mark.rule("INC-14")
def test_a_major_incident_is_escalated_at_once(summary, events):
    at_once = {
        event["data"]["incident_id"]
        for event in of_type(events, "incident.incident-escalated.v1")
        if event["data"]["reason"] == "major"
    }

    assert at_once == {case["incident_id"] for case in summary["incidents"]["cases"] if case["tier"] == "major"}


def test_one_incident_turns_out_major_and_one_has_its_discovery_put_right(summary, events):
    [reclassified] = of_type(events, "incident.incident-reclassified.v1")
    [corrected] = of_type(events, "incident.discovery-corrected.v1")
    kind = {case["incident_id"]: case["category"] for case in summary["incidents"]["cases"]}

    assert (reclassified["data"]["previous_tier"], reclassified["data"]["tier"]) == ("general", "major")
    assert kind[reclassified["data"]["incident_id"]] == "mass-disorder"
    assert kind[corrected["data"]["incident_id"]] == "virus-or-network-fault"


def measures(summary, kind, category=None):
    """The measures of a kind, each with the incident it belongs to."""
    return [
        {**measure, "incident_id": case["incident_id"]}
        for case in summary["incidents"]["cases"]
        for measure in case["measures"]
        if measure["type"] == kind and category in {None, case["category"]}
    ]


def plans(events, session_id):
    """How a session was planned, the last plan last."""
    return [
        event["data"]
        for event in of_type(events, "scheduling.session-planned.v1")
        if event["data"]["session_id"] == session_id
    ]


def finished(events):
    return {event["data"]["session_id"]: event["data"] for event in of_type(events, "scheduling.exam-finished.v1")}


def forms(session):
    return {attendance["form"] for attendance in session["present"]}


def moment(text):
    return datetime.fromisoformat(text)


def test_where_the_spare_is_approved_everybody_writes_the_spare(summary, events):
    for measure in measures(summary, "spare-paper"):
        [session_id] = measure["applied"]

        assert forms(finished(events)[session_id]) == {"spare"}
    assert len(of_type(events, "itembank.spare-paper-released.v1")) == len(measures(summary, "spare-paper")) == 2


def test_lost_time_is_made_up(events):
    extended = of_type(events, "scheduling.exam-time-extended.v1")

    assert sorted(event["data"]["minutes"] for event in extended) == [8, 15, 20]
    for event in extended:
        session_id = event["data"]["session_id"]
        ends = moment(plans(events, session_id)[-1]["ends_at"]) + timedelta(minutes=event["data"]["minutes"])
        assert moment(event["data"]["ends_at"]) == ends
        assert moment(finished(events)[session_id]["finished_at"]) >= ends


def test_a_session_whose_candidates_are_held_up_begins_later(summary, events):
    [measure] = measures(summary, "start-delay")
    [session_id] = measure["applied"]

    first, second = plans(events, session_id)
    assert moment(second["starts_at"]) - moment(first["starts_at"]) == timedelta(minutes=30)
    assert moment(finished(events)[session_id]["finished_at"]) >= moment(second["ends_at"])


def test_sessions_not_held_are_held_another_day_with_the_spare(summary, events):
    moved = measures(summary, "reschedule")

    assert len(moved) == 2
    for measure in moved:
        [session_id] = measure["applied"]
        first, last = plans(events, session_id)[0], plans(events, session_id)[-1]
        assert moment(last["starts_at"]).date() > moment(first["starts_at"]).date()
        assert moment(finished(events)[session_id]["finished_at"]).date() == moment(last["starts_at"]).date()
        assert forms(finished(events)[session_id]) == {"spare"}


@pytest.mark.rule("INC-20")
def test_a_cancelled_session_gives_no_certificate_and_a_free_next_time(out, summary, events):
    [cancelled], [waived] = measures(summary, "cancellation"), measures(summary, "fee-waiver")
    candidates = {candidate["application_id"]: candidate for candidate in rows(out, "candidates.csv")}

    assert waived["applied"]
    assert not set(cancelled["applied"]) & finished(events).keys()
    for application_id in waived["applied"]:
        assert candidates[application_id]["free_parts"] == "practical"
        assert candidates[application_id]["certificate_number"] == ""
        assert "实操停考，下次考试免费" in candidates[application_id]["reason"]
    assert {a for a, one in candidates.items() if one["outcome"] == "cancelled"} <= set(waived["applied"])


@pytest.mark.rule("INC-16")
def test_a_leaked_papers_results_are_void_and_all_sit_the_spare(out, summary, events):
    [void], [resit] = measures(summary, "void-results", "paper-leak"), measures(summary, "resit")
    [again] = [session for session_id, session in finished(events).items() if "-r-" in session_id]
    outcomes = {candidate["application_id"]: candidate["outcome"] for candidate in rows(out, "candidates.csv")}
    present = {attendance["application_id"] for attendance in again["present"]}

    assert void["applied"] == resit["applied"] == sorted([*present, *again["absent"]])
    assert forms(again) == {"spare"}
    assert {outcomes[application_id] for application_id in again["absent"]} <= {"voided"}
    assert "voided" not in {outcomes[application_id] for application_id in present}


@pytest.mark.rule("INC-22")
def test_those_who_cheated_have_no_result_and_no_certificate(out, summary):
    [void] = measures(summary, "void-results", "mass-disorder")
    candidates = {candidate["application_id"]: candidate for candidate in rows(out, "candidates.csv")}

    assert void["applied"]
    for application_id in void["applied"]:
        assert candidates[application_id]["outcome"] == "voided"
        assert candidates[application_id]["theory_score"] == candidates[application_id]["certificate_number"] == ""


@pytest.mark.rule("INC-34")
def test_who_took_the_answer_sheet_away_has_zero(out, summary):
    [zero] = measures(summary, "zero-score")
    candidates = {candidate["application_id"]: candidate for candidate in rows(out, "candidates.csv")}

    [application_id] = zero["applied"]
    assert candidates[application_id]["outcome"] == "zeroed"
    assert candidates[application_id]["theory_score"] == "0.0"


def test_an_invigilator_is_replaced_during_the_examination(summary, events):
    [measure] = measures(summary, "replace-staff")
    [session_id] = measure["applied"]
    [order] = of_type(events, "incident.staff-replacement-approved.v1")

    before, after = ({one["staff_id"] for one in plan["staff"]} for plan in plans(events, session_id))
    assert before - after == {order["data"]["leaving"]}
    assert after - before == {order["data"]["arriving"]}


def test_the_drill_leaves_no_trace_outside_the_incident_service(out, summary, events):
    known = {case["incident_id"] for case in summary["incidents"]["cases"]}
    named = {event["data"]["incident_id"] for event in events if event["data"].get("incident_id")}
    log = (out / "state" / "stores" / "incident.sqlite").read_bytes() + b"".join(
        path.read_bytes() for path in (out / "state" / "stores").glob("incident.sqlite-*")
    )

    assert named == known
    assert "考前疏散演练".encode() in log


def test_the_register_and_a_timeline_can_be_filed(out, summary):
    with (out / "register.csv").open(encoding="utf-8-sig", newline="") as file:
        register = list(csv.DictReader(file))
    timeline = "".join(page.extract_text() for page in PdfReader(out / "timeline.pdf").pages)

    assert {line["编号"] for line in register} == {case["incident_id"] for case in summary["incidents"]["cases"]}
    assert [line["处理结果"] for line in register if line["类别"] == "试卷泄密"] == ["（保密）", "（保密）"]
    for word in ("多考场秩序混乱", "封闭考点", "更换监考人员", "成绩无效"):
        assert word in timeline


def test_every_event_keeps_its_contract(events):
    known = contracts()

    for event in events:
        known[event["type"]].model_validate(as_published(event["data"]))


def as_published(data):
    """The archive seals fingerprints under the key of their batch (ADR 0035); their form is what the contract asks."""
    is_sealed = {name for name, value in data.items() if name.endswith("fingerprint") and "sealed:" in str(value)}
    return data | dict.fromkeys(is_sealed, "0" * 64)


def test_an_aggregates_events_are_archived_in_order_and_none_is_missing(events):
    sequences: dict[tuple[str, str], list[int]] = {}
    for event in events:
        sequences.setdefault((event["source"], event["subject"]), []).append(int(event["sequence"]))

    assert all(sorted(seen) == list(range(1, len(seen) + 1)) for seen in sequences.values())
    assert len({event["id"] for event in events}) == len(events)


def test_no_identifier_and_no_secret_is_readable_outside_the_lists(out):
    numbers, phones = set(), set()
    for roster in ("roster.xlsx", "technicians/roster.xlsx"):
        header, *people = CalamineWorkbook.from_path(out / "input" / roster).get_sheet_by_index(0).to_python()
        numbers |= {str(row[header.index("证件号码")]).encode() for row in people}
        phones |= {str(row[header.index("手机号码")]).encode() for row in people}
    files = [out / "events.jsonl", out / "summary.json", *(out / "state" / "logs").glob("*")]
    files += [path for path in (out / "state").rglob("*") if path.is_file() and ".sqlite" in path.name]

    leaks = {}
    for file in files:
        content = file.read_bytes()
        found = [secret for secret in numbers | phones if secret and secret in content]
        if found:
            leaks[file.name] = len(found)

    assert leaks == {}


def test_what_is_written_is_for_nobody_else(out):
    readable = [file for file in out.rglob("*") if file.is_file() and file.stat().st_mode & 0o077]

    assert readable == []


def test_the_evidence_chain_verifies_and_fails_after_one_byte_is_changed(out, tmp_path):
    original = out / "events.jsonl"
    altered = tmp_path / "events.jsonl"
    content = bytearray(original.read_bytes())
    position = content.index(b'"batch_id"') + 3
    content[position] ^= 1
    altered.write_bytes(content)

    assert verified(original).returncode == 0
    assert verified(altered).returncode != 0


def test_the_package_of_the_batch_is_proved_by_the_archives_key(out, tmp_path):
    head = packed_head(out / "batch.zip")
    shutil.unpack_archive(out / "batch.zip", tmp_path)
    bagit.Bag(str(tmp_path / "batch")).validate()

    command = [sys.executable, "-m", "apps.cli", "verify-batch", str(out / "batch.zip"), "--key", head["key"]]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert ran.returncode == 0, ran.stderr
    assert f"archived by {head['day']}" in ran.stdout


def packed_head(package):
    with zipfile.ZipFile(package) as archive:
        return json.loads(archive.read("batch/data/head.json"))


def verified(file):
    command = [sys.executable, "-m", "apps.cli", "verify-chain", str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_the_report_is_one_page_that_needs_nothing_from_elsewhere(out):
    page = (out / "report.html").read_text(encoding="utf-8")

    assert "<svg" in page
    assert page.count("试卷泄密") == 2
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
