"""Certificate numbers: 22 characters, one certificate one number, without gaps (CER-13, CER-14)."""

import re
from dataclasses import dataclass
from typing import Self

from libs.chassis.domain import Aggregate
from services.certification.domain.errors.batch import InstitutionCodeError
from services.certification.domain.errors.numbers import NumbersExhaustedError

NUMBER = re.compile(r"(?P<institution>[A-Z][0-9]{12})(?P<year>[0-9]{2})(?P<level>[1-5])(?P<serial>[0-9]{6})", re.ASCII)
LAST_SERIAL = 999_999


@dataclass(kw_only=True)
class NumberLedger(Aggregate):
    """The last serial used by one institution in one year at one level."""

    id: str
    institution_code: str
    year: int
    level: int
    last: int = 0

    @classmethod
    def key(cls, *, institution_code: str, year: int, level: int) -> str:
        """The id of the ledger that numbers these certificates."""
        return f"{institution_code}-{year}-{level}"

    @classmethod
    def begin(cls, *, institution_code: str, year: int, level: int) -> Self:
        """Start a ledger, at its first serial."""
        identifier = cls.key(institution_code=institution_code, year=year, level=level)
        ledger = cls(id=identifier, institution_code=institution_code, year=year, level=level)
        if not NUMBER.fullmatch(ledger._number(1)):
            raise InstitutionCodeError

        return ledger

    def take(self, count: int) -> list[str]:
        """The next numbers. They are used once the commit that takes them lands, and not before."""
        if self.last + count > LAST_SERIAL:
            raise NumbersExhaustedError(LAST_SERIAL - self.last)

        serials = range(self.last + 1, self.last + count + 1)
        self.last += count
        return [self._number(serial) for serial in serials]

    def _number(self, serial: int) -> str:
        return f"{self.institution_code}{self.year % 100:02d}{self.level}{serial:06d}"
