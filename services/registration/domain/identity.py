"""Who somebody is by a document: each kind with its own check, and none taken for another."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.registration.domain.errors.identity import (
    BirthDateDiffersError,
    DocumentNumberMalformedError,
    IdentityKindDiffersError,
)
from services.registration.domain.resident_number import ResidentNumber, Sex
from services.registration.domain.spelling import number_written


class IdentityKind(StrEnum):
    """The documents that people register with, by the names that are printed on the certificate."""

    RESIDENT = "居民身份证"
    RESIDENCE_PERMIT = "港澳台居民居住证"
    FOREIGN_RESIDENT = "外国人永久居留身份证"
    PASSPORT = "护照"
    OFFICER = "军官证"

    def tells_birth(self, text: str) -> bool:
        """Whether a number of this kind says when its holder was born."""
        return self not in {IdentityKind.PASSPORT, IdentityKind.OFFICER} and bool(EIGHTEEN.fullmatch(text))


# Other words for the same; 201 is what the upload form of certificates has for a resident card.
KINDS = {
    **{kind.value: kind for kind in IdentityKind},
    "身份证": IdentityKind.RESIDENT,
    "中华人民共和国居民身份证": IdentityKind.RESIDENT,
    "二代身份证": IdentityKind.RESIDENT,
    "201": IdentityKind.RESIDENT,
    "居住证": IdentityKind.RESIDENCE_PERMIT,
    "港澳居民居住证": IdentityKind.RESIDENCE_PERMIT,
    "台湾居民居住证": IdentityKind.RESIDENCE_PERMIT,
    "港澳台居住证": IdentityKind.RESIDENCE_PERMIT,
    "中华人民共和国港澳居民居住证": IdentityKind.RESIDENCE_PERMIT,
    "中华人民共和国台湾居民居住证": IdentityKind.RESIDENCE_PERMIT,
    "外国人永久居留证": IdentityKind.FOREIGN_RESIDENT,
    "外国人永久居留身份证(五星卡)": IdentityKind.FOREIGN_RESIDENT,
    "永久居留身份证": IdentityKind.FOREIGN_RESIDENT,
    "中华人民共和国护照": IdentityKind.PASSPORT,
    "外国护照": IdentityKind.PASSPORT,
    "普通护照": IdentityKind.PASSPORT,
    "中国人民解放军军官证": IdentityKind.OFFICER,
    "士官证": IdentityKind.OFFICER,
    "警官证": IdentityKind.OFFICER,
}
PERMIT_AREAS = ("810000", "820000", "830000")
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
# Since 2023 (GA 2102): 9, province, country in three digits, birth, serial, check digit.
FOREIGN_START = re.compile(r"9([0-9]{2})[0-9]{3}")
# Before: the country in three letters, then twelve digits.
FOREIGN_BEFORE_2023 = re.compile(r"[A-Z]{3}[0-9]{12}")
PASSPORT = re.compile(r"(?=.*[0-9]{4})[A-Z0-9]{6,9}")
OFFICER = re.compile(r"([\u4e00-\u9fff]{1,2}?)字?第?([0-9]{4,8})号?")


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A document that could be real. Birth and sex are those that its number tells, or that were stated."""

    kind: IdentityKind
    text: str
    born_on: date | None = None
    sex: Sex | None = None

    @staticmethod
    def read(kind: IdentityKind, written: str, *, today: date, stated_birth: date | None = None) -> "Identity":
        """Check the number as its kind asks; raises the `RowRefusedError` that it meets."""
        text = number_written(written)
        _must_not_be_another(kind, text)
        found = CHECKS[kind](text, today)
        if stated_birth and found.born_on and stated_birth != found.born_on:
            raise BirthDateDiffersError
        return Identity(kind=kind, text=found.text, born_on=found.born_on or stated_birth, sex=found.sex)


def kind_called(cell: str) -> IdentityKind | None:
    """The kind of document that is meant, if it is one of those taken."""
    return KINDS.get(number_written(cell))


def _must_not_be_another(kind: IdentityKind, text: str) -> None:
    """A number of 18 places says by its beginning what card it stands on."""
    meant = _kind_of(text)
    if meant is not None and meant is not kind:
        raise IdentityKindDiffersError(meant=meant.value)


def _kind_of(text: str) -> IdentityKind | None:
    if FOREIGN_BEFORE_2023.fullmatch(text):
        return IdentityKind.FOREIGN_RESIDENT
    if not EIGHTEEN.fullmatch(text):
        return None
    if text.startswith(PERMIT_AREAS):
        return IdentityKind.RESIDENCE_PERMIT
    start = FOREIGN_START.match(text)
    return IdentityKind.FOREIGN_RESIDENT if start and start[1] in PROVINCES else IdentityKind.RESIDENT


def _resident(text: str, today: date) -> Identity:
    number = ResidentNumber.parse(text, today=today)
    return Identity(kind=IdentityKind.RESIDENT, text=number.text, born_on=number.born_on, sex=number.sex)


def _residence_permit(text: str, today: date) -> Identity:
    """The same places and the same check digit as a resident number, of areas of its own."""
    if not EIGHTEEN.fullmatch(text):
        raise DocumentNumberMalformedError(looks="81、82 或 83 开头的 18 位号码")
    number = ResidentNumber.parse(text, today=today)
    return Identity(kind=IdentityKind.RESIDENCE_PERMIT, text=number.text, born_on=number.born_on, sex=number.sex)


def _foreign_resident(text: str, today: date) -> Identity:
    if FOREIGN_BEFORE_2023.fullmatch(text):
        return Identity(kind=IdentityKind.FOREIGN_RESIDENT, text=text)
    if not EIGHTEEN.fullmatch(text):
        raise DocumentNumberMalformedError(looks="9 开头的 18 位号码，或 3 个字母加 12 位数字")
    number = ResidentNumber.parse(text, today=today)
    return Identity(kind=IdentityKind.FOREIGN_RESIDENT, text=number.text, born_on=number.born_on)


def _passport(text: str, today: date) -> Identity:
    del today
    if not PASSPORT.fullmatch(text):
        raise DocumentNumberMalformedError(looks="6 至 9 位字母和数字")
    return Identity(kind=IdentityKind.PASSPORT, text=text)


def _officer(text: str, today: date) -> Identity:
    del today
    match = OFFICER.fullmatch(text)
    if match is None:
        raise DocumentNumberMalformedError(looks="如“军字第1234567号”")
    return Identity(kind=IdentityKind.OFFICER, text=f"{match[1]}字第{match[2]}号")


CHECKS: dict[IdentityKind, Callable[[str, date], Identity]] = {
    IdentityKind.RESIDENT: _resident,
    IdentityKind.RESIDENCE_PERMIT: _residence_permit,
    IdentityKind.FOREIGN_RESIDENT: _foreign_resident,
    IdentityKind.PASSPORT: _passport,
    IdentityKind.OFFICER: _officer,
}
