"""The number of a resident identity card (GB 11643-1999): 18 places, a birth date, a check digit."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul
from typing import Self
from unicodedata import normalize

from services.registration.domain.days import full_years
from services.registration.domain.errors.resident_number import (
    BirthDateInvalidError,
    CheckDigitWrongError,
    ResidentNumberMalformedError,
)

# Places, the check character included.
LENGTH = 18
CHECK_CHARACTERS = "10X98765432"
WEIGHTS = tuple(pow(2, LENGTH - 1 - place, 11) for place in range(LENGTH - 1))


class Sex(StrEnum):
    """As the number tells it: the 17th digit is odd for men."""

    MALE = "男"
    FEMALE = "女"


def check_digit(body: str) -> str:
    """GB 11643: sum of a_i × W_i with W_i = 2^(i-1) mod 11, i = 18 … 2 from the left; the rest picks the character.

    The area code stays unchecked on purpose: a card keeps the code of its registration, which a later map may not have.
    """
    total = sum(map(mul, map(int, body), WEIGHTS))
    return CHECK_CHARACTERS[total % 11]


@dataclass(frozen=True)
class ResidentNumber:
    """A number that could be on a real card. Its text is personal: seal it at rest, mask it in views."""

    text: str

    @classmethod
    def parse(cls, text: str, *, today: date) -> Self:
        number = cls(normalize("NFKC", text).strip().upper())
        body, check = number.text[:-1], number.text[-1:]
        if len(number.text) != LENGTH or not (body.isascii() and body.isdigit()) or check not in CHECK_CHARACTERS:
            raise ResidentNumberMalformedError
        if check_digit(body) != check:
            raise CheckDigitWrongError
        born_on = number.birth_date
        if born_on is None or born_on > today:
            raise BirthDateInvalidError

        return number

    @property
    def birth_date(self) -> date | None:
        """The day that the number tells; None if there was none."""
        try:
            return self.born_on
        except ValueError:
            return None

    @property
    def born_on(self) -> date:
        return date(int(self.text[6:10]), int(self.text[10:12]), int(self.text[12:14]))

    @property
    def sex(self) -> Sex:
        return Sex.MALE if int(self.text[16]) % 2 else Sex.FEMALE

    def age_on(self, day: date) -> int:
        return full_years(self.born_on, day)


def mask_number(text: str) -> str:
    """What everybody else may see: 430***********1234. A text too short to hide anything in is hidden whole."""
    if len(text) < LENGTH:
        return "*" * len(text)
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"


def mask_name(text: str) -> str:
    """The family name alone, as 张**."""
    return text[:1] + "*" * (len(text) - 1)
