import re
from pathlib import Path

import pytest

from apps.web.palette import DARK, LIGHT, MARKS, TEXT, contrast

APPS = Path(__file__).parents[2]
STATIC = [APPS / "duty_console/static", APPS / "gateway/static"]
SHEETS = [APPS / "duty_console/static/console.css", APPS / "gateway/static/gateway.css"]


@pytest.mark.parametrize("colours", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground_as_level_aa_asks(colours, text, ground):
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("colours", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_borders_and_the_focus_ring_stand_out_from_their_ground(colours, mark, ground):
    assert contrast(colours[mark], colours[ground]) >= 3.0


@pytest.mark.parametrize(
    ("colour", "on_white", "on_black"),
    [
        ("#ffffff", 1.0, 21.0),
        ("#777777", 4.48, 4.69),
        ("#ff0000", 4.00, 5.25),
        ("#00ff00", 1.37, 15.30),
        ("#0000ff", 8.59, 2.44),
        ("#0a0a0a", 19.80, 1.06),  # so dark that its light grows evenly
    ],
)
def test_contrast_is_what_the_standard_says_it_is(colour, on_white, on_black):
    assert contrast(colour, "#ffffff") == pytest.approx(on_white, abs=0.006)
    assert contrast("#000000", colour) == pytest.approx(on_black, abs=0.006)


def test_a_name_means_the_same_on_the_wall_and_at_the_desk():
    assert list(DARK) == list(LIGHT)


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.name)
def test_a_style_sheet_knows_no_colour_but_those_of_the_palette(file):
    sheet = file.read_text(encoding="utf-8")

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!ar)", sheet.replace("#bar", "")) == []
    assert set(re.findall(r"var\(--([\w-]+)\)", sheet)) <= set(DARK)


def test_neither_script_nor_style_of_ours_names_another_host():
    for folder in STATIC:
        for file in folder.glob("*.[cj]s*"):
            assert not re.search(r"https?://|@import", file.read_text(encoding="utf-8")), file.name
