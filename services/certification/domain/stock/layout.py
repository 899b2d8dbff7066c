"""Where what is printed stands on a pre-printed blank, in millimetres from its top left corner."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Box:
    """One printed field, centred in its box: which one, where, how large (mm), and in which size (pt)."""

    field: str
    x: float
    y: float
    width: float
    height: float
    size: float


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A kind of blank: its sheet and its boxes (mm). The photo has a box of its own and no size."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    photo: Box


def _line(field: str, y: float) -> Box:
    return Box(field=field, x=192, y=y, width=70, height=12, size=14)


# Over the name of the institution on the plain sheet (A4 portrait), where the image of its seal is given.
SEAL: Final = Box(field="seal", x=116, y=201, width=42, height=42, size=0)
# The day is three numbers between the pre-printed 年, 月 and 日.
LANDSCAPE: Final = Layout(
    width=297,
    height=210,
    boxes=(
        _line("name", 67.6),
        _line("id_type", 80.4),
        _line("id_number", 94),
        _line("occupation", 106.6),
        _line("work_type", 119.6),
        _line("level", 133),
        _line("number", 146.4),
        Box(field="year", x=206.3, y=171.5, width=15, height=8.1, size=12),
        Box(field="month", x=223, y=171.5, width=10, height=8.1, size=12),
        Box(field="day", x=236.7, y=171.5, width=10, height=8.1, size=12),
    ),
    photo=Box(field="photo", x=35, y=60, width=25, height=35, size=0),
)
