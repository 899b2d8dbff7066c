"""Marking, results and a certificate as scoring and certification tell of them."""

from typing import Any

BATCH_ID = "2026-autumn"
CODE = "4-03-02-01"
MARKING_ID = "2026-autumn-p-1"
APPLICATION_ID = "2026-autumn-00002"
OBJECTION_ID = "O-1"
NUMBER = "Y000043000001264000001"

LIST: dict[str, Any] = {
    "list_id": f"{BATCH_ID}-{CODE}-4",
    "occupation_code": CODE,
    "level": 4,
    "state": "open",
    "scripts": 2,
    "marked": 2,
    "disputed": 0,
    "published": 0,
    "checked_by": None,
    "approved_by": None,
}
READINGS = [{"session_id": MARKING_ID, "by": "S-0007", "at": "2026-09-02T01:00:00Z"}]
MARKED_SESSION: dict[str, Any] = {
    "session_id": MARKING_ID,
    "part": "practical",
    "occupation_code": CODE,
    "level": 4,
    "finished_at": "2026-09-01T09:00:00Z",
    "called_off": False,
    "scripts": 2,
    "marked": 1,
    "disputed": 1,
}
OWN_SESSION = {key: told for key, told in MARKED_SESSION.items() if key not in {"marked", "disputed"}} | {
    "to_submit": 1,
    "to_rule": 1,
}
OWN_SCRIPTS = {
    "session_id": MARKING_ID,
    "part": "practical",
    "scripts": [
        {"code": "K7", "form": "A", "submitted": False},
        {"code": "M2", "form": "A", "submitted": True},
    ],
    "sheets": [
        {
            "form": "A",
            "criteria": [{"no": 1, "task": "轴", "text": "主轴尺寸", "marks": "100", "standard": "超差 0.02 扣 5 分"}],
            "knockouts": ["操作中断电"],
        }
    ],
}
ALL_SCRIPTS = {
    "session_id": MARKING_ID,
    "part": "theory",
    "scripts": [{"code": "K7", "form": "A", "state": "unmarked"}, {"code": "M2", "form": "B", "state": "marked"}],
}
SPREAD: dict[str, Any] = {
    "people": 24,
    "mean": 71.25,
    "deviation": 9.5,
    "median": 72.0,
    "passed": 0.96,
    "bins": [0] * 10 + [1, 0, 3, 5, 8, 4, 2, 1, 0, 0],
    "alarms": ["合格率 96%，高于 95%"],
}
ANALYSIS: dict[str, Any] = {
    "list_id": f"{BATCH_ID}:{CODE}:4",
    "papers": [
        {
            "form": "A",
            "distribution": SPREAD,
            "kr20": 0.83,
            "items": [
                {
                    "item": 1,
                    "difficulty": 0.75,
                    "discrimination": 0.4,
                    "correlation": 0.31,
                    "blank": 0.0,
                    "choices": [
                        {"answer": "A", "share": 0.75, "upper": 0.9, "lower": 0.5},
                        {"answer": "B", "share": 0.25, "upper": 0.1, "lower": 0.5},
                    ],
                    "remarks": [],
                },
                {
                    "item": 2,
                    "difficulty": 0.2,
                    "discrimination": -0.1,
                    "correlation": None,
                    "blank": 0.05,
                    "choices": [],
                    "remarks": ["过难", "高分组更多选 B，请核对标准答案"],
                },
            ],
        }
    ],
    "comparisons": [{"one": "A", "other": "B", "difference": 4.2, "effect": 0.44, "is_apart": True}],
    "practical": {
        "distribution": SPREAD | {"alarms": []},
        "alpha": 0.7,
        "agreement": None,
        "markers": [
            {"marker": "S-0101", "pieces": 8, "above_others": 6.1, "apart": 6.4, "remark": "明显偏宽"},
            {"marker": "S-0102", "pieces": 8, "above_others": -3.0, "apart": 3.3, "remark": ""},
        ],
    },
}
LEADS: dict[str, Any] = {
    "list_id": f"{BATCH_ID}:{CODE}:4",
    "pairs": 276,
    "leads": [
        {
            "form": "A",
            "one": {"code": "K7", "ticket_number": "T00000000001", "session_id": "2026-autumn-t-1", "seat": 7},
            "other": {"code": "M2", "ticket_number": "T00000000002", "session_id": "2026-autumn-t-1", "seat": 8},
            "alike": 78,
            "alike_wrong": 19,
            "expected": 51.3,
            "chance": 3.1e-12,
            "false_share": 8.6e-10,
            "seats_apart": 1,
            "pattern": "RRWDB",
        }
    ],
}
ROOM_LEADS: dict[str, Any] = {
    "session_id": "2026-autumn-t-1",
    "batch_id": BATCH_ID,
    "occupation_code": CODE,
    "level": 4,
    "published": False,
    "scripts": 30,
    "read": 28,
    "pairs": 378,
    "leads": [
        {
            "form": "A",
            "one": {"code": "K7", "ticket_number": "", "session_id": "2026-autumn-t-1", "seat": None},
            "other": {"code": "M2", "ticket_number": "", "session_id": "2026-autumn-t-1", "seat": None},
            "alike": 78,
            "alike_wrong": None,
            "expected": 51.3,
            "chance": 3.1e-12,
            "false_share": 8.6e-10,
            "seats_apart": None,
            "pattern": "SSSDB",
        }
    ],
}
SHEET_CASES: dict[str, Any] = {
    "session_id": MARKING_ID,
    "cases": [
        {
            "case_id": "0123456789abcdef-7",
            "row": 7,
            "code": "K7",
            "form": "A",
            "answers": ["A", "*", "C", "T"],
            "picture": "扫描0007.jpg",
            "trouble": "several-marks",
            "items": [2],
            "needs_two": False,
            "proposed_by": None,
            "settlement": None,
        },
        {
            "case_id": "0123456789abcdef-8",
            "row": 8,
            "code": "M2",
            "form": "A",
            "answers": ["A", "B", "C", "T"],
            "picture": "",
            "trouble": "read-again",
            "items": [],
            "needs_two": True,
            "proposed_by": "S-0004",
            "settlement": None,
        },
        {
            "case_id": "0123456789abcdef-9",
            "row": 9,
            "code": "ZZ",
            "form": "",
            "answers": ["A"],
            "picture": "",
            "trouble": "unknown-code",
            "items": [],
            "needs_two": False,
            "proposed_by": None,
            "settlement": {
                "act": "dismiss",
                "code": "",
                "reason": "废卡",
                "by": "S-0004",
                "second_by": "",
                "at": "2026-09-02T03:00:00Z",
            },
        },
    ],
    "missing": [{"code": "P5", "form": "B"}],
}
TYPED_SHEETS: dict[str, Any] = {
    "session_id": MARKING_ID,
    "examiners": ["S-0101", "S-0102"],
    "lines": {"A": 3},
    "sheets": [
        {"examiner": "S-0101", "code": "K7", "form": "A", "state": "once", "mine": True},
        {"examiner": "S-0101", "code": "M2", "form": "A", "state": "differs", "mine": False},
        {"examiner": "S-0101", "code": "P5", "form": "A", "state": "new", "mine": False},
        {"examiner": "S-0102", "code": "K7", "form": "A", "state": "taken", "mine": True},
    ],
}
DISPUTES = {"session_id": MARKING_ID, "codes": ["M2"]}
PAPER: dict[str, Any] = {
    "paper_id": "2026-autumn-t-A",
    "batch_id": BATCH_ID,
    "occupation_code": CODE,
    "level": 4,
    "part": "theory",
    "form": "A",
    "items": 80,
    "state": "sealed",
    "digest": "ab" * 32,
    "solver": "cp-sat",
    "input_digest": "cd" * 32,
    "gap": 0,
    "miss": 0.004,
    "sealed_at": "2026-09-12T02:00:00Z",
    "origin": "own",
    "city_reference": "",
}
KEY_CORRECTION = {
    "item": 7,
    "reason": "题干数据与标准不符。",
    "by": "S-0001",
    "second_by": "S-0004",
    "at": "2026-09-03T02:00:00Z",
    "remarked": 2,
    "changed": ["K7"],
    "authority": "",
    "posted": 0,
    "kept": [],
}
KEY_CORRECTIONS: dict[str, Any] = {
    "paper_id": "2026-autumn-t-A",
    "registered": False,
    "proposed": KEY_CORRECTION | {"item": 9, "by": "S-0004", "second_by": None, "remarked": 0, "changed": []},
    "corrections": [KEY_CORRECTION],
}
RESULT: dict[str, Any] = {
    "application_id": APPLICATION_ID,
    "batch_id": BATCH_ID,
    "occupation_code": CODE,
    "level": 4,
    "theory": {"score": "81.5", "outcome": "passed", "void": False, "cancelled": False},
    "practical": {"score": "57.0", "outcome": "failed", "void": False, "cancelled": False},
    "review": None,
    "revision": 1,
    "published_at": "2026-09-04T07:00:00+00:00",
    "awaiting": [{"objection_id": OBJECTION_ID, "part": "practical"}],
    "revisions": [
        {
            "objection_id": "O-0",
            "part": "theory",
            "before": "80.5",
            "after": "81.5",
            "reason": "复核答题卡，识别有误。",
            "by": "S-0001",
            "second_by": None,
            "at": "2026-09-06T02:00:00Z",
        }
    ],
    "remarks": [
        {
            "paper_id": "2026-autumn-t-A",
            "item": 7,
            "before": "80.5",
            "after": "81.5",
            "reason": "题干数据与标准不符。",
            "authority": "岚认〔2026〕9号",
            "by": "S-0001",
            "second_by": "S-0004",
            "at": "2026-09-07T02:00:00Z",
        }
    ],
}
RECHECKED_KEY: dict[str, Any] = KEY_CORRECTIONS | {
    "registered": True,
    "proposed": None,
    "corrections": [KEY_CORRECTION | {"authority": "岚认〔2026〕9号", "posted": 1, "kept": ["2026-autumn-00009"]}],
}
UNKNOWN_YEAR: dict[str, Any] = {
    "year": 2027,
    "known": False,
    "reference": "全国年节及纪念日放假办法",
    "breaks": [{"first": "2027-01-01", "last": "2027-01-01"}, {"first": "2027-02-05", "last": "2027-02-08"}],
    "weekend_workdays": [],
    "entered_by": None,
    "entered_at": None,
    "moved": [],
    "provisional_results": 24,
}
KNOWN_YEAR: dict[str, Any] = UNKNOWN_YEAR | {
    "known": True,
    "reference": "国办发明电〔2026〕99号",
    "weekend_workdays": ["2027-01-09"],
    "entered_by": "S-0012",
    "entered_at": "2026-12-30T01:00:00Z",
    "moved": [{"batch_id": BATCH_ID, "was_until": "2027-01-07", "until": "2027-01-08", "results": 24}],
    "provisional_results": 0,
}
NOTICE: dict[str, Any] = {
    "application_id": APPLICATION_ID,
    "occupation_code": CODE,
    "level": 4,
    "stage": "posted",
    "theory_score": "81.5",
    "theory_outcome": "passed",
    "practical_score": "77.0",
    "practical_outcome": "passed",
    "review_score": None,
    "review_outcome": None,
    "void": [],
    "cancelled": [],
    "score_published_at": "2026-09-04T07:00:00Z",
    "notice_from": "2026-09-07",
    "notice_until": "2026-09-11",
    "provisional_for": [],
    "moved_from": None,
    "ends_at": "2026-09-11T16:00:00Z",
    "revision": 0,
    "open_objections": [],
    "awaited_corrections": [],
    "released_at": None,
    "kept_part": None,
    "kept_until": None,
    "certificate_number": None,
    "withheld_because": None,
    "taken_up_by": None,
    "taken_up_at": None,
    "counted_from": None,
    "question": None,
}
QUESTIONED_NOTICE: dict[str, Any] = NOTICE | {
    "theory_score": "59.5",
    "theory_outcome": "failed",
    "revision": 1,
    "certificate_number": NUMBER,
    "question": {"raised_at": "2026-10-12T02:00:00Z", "reason": "", "decided_by": "", "decided_at": None},
}
QUESTIONED = {
    "batch_id": BATCH_ID,
    "application_id": APPLICATION_ID,
    "certificate_number": NUMBER,
    "raised_at": "2026-10-12T02:00:00Z",
}
OBJECTION: dict[str, Any] = {
    "objection_id": OBJECTION_ID,
    "application_id": APPLICATION_ID,
    "part": "theory",
    "reason": "认为第三题判错。",
    "lodged_by": "S-0003",
    "lodged_at": "2026-09-08T02:00:00Z",
    "decision": None,
    "decision_reason": None,
    "decided_by": None,
    "decided_at": None,
}
CERTIFICATE: dict[str, Any] = {
    "number": NUMBER,
    "application_id": APPLICATION_ID,
    "name": "欧阳试例",
    "id_number": "43010119900517001X",
    "occupation_code": CODE,
    "occupation": "中式烹调师",
    "work_type": "--",
    "level": 4,
    "level_name": "四级/中级工",
    "institution_code": "43000001",
    "institution": "示例技工学校",
    "theory_score": "81.5",
    "theory_outcome": "passed",
    "practical_score": "77.0",
    "practical_outcome": "passed",
    "review_score": None,
    "score_published_at": "2026-09-04T07:00:00Z",
    "notice_from": "2026-09-07",
    "notice_until": "2026-09-11",
    "issued_on": "2026-09-14",
    "issued_at": "2026-09-13T16:00:00Z",
    "print_serial": "2026-000001",
    "pdf_sha256": "ab" * 32,
    "status": "valid",
    "earlier_copies": [{"print_serial": "264000001-01", "end": "lost", "ended_at": "2026-09-20T02:00:00Z"}],
    "open_reissue": None,
    "blank": "XN00000001",
}
REISSUE: dict[str, Any] = {
    "reissue_id": f"{NUMBER}-r1",
    "number": NUMBER,
    "batch_id": BATCH_ID,
    "cause": "damaged",
    "found_on": "2026-09-18",
    "asked_by": "S-0003",
    "asked_at": "2026-09-18T02:00:00Z",
    "stage": "asked",
    "reason": "",
    "decided_by": None,
    "decided_at": None,
    "print_serial": None,
    "printed_by": None,
    "printed_at": None,
    "way": None,
    "consignment": "",
    "handed_over_by": None,
    "handed_over_at": None,
}
PROCEEDING: dict[str, Any] = {
    "proceeding_id": "P-000001",
    "number": NUMBER,
    "application_id": APPLICATION_ID,
    "ground": "alteration",
    "facts": "照片有更换痕迹。",
    "opened_by": "S-0003",
    "opened_at": "2026-09-18T02:00:00Z",
    "verdict": None,
    "reason": "",
    "authority": "",
    "decided_by": None,
    "decided_at": None,
    "follow_ups": [],
    "missing": [],
}
REVOKED: dict[str, Any] = PROCEEDING | {
    "verdict": "upheld",
    "reason": "经核查属实。",
    "authority": "湘岚技证字〔2026〕3号",
    "decided_by": "S-0002",
    "decided_at": "2026-09-19T02:00:00Z",
    "follow_ups": [
        {"step": "paper-taken-back", "on": "2026-09-20", "note": "", "by": "S-0003", "at": "2026-09-20T02:00:00Z"}
    ],
    "missing": ["entry-deleted"],
}
FINDING: dict[str, Any] = {
    "finding_id": "F-000001",
    "occupation_code": CODE,
    "work_type": "--",
    "level": 4,
    "first": "2026-09-01",
    "last": None,
    "facts": "备案目录中没有该等级。",
    "opened_by": "S-0003",
    "opened_at": "2026-09-18T02:00:00Z",
    "verdict": None,
    "reason": "",
    "authority": "",
    "decided_by": None,
    "decided_at": None,
    "voided": 0,
    "is_running": False,
}
FILING: dict[str, Any] = {
    "filing_id": "B-000001",
    "institution_code": "S000043009001",
    "institution": "示例技工学校",
    "seal": "示例技工学校职业技能等级认定专用章",
    "scope": [{"occupation_code": CODE, "occupation": "中式烹调师", "work_type": "--", "level": 4}],
    "first": "2026-01-01",
    "last": "2026-12-31",
    "source": "湘人社函〔2025〕1号（虚构）",
    "entered_by": "S-0003",
    "entered_at": "2026-01-05T02:00:00Z",
    "confirmed_by": None,
    "confirmed_at": None,
    "cancelled_by": None,
    "cancelled_at": None,
    "reason": "",
    "authority": "",
}
EMPLOYER_KEY: dict[str, Any] = {
    "key_id": "E-000001",
    "key": f"E-000001-{'0a' * 16}",
    "employer": "怀化市示例餐饮有限公司",
    "quota": 100,
    "until": "2026-12-31",
    "issued_by": "S-0003",
    "issued_at": "2026-10-12T02:00:00Z",
    "withdrawn_by": None,
    "withdrawn_at": None,
}
BLANK: dict[str, Any] = {
    "serial": "XN00000001",
    "series": "XN",
    "batch_id": BATCH_ID,
    "state": "printed",
    "number": NUMBER,
    "steps": [
        {"move": "drawn", "by": "S-0003", "at": "2026-09-14T02:00:00Z", "said": ""},
        {"move": "printed", "by": "S-0003", "at": "2026-09-15T02:00:00Z", "said": NUMBER},
    ],
}
SERIES: dict[str, Any] = {
    "series": "XN",
    "moved": {
        "drawn": 11,
        "printed": 1,
        "reissued": 0,
        "spoiled": 0,
        "voided": 0,
        "handed-out": 0,
        "taken-back": 0,
        "destroyed": 0,
    },
    "lines": [
        {"state": "blank", "booked": 10, "there": 9, "difference": -1},
        {"state": "printed", "booked": 1, "there": 1, "difference": 0},
        {"state": "handed-out", "booked": 0, "there": 0, "difference": 0},
        {"state": "void", "booked": 0, "there": 0, "difference": 0},
        {"state": "destroyed", "booked": 0, "there": 0, "difference": 0},
    ],
    "balances": False,
    "low": True,
}
DRAWING: dict[str, Any] = {
    "drawing_id": "D-000001",
    "batch_id": BATCH_ID,
    "series": "XN",
    "first": 1,
    "count": 11,
    "reason": "",
    "passers": 10,
    "drawn_by": "S-0003",
    "drawn_at": "2026-09-14T02:00:00Z",
}
CERTIFICATE_YEAR: dict[str, Any] = {
    "year": 2026,
    "lines": [
        {
            "occupation_code": CODE,
            "occupation": "中式烹调师",
            "level": 4,
            "level_name": "四级/中级工",
            "issued": 3,
            "by_status": {"valid": 2, "suspended": 0, "revoked": 1, "void": 0},
        }
    ],
    "issued": 3,
    "numbered": 4,
}
STOCK_PRINT: dict[str, Any] = {
    "print_id": "R-000001",
    "batch_id": BATCH_ID,
    "numbers": [NUMBER],
    "serials": ["XN00000001"],
    "pdf_sha256": "ab" * 32,
    "printed_by": "S-0003",
    "printed_at": "2026-09-15T02:00:00Z",
}
STOCK_DESTRUCTION: dict[str, Any] = {
    "destruction_id": "X-000001",
    "serials": ["XN00000003"],
    "method": "碎纸机粉碎",
    "entered_by": "S-0003",
    "entered_at": "2026-09-16T02:00:00Z",
    "signed_by": None,
    "signed_at": None,
}
STOCKTAKE: dict[str, Any] = {
    "stocktake_id": "XN-0001",
    "series": "XN",
    "lines": [{"state": "blank", "booked": 10, "there": 9, "difference": -1}],
    "explained": "一张夹在箱底",
    "counted_by": "S-0003",
    "counted_at": "2026-09-16T02:00:00Z",
}


def a_page(*items: Any) -> dict[str, Any]:
    """A page of rows that is the last."""
    return {"items": list(items), "next": None}
