import re
from pathlib import Path

import pytest

from apps.duty_console.palette import COLOURS, MARKS, TEXT, contrast

STATIC = Path(__file__).parents[1] / "static"


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground_as_level_aa_asks(text, ground):
    assert contrast(COLOURS[text], COLOURS[ground]) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_borders_and_the_focus_ring_stand_out_from_their_ground(mark, ground):
    assert contrast(COLOURS[mark], COLOURS[ground]) >= 3.0


def test_contrast_is_what_the_standard_says_it_is():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_style_sheet_knows_no_colour_but_those_of_the_palette():
    sheet = (STATIC / "console.css").read_text(encoding="utf-8")

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!ar)", sheet.replace("#bar", "")) == []
    assert set(re.findall(r"var\(--([\w-]+)\)", sheet)) <= set(COLOURS)


def test_neither_script_nor_style_names_another_host():
    for file in STATIC.iterdir():
        assert not re.search(r"https?://|@import", file.read_text(encoding="utf-8")), file.name
