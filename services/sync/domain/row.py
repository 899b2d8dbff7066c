"""What is reported of one certificate: the eleven columns of the certificate data sheet, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from libs.chassis.domain import Cipher
from libs.contracts.certification import CertificateIssued
from libs.contracts.sealing import Purpose
from services.sync.domain.batch import KnownHolder

# The sheet that institutions upload, one row a certificate (职业技能等级证书数据, data type 新增).
NUMBER = "证书编号"
LEVEL = "职业技能等级"
NAME, ID_NUMBER = "姓名", "证件号码"
COLUMNS = (
    NAME,
    "证件类型",
    ID_NUMBER,
    "所在单位",
    "职业名称",
    "工种名称",
    LEVEL,
    NUMBER,
    "发证日期",
    "评价机构",
    "发证机构",
)
# What the sheet writes for a kind of identifier. Only the resident card's number is known; others are written out.
ID_KINDS = {"居民身份证": "201"}
OTHER_EMPLOYER = "其他"

# The score roster (成绩花名册); what nobody told of a candidate is left empty, and what cannot be opened is named.
UNREADABLE = "密封内容无法打开"
SCORES = ("理论", "实操", "综合评审", "工作业绩")
ROSTER = ("序号", "准考证号", "姓名", "性别", "身份证号", "单位", "职业工种", "等级", *SCORES)

Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose certificate it is. Name and number stay sealed; they open for the application."""

    application_id: str
    name: str
    id_number: str
    id_kind: str
    occupation: str
    work_type: str

    @classmethod
    def of(cls, known: KnownHolder) -> Self:
        return cls(
            application_id=known.id,
            name=known.name,
            id_number=known.id_number,
            id_kind=known.id_kind,
            occupation=known.occupation,
            work_type=known.work_type,
        )

    @property
    def sealed(self) -> dict[str, tuple[str, Purpose]]:
        """The personal columns as they are kept, and for what they were sealed."""
        return {
            NAME: (self.name, Purpose.CANDIDATE_NAME),
            ID_NUMBER: (self.id_number, Purpose.RESIDENT_NUMBER),
        }

    def opened(self, cipher: Cipher) -> dict[str, str]:
        """The personal columns. Raises `SealBrokenError`."""
        return {
            column: cipher.open(text, purpose=purpose, owner=self.application_id)
            for column, (text, purpose) in self.sealed.items()
        }

    def legible(self, cipher: Cipher) -> dict[str, str]:
        """The same, and of what cannot be opened whose it is: one broken seal stops nobody else."""
        broken = self.unreadable(cipher)
        return {
            column: f"{UNREADABLE}（{self.application_id}）"
            if column in broken
            else cipher.open(text, purpose=purpose, owner=self.application_id)
            for column, (text, purpose) in self.sealed.items()
        }

    def unreadable(self, cipher: Cipher) -> list[str]:
        """The personal columns that cannot be opened."""
        return [
            column
            for column, (text, purpose) in self.sealed.items()
            if not cipher.opens(text, purpose=purpose, owner=self.application_id)
        ]


@dataclass(frozen=True, kw_only=True)
class CertificateData:
    """What is reported of one certificate: whose it is, and the columns that identify nobody."""

    batch_id: str
    number: str
    holder: Holder
    columns: dict[str, str]

    @classmethod
    def of(cls, issued: CertificateIssued, holder: Holder, institution: str) -> Self:
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


def differing(ours: Row, theirs: Row) -> list[str]:
    """The columns in which the platform has something else; what it does not show is not compared."""
    return [column for column in COLUMNS if column in theirs and theirs[column] != ours[column]]


def in_order(row: Row) -> Sequence[str]:
    """The cells of one row."""
    return [row[column] for column in COLUMNS]
