"""Certificates that were printed on blanks together, each with the serial of its sheet."""

from dataclasses import dataclass

from libs.chassis.domain import Act, Aggregate
from services.certification.domain.stock.drawing import serial_of


@dataclass(frozen=True, kw_only=True)
class PrintOrder:
    """Certificates in the order in which the blanks of a series, from a number on, lie in the printer."""

    series: str
    first: int
    numbers: list[str]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each certificate once, with the serial of its blank."""
        return [
            (number, serial_of(self.series, self.first + place))
            for place, number in enumerate(dict.fromkeys(self.numbers))
        ]


@dataclass(kw_only=True)
class StockPrint(Aggregate):
    """One print run: the certificates by number, the serials beside them, and the file that went to the printer."""

    id: str
    batch_id: str
    numbers: list[str]
    serials: list[str]
    pdf_sha256: str
    printed: Act
