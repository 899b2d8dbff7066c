"""The one outcome of a roster row, and why: first what was decided about an incident, then the marks."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

OUTCOMES: Final = {
    "issued": "已发证",
    "part-kept": "单科保留",
    "failed": "不合格",
    "absent": "缺考",
    "cancelled": "停考",
    "voided": "成绩无效",
    "zeroed": "零分处理",
    "refused": "不予受理",
}
UNFINISHED: Final = {"posted", "held", "released", "withheld"}
PARTS: Final = {"theory": "理论", "practical": "实操"}

Outcome = tuple[str, str, str]


def outcome_of(application: Mapping[str, Any], notice: Mapping[str, Any] | None) -> Outcome:
    """Outcome, slug and reason, from what registration and certification say."""
    if application["outcome"] == "refused":
        return "refused", application["slug"], application["reason"]
    if notice is None:
        return application["outcome"], "", ""
    if notice["stage"] == "issued" or notice["stage"] in UNFINISHED:
        return notice["stage"], "", notice["withheld_because"] or ""
    reasons = _reasons(application, notice) or {"failed": "未达到合格分数。"}
    return next(iter(reasons)), "", "".join(reasons.values())


def _reasons(application: Mapping[str, Any], notice: Mapping[str, Any]) -> dict[str, str]:
    """Everything that stands between a candidate and the certificate, by outcome, the weightiest first."""
    zero = [part for part in PARTS if notice[f"{part}_score"] and Decimal(notice[f"{part}_score"]) == 0]
    absent = [part for part in PARTS if notice[f"{part}_outcome"] == "absent"]
    free = "，下次考试免费" if set(notice["cancelled"]) <= set(application["free_parts"]) else ""
    kept = [notice["kept_part"]] if notice["kept_part"] else []
    found = {
        "voided": (notice["void"], "成绩无效"),
        "zeroed": (zero, "按零分处理"),
        "cancelled": (notice["cancelled"], f"停考{free}"),
        "part-kept": (kept, f"合格，成绩保留至{notice['kept_until']}"),
        "absent": (absent, "缺考"),
    }
    return {
        name: f"{'、'.join(PARTS[part] for part in parts)}{words}。" for name, (parts, words) in found.items() if parts
    }
