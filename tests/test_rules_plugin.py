"""The ties between tests and rules are honest."""

import json

import pytest

from tests import rules_coverage
from tests.rules_plugin import known_rules

pytest_plugins = ["pytester"]


@pytest.fixture
def project(pytester):
    pytester.makeconftest('pytest_plugins = ["tests.rules_plugin"]')
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function\nmarkers =\n    rule(*ids): a rule\n")
    return pytester


def test_the_list_has_every_rule_once():
    assert len(known_rules()) == 430


def test_a_rule_passes_when_all_its_tests_pass(project):
    project.makepyfile(
        """
        import pytest

        @pytest.mark.rule("SCO-01", "SCO-02")
        def test_both(): pass

        @pytest.mark.rule("SCO-02")
        def test_broken(): assert False

        def test_without_a_rule(): pass
        """
    )

    project.runpytest_inprocess("--rules", "build/rules.json").assert_outcomes(passed=2, failed=1)

    report = json.loads((project.path / "build/rules.json").read_text())
    assert report["SCO-01"]["passed"] is True
    assert report["SCO-02"]["passed"] is False
    assert [name.split("::")[1] for name in report["SCO-02"]["tests"]] == ["test_both", "test_broken"]
    assert len(report) == 2


def test_only_what_ran_counts(project):
    project.makepyfile(
        """
        import pytest

        @pytest.mark.rule("SCO-01")
        @pytest.mark.skip
        def test_skipped(): pass

        @pytest.mark.rule("SCO-02")
        def test_skips_itself(): pytest.skip()

        @pytest.mark.rule("SCO-03")
        def test_deselected(): pass
        """
    )

    project.runpytest_inprocess("--rules", "rules.json", "-k", "not deselected")

    assert json.loads((project.path / "rules.json").read_text()) == {}


@pytest.mark.parametrize("where", ["setup", "teardown"])
def test_a_failure_around_a_test_breaks_its_rule(project, where):
    project.makepyfile(
        f"""
        import pytest

        @pytest.fixture
        def surrounding():
            assert "{where}" != "setup"
            yield
            assert "{where}" != "teardown"

        @pytest.mark.rule("SCO-01")
        def test_inside(surrounding): pass
        """
    )

    project.runpytest_inprocess("--rules", "rules.json")

    assert json.loads((project.path / "rules.json").read_text())["SCO-01"]["passed"] is False


@pytest.mark.parametrize("mark", ['rule("SCO-999")', 'rule("sco-01")', "rule", 'rule("SCO-01", "NO-1")'])
def test_a_mark_that_names_no_known_rule_stops_the_run(project, mark):
    project.makepyfile(f"import pytest\n\n@pytest.mark.{mark}\ndef test_it(): pass\n")

    result = project.runpytest_inprocess()

    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_what_ran_on_different_workers_comes_together(project):
    tests = "import pytest\n\n@pytest.mark.rule('{}', 'SCO-03')\ndef test_it(): assert {}\n"
    project.makepyfile(test_one=tests.format("SCO-01", "True"), test_other=tests.format("SCO-02", "False"))

    project.runpytest_inprocess("-n", "2", "--rules", "rules.json").assert_outcomes(passed=1, failed=1)

    report = json.loads((project.path / "rules.json").read_text())
    assert {rule: checked["passed"] for rule, checked in report.items()} == {
        "SCO-01": True,
        "SCO-02": False,
        "SCO-03": False,
    }
    assert report["SCO-03"]["tests"] == ["test_one.py::test_it", "test_other.py::test_it"]


def test_without_the_option_nothing_is_written(project):
    project.makepyfile("def test_it(): pass")

    project.runpytest_inprocess()

    assert not (project.path / "build").exists()


def test_the_coverage_table_counts_by_group(tmp_path, capsys):
    report = tmp_path / "rules.json"
    report.write_text(json.dumps({"ARC-15": {"tests": ["t"], "passed": True}}))

    assert rules_coverage.main(["--report", str(report)]) == 0

    printed = capsys.readouterr().out
    assert [line.split("│")[2].strip() for line in printed.splitlines() if "ARC" in line] == ["1"]


def test_a_broken_rule_makes_the_coverage_command_fail(tmp_path):
    report = tmp_path / "rules.json"
    report.write_text(json.dumps({"ARC-15": {"tests": ["t"], "passed": False}}))

    assert rules_coverage.main(["--report", str(report)]) == 1
    assert rules_coverage.main(["--report", str(tmp_path / "missing.json")]) == 1
