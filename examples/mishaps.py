"""What goes wrong on the examination days, picked by ordinals so that it fits a batch of any size."""

from typing import Any

from examples.general_incidents import general_incidents
from examples.major_incidents import a_drill, major_incidents


def a_day() -> dict[str, Any]:
    """Ordinals count from 1: sessions within the part by start and id, offers by their first session."""
    return {
        "absent_rate": 0.03,
        "late": [
            {"part": "theory", "session_ordinal": 1, "seat": 2, "minutes": 12, "admitted": True},
            {"part": "theory", "session_ordinal": 2, "seat": 1, "minutes": 31, "admitted": False},
            {"part": "practical", "session_ordinal": 1, "seat": 2, "minutes": 4, "admitted": True},
            {"part": "practical", "session_ordinal": 2, "seat": 1, "minutes": 6, "admitted": False},
        ],
        "incidents": [a_drill(), *major_incidents(), *general_incidents()],
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
