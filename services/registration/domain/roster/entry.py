"""What one roster row says, read as far as it can be read, with everything that is wrong in itself."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from libs.contracts.event import Part
from services.registration.domain.admission.conditions import Claim, Education, Proof, Title
from services.registration.domain.admission.standards import condition_called
from services.registration.domain.admission.target_group import group_called, group_refusal
from services.registration.domain.errors.entry import (
    CellMissingError,
    CellTooLongError,
    DateInvalidError,
    IdentityTypeNotAcceptedError,
    LevelUnknownError,
    NameNotPrintableError,
    NotConfirmedByCandidateError,
    PartsUnknownError,
    PhoneInvalidError,
    RareCharacterUnreadableError,
    RowRefusedError,
    SexDiffersError,
    SexUnknownError,
    YearsInvalidError,
)
from services.registration.domain.errors.identity import NumberCutOffError
from services.registration.domain.errors.resident_number import CheckDigitWrongError, ResidentNumberMalformedError
from services.registration.domain.identity import Identity, kind_called
from services.registration.domain.resident_number import Sex
from services.registration.domain.roster.columns import KEPT_COLUMNS
from services.registration.domain.roster.table import DASHES, RosterRow
from services.registration.domain.spelling import (
    code_written,
    day_written,
    has_private_signs,
    is_a_name,
    is_cut_off,
    name_written,
    number_written,
    phone_written,
    plain,
    years_written,
)

T = TypeVar("T")

# Characters. A longer cell is refused and kept cut off.
LONGEST_CELL = 200
LONGEST_NAME = 50
MOST_YEARS = 100
PHONE = re.compile(r"1[0-9]{10}")
YES = frozenset({"是", "已确认", "√", "✓", "已签字", "确认"})
SEXES = {"男": Sex.MALE, "男性": Sex.MALE, "M": Sex.MALE, "女": Sex.FEMALE, "女性": Sex.FEMALE, "F": Sex.FEMALE}
# What a spreadsheet leaves of a number that it cut: two of these in a small file are no accident.
NOUGHTS = "000"
EIGHTEEN_PLACES = 18
# Cells that many rows say alike are taken apart once.
MOST_ALIKE = 1_000

LEVELS = {
    name: level
    for level, names in {
        5: ("五级", "初级工", "初级", "5", "5级"),
        4: ("四级", "中级工", "中级", "4", "4级"),
        3: ("三级", "高级工", "高级", "3", "3级"),
        2: ("二级", "技师", "2", "2级"),
        1: ("一级", "高级技师", "1", "1级"),
    }.items()
    for name in names
}
ALL_PARTS = "全部"
PARTS: dict[str, list[Part]] = {
    ALL_PARTS: ["theory", "practical"],
    "理论": ["theory"],
    "理论知识": ["theory"],
    "实操": ["practical"],
    "操作技能": ["practical"],
    "技能": ["practical"],
    "理论+实操": ["theory", "practical"],
    "理论、实操": ["theory", "practical"],
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
    "培训毕业证书": Proof.TRAINING,
    "培训毕（结）业证书": Proof.TRAINING,
    "结业证书": Proof.TRAINING,
    "职业资格证书": Proof.PRIOR_CERTIFICATE,
    "职业技能等级证书": Proof.PRIOR_CERTIFICATE,
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
    identity: Identity | None
    sex: Sex | None
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
    particulars: dict[str, str]
    refusals: list[RowRefusedError]

    @staticmethod
    def read(row: RosterRow, *, today: date, codes: Mapping[str, str] | None = None) -> "RosterEntry":
        """Read what can be read. Dates after `today` (Beijing's) are refused; `codes` are those of occupations."""
        return _Reading(row, today, codes or {}).entry()

    @property
    def born_on(self) -> date | None:
        """When the person was born, if the row tells it."""
        return self.identity.born_on if self.identity else None

    @property
    def stated_birth(self) -> date | None:
        """A birth that only the row tells."""
        if self.identity is None or self.identity.kind.tells_birth(self.identity.text):
            return None
        return self.identity.born_on

    @property
    def looks_cut_off(self) -> bool:
        """Whether the number may have lost its end to a spreadsheet though its check digit fits."""
        return self.identity is not None and is_likely_cut(self.identity.text)


class _Reading:
    """Reads the cells of one row, collecting refusals instead of stopping at the first."""

    def __init__(self, row: RosterRow, today: date, codes: Mapping[str, str]) -> None:
        self.row = row
        self.today = today
        self.codes = codes
        self.refusals: list[RowRefusedError] = []

    def entry(self) -> RosterEntry:
        self._note_long_cells()
        name = self._name()
        identity = self._identity()
        sex = self._sex(identity)
        phone = self._phone()
        level = self._required_as("级别", _level)
        parts = self._try(_parts, self.row["报考科目"] if "报考科目" in self.row.places else ALL_PARTS) or []
        claim = self._claim()
        if (refusal := group_refusal(claim)) is not None:
            self.refusals.append(refusal)
        occupation = self._required("职业名称")
        if plain(self.row["本人确认"]) not in YES:
            self.refusals.append(NotConfirmedByCandidateError())
        return RosterEntry(
            row=self.row.number,
            name=name[:LONGEST_CELL],
            id_number=identity.text if identity else self.row["证件号码"][:LONGEST_CELL],
            identity=identity,
            sex=sex,
            phone=phone[:LONGEST_CELL],
            occupation_code=self._occupation_code(occupation)[:LONGEST_CELL],
            occupation=occupation[:LONGEST_CELL],
            work_type=self.row["工种"][:LONGEST_CELL] or "--",
            level=level,
            parts=parts,
            claim=claim,
            prior_number=self._prior_number()[:LONGEST_CELL],
            class_name=self.row["班级"][:LONGEST_CELL] or None,
            employer=self.row["工作单位"][:LONGEST_CELL],
            particulars={column: self.row[column][:LONGEST_CELL] for column in KEPT_COLUMNS if self.row[column]},
            refusals=self.refusals,
        )

    def _note_long_cells(self) -> None:
        if max(map(len, self.row.texts), default=0) > LONGEST_CELL:
            self.refusals.extend(
                CellTooLongError(column) for column, cell in self.row.cells.items() if len(cell) > LONGEST_CELL
            )

    def _name(self) -> str:
        name = name_written(self._required("姓名", longest=LONGEST_NAME))
        if has_private_signs(name):
            self.refusals.append(RareCharacterUnreadableError())
        elif not is_a_name(name):
            self.refusals.append(NameNotPrintableError())
        return name

    def _occupation_code(self, occupation: str) -> str:
        """A template without codes names the occupation, and the batch knows its code."""
        return code_written(self.row["职业编码"] or self.codes.get(occupation, "")) or self._required("职业编码")

    def _prior_number(self) -> str:
        number = self.row["原证书编号"]
        if is_cut_off(number):
            self.refusals.append(NumberCutOffError("原证书编号"))
        return number

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

    def _identity(self) -> Identity | None:
        kind = kind_called(self._required("证件类型"))
        written = self._required("证件号码")
        stated_birth = self._optional_as("出生日期", self._day)
        if kind is None or not written:
            if self.row["证件类型"] and kind is None:
                self.refusals.append(IdentityTypeNotAcceptedError())
            return None
        try:
            return Identity.read(kind, written, today=self.today, stated_birth=stated_birth)
        except (CheckDigitWrongError, ResidentNumberMalformedError) as refusal:
            cut = is_cut_off(written) or is_likely_cut(number_written(written))
            self.refusals.append(NumberCutOffError() if cut else refusal)
        except RowRefusedError as refusal:
            self.refusals.append(refusal)
        return None

    def _sex(self, identity: Identity | None) -> Sex | None:
        """As the number tells it; a document that does not tell it has it stated beside it."""
        told = identity.sex if identity else None
        stated = self._optional_as("性别", _sex)
        if told and stated and told is not stated:
            self.refusals.append(SexDiffersError())
        elif identity and not told and not self.row["性别"]:
            self.refusals.append(CellMissingError("性别"))
        return told or stated

    def _phone(self) -> str:
        phone = phone_written(self._required("手机号码"))
        if is_cut_off(phone):
            self.refusals.append(NumberCutOffError("手机号码"))
        elif phone and not PHONE.fullmatch(phone):
            self.refusals.append(PhoneInvalidError())
        return phone

    def _claim(self) -> Claim:
        return Claim(
            condition=condition_called(self._required("申报条件"))[:LONGEST_CELL],
            years=self._optional_as("从业年限", _years) or Decimal(0),
            prior_level=self._optional_as("原证书级别", _level),
            prior_number_given=bool(self.row["原证书编号"]) and not DASHES.fullmatch(self.row["原证书编号"]),
            prior_on=self._optional_as("原证书日期", self._day),
            education=EDUCATIONS.get(_bare(self.row["文化程度"]), Education.GENERAL),
            subject=self.row["所学专业"][:LONGEST_CELL],
            title=TITLES.get(_bare(self.row["职称"]).removesuffix("职称"), Title.NONE),
            title_on=self._optional_as("职称日期", self._day),
            prior_occupation=self.row["原证书职业"].removeprefix("-")[:LONGEST_CELL],
            continuous_years=self._optional_as("连续工作年限", _years),
            group=self._optional_as("认定对象", group_called),
            proofs=list(_proofs(self.row["证明材料"])),
        )

    def _day(self, cell: str, column: str) -> date:
        day = day_written(cell)
        if day is None or day > self.today:
            raise DateInvalidError(column)
        return day


def is_likely_cut(number: str) -> bool:
    """Eighteen places of which a spreadsheet may have kept fifteen."""
    return len(number) == EIGHTEEN_PLACES and number.endswith(NOUGHTS)


@lru_cache(maxsize=MOST_ALIKE)
def _bare(cell: str) -> str:
    """Without a remark in brackets, such as 中专（在读）."""
    return plain(cell).partition("(")[0].strip()


def _sex(cell: str, column: str) -> Sex:
    sex = SEXES.get(plain(cell).upper())
    if sex is None:
        raise SexUnknownError(column)
    return sex


@lru_cache(maxsize=MOST_ALIKE)
def _level(cell: str, column: str) -> int:
    level = LEVELS.get(re.split(r"[/、(]", plain(cell))[0].strip())
    if level is None:
        raise LevelUnknownError(column)
    return level


def _parts(cell: str) -> list[Part]:
    parts = PARTS.get(plain(cell))
    if parts is None:
        raise PartsUnknownError
    return list(parts)


@lru_cache(maxsize=MOST_ALIKE)
def _years(cell: str, column: str) -> Decimal:
    years = years_written(cell)
    if years is None or not 0 <= years < MOST_YEARS:
        raise YearsInvalidError(column)
    return years


@lru_cache(maxsize=MOST_ALIKE)
def _proofs(cell: str) -> tuple[Proof, ...]:
    named = {PROOFS.get(_bare(name)) for name in re.split(r"[;；、,，]", cell)}
    return tuple(proof for proof in Proof if proof in named)
