"""A card or a credential that is not as the rules ask."""

from libs.chassis.domain import InvalidError, NotFoundError


class StaffNotFoundError(NotFoundError):
    """Nobody is registered under this id."""

    says = "没有登记编号为 {staff_id} 的工作人员。"
    staff_id: str


class CardNumberMalformedError(InvalidError):
    """PER-26: 18 characters, institution code (13) + examiner class (1) + serial (4)."""

    says = "{staff_id} 的考评员证卡编号不合规：应为18位，即机构编码13位、考评员类别1位、顺序号4位。"
    shown = ("staff_id",)
    staff_id: str


class CardValidTooLongError(InvalidError):
    """PER-25: an examiner card is valid for three years."""

    says = "{staff_id} 的考评员证卡有效期超过3年，请核对发证日期和有效期。"
    shown = ("staff_id",)
    staff_id: str


class ExaminerNotAdmissibleError(InvalidError):
    """PER-02, PER-03: certificate, title and years of practice do not make this class of examiner."""

    says = "{staff_id} 不具备该类考评员的条件：{lacking}。"
    shown = ("staff_id",)
    staff_id: str
    lacking: str
