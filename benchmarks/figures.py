"""The table of figures in the READMEs, from the last line of each benchmark: `python -m benchmarks.figures FILE`.

`make bench` writes build/bench/results.jsonl; the lines that the READMEs show are kept in benchmarks/results.jsonl.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEPT = Path("benchmarks/results.jsonl")

Rows = list[tuple[str, str, str, str]]
Say = Callable[[str, str], str]
ENGLISH = ("measured", "here", "beside it, in the same run", "goal")
CHINESE = ("测量项", "本系统", "同一次运行的对照", "目标")


def latest(lines: str) -> dict[str, dict[str, Any]]:
    """Benchmark → its last line."""
    return {line["bench"]: line for line in map(json.loads, lines.splitlines())}


def rows(results: dict[str, dict[str, Any]], *, chinese: bool) -> Rows:
    """What is shown of them."""

    def say(english: str, in_chinese: str) -> str:
        return in_chinese if chinese else english

    return [
        *_pipeline(results["pipeline"], say),
        *_promptness(results["latency"], results["timers"], say),
        *_escalation(results["escalation"], say),
        *_size(results["batch"], results["idle"], say),
        *_gateway(results["gateway"], say),
    ]


def _pipeline(pipeline: dict[str, Any], say: Say) -> Rows:
    grouped = pipeline["plain_grouped"]["parcels_s"]["median"]
    one_of_plain = pipeline["plain"]["parcels_s_in_flight"]["1"]["median"]
    growth = pipeline["growth"]
    return [
        (
            say("messages a second through six stages", "六级流水线，每秒消息数"),
            f"{pipeline['ours']['parcels_s']['median']:.0f}",
            f"{pipeline['plain']['parcels_s']['median']:.0f} (aio-pika; × {_spread(pipeline['ratios'])})",
            "≥ 1.0",
        ),
        (
            say("… beside one that groups its rows as ours does", "对照也像本系统一样成组写盘时"),
            "",
            f"{grouped:.0f} (aio-pika; × {_spread(pipeline['ratios_to_grouped'])})",
            "",
        ),
        (
            say("… one message at a time", "每次只有一条消息在途"),
            f"{pipeline['ours']['parcels_s_in_flight']['1']['median']:.0f}",
            f"{one_of_plain:.0f} (aio-pika; × {_spread(pipeline['ratios_in_flight']['1'])})",
            "",
        ),
        (
            say("processor time a message and stage, µs", "每级每条消息的处理器时间（微秒）"),
            f"{pipeline['ours']['cpu_us_a_stage']['median']:.0f}",
            f"{pipeline['plain']['cpu_us_a_stage']['median']:.0f} (aio-pika)",
            "",
        ),
        (
            say("the same after 30,000 messages", "三万条消息之后与之前之比"),
            f"× {growth['cpu_a_parcel']:.2f}",
            "",
            say("flat", "持平"),
        ),
    ]


def _promptness(latency: dict[str, Any], timers: dict[str, Any], say: Say) -> Rows:
    killed = timers["ours_100000_killed"]
    return [
        (
            say("commit to handled in the next service at 50 a second, p99", "每秒 50 条，提交到下一服务处理完，p99"),
            f"{latency['ours']['ms']['p99']:.1f} ms",
            f"{latency['plain']['ms']['p99']:.1f} ms (aio-pika)",
            "< 25 ms",
        ),
        (
            say(
                "1,000 deadlines due a second, 10,000 pending, p99 late",
                "每秒到期 1,000 个、共 10,000 个时限，迟到 p99",
            ),
            f"{timers['ours_10000']['p99_ms']['median']:.1f} ms",
            f"{timers['apscheduler_10000']['p99_ms']['median']:.1f} ms (APScheduler 3)",
            say("no worse", "不劣于"),
        ),
        (
            say("the same with 100,000 pending, p99 late", "共 100,000 个时限，迟到 p99"),
            f"{timers['ours_100000']['late_ms']['p99']:.1f} ms",
            "",
            "< 100 ms",
        ),
        (
            say("killed in the middle: all overdue rung after the start", "中途杀死：重启后全部补发"),
            f"{killed['all_overdue_rang_s_after_start']:.2f} s",
            say(
                f"missed {killed['missed']}, twice {killed['twice']}",
                f"遗漏 {killed['missed']}，重复 {killed['twice']}",
            ),
            "< 2 s",
        ),
    ]


def _escalation(escalation: dict[str, Any], say: Say) -> Rows:
    ratios, late = escalation["ratios"], escalation["late_ms"]
    few, many = escalation["mib"].values()
    return [
        (
            say(
                "500 open incidents: each step of the plan until it is on the bus, p99 late",
                "500 起未结突发事件：预案各步骤到期至事件发出，迟到 p99",
            ),
            f"{late['p99']:.0f} ms",
            say(
                f"{escalation['steps']} steps, missed {escalation['missed']}, twice {escalation['twice']}",
                f"{escalation['steps']} 步，遗漏 {escalation['missed']}，重复 {escalation['twice']}",
            ),
            "≤ 1 s",
        ),
        (
            say(
                "processor time with 20,000 open: report; step; taking over; page",
                "20,000 起未结时处理器时间：报告；步骤；接报；列表页",
            ),
            "; ".join(f"× {1 / ratios[kind]['median']:.2f}" for kind in ("report", "step", "taking-over", "page")),
            say(f"with 500 open; {many:.0f} MiB, {few:.0f} MiB", f"500 起未结时；{many:.0f} MiB，{few:.0f} MiB"),
            say("flat, ≤ 1.3", "持平，≤ 1.3"),
        ),
    ]


def _size(batch: dict[str, Any], idle: dict[str, Any], say: Say) -> Rows:
    few, many = batch["batches"]["600"], batch["batches"]["10000"]
    return [
        (
            say("a batch of 10,000, registration to certificate", "一万人批次，报名到发证"),
            f"{many['seconds']:.0f} s",
            say(
                f"{many['cpu_ms_a_candidate']:.0f} ms CPU a candidate, at 600 {few['cpu_ms_a_candidate']:.0f} ms",
                f"每人 {many['cpu_ms_a_candidate']:.0f} ms CPU，600 人时 {few['cpu_ms_a_candidate']:.0f} ms",
            ),
            "< 360 s",
        ),
        (
            say("largest service in it", "其中最大的服务"),
            f"{batch['highest_peak_mib']:.0f} MiB",
            "",
            "≤ 250 MiB",
        ),
        (
            say("idle: largest service; busiest", "空闲：最大的服务；最忙的服务"),
            f"{idle['largest_mib']:.0f} MiB; {idle['busiest_cpu_percent']:.1f} %",
            f"{idle['plain']['mib']:.0f} MiB (aio-pika)",
            "< 110 MiB; < 1 %",
        ),
        (
            say("`make up` to all healthy", "`make up` 到全部就绪"),
            f"{idle['seconds_to_all_well']['median']:.1f} s",
            "",
            "< 8 s",
        ),
    ]


def _gateway(gateway: dict[str, Any], say: Say) -> Rows:
    staff, page, alone = gateway["staff"], gateway["page"], gateway["alone"]
    mib, noon = gateway["mib"], gateway["noon"]
    return [
        (
            say(
                f"{staff} of staff working, {gateway['clicks_a_second']:.0f} pages a second: a page, p50; p99",
                f"{staff} 人登录并办理，每秒 {gateway['clicks_a_second']:.0f} 页：打开一页，p50；p99",
            ),
            f"{page['p50']:.0f} ms; {page['p99']:.0f} ms",
            say(
                f"one person alone {alone['p50']:.0f} ms; {alone['p99']:.0f} ms",
                f"只有一人时 {alone['p50']:.0f} ms；{alone['p99']:.0f} ms",
            ),
            "< 300 ms",
        ),
        (
            say(f"all {staff} sign in at once, until the last is in", f"{staff} 人同时登录，直到最后一人登录"),
            f"{gateway['all_signed_in_s']:.0f} s",
            "",
            "",
        ),
        (
            say("memory with one session; with all, after work", "内存：一人登录；全部登录并办理之后"),
            f"{mib['one']:.0f} MiB; {mib['after_work']:.0f} MiB",
            "",
            "",
        ),
        (
            say(
                "killed in the middle of an export: answers again; the export is whole",
                "导出中途被杀死：恢复应答；导出完整",
            ),
            f"{noon['answers_s']:.1f} s; {noon['export_done_s']:.0f} s",
            say(
                f"{noon['still_in']} still signed in, {noon['export_rows']} rows",
                f"{noon['still_in']} 人仍在登录，{noon['export_rows']} 行",
            ),
            say("nobody out, no row lost", "无人掉线，不丢一行"),
        ),
    ]


def table(results: dict[str, dict[str, Any]], *, chinese: bool) -> str:
    """Markdown."""
    head = CHINESE if chinese else ENGLISH
    lines = [head, ("---",) * len(head), *rows(results, chinese=chinese)]
    machine = results["pipeline"]["machine"]
    named = ", ".join(
        (
            machine["processor"],
            f"{machine['cores']} × CPU",
            machine["system"],
            f"Python {machine['python']}",
            machine["at"][:10],
        )
    )
    return "\n".join([*(f"| {' | '.join(line)} |" for line in lines), "", named])


def _spread(ratios: dict[str, float]) -> str:
    return f"{ratios['median']:.2f}, {ratios['low']:.2f} … {ratios['high']:.2f}"


if __name__ == "__main__":
    found = latest(Path(sys.argv[1] if sys.argv[1:] else KEPT).read_text(encoding="utf-8"))
    sys.stdout.write(f"{table(found, chinese=False)}\n\n{table(found, chinese=True)}\n")
