"""The summary for a person: one self-contained HTML page in Chinese, charts drawn as SVG."""

import csv
import html
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from apps.demo.outcomes import OUTCOMES
from libs.contracts.beijing import BEIJING
from libs.contracts.names import TIER_NAMES

FIRST_REPORTS = {"in-time": "及时", "late": "逾期", "entered-late": "登记时已逾期", "never": "逾期，未送达"}
STAGES = {
    "start": "启动服务",
    "registration": "报名与资格审核",
    "scheduling": "考场编排",
    "papers": "组卷与封存",
    "exam_days": "考试",
    "scoring": "阅卷与登分",
    "notice": "公示与异议",
    "certification": "发证",
    "technicians": "技师批次（二级）",
    "outputs": "导出",
}
STYLE = """
body{font-family:"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:72rem}
body{color:#1c2430;line-height:1.6} h1{font-size:1.6rem;margin-bottom:0}
h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:2px solid #b3272d;padding-bottom:.2rem}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1rem;margin:1.5rem 0}
.card{border:1px solid #d5dae1;border-radius:.5rem;padding:.8rem 1rem} .card b{display:block;font-size:1.7rem}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{border-bottom:1px solid #e3e7ec;padding:.35rem .5rem;text-align:left}
th{background:#f5f6f8} td.n{text-align:right;font-variant-numeric:tabular-nums} .late{color:#b3272d;font-weight:600}
svg text{font-size:12px;fill:#1c2430} footer{margin-top:3rem;color:#5a6472;font-size:.85rem}
"""


def write_report(out: Path, summary: Mapping[str, Any]) -> None:
    """Write `report.html` from the summary and the lists beside it."""
    candidates, certificates = (_rows(out / f"{name}.csv") for name in ("candidates", "certificates"))
    parts = [
        f"<h1>{summary['batch_id']} 批次认定报告</h1><p>随机种子 {summary['seed']}；人员均为虚构。</p>",
        _cards(summary),
        "<h2>考生结果</h2>",
        _bars({text: summary["candidates"].get(name, 0) for name, text in OUTCOMES.items()}),
        "<h2>各职业与级别</h2>",
        _by_occupation(candidates, certificates),
        *([_technicians(out, summary["technicians"])] if summary["technicians"] else []),
        "<h2>成绩分布</h2>",
        _histogram(candidates),
        "<h2>不予受理的原因</h2>",
        _bars(Counter(row["reason"] for row in candidates if row["outcome"] == "refused")),
        "<h2>突发事件</h2>",
        _incidents(summary["incidents"]["cases"]),
        "<h2>事件总线</h2>",
        _bars(summary["events"]),
        "<h2>各阶段用时（秒）</h2>",
        _bars({STAGES.get(name, name): seconds for name, seconds in summary["seconds"].items()}),
        "<footer>" + "　".join(f"{name} {version}" for name, version in summary["versions"].items()) + "</footer>",
    ]
    page = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{summary['batch_id']} 批次认定报告</title><style>{STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )
    (out / "report.html").write_text(page, encoding="utf-8")


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _cards(summary: Mapping[str, Any]) -> str:
    figures = {
        "名册行数": summary["rows"],
        "发放证书": summary["certificates"],
        "考试场次": summary["sessions"],
        "突发事件": summary["incidents"]["total"],
        "异议": summary["objections"],
        "总线事件": summary["events_total"],
        "搁置消息": summary["messages"]["parked"],
        "总用时（秒）": summary["seconds_total"],
    }
    return (
        '<div class="cards">' + "".join(f'<div class="card"><b>{v}</b>{k}</div>' for k, v in figures.items()) + "</div>"
    )


def _bars(values: Mapping[str, float]) -> str:
    if not values:
        return "<p>无。</p>"
    largest = max(values.values()) or 1
    height = 24 * len(values)
    lines = [f'<svg viewBox="0 0 900 {height}" width="100%" role="img">']
    for i, (name, value) in enumerate(values.items()):
        y, width = 24 * i, 480 * value / largest
        lines.append(f'<text x="330" y="{y + 16}" text-anchor="end">{html.escape(name)}</text>')
        lines.append(f'<rect x="340" y="{y + 4}" width="{width:.1f}" height="16" rx="2" fill="#3d6ea8"/>')
        lines.append(f'<text x="{346 + width:.1f}" y="{y + 16}">{value:g}</text>')
    return "".join(lines) + "</svg>"


def _by_occupation(candidates: list[dict[str, str]], certificates: list[dict[str, str]]) -> str:
    names = {row["occupation_code"]: row["occupation"] for row in certificates}
    keys = sorted({(row["occupation_code"], row["level"]) for row in candidates if row["occupation_code"]})
    head = (
        "<tr><th>职业</th><th>级别</th><th>名册</th>"
        + "".join(f"<th>{name}</th>" for name in OUTCOMES.values())
        + "</tr>"
    )
    body = []
    for code, level in keys:
        counts = Counter(r["outcome"] for r in candidates if (r["occupation_code"], r["level"]) == (code, level))
        cells = "".join(f'<td class="n">{counts[outcome]}</td>' for outcome in OUTCOMES)
        body.append(
            f"<tr><td>{names.get(code, '')} {code}</td><td>{level}级</td><td class=n>{counts.total()}</td>{cells}</tr>"
        )
    return f"<table>{head}{''.join(body)}</table>"


def _technicians(out: Path, summary: Mapping[str, Any]) -> str:
    names = {
        "certificate_number": "证书编号",
        "name": "姓名",
        "occupation": "职业",
        "theory_score": "理论",
        "practical_score": "实操",
        "review_score": "综合评审",
        "issued_on": "发证日期",
    }
    head = "".join(f"<th>{name}</th>" for name in names.values())
    rows = (
        "<tr>" + "".join(f"<td>{html.escape(one[column])}</td>" for column in names) + "</tr>"
        for one in _rows(out / "technicians.csv")
    )
    return (
        f"<h2>二级（技师）</h2><p>{summary['batch_id']} 批次：考核 {summary['candidates']} 人，"
        f"发放证书 {summary['certificates']} 本。</p><table><tr>{head}</tr>{''.join(rows)}</table>"
    )


def _histogram(candidates: list[dict[str, str]]) -> str:
    parts = []
    for column, name in (("theory_score", "理论"), ("practical_score", "实操")):
        scores = [float(row[column]) for row in candidates if row[column]]
        bins = Counter(min(int(score // 5) * 5, 95) for score in scores)
        parts.append(
            f"<h3>{name}（{len(scores)} 人）</h3>" + _bars({f"{b}–{b + 5}": bins[b] for b in range(30, 100, 5)})
        )
    return "".join(parts)


def _incidents(found: Sequence[Mapping[str, Any]]) -> str:
    names = ("种类", "等级", "发现", "初次报告", "处置（依据，涉及考生，落实情况）", "阶段性报告", "办结")
    head = "<tr>" + "".join(f"<th>{name}</th>" for name in names) + "</tr>"
    rows = []
    for one in found:
        late = "" if one["first_report"] == "in-time" else " class=late"
        measures = "<br>".join(_measure(measure) for measure in one["measures"])
        cells = (
            f"<td>{html.escape(one['name'])}</td><td>{TIER_NAMES[one['tier']]}</td><td>{_moment(one['discovered_at'])}</td>",
            f"<td{late}>{FIRST_REPORTS[one['first_report']]}</td><td>{measures}</td>",
            f"<td class=n>{one['stage_reports']}</td><td>{_moment(one['closed_at'])}</td>",
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{head}{''.join(rows)}</table>"


def _measure(measure: Mapping[str, Any]) -> str:
    touched = f"，{measure['candidates']} 人" if measure["candidates"] else ""
    refused = f"，<span class=late>{len(measure['refused'])} 项未能落实</span>" if measure["refused"] else ""
    return f"{html.escape(measure['name'])}（{measure['rule']}{touched}，{len(measure['applied'])} 项落实{refused}）"


def _moment(value: str) -> str:
    return f"{datetime.fromisoformat(value).astimezone(BEIJING):%m-%d %H:%M}"
