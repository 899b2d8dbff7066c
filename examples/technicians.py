"""A batch of technicians (level 2) after the large one: few candidates of one occupation, reviewed by seniors."""

from typing import Any

from examples.batch import INSTITUTION
from examples.rooms import Room, theory_rooms, workshops
from examples.roster import Roster, a_roster_of_technicians
from examples.staff import INSTITUTION_CODE, Member, senior_examiners
from examples.trades import LEVEL_NAMES, LEVEL_TITLES, TECHNICIAN, TRADES

TRADE = next(trade for trade in TRADES if trade.slug == "turning")
CANDIDATES, SENIORS = 5, 4
SMALLEST_BATCH = 24
NAME = "2026年技师职业技能等级认定"


def a_batch() -> dict[str, object]:
    """Registered and examined when the large batch has its certificates."""
    return {
        "batch_id": "2026-technicians",
        "name": NAME,
        "institution_code": INSTITUTION_CODE,
        "institution": INSTITUTION,
        "announcement": {
            "title": f"湘岚技师学院{NAME}公告",
            "conditions": "按国家职业标准的申报条件执行：取得三级证书后，从事本职业或相关职业工作满5年。",
            "method": "理论知识考试（90分钟）、操作技能考核（120分钟）和综合评审（论文与答辩），"
            "均实行百分制，60分以上为合格。",
            "registration_period": "2026年11月2日8时至11月10日18时",
            "areas": ["湖南省怀化市"],
            "sites": ["湘岚技师学院主考点"],
            "fees": [
                {
                    "level": TECHNICIAN,
                    "name": f"{LEVEL_NAMES[TECHNICIAN]}/{LEVEL_TITLES[TECHNICIAN]}",
                    "fen": 35_000,
                }
            ],
        },
        "offers": [
            {
                "occupation_code": TRADE.code,
                "occupation": TRADE.name,
                "work_type": TRADE.work_type,
                "level": TECHNICIAN,
            }
        ],
        "registration_opens_at": "2026-11-02T08:00:00+08:00",
        "registration_closes_at": "2026-11-10T18:00:00+08:00",
        "theory_days": ["2026-11-21"],
        "practical_days": ["2026-11-22"],
    }


def a_roster(seed: int) -> Roster:
    """Whoever wants to become a technician."""
    return a_roster_of_technicians(TRADE, CANDIDATES, seed)


def rooms() -> list[Room]:
    """One room and one workshop of those that every large batch has."""
    workshop = next(room for room in workshops(SMALLEST_BATCH) if TRADE.code in room.occupation_codes)
    return [theory_rooms(SMALLEST_BATCH)[0], workshop]


def staff(seed: int) -> list[Member]:
    """Only senior examiners examine and review technicians (PER-01, SCO-05)."""
    return senior_examiners(TRADE, SENIORS, seed)


def a_day() -> dict[str, Any]:
    """Everybody comes, and nothing goes wrong."""
    return {"absent_rate": 0, "late": [], "incidents": [], "objections": []}
