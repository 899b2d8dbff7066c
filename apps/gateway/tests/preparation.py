"""What comes before the examination day, as registration, scheduling and the item bank tell of it."""

from typing import Any

ANNOUNCEMENT: dict[str, Any] = {
    "announcement_id": "2026-autumn",
    "title": "2026年秋季职业技能等级认定公告",
    "offers": [
        {"occupation_code": "4-03-02-01", "occupation": "中式烹调师", "work_type": "--", "level": level}
        for level in (5, 4)
    ],
    "conditions": "按国家职业标准执行。",
    "method": "理论知识考试和操作技能考核。",
    "registration_opens_at": "2026-09-01T00:00:00Z",
    "registration_closes_at": "2026-09-10T10:00:00Z",
    "areas": ["示例市"],
    "sites": ["主考点"],
    "fees": [{"level": 4, "name": "四级/中级工", "fen": 22050, "item": None, "theory_percent": 50}],
    "published_at": "2026-08-20T01:00:00Z",
}
ROOM: dict[str, Any] = {
    "room_id": "T-001", "number": 1, "kind": "theory", "site": "主考点", "seats": 30, "gap_cm": 90,
    "occupation_codes": [], "is_single": True, "is_undisturbed": False, "has_computers": False, "way": None,
}  # fmt: skip
YEAR: dict[str, Any] = {
    "year": 2026,
    "batches": [
        {"batch_id": "2026-autumn", "name": "2026年秋季", "opens_by": "2026-08-31", "examines_on": "2026-09-19",
         "chances": [{"occupation_code": "4-03-02-01", "level": 4}], "opened": True},
    ],
    "filed_by": "X-0001",
    "filed_at": "2026-01-20T02:00:00Z",
}  # fmt: skip
DUE: dict[str, Any] = {
    "kind": "batch-due", "year": 2026, "due_on": "2026-11-02", "batch_id": "2026-winter", "name": "2026年冬季",
}  # fmt: skip
SITE: dict[str, Any] = {"site": "主考点", "chief": "H-0001", "deputies": ["H-0002"]}
PERSON: dict[str, Any] = {
    "staff_id": "E-0001",
    "name": "考评一",
    "roles": ["examiner"],
    "available": True,
    "teaches_classes": ["烹调2401"],
    "related_to": ["叔侄"],
    "first_card_ends": "2027-05-01",
    "occupations": [
        {
            "code": "4-03-02-01",
            "examiner_class": "examiner",
            "card_number": "K-1",
            "card_valid_until": "2027-05-01",
            "contract_until": "2027-05-01",
            "last_education": "2026-03-01",
            "last_assessment": "2026-03-01",
            "examining_since": "2020-03-01",
            "card_issued_on": None,
            "key": "examiner-4-03-02-01",
        }
    ],
}
QUALIFICATION: dict[str, Any] = {
    "key": "examiner-4-03-02-01",
    "kind": "examiner",
    "words": "考评员",
    "occupation_code": "4-03-02-01",
    "stage": "in-force",
    "stage_words": "在聘",
    "appointment": {
        "card_number": "S00004300900110001", "issued_on": None, "valid_until": "2027-05-01", "term_from": None,
        "term_until": "2027-05-01",
    },
    "since": "2020-03-01",
    "tests": ["written", "practical"],
    "yearly_duties": ["education", "assessment"],
    "has_card": True,
    "yearly": [{"duty": "education", "on": "2026-08-02", "grade": "failed", "remark": "缺课两次", "by": "S-0001"}],
    "calls": [{"on": "2026-08-01", "answer": "missed", "session_id": None, "by": "S-0001"}],
    "removal": None,
    "lapse": "继续教育不合格（2026-08-02）",
    "grounds": ["education"],
    "outstanding": [],
    "steps": [{"what": "审核通过", "by": "S-0001", "at": "2026-08-02T09:00:00+08:00"}],
}  # fmt: skip
REMOVED: dict[str, Any] = QUALIFICATION | {
    "stage": "removed",
    "stage_words": "资格已取消",
    "grounds": [],
    "outstanding": ["card-withdrawn", "deleted-from-platform"],
    "removal": {
        "ground": "education", "by": "S-0002", "at": "2026-09-01T01:00:00Z", "reason": "补课后仍不合格",
        "referred_to": None, "done": {},
        "appeal": {"text": "当日病假", "made_on": "2026-09-02", "ruled": None, "is_granted": False},
    },
}  # fmt: skip
FILE: dict[str, Any] = {
    "staff_id": "E-0001",
    "name": "考评一",
    "roles": ["examiner"],
    "available": True,
    "black_lists": [],
    "qualifications": [QUALIFICATION],
    "is_dismissed": False,
    "breaches": [],
}
BREACH: dict[str, Any] = {
    "number": 1, "act": "leak", "act_words": "泄露试题或认定工作相关信息", "on": "2026-09-10",
    "facts": "考前外传试题。",
    "external": True, "reported_by": "S-0500", "reported_at": "2026-09-10T02:00:00Z", "upheld": None,
    "measure_words": None, "decided_by": None, "opinion": None, "employer_told_on": None, "referred_to": None,
    "appeal": None, "holds": False, "measures": {"warning": "行政警告", "dismissal": "除名"},
}  # fmt: skip
UPHELD = BREACH | {
    "upheld": True, "measure_words": "除名", "decided_by": "S-0700", "opinion": "情节严重", "holds": True
}  # fmt: skip
ATTENTION: dict[str, Any] = {
    "staff_id": "E-0001", "name": "考评一", "key": "examiner-4-03-02-01", "words": "考评员",
    "occupation_code": "4-03-02-01", "lapse": "继续教育不合格（2026-08-02）", "grounds": ["education"],
    "outstanding": [],
}  # fmt: skip
SEATED = {
    "batch_id": "2026-autumn", "enrolled": 24, "seated": 24, "scheduled": 0, "sessions": 2, "draft": 2, "published": 0,
    "running": 0, "finished": 0, "postponed": 0, "cancelled": 0,
}  # fmt: skip
PLAN: dict[str, Any] = {
    "batch_id": "2026-autumn",
    "state": "draft",
    "approved": 24,
    "candidates": 24,
    "sessions": 2,
    "drafts": 2,
    "days": ["2026-09-19"],
    "planned_at": "2026-09-11T09:00:00+08:00",
    "planned_by": "S-0001",
}
GAP = {
    "session_id": "2026-autumn-t-1", "kind": "unfit", "reason": "证卡在考试日前到期", "duty": "leader",
    "staff_id": "E-0001", "other_id": None,
}  # fmt: skip
BANK: dict[str, Any] = {
    "occupation_code": "4-03-02-01", "level": 4, "category": "technical", "revision": 2, "accepted": True,
    "opinion": "", "points": 9, "theory": 400, "practical": 3, "defence": 0, "content_digest": "ab" * 32,
    "usable": True, "origin": "own", "city_reference": "", "proportion": "6:2:1",
}  # fmt: skip
MAKING: dict[str, Any] = {
    "bank": BANK,
    "ranges": [{"code": "A", "name": "基础知识", "level": 1, "weight": 100}],
    "steps": [
        {
            "name": "past-items", "words": "分析历年试题", "ended_on": "2026-03-06",
            "people": ["陈试例"], "result": "剔除过时试题",
        },
    ],
    "note": {"题库开发编制原则、技术依据": "依据国家职业标准"},
    "revision_papers": {"征求意见会或专题讨论会纪要": "见纪要"},
    "reviewers": ["李试例"], "in_order": ["征求意见稿和编制说明内容完整"],
    "accepted_on": "2026-06-18", "members": {"王试例": "技术管理"},
    "stock": [{"part": "theory", "have": 400, "need": 600, "short": 200}],
}  # fmt: skip
BLUEPRINT: dict[str, Any] = {
    "occupation_code": "4-03-02-01", "level": 4, "minutes": 90, "choice": 60, "judgement": 20, "marks_each": "1.25",
    "difficulty": 0.5, "ranges": [], "practical_minutes": 120, "practical_tasks": 1, "drawn_by": "B-0001",
    "drawn_at": "2026-08-01T01:00:00Z",
}  # fmt: skip
CUSTODY = {
    "paper_id": "2026-autumn-t-A",
    "entries": [
        {"act": "assembled", "by": "B-0001", "at": "2026-09-11T02:00:00Z", "session_id": None},
        {"act": "approved", "by": "R-0001", "at": "2026-09-12T02:00:00Z", "session_id": None},
    ],
}
TICKET: dict[str, Any] = {
    "application_id": "2026-autumn-00002",
    "ticket_number": "43010126000001",
    "name": "欧阳试例",
    "id_number": "43010119900517001X",
    "occupation_code": "4-03-02-01",
    "occupation": "中式烹调师",
    "work_type": "--",
    "level": "四级/中级工",
    "sittings": [
        {
            "part": "理论知识考试",
            "sat_as": "闭卷",
            "starts_at": "2026-09-19T09:00:00+08:00",
            "ends_at": "2026-09-19T10:30:00+08:00",
            "called_off": None,
            "site": "主考点",
            "room": "T-001",
            "seat": 12,
        }
    ],
    "notes": ["请携带本准考证和身份证。"],
}

ITEM: dict[str, Any] = {
    "item_id": "T-0001", "version": 2, "part": "theory", "point": "A-A-001", "kind": "choice", "difficulty": 0.65,
    "enemies": ["T-0007"], "batches": 2, "candidates": 212, "observed": 0.21, "discrimination": -0.04,
    "advice": "retire",
}  # fmt: skip
READ: dict[str, Any] = {
    "items": [
        {
            "item_id": "T-0001", "version": 2, "part": "theory", "point": "A-A-001", "stem": "试例题干",
            "options": ["甲", "乙", "丙", "丁"], "answer": "C", "kind": "choice", "difficulty": 0.65,
            "enemies": ["T-0007"], "keep_option_order": True, "title": "", "task": "", "minutes": 0, "criteria": [],
            "knockouts": [], "question": "",
        },
    ],
    "read_by": "B-0001",
    "read_at": "2026-09-12T02:00:00Z",
}  # fmt: skip
HANDLING: dict[str, Any] = {
    "no": 1, "deed": "take-out", "copies": 1, "purpose": "送审", "place": "市鉴定中心", "measures": "密码箱",
    "people": ["S-0041", "S-0042"], "due_back": "2026-09-14T02:00:00Z", "asked_by": "S-0041",
    "asked_at": "2026-09-12T02:00:00Z", "approved": None, "decided_by": None, "decided_at": None, "opinion": "",
    "signers": ["S-0041", "S-0042"], "signed": [], "escort": "", "handed_over_by": None, "handed_over_at": None,
    "receivers": {}, "ended_by": None, "ended_at": None, "overdue_at": None,
}  # fmt: skip
MATERIAL: dict[str, Any] = {
    "material_id": "U-2026-01", "name": "题库U盘", "carrier": "drive", "keeper": "item-bank", "copies": 2,
    "at_hand": 2, "place": "题库资料柜2层", "source": "题库导出", "registered_by": "S-0001",
    "registered_at": "2026-09-11T02:00:00Z", "waits": True, "handlings": [HANDLING],
}  # fmt: skip
