"""The number on an examiner's card (PER-26)."""

import re
from dataclasses import dataclass
from typing import Self

# The institution code begins with a letter (domain note A3-23); no source tells the values of the class digit.
GRAMMAR = re.compile(r"(?P<institution>[A-Z][0-9]{12})(?P<examiner_class>[0-9])(?P<serial>[0-9]{4})", re.ASCII)


@dataclass(frozen=True)
class CardNumber:
    """Institution code (13 places), class of examiner (1), serial (4)."""

    institution: str
    examiner_class: str
    serial: str

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The parts of a card number; None if it is none."""
        match = GRAMMAR.fullmatch(text)
        return cls(*match.group("institution", "examiner_class", "serial")) if match else None

    def __str__(self) -> str:
        """All 18 places, as they stand on the card."""
        return f"{self.institution}{self.examiner_class}{self.serial}"
