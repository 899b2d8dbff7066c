"""A room as scheduling tells of it, for the pages of the examination day."""

from typing import Any

SESSION_ID = "2026-autumn-t-1"
PRACTICAL_ID = "2026-autumn-p-1"
SUMMARY: dict[str, Any] = {
    "session_id": SESSION_ID,
    "batch_id": "2026-autumn",
    "part": "theory",
    "occupation_code": "4-03-02-01",
    "level": 4,
    "room": "第一考场",
    "site": "主考点",
    "starts_at": "2026-09-01T12:10:00+08:00",
    "ends_at": "2026-09-01T13:40:00+08:00",
    "state": "published",
    "candidates": 2,
    "checked_in": 1,
    "late_steps": 1,
    "staff": [
        {"staff_id": "I-0001", "duty": "chief-invigilator"},
        {"staff_id": "I-0002", "duty": "deputy-invigilator"},
    ],
}
ARRIVED = {"claimed_at": None, "received_at": None, "offline": False, "received_late": False, "left_at": None}
NO_LOT = {"station": None, "station_signed_at": None, "disqualified": False}
SEATS = [
    {
        "seat": 1,
        "column": 1,
        "row": 1,
        "application_id": "2026-autumn-00001",
        "ticket_number": "26090148000101",
        "name": "考生一",
        "form": "A",
        "checked_in_at": "2026-09-01T11:56:00+08:00",
        **ARRIVED,
        **NO_LOT,
    },
    {
        "seat": 2,
        "column": 1,
        "row": 2,
        "application_id": "2026-autumn-00002",
        "ticket_number": "26090148000102",
        "name": "考生二",
        "form": "B",
        "checked_in_at": None,
        **ARRIVED,
        **NO_LOT,
    },
]
TIMELINE = [
    ("admission", "start", -15, "2026-09-01T11:55:00+08:00", "组织考生入场"),
    ("notes-read", "start", -10, "2026-09-01T12:00:00+08:00", "宣读考生注意事项"),
    ("papers-opened", "start", -5, "2026-09-01T12:05:00+08:00", "当众启封"),
    ("start", "start", 0, "2026-09-01T12:10:00+08:00", "统一发布开考信号"),
    ("entry-closed", "start", 30, "2026-09-01T12:40:00+08:00", "迟到考生不得入场"),
    ("end", "end", 0, "2026-09-01T13:40:00+08:00", "发布结束信号"),
]
# What is signed of a line, and by whom; the others are signals.
SIGNED: dict[str, dict[str, Any]] = {
    "admission": {
        "signers": ["chief-invigilator"],
        "signatures": [{"by": "I-0001", "at": "2026-09-01T11:56:00+08:00"}],
        "done_at": "2026-09-01T11:56:00+08:00",
    },
    "notes-read": {"signers": ["deputy-invigilator"], "late": True},
    "papers-opened": {"signers": ["chief-invigilator"], "figures": ["papers"], "witnesses": 2},
}


def a_step(name: str, at: str) -> dict[str, Any]:
    """A line of the day as scheduling tells what is signed of it."""
    signed = SIGNED.get(name, {})
    times = {"opens_at": at, "late_after": at} if signed else {"opens_at": None, "late_after": None}
    nothing = {"signers": [], "figures": [], "witnesses": 0, "signatures": [], "counted": {}, "witnessed_by": []}
    return {**nothing, **times, "signatures_wanted": int(bool(signed)), "done_at": None, "late": False, **signed}


SESSION: dict[str, Any] = {
    **SUMMARY,
    "started_at": None,
    "finished_at": None,
    "supervisor_id": "Q-0001",
    "safety_officer_id": None,
    "attendance": {"present": 1, "absent": 1, "counted_at": None, "counted_present": None},
    "extensions": [],
    "extensions_too_late": [],
    "spare_incident_id": None,
    "by_computer": False,
    "missing_papers": None,
    "urn": None,
    "misconduct": [],
    "timeline": [
        {"name": name, "anchor": anchor, "minutes": minutes, "at": at, "rules": ["EXM-01"], "task": task}
        | a_step(name, at)
        for name, anchor, minutes, at, task in TIMELINE
    ],
    "seats": SEATS,
}
