"""The batch and its announcement (REG-02)."""

from examples.days import BATCH_ID, CLOSES_AT, OPENS_AT, practical_days, theory_days
from examples.staff import INSTITUTION_CODE
from examples.trades import LEVEL_NAMES, LEVEL_TITLES, LEVELS, TRADES

INSTITUTION = "湘岚技师学院（虚构）"
FEES_FEN = {5: 18_000, 4: 22_000, 3: 26_000}


def a_batch(candidates: int) -> dict[str, object]:
    """What registration is told first."""
    return {
        "batch_id": BATCH_ID,
        "name": "2026年秋季职业技能等级认定",
        "institution_code": INSTITUTION_CODE,
        "institution": INSTITUTION,
        "announcement": _announcement(),
        "offers": [
            {"occupation_code": trade.code, "occupation": trade.name, "work_type": trade.work_type, "level": level}
            for trade in TRADES
            for level in LEVELS
        ],
        "registration_opens_at": OPENS_AT,
        "registration_closes_at": CLOSES_AT,
        "theory_days": [day.isoformat() for day in theory_days(candidates)],
        "practical_days": [day.isoformat() for day in practical_days(candidates)],
    }


def _announcement() -> dict[str, object]:
    return {
        "title": "湘岚技师学院2026年秋季职业技能等级认定公告",
        "conditions": "按国家职业标准的申报条件执行：五级满16周岁；四级从业满5年、持五级证书满3年或"
        "具有中专（技工）学历；三级从业满10年、持四级证书满4年，或持四级证书并具有大专（高级技工学校）学历。",
        "method": "理论知识考试（机考，90分钟）和操作技能考核（120分钟），均实行百分制，60分以上为合格。",
        "registration_period": "2026年9月1日8时至9月10日18时",
        "areas": ["湖南省怀化市"],
        "sites": ["湘岚技师学院主考点"],
        "fees": [
            {"level": level, "name": f"{LEVEL_NAMES[level]}/{LEVEL_TITLES[level]}", "fen": FEES_FEN[level]}
            for level in LEVELS
        ],
    }
