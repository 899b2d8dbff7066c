"""The tests that execute a line are found, so that `make mutants` need not run all of them."""

import pytest

from tests.who_runs import DECLARED, ROOT, WhoRuns, measure

pytest_plugins = ["pytester"]

RULES = """
LIMIT = 3

def is_few(number):
    return number < LIMIT

def is_many(number):
    return not is_few(number)

def is_asked_by_nobody():
    return True
"""
TESTS = """
import pytest
from services.rules import is_few, is_many

@pytest.fixture(scope="module")
def three():
    return is_many(3)

def test_two_are_few():
    assert is_few(2)

def test_three_are_many(three):
    assert three

def test_three_are_many_again(three):
    assert three

def test_fails():
    assert is_few(4)
"""
LIMIT, FEW, MANY, NOBODY = 2, 5, 8, 11


@pytest.fixture
def tests_of(pytester, monkeypatch):
    """The names of the tests that execute a line of the rules above."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    file = pytester.path / "services/rules.py"
    file.parent.mkdir()
    (file.parent / "__init__.py").touch()
    file.write_text(RULES)
    pytester.makepyfile(test_rules=TESTS)
    measure(pytester.path / "measured", root=pytester.path)
    known = WhoRuns(pytester.path / "measured", root=pytester.path)

    def asked(line, seconds=60):
        tests = known.tests_of(file.relative_to(pytester.path), range(line, line + 1), seconds=seconds)
        return {test.partition("::")[2] for test in tests}

    return asked


SHARED = {"test_three_are_many", "test_three_are_many_again"}


def test_a_line_is_executed_by_those_that_passed_over_it(tests_of):
    assert tests_of(NOBODY) == set()
    assert tests_of(MANY) >= SHARED, "what a file shares is executed for all of its tests"
    assert tests_of(FEW) == {"test_two_are_few", *SHARED}
    assert tests_of(LIMIT) == {DECLARED.partition("::")[2], *tests_of(FEW)}, "what an import executes"
    assert len(tests_of(FEW, seconds=0)) == 1


def test_the_chosen_run_in_their_order(pytester):
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    pytester.makepyfile(test_some="def test_a(): pass\ndef test_b(): pass\ndef test_c(): pass")
    chosen = pytester.path / "chosen"
    chosen.write_text("test_some.py::test_c\ntest_some.py::test_gone\ntest_some.py::test_a")

    ran = pytester.runpytest_inprocess("-v", "-p", "tests.who_runs", "--chosen", str(chosen))

    ran.stdout.fnmatch_lines(["*test_c PASSED*", "*test_a PASSED*"])
    ran.assert_outcomes(passed=2)
