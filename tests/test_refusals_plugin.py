"""A refusal that no test meets is named, and the run is red."""

import pytest

from tests import refusals_plugin
from tests.refusals_plugin import UNMET, known

pytest_plugins = ["pytester"]

ALL = known()
MADE = "libs.chassis.store.port.CursorUnknownError"
MEETS = """
import pytest
from libs.chassis.store.port import CursorUnknownError, read_cursor

def test_it():
    with pytest.raises(CursorUnknownError):
        read_cursor("")
"""
MAKES = """
from libs.chassis.store.port import CursorUnknownError

def test_it():
    assert CursorUnknownError()
"""


@pytest.fixture
def project(pytester):
    pytester.makeconftest('pytest_plugins = ["tests.refusals_plugin"]')
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    return pytester


def test_a_refusal_counts_where_the_house_makes_it(project):
    project.makepyfile(MEETS)

    told = project.runpytest_inprocess("--every-refusal")

    told.assert_outcomes(passed=1)
    assert told.ret == pytest.ExitCode.TESTS_FAILED
    told.stdout.fnmatch_lines([f"*{len(ALL - UNMET) - 1} refusals that no test meets*", "upload-not-found"])
    told.stdout.no_fnmatch_line(MADE)


def test_one_that_a_test_makes_for_itself_does_not_count(project):
    (project.mkdir("tests") / "test_it.py").write_text(MAKES)

    project.runpytest_inprocess("--every-refusal").stdout.fnmatch_lines([MADE])


def test_one_on_the_list_that_is_met_is_to_be_taken_off(project, monkeypatch):
    monkeypatch.setattr(refusals_plugin, "UNMET", ALL)
    project.makepyfile(MEETS)

    told = project.runpytest_inprocess("--every-refusal")

    assert told.ret == pytest.ExitCode.TESTS_FAILED
    told.stdout.fnmatch_lines(["*1 refusals that are met and stand on UNMET*", MADE])


def test_what_no_test_meets_yet_is_a_refusal():
    assert sorted(UNMET - ALL) == []


def test_without_the_option_nothing_is_watched(project):
    project.makepyfile("def test_it(): pass")

    assert project.runpytest_inprocess().ret == pytest.ExitCode.OK
