"""What one roster row says, read as far as it can be read, with everything that is wrong in itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar
from unicodedata import normalize

from libs.contracts.event import Part
from services.registration.domain.conditions import Claim, Education, Proof, Title
from services.registration.domain.errors.entry import (
    CellMissingError,
    CellTooLongError,
    DateInvalidError,
    IdentityTypeNotAcceptedError,
    LevelUnknownError,
    NotConfirmedByCandidateError,
    PartsUnknownError,
    PhoneInvalidError,
    RowRefusedError,
    SexDiffersError,
    YearsInvalidError,
)
from services.registration.domain.resident_number import ResidentNumber
from services.registration.domain.roster import DASHES, RosterRow

T = TypeVar("T")

# Characters. A longer cell is refused and kept cut off.
LONGEST_CELL = 200
LONGEST_NAME = 50
IDENTITY_CARDS = frozenset({"居民身份证", "身份证"})
PHONE = re.compile(r"1[0-9]{10}")
DATE = re.compile(r"([0-9]{4})(?:[-/.年]?)([0-9]{1,2})(?:[-/.月]?)([0-9]{1,2})日?")
YES = frozenset({"是", "已确认", "√"})

LEVELS = {
    name: level
    for level, names in {
        5: ("五级", "初级工", "5", "5级"),
        4: ("四级", "中级工", "4", "4级"),
        3: ("三级", "高级工", "3", "3级"),
        2: ("二级", "技师", "2", "2级"),
        1: ("一级", "高级技师", "1", "1级"),
    }.items()
    for name in names
}
PARTS: dict[str, list[Part]] = {
    "全部": ["theory", "practical"],
    "理论": ["theory"],
    "理论知识": ["theory"],
    "实操": ["practical"],
    "操作技能": ["practical"],
}
EDUCATIONS = {
    name: education
    for education, names in {
        Education.SECONDARY_VOCATIONAL: ("中专", "中职", "中技", "职高", "技校", "技工学校", "职业高中", "中等职校"),
        Education.ADVANCED_TECHNICAL: ("高级技工学校", "高级技校", "高级工班", "高技", "技师学院", "预备技师"),
        Education.COLLEGE: ("大专", "专科", "高职", "本科", "大学本科", "大学", "硕士", "博士", "研究生"),
    }.items()
    for name in names
}
TITLES = {"初级": Title.JUNIOR, "中级": Title.INTERMEDIATE, "高级": Title.SENIOR, "副高级": Title.SENIOR}
PROOFS = {proof.value: proof for proof in Proof} | {
    "居民身份证": Proof.IDENTITY,
    "毕业证书": Proof.DIPLOMA,
    "在读证明": Proof.DIPLOMA,
}


@dataclass(frozen=True, kw_only=True)
class RosterEntry:
    """One application as it was handed in. Fields that could not be read are empty, and `refusals` says why."""

    row: int
    name: str
    id_number: str
    number: ResidentNumber | None
    phone: str
    occupation_code: str
    occupation: str
    work_type: str
    level: int | None
    parts: list[Part]
    claim: Claim
    prior_number: str
    class_name: str | None
    employer: str
    refusals: list[RowRefusedError]

    @staticmethod
    def read(row: RosterRow, *, today: date) -> "RosterEntry":
        """Read what can be read. Dates after `today` (Beijing's) are refused."""
        return _Reading(row, today).entry()


class _Reading:
    """Reads the cells of one row, collecting refusals instead of stopping at the first."""

    def __init__(self, row: RosterRow, today: date) -> None:
        self.row = row
        self.today = today
        self.refusals: list[RowRefusedError] = []

    def entry(self) -> RosterEntry:
        self._note_long_cells()
        name = self._required("姓名", longest=LONGEST_NAME)
        number = self._resident_number()
        phone = self._phone()
        level = self._required_as("级别", _level)
        parts = self._try(_parts, self.row["报考科目"]) or []
        claim = self._claim()
        if _plain(self.row["本人确认"]) not in YES:
            self.refusals.append(NotConfirmedByCandidateError())
        return RosterEntry(
            row=self.row.number,
            name=name[:LONGEST_CELL],
            id_number=number.text if number else self.row["证件号码"][:LONGEST_CELL],
            number=number,
            phone=phone[:LONGEST_CELL],
            occupation_code=self._required("职业编码")[:LONGEST_CELL],
            occupation=self._required("职业名称")[:LONGEST_CELL],
            work_type=self.row["工种"][:LONGEST_CELL] or "--",
            level=level,
            parts=parts,
            claim=claim,
            prior_number=self.row["原证书编号"][:LONGEST_CELL],
            class_name=self.row["班级"][:LONGEST_CELL] or None,
            employer=self.row["工作单位"][:LONGEST_CELL],
            refusals=self.refusals,
        )

    def _note_long_cells(self) -> None:
        self.refusals.extend(
            CellTooLongError(column) for column, cell in self.row.cells.items() if len(cell) > LONGEST_CELL
        )

    def _required(self, column: str, *, longest: int = LONGEST_CELL) -> str:
        cell = self.row[column]
        if not cell:
            self.refusals.append(CellMissingError(column))
        elif longest < len(cell) <= LONGEST_CELL:
            self.refusals.append(CellTooLongError(column))
        return cell

    def _required_as(self, column: str, read: Callable[[str, str], T]) -> T | None:
        cell = self._required(column)
        return self._try(read, cell, column) if cell else None

    def _optional_as(self, column: str, read: Callable[[str, str], T]) -> T | None:
        cell = self.row[column]
        return None if not cell or DASHES.fullmatch(cell) else self._try(read, cell, column)

    def _try(self, read: Callable[..., T], *cells: str) -> T | None:
        try:
            return read(*cells)
        except RowRefusedError as refusal:
            self.refusals.append(refusal)
            return None

    def _resident_number(self) -> ResidentNumber | None:
        if self._required("证件类型") not in IDENTITY_CARDS | {""}:
            self.refusals.append(IdentityTypeNotAcceptedError())
            return None
        if not self._required("证件号码"):
            return None
        number = self._try(lambda text: ResidentNumber.parse(text, today=self.today), self.row["证件号码"])
        if number and self._required("性别") not in {number.sex.value, ""}:
            self.refusals.append(SexDiffersError())
        return number

    def _phone(self) -> str:
        phone = _plain(self._required("手机号码"))
        if phone and not PHONE.fullmatch(phone):
            self.refusals.append(PhoneInvalidError())
        return phone

    def _claim(self) -> Claim:
        return Claim(
            condition=_plain(self._required("申报条件")).upper()[:LONGEST_CELL],
            years=self._optional_as("从业年限", _years) or Decimal(0),
            prior_level=self._optional_as("原证书级别", _level),
            prior_number_given=bool(self.row["原证书编号"]) and not DASHES.fullmatch(self.row["原证书编号"]),
            prior_on=self._optional_as("原证书日期", self._day),
            education=EDUCATIONS.get(_bare(self.row["文化程度"]), Education.GENERAL),
            subject=self.row["所学专业"][:LONGEST_CELL],
            title=TITLES.get(_bare(self.row["职称"]).removesuffix("职称"), Title.NONE),
            title_on=self._optional_as("职称日期", self._day),
            proofs=_proofs(self.row["证明材料"]),
        )

    def _day(self, cell: str, column: str) -> date:
        match = DATE.fullmatch(_plain(cell))
        try:
            day = date(*map(int, match.groups())) if match else None
        except ValueError:
            day = None
        if day is None or day > self.today:
            raise DateInvalidError(column)
        return day


def _plain(cell: str) -> str:
    """Full-width letters and digits as plain ones; never for names, where it would change rare characters."""
    return normalize("NFKC", cell).strip()


def _bare(cell: str) -> str:
    """Without a remark in brackets, such as 中专（在读）."""
    return _plain(cell).partition("(")[0].strip()


def _level(cell: str, column: str) -> int:
    level = LEVELS.get(_plain(cell).partition("/")[0].strip())
    if level is None:
        raise LevelUnknownError(column)
    return level


def _parts(cell: str) -> list[Part]:
    parts = PARTS.get(_plain(cell))
    if parts is None:
        raise PartsUnknownError
    return list(parts)


def _years(cell: str, column: str) -> Decimal:
    try:
        years = Decimal(_plain(cell).removesuffix("年"))
    except InvalidOperation:
        raise YearsInvalidError(column) from None
    if not years.is_finite() or not 0 <= years < 100:  # noqa: PLR2004 -- nobody works a hundred years
        raise YearsInvalidError(column)
    return years


def _proofs(cell: str) -> list[Proof]:
    named = {PROOFS.get(_bare(name)) for name in re.split(r"[;；、,，]", cell)}
    return [proof for proof in Proof if proof in named]
