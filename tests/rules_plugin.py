"""Pytest plugin: ties tests to docs/rules/rules.csv and, with `--rules FILE`, writes which rules were checked."""

import csv
import json
from pathlib import Path
from typing import Any, TypedDict

import pytest

RULES = Path(__file__).parents[1] / "docs/rules/rules.csv"
PROPERTY = "rules"


class Checked(TypedDict):
    """What ran for a rule, and whether all of it passed."""

    tests: list[str]
    passed: bool


def known_rules(file: Path = RULES) -> set[str]:
    """The ids in the rule list."""
    with file.open(encoding="utf-8", newline="") as rows:
        return {row["id"] for row in csv.DictReader(rows)}


def rules_of(item: pytest.Item) -> list[str]:
    """The ids that a test is marked with, each once."""
    return list(dict.fromkeys(str(rule) for marker in item.iter_markers("rule") for rule in marker.args))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--rules`."""
    parser.addoption("--rules", metavar="FILE", type=Path, help="write which rules were checked, and how it went")


def pytest_configure(config: pytest.Config) -> None:
    """Watch what runs when a report is wanted; workers tell the process that started them."""
    file = config.getoption("rules")
    if file is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(RuleReport(file), "rule-report")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a mark that names no rule, or one that is not in the list; have each report tell the rules of its test."""
    known = known_rules()
    wrong = [
        f"{item.nodeid}: {', '.join(rules) or 'no rule id'}"
        for item in items
        if item.get_closest_marker("rule") and (not (rules := rules_of(item)) or not known.issuperset(rules))
    ]
    if wrong:
        raise pytest.UsageError("marks of rules that are not in docs/rules/rules.csv:\n" + "\n".join(wrong))
    for item in items:
        item.user_properties.append((PROPERTY, rules_of(item)))


class RuleReport:
    """Notes the outcome of every marked test that ran; a test that was skipped checked nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._rules: dict[str, list[str]] = {}
        self._outcomes: dict[str, bool] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test passed if its call passed and nothing around it failed."""
        rules: Any = dict(report.user_properties).get(PROPERTY)
        if rules and (report.when == "call" or report.failed) and not report.skipped:
            self._rules[report.nodeid] = rules
            self._outcomes[report.nodeid] = self._outcomes.get(report.nodeid, True) and report.passed

    def pytest_sessionfinish(self) -> None:
        """Write the report."""
        checked: dict[str, Checked] = {}
        for test, passed in sorted(self._outcomes.items()):
            for rule in self._rules[test]:
                entry = checked.setdefault(rule, {"tests": [], "passed": True})
                entry["tests"].append(test)
                entry["passed"] = entry["passed"] and passed
        self._file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(dict(sorted(checked.items())), ensure_ascii=False, indent=1)
        self._file.write_text(text + "\n", encoding="utf-8")
