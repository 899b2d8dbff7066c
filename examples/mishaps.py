"""What goes wrong on the examination days, picked by ordinals so that it fits a batch of any size."""


def a_day() -> dict[str, object]:
    """Ordinals count from 1 within the part, sessions ordered by start and session id, results by application id."""
    return {
        "absent_rate": 0.03,
        "late": [
            {"part": "theory", "session_ordinal": 1, "seat": 2, "minutes": 12, "admitted": True},
            {"part": "theory", "session_ordinal": 2, "seat": 1, "minutes": 31, "admitted": False},
            {"part": "practical", "session_ordinal": 1, "seat": 2, "minutes": 4, "admitted": True},
            {"part": "practical", "session_ordinal": 2, "seat": 1, "minutes": 6, "admitted": False},
        ],
        "incidents": [
            {
                "kind": "power-or-equipment-failure",
                "tier": "general",
                "part": "theory",
                "session_ordinal": 1,
                "minutes_after_start": 35,
                "minutes": 20,
                "first_report_after": 4,
                "text": "考场供电跳闸，20分钟后恢复，考生试卷和答题情况完好。",
            },
            {
                "kind": "paper-leak",
                "tier": "major",
                "part": "theory",
                "session_ordinal": 3,
                "minutes_before_start": 40,
                "first_report_after": 3,
                "text": "试卷袋在领取后运往考场途中遗失，启用备用试卷。",
            },
            {
                "kind": "other-general",
                "tier": "general",
                "part": "practical",
                "session_ordinal": 1,
                "minutes_after_start": 25,
                "first_report_after": None,
                "text": "考场内一台设备冷却液泄漏，现场已清理；首报未送达应急处理领导小组。",
            },
        ],
        "objections": [
            {
                "subject": "theory",
                "select": {"highest_failed": "theory", "ordinal": 1},
                "reason": "对理论成绩有异议，请求复核答题卡识别结果。",
                "upheld": True,
                "score_change": 2.0,
            },
            {
                "subject": "practical",
                "select": {"lowest_failed": "practical", "ordinal": 1},
                "reason": "认为实操评分偏低。",
                "upheld": False,
                "score_change": 0.0,
            },
        ],
    }
