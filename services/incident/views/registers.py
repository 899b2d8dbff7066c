"""The register of a batch: what it holds, and its file."""

import csv
import io

from libs.chassis.domain import every
from services.incident.domain.classification.kinds import KINDS
from services.incident.domain.incident import Incident
from services.incident.domain.record.timeline import beijing
from services.incident.ports import Incidents

FORMULA = tuple("=+-@＝＋－＠﹦﹢﹣﹫−")
CONTROL = ("\t", "\r", "\n")
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


async def show_register_csv(incidents: Incidents, *, batch_id: str) -> bytes:
    """The register for the file: what is confidential keeps its result to itself."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, await list_registered(incidents, batch_id=batch_id)))
    return text.getvalue().encode("utf-8-sig")


async def list_registered(incidents: Incidents, *, batch_id: str) -> list[Incident]:
    """What a batch's register holds, in order of discovery; drills and what is a part of another are left out."""
    found = [one async for one in every(incidents, {"batch_id": batch_id, "is_drill": False}) if not one.merged_into]
    return sorted(found, key=lambda one: one.first_report.discovered_at)


def _row(incident: Incident) -> list[str]:
    found, clock, verdict = incident.discovery, incident.first_report, incident.classification
    stamps = {hop.value: f"{beijing(stamp.told_at)}（{stamp.form.zh}）" for hop, stamp in clock.stamps.items()}
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
    """A spreadsheet must not take what somebody wrote for a formula; some take full-width signs for the others."""
    return f"'{text}" if text.lstrip()[:1] in FORMULA or text[:1] in CONTROL else text
