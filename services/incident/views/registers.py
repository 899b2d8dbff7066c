"""The incident register of a batch as a table, and what past batches show."""

import csv
import io
from collections import Counter
from statistics import median
from typing import Any

from libs.chassis.domain import every
from services.incident.domain.incident import Incident
from services.incident.domain.kinds import KINDS
from services.incident.domain.timeline import beijing
from services.incident.ports import Incidents

COLUMNS = (
    "编号",
    "考点",
    "考场",
    "等级",
    "类别",
    "认定依据",
    "报告内容",
    "发现时间",
    "登记时间",
    "报考点负责人",
    "报领导小组",
    "初报逾期",
    "确认接报",
    "处置",
    "办结时间",
    "处理结果",
)


async def register_csv(incidents: Incidents, *, batch_id: str) -> bytes:
    """The register for the file: drills are left out, what is confidential keeps its result to itself."""
    found = [one async for one in every(incidents, {"batch_id": batch_id, "is_drill": False})]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, sorted(found, key=lambda one: one.first_report.discovered_at)))
    return text.getvalue().encode("utf-8-sig")


async def statistics(incidents: Incidents) -> dict[str, Any]:
    """For every batch how many incidents there were, of which kind, and how fast they were taken over."""
    by_batch: dict[str, list[Incident]] = {}
    async for incident in every(incidents, {"is_drill": False}):
        by_batch.setdefault(incident.batch_id, []).append(incident)
    return {"batches": [_figures(batch_id, by_batch[batch_id]) for batch_id in sorted(by_batch)]}


def _figures(batch_id: str, found: list[Incident]) -> dict[str, Any]:
    taken = [
        (one.acknowledgements[0].at - one.first_report.discovered_at).total_seconds()
        for one in found
        if one.acknowledgements
    ]
    tiers = Counter(one.classification.tier for one in found)
    return {
        "batch_id": batch_id,
        "total": len(found),
        "major": tiers["major"],
        "general": tiers["general"],
        "overdue": sum(one.first_report.overdue_at is not None for one in found),
        "open": sum(one.is_open for one in found),
        "by_category": dict(Counter(one.classification.category for one in found)),
        "minutes_to_acknowledge": round(median(taken) / 60, 1) if taken else None,
    }


def _row(incident: Incident) -> list[str]:
    found, clock, verdict = incident.discovery, incident.first_report, incident.classification
    stamps = {hop.value: beijing(stamp.told_at) for hop, stamp in clock.stamps.items()}
    measures = "；".join(one.measure.type.zh for one in incident.dispositions.items if one.is_approved)
    result = incident.closing_report.result if incident.closing_report else ""
    return [
        _plain(value)
        for value in (
            incident.id,
            found.site,
            found.room,
            "重大" if verdict.tier == "major" else "一般",
            KINDS[verdict.category].name,
            verdict.rule,
            incident.heading.zh,
            beijing(clock.discovered_at),
            beijing(clock.recorded_at),
            stamps.get("site-head", ""),
            stamps.get("leading-group", ""),
            beijing(clock.overdue_at) if clock.overdue_at else "",
            beijing(incident.acknowledgements[0].at) if incident.acknowledgements else "",
            measures,
            beijing(incident.closed_at) if incident.closed_at else "",
            result if incident.secrecy == "internal" else "（保密）",
        )
    ]


def _plain(text: str) -> str:
    """A spreadsheet must not take what somebody wrote for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
