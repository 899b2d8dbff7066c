"""What the institution regulates for itself."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from libs.chassis.testing import environment
from services.scoring.domain.marks import Combination, MarkingRules
from services.scoring.settings import Settings


@pytest.fixture
def environ(monkeypatch, tmp_path):
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_the_usual_rules_are_three_sheets_their_mean_and_fifteen_points(environ):
    assert Settings().marking_rules() == MarkingRules(sheets=3, tolerance=Decimal(15), combination=Combination.MEAN)


def test_an_institution_may_decide_otherwise(environ):
    environ.setenv("SKILLSEAL_SHEETS_PER_PIECE", "5")
    environ.setenv("SKILLSEAL_SHEET_TOLERANCE", "10")
    environ.setenv("SKILLSEAL_SHEET_COMBINATION", "median")

    assert Settings().marking_rules() == MarkingRules(sheets=5, tolerance=Decimal(10), combination=Combination.MEDIAN)


@pytest.mark.parametrize("tolerance", ["-0.1", "100.1"])
def test_a_tolerance_is_in_points_of_a_hundred(environ, tolerance):
    environ.setenv("SKILLSEAL_SHEET_TOLERANCE", tolerance)

    with pytest.raises(ValidationError):
        Settings()
