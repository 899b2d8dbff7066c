"""`python -m tests.rules_coverage`: which rules of docs/rules/rules.csv the last full test run checked, by group.

The kinds of a rule: E the system enforces it, T it is a deadline or clock, C it tells how the system is configured or
organised, P it lives on the provincial platform, R people follow it. E and T are what the software answers for.
"""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.rules_plugin import RULES

REPORT = RULES.parents[2] / "build/rules.json"
ENFORCED = frozenset("ET")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; answers 1 when there is no report or a checked rule is broken."""
    parser = argparse.ArgumentParser(prog="make rules")
    parser.add_argument("--missing", action="store_true", help="list the E and T rules that no test checks")
    parser.add_argument("--report", type=Path, default=REPORT)
    options = parser.parse_args(arguments)
    if not options.report.exists():
        print(f"{options.report} is not there: run `make test` first", file=sys.stderr)  # noqa: T201
        return 1
    report = json.loads(options.report.read_text(encoding="utf-8"))
    with RULES.open(encoding="utf-8", newline="") as rows:
        kinds = {row["id"]: frozenset(row["kind"]) for row in csv.DictReader(rows)}
    console = Console()
    console.print(_table(kinds, report))
    if options.missing:
        console.print("\n".join(rule for rule, kind in kinds.items() if kind & ENFORCED and rule not in report))
    broken = [rule for rule, checked in report.items() if not checked["passed"]]
    if broken:
        console.print(f"broken: {', '.join(broken)}", style="red")
    return 1 if broken else 0


def _table(kinds: dict[str, frozenset[str]], report: dict[str, object]) -> Table:
    table = Table("group", "E/T checked", "of", "others checked", "of")
    groups = list(dict.fromkeys(rule.split("-")[0] for rule in kinds))
    total = [0, 0, 0, 0]
    for group in groups:
        rules = [rule for rule in kinds if rule.split("-")[0] == group]
        enforced = [rule for rule in rules if kinds[rule] & ENFORCED]
        others = [rule for rule in rules if not kinds[rule] & ENFORCED]
        figures = [_checked(enforced, report), len(enforced), _checked(others, report), len(others)]
        total = [a + b for a, b in zip(total, figures, strict=True)]
        table.add_row(group, *map(str, figures))
    table.add_section()
    table.add_row("all", *map(str, total))
    return table


def _checked(rules: list[str], report: dict[str, object]) -> int:
    return sum(rule in report for rule in rules)


if __name__ == "__main__":
    sys.exit(main())
