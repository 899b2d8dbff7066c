"""What is reported of one certificate or one result: the columns of the platforms' sheets, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Cipher
from libs.contracts.certification import CertificateIssued
from libs.contracts.names import LEVEL_NAMES
from libs.contracts.sealing import Purpose
from services.sync.domain.batch import KnownHolder, Ticket
from services.sync.domain.result import NOT_APPLICABLE, PostedResult


class RecordKind(StrEnum):
    """What a record is of."""

    CERTIFICATE = "certificate"
    SCORE = "score"


@dataclass(frozen=True, kw_only=True)
class SheetLayout:
    """A sheet of the platforms: its columns, and which of them tells whose row it is.

    `sealed` are the columns that are opened only for the sheet itself, and for what they were sealed.
    """

    columns: tuple[str, ...]
    key: str
    sealed: Mapping[str, Purpose]


NUMBER, TICKET = "证书编号", "准考证号"
LEVEL = "职业技能等级"
NAME = "姓名"
# 职业技能等级证书数据, data type 新增, one row a certificate.
CERTIFICATE_DATA = SheetLayout(
    columns=(
        *(NAME, "证件类型", "证件号码", "所在单位", "职业名称", "工种名称"),
        *(LEVEL, NUMBER, "发证日期", "评价机构", "发证机构"),
    ),
    key=NUMBER,
    sealed={NAME: Purpose.CANDIDATE_NAME, "证件号码": Purpose.RESIDENT_NUMBER},
)
# The four columns of 成绩花名册 that stand under 考核成绩.
SCORES = ("理论", "实操", "综合评审", "工作业绩")
# 成绩花名册 without the number of its lines; what nobody told of a candidate is left empty.
SCORE_ROSTER = SheetLayout(
    columns=(TICKET, NAME, "性别", "身份证号", "单位", "职业工种", "等级", *SCORES),
    key=TICKET,
    sealed={NAME: Purpose.CANDIDATE_NAME, "身份证号": Purpose.RESIDENT_NUMBER, "单位": Purpose.EMPLOYER},
)
LAYOUTS = {RecordKind.CERTIFICATE: CERTIFICATE_DATA, RecordKind.SCORE: SCORE_ROSTER}
# What the sheet writes for a kind of identifier. Only the resident card's number is known; others are written out.
ID_KINDS = {"居民身份证": "201"}
OTHER_EMPLOYER = "其他"
UNREADABLE = "密封内容无法打开"

Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who it is about. Name, number and employer stay sealed; they open for the application."""

    application_id: str
    name: str
    id_number: str
    id_kind: str
    occupation: str
    work_type: str
    employer: str = ""

    @classmethod
    def of(cls, known: KnownHolder) -> Self:
        return cls(
            application_id=known.id,
            name=known.name,
            id_number=known.id_number,
            id_kind=known.id_kind,
            occupation=known.occupation,
            work_type=known.work_type,
            employer=known.employer,
        )

    def sealed(self, purpose: Purpose) -> str:
        """What is kept for this purpose; nothing where nobody told it."""
        kept = {Purpose.CANDIDATE_NAME: self.name, Purpose.RESIDENT_NUMBER: self.id_number}
        return kept.get(purpose, self.employer)


@dataclass(frozen=True, kw_only=True)
class RecordData:
    """What is reported: whose it is, and the columns that identify nobody. Of a result `number` is the application."""

    batch_id: str
    number: str
    holder: Holder
    columns: dict[str, str]
    kind: RecordKind = RecordKind.CERTIFICATE

    @classmethod
    def of_certificate(cls, issued: CertificateIssued, holder: Holder, institution: str) -> Self:
        """Everything is text, the day as yyyy-MM-dd, the level as a digit."""
        columns = {
            "证件类型": ID_KINDS.get(holder.id_kind, holder.id_kind),
            "所在单位": OTHER_EMPLOYER,
            "职业名称": holder.occupation,
            "工种名称": holder.work_type,
            LEVEL: str(issued.level),
            NUMBER: issued.certificate_number,
            "发证日期": issued.issued_on.isoformat(),
            "评价机构": institution,
            "发证机构": institution,
        }
        return cls(batch_id=issued.batch_id, number=issued.certificate_number, holder=holder, columns=columns)

    @classmethod
    def of_result(cls, result: PostedResult, known: KnownHolder, ticket: Ticket | None) -> Self:
        """As the roster writes it; achievements (工作业绩) are not examined."""
        trade = known.occupation
        if known.work_type not in {"", NOT_APPLICABLE}:
            trade = f"{known.occupation}（{known.work_type}）"
        scores = (result.cells.theory, result.cells.practical, result.cells.review, NOT_APPLICABLE)
        columns = {
            TICKET: ticket.number if ticket else "",
            "性别": known.sex,
            "职业工种": trade,
            "等级": LEVEL_NAMES[result.level],
            **dict(zip(SCORES, scores, strict=True)),
        }
        return cls(
            batch_id=result.batch_id, number=result.id, holder=Holder.of(known), columns=columns, kind=RecordKind.SCORE
        )

    @property
    def layout(self) -> SheetLayout:
        return LAYOUTS[self.kind]

    @property
    def known_as(self) -> str:
        """What tells its row from the others in a sheet of the platform."""
        return self.columns[self.layout.key]

    def row(self, cipher: Cipher) -> Row:
        """All columns, the personal ones opened; it is not kept. Raises `SealBrokenError`."""
        owner = self.holder.application_id
        return self.columns | {
            column: cipher.open(kept, purpose=purpose, owner=owner) for column, kept, purpose in self._sealed()
        }

    def legible(self, cipher: Cipher) -> Row:
        """The same, and of what cannot be opened whose it is: one broken seal stops nobody else."""
        owner, broken = self.holder.application_id, self.unreadable(cipher)
        return self.columns | {
            column: f"{UNREADABLE}（{owner}）" if column in broken else cipher.open(kept, purpose=purpose, owner=owner)
            for column, kept, purpose in self._sealed()
        }

    def unreadable(self, cipher: Cipher) -> list[str]:
        """The personal columns that cannot be opened."""
        owner = self.holder.application_id
        return [
            column for column, kept, purpose in self._sealed() if not cipher.opens(kept, purpose=purpose, owner=owner)
        ]

    def _sealed(self) -> list[tuple[str, str, Purpose]]:
        """The personal columns as they are kept, and for what they were sealed; what nobody told is left out."""
        kept = [(column, self.holder.sealed(purpose), purpose) for column, purpose in self.layout.sealed.items()]
        return [one for one in kept if one[1]]


def differing(ours: Row, theirs: Row) -> list[str]:
    """The columns of a certificate in which the platform has something else; what it does not show is not compared."""
    return [column for column in CERTIFICATE_DATA.columns if column in theirs and theirs[column] != ours[column]]


def in_order(row: Row, layout: SheetLayout) -> Sequence[str]:
    """The cells of one row."""
    return [row.get(column, "") for column in layout.columns]
