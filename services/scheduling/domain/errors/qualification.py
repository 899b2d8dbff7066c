"""What a qualification refuses."""

from datetime import date

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError


class QualificationNotFoundError(NotFoundError):
    """The file of a person has no such qualification."""

    says = "{staff_id} 没有这项资格的档案。"
    staff_id: str


class CardNumberMalformedError(InvalidError):
    """PER-26, QSP-24: 18 characters, each kind by its grammar."""

    says = "{staff_id} 的{kind}证卡编号不合规：应为18位，即{grammar}。"
    shown = ("staff_id",)
    staff_id: str
    kind: str
    grammar: str


class CardValidTooLongError(InvalidError):
    """PER-25: an examiner card is valid for three years."""

    says = "{staff_id} 的考评员证卡没有有效期，或超过3年，请核对发证日期和有效期。"
    shown = ("staff_id",)
    staff_id: str


class TermTooLongError(InvalidError):
    """PER-31, QSP-29: a term of appointment is three years; then it is renewed or ends."""

    says = "{staff_id} 的聘期超过{years}年，请核对；期满后按履职评价续聘。"
    shown = ("staff_id",)
    staff_id: str
    years: int


class NotAdmissibleError(InvalidError):
    """PER-02, PER-03, QSP-02, ITB-19: what was shown does not make this kind."""

    slug = "examiner-not-admissible"
    says = "{staff_id} 不具备{kind}的条件：{lacking}。"
    shown = ("staff_id",)
    staff_id: str
    kind: str
    lacking: tuple[str, ...]


class ApplicationIncompleteError(InvalidError):
    """PER-20, QSP-22: an application has every paper, and an employer recommends."""

    says = "{staff_id} 的申报材料不全，缺：{missing}。"
    shown = ("staff_id",)
    staff_id: str
    missing: tuple[str, ...]


class RecordAheadError(InvalidError):
    """PER-06: training, test and yearly duties are entered once they were, not before."""

    says = "{staff_id} 的记录日期 {on} 还没有到，事后再登记。"
    shown = ("staff_id",)
    staff_id: str
    on: date


class ScoresIncompleteError(InvalidError):
    """PER-06, PER-24: the test of a kind has its parts, and each has a score."""

    says = "{staff_id} 的{kind}资格考核应逐项登记成绩，一项不多，一项不少。"
    shown = ("staff_id",)
    staff_id: str
    kind: str


class StageWrongError(ConflictError):
    """PER-06: review, training, test and appointment follow one another; none is left out."""

    says = "{staff_id} 的{kind}资格现为“{stage}”，不能办理这一步。"
    shown = ("staff_id",)
    staff_id: str
    kind: str
    stage: str


class AlreadyQualifiedError(ConflictError):
    """One file for each kind and occupation."""

    says = "{staff_id} 已有这项{kind}资格的档案，不能重复申报。"
    shown = ("staff_id",)
    staff_id: str
    kind: str


class AlreadyRemovedError(ConflictError):
    """PER-35, QSP-33: a cancelled qualification is not worked on; an appeal is its only way back."""

    says = "{staff_id} 的{kind}资格已取消，不能再登记或办理；如有异议请申诉。"
    shown = ("staff_id",)
    staff_id: str
    kind: str


class OnBlackListError(ConflictError):
    """PER-35, QSP-33: who stands on the black list is not admitted again, under whatever staff number."""

    says = "{staff_id} 已列入{black_list}，不予受理。"
    shown = ("staff_id",)
    staff_id: str
    black_list: str


class ExaminerFirstError(ConflictError):
    """PER-03, PER-04: a senior examiner holds the examiner's card and has examined for two years."""

    says = "{staff_id} 申报高级考评员，须持本职业考评员证卡且从事考评工作2年以上。"
    shown = ("staff_id",)
    staff_id: str


class GroundNotOnRecordError(ConflictError):
    """PER-28, PER-33, PER-34: failing, missing or three absences in a row must stand in the file."""

    says = "{staff_id} 的档案里没有“{ground}”的记录，不能据此取消资格。"
    shown = ("staff_id",)
    staff_id: str
    ground: str


class RenewalNotEarnedError(ConflictError):
    """PER-31, QSP-29: a term is renewed on performance."""

    says = "{staff_id} 不能续聘：{grounds}。"
    shown = ("staff_id",)
    staff_id: str
    grounds: tuple[str, ...]


class NobodyDecidesOwnFileError(ConflictError):
    """PER-20: the institution reviews; nobody enters or decides what concerns the own qualification."""

    says = "{staff_id} 不能办理本人的资格档案。"
    shown = ("staff_id",)
    staff_id: str


class AppealAlreadyMadeError(ConflictError):
    """One appeal against one removal."""

    says = "{staff_id} 已经申诉过。"
    shown = ("staff_id",)
    staff_id: str


class NothingToRuleError(ConflictError):
    """A ruling answers an appeal, once."""

    says = "{staff_id} 没有待处理的申诉。"
    shown = ("staff_id",)
    staff_id: str


class RulingByTheSameError(ConflictError):
    """Who cancelled does not rule on the appeal against it."""

    says = "{staff_id} 的申诉须由作出取消决定以外的人处理。"
    shown = ("staff_id",)
    staff_id: str
