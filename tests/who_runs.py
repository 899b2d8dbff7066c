"""Which tests execute a line: what `make mutants` asks, and the pytest plugin that finds it out.

The tests of a service or library that need nothing but Python run once under coverage.py, with their names as contexts.
What came of it lies in build/ until a file of theirs changes.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Generator
from hashlib import sha256
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).resolve().parents[1]
BROKEN = ("services", "libs", "apps")
DECLARED = "tests/test_docs.py::test_what_make_docs_writes_is_current"
NOTHING_BUT_PYTHON = "not rabbit and not mongo and not browser and not journey"


class WhoRuns:
    """Which tests execute a line; those that take the least time come first."""

    def __init__(self, directory: Path, root: Path = ROOT) -> None:
        self._root = root
        self._data = coverage.CoverageData(str(directory / "coverage"))
        self._data.read()
        self._seconds: dict[str, float] = json.loads((directory / "seconds.json").read_text())

    def tests_of(self, file: Path, lines: range, *, seconds: float) -> list[str]:
        """As many as end in these seconds.

        What an import executes is seen where it is written down, or by who executes anything else of the file.
        """
        by_line = self._data.contexts_by_lineno(str(self._root / file))
        named = {name for line in lines for name in by_line.get(line, ())}
        if named != {""}:
            return self._quickest(named - {""}, seconds)
        return [DECLARED, *self._quickest({name for names in by_line.values() for name in names if name}, seconds)]

    def _quickest(self, named: set[str], seconds: float) -> list[str]:
        # A fixture that a whole file shares has the file's name.
        tests = (test for test in self._seconds if test in named or test.partition("::")[0] in named)
        chosen: list[str] = []
        for test in sorted(tests, key=lambda test: (self._seconds[test], test)):
            seconds -= self._seconds[test]
            if seconds < 0 and chosen:
                break
            chosen.append(test)
        return chosen


def who_runs(package: Path) -> WhoRuns:
    """What was measured of a service or library as it is; measured now if it, or a library, has changed."""
    measured = ROOT / "build/who-runs" / package
    files = sorted(file for folder in ("libs", package) for file in (ROOT / folder).rglob("*.py"))
    state = sha256(b"".join(str(file).encode() + file.read_bytes() for file in files)).hexdigest()
    stamp = measured / "state"
    if not stamp.exists() or stamp.read_text() != state:
        print(f"finding out which tests of {package} execute which line", flush=True)
        shutil.rmtree(measured, ignore_errors=True)
        measured.mkdir(parents=True)
        measure(measured, "-n", "logical", "-m", NOTHING_BUT_PYTHON, str(package))
        stamp.write_text(state)
    return WhoRuns(measured)


def measure(directory: Path, *arguments: str, root: Path = ROOT) -> None:
    """Run tests and keep who executes what, and for how long. A test that fails is none that sees a break."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.who_runs"]
    subprocess.run([*command, "--who-runs", str(directory), *arguments], cwd=root, check=False)
    data = coverage.Coverage(data_file=str(directory / "coverage"), config_file=False)
    data.combine([str(directory)])
    data.save()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--who-runs` and `--chosen`."""
    parser.addoption("--who-runs", metavar="DIRECTORY", type=Path, help="keep there which tests execute which line")
    parser.addoption("--chosen", metavar="FILE", type=Path, help="run the tests that it names, in its order")


def pytest_configure(config: pytest.Config) -> None:
    """Measure from the first import on."""
    directory = config.getoption("who_runs")
    if directory is not None:
        config.pluginmanager.register(Measuring(directory, config.rootpath), "measuring")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep those that are chosen. A break may give a test another name: it does not run then."""
    chosen = config.getoption("chosen")
    if chosen is not None:
        turns = {test: turn for turn, test in enumerate(chosen.read_text().splitlines())}
        items[:] = sorted((item for item in items if item.nodeid in turns), key=lambda item: turns[item.nodeid])


class Measuring:
    """Says to coverage.py which test runs, and counts seconds. Each worker keeps a file of its own."""

    def __init__(self, directory: Path, root: Path) -> None:
        self._directory = directory
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._failed: set[str] = set()
        self._test = ""
        self._coverage = coverage.Coverage(
            data_file=str(directory / f"coverage.{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"),
            source=[str(root / folder) for folder in BROKEN],
            omit=["*/tests/*"],
            config_file=False,
        )
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """What runs now is run by this test."""
        self._test = item.nodeid
        self._coverage.switch_context(self._test)
        try:
            return (yield)
        finally:
            self._coverage.switch_context("")

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
        """What the tests of a file share is run by all of them."""
        if fixturedef.scope != "function":
            self._coverage.switch_context(self._test.partition("::")[0])
        try:
            return (yield)
        finally:
            self._coverage.switch_context(self._test)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long it took, and whether it passed."""
        self._seconds[report.nodeid] += report.duration
        if report.failed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Keep all of it."""
        self._coverage.stop()
        self._coverage.save()
        if not hasattr(session.config, "workerinput"):
            passed = {test: round(took, 3) for test, took in self._seconds.items() if test not in self._failed}
            (self._directory / "seconds.json").write_text(json.dumps(passed))
