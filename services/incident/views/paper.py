"""The file of an incident, and the register of a batch, in the words and the order in which they are printed."""

from dataclasses import fields
from datetime import datetime

from services.incident.domain.classification.kinds import KINDS
from services.incident.domain.escalation.first_report import Hop
from services.incident.domain.incident import Incident
from services.incident.domain.people import Person, Role
from services.incident.domain.record.timeline import beijing
from services.incident.ports import Incidents
from services.incident.views.pages import show_file
from services.incident.views.registers import list_registered

COLUMNS = (
    "序号",
    "编号",
    "地点",
    "等级与类别",
    "发现时间",
    "登记时间",
    "报考点负责人",
    "报领导小组",
    "初报逾期",
    "确认接报",
    "处置",
    "办结时间",
)


async def show_file_on_paper(incidents: Incidents, *, id: str, reader: Person, now: datetime) -> dict[str, object]:
    """What is printed for those who may read it."""
    incident = await show_file(incidents, id=id, reader=reader)
    return {
        "number": incident.id,
        "drill": incident.is_drill,
        "facts": _facts(incident),
        "parts": _parts(incident),
        "timeline": [
            [beijing(entry.occurred_at), beijing(entry.entered_at), entry.step.zh, entry.actor, entry.note]
            for entry in incident.timeline
        ],
        "printed_at": beijing(now),
        "printed_by": reader.id,
    }


async def show_register_on_paper(
    incidents: Incidents, *, batch_id: str, reader: Person, now: datetime
) -> dict[str, object]:
    """The register on paper, without whatever somebody wrote in words of their own."""
    found = await list_registered(incidents, batch_id=batch_id)
    major = sum(one.classification.tier == "major" for one in found)
    return {
        "batch_id": batch_id,
        "columns": COLUMNS,
        "rows": [[str(number), *_row(incident)] for number, incident in enumerate(found, start=1)],
        "major": major,
        "general": len(found) - major,
        "printed_at": beijing(now),
        "printed_by": reader.id,
    }


def _row(incident: Incident) -> list[str]:
    clock, verdict = incident.first_report, incident.classification
    told = [beijing(clock.stamps[hop].told_at) if hop in clock.stamps else "—" for hop in Hop]
    measures = [f"{one.measure.type.zh}（{one.state.zh}）" for one in incident.dispositions.items]
    return [
        incident.id.removeprefix(f"{incident.batch_id}-"),
        incident.place,
        f"{'重大' if verdict.tier == 'major' else '一般'}：{KINDS[verdict.category].name}（{verdict.rule}）",
        beijing(clock.discovered_at),
        beijing(clock.recorded_at),
        *told,
        beijing(clock.overdue_at) if clock.overdue_at else "未逾期",
        beijing(incident.acknowledgements[0].at) if incident.acknowledgements else "—",
        "；".join(measures),
        beijing(incident.closed_at) if incident.closed_at else "未办结",
    ]


def _facts(incident: Incident) -> list[tuple[str, str]]:
    found, clock, verdict = incident.discovery, incident.first_report, incident.classification
    tier = "重大事件" if verdict.tier == "major" else "一般事件"
    return [
        ("编号", incident.id),
        ("批次", incident.batch_id),
        ("地点", f"{found.site} {found.room}"),
        ("等级", f"{tier}（{verdict.rule}）"),
        ("类别", KINDS[verdict.category].name),
        ("报告内容", incident.heading.zh),
        ("保密级别", incident.secrecy.zh),
        ("发现时间", beijing(clock.discovered_at)),
        ("登记时间", beijing(clock.recorded_at)),
        ("登记人", incident.reported_by),
        *([("并入", incident.merged_into)] if incident.merged_into else []),
        ("信息报告人", incident.reporter),
        ("初报时限", beijing(clock.due_at)),
        *((f"报{Role(hop).zh}", f"{beijing(stamp.told_at)}（{stamp.form.zh}）") for hop, stamp in clock.stamps.items()),
        ("初报情况", f"逾期（{beijing(clock.overdue_at)}）" if clock.overdue_at else "未逾期"),
    ]


def _parts(incident: Incident) -> list[tuple[str, list[str]]]:
    report = incident.closing_report
    return [
        ("情况", [incident.discovery.description]),
        (
            "同一事件的报告",
            [f"{one.by}（{beijing(one.at)} 登记）：{one.discovery.description}" for one in incident.further_reports],
        ),
        (
            "阶段性报告",
            [
                f"第 {one.number} 次（{beijing(one.at)}，{one.by}，{one.form.zh}）：{one.text}"
                for one in incident.stage_reports
            ],
        ),
        ("处置", [f"第 {one.number} 号（{one.rule}）{one.measure.summary}" for one in incident.dispositions.items]),
        ("对外口径", [f"第 {one.number} 号（{beijing(one.at)}）：{one.text}" for one in incident.statements]),
        ("后续跟进", [f"{one.kind.zh}（{beijing(one.at)}，{one.by}）：{one.text}" for one in incident.follow_ups]),
        (
            "突发事件报告",
            [f"{part.metadata['zh']}：{getattr(report, part.name)}" for part in fields(report)] if report else [],
        ),
    ]
