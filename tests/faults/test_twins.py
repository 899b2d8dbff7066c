"""The twins: a guarantee that is taken out on purpose is missed."""

import pytest

from tests.faults.runner import run

pytestmark = [pytest.mark.journey, pytest.mark.faults]


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    return run("ci-twins", tmp_path_factory.mktemp("twins"))


def test_a_guarantee_that_is_taken_out_is_missed(ran):
    _, report = ran

    assert len(report) == 4
    assert all(entry["twin"] for entry in report)
    assert [entry["fault"] for entry in report if entry["held"]] == []
    assert all(entry["violations"] for entry in report)


def test_the_runner_is_content(ran):
    done, _ = ran

    assert done.returncode == 0, done.stdout[-3000:]
