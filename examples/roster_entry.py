"""One row of the roster and the columns it is written to."""

from dataclasses import dataclass

from examples.conditions import Condition
from examples.people import Person
from examples.trades import Trade

HEADER = (
    "序号",
    "姓名",
    "证件类型",
    "证件号码",
    "性别",
    "手机号码",
    "职业编码",
    "职业名称",
    "工种",
    "级别",
    "报考科目",
    "申报条件",
    "从业年限",
    "原证书级别",
    "原证书编号",
    "原证书日期",
    "文化程度",
    "所学专业",
    "班级",
    "工作单位",
    "证明材料",
    "本人确认",
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row before it is written."""

    person: Person
    trade: Trade
    level: int
    level_text: str
    parts: str
    condition: Condition
    years: int
    prior_level: str = ""
    prior_number: str = ""
    prior_date: str = ""
    education: str
    subject: str = ""
    class_name: str = ""
    workplace: str = ""
    proofs: tuple[str, ...]

    def cells(self, row: int) -> tuple[str, ...]:
        """The row as the file shows it, in the order of the header."""
        return (
            str(row),
            self.person.name,
            "居民身份证",
            self.person.id_number,
            self.person.sex,
            self.person.phone,
            self.trade.code,
            self.trade.name,
            self.trade.work_type,
            self.level_text,
            self.parts,
            self.condition.code,
            str(self.years),
            self.prior_level,
            self.prior_number,
            self.prior_date,
            self.education,
            self.subject,
            self.class_name,
            self.workplace,
            ";".join(self.proofs),
            "是",
        )
