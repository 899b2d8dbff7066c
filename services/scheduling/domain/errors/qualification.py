"""What a qualification refuses."""

from datetime import date

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError


class FileWrongError(InvalidError):
    """What is handed in for the file of a person is wrong in itself."""

    shown = ("staff_id",)
    staff_id: str


class FileClosedError(ConflictError):
    """The file of a person does not allow it as it stands."""

    shown = ("staff_id",)
    staff_id: str


class QualificationNotFoundError(NotFoundError):
    """The file of a person has no such qualification."""

    says = "{staff_id} 没有这项资格的档案。"
    staff_id: str


class CardNumberMalformedError(FileWrongError):
    """PER-26, QSP-24: 18 characters, each kind by its grammar."""

    says = "{staff_id} 的{kind}证卡编号不合规：应为18位，即{grammar}。"
    kind: str
    grammar: str


class CardValidTooLongError(FileWrongError):
    """PER-25: an examiner card is valid for three years."""

    says = "{staff_id} 的考评员证卡没有有效期，或超过3年，请核对发证日期和有效期。"


class TermTooLongError(FileWrongError):
    """PER-31, QSP-29: a term of appointment is three years; then it is renewed or ends."""

    says = "{staff_id} 的聘期超过{years}年，请核对；期满后按履职评价续聘。"
    years: int


class NotAdmissibleError(FileWrongError):
    """PER-02, PER-03, QSP-02, ITB-19: what was shown does not make this kind."""

    slug = "examiner-not-admissible"
    says = "{staff_id} 不具备{kind}的条件：{lacking}。"
    kind: str
    lacking: tuple[str, ...]


class ApplicationIncompleteError(FileWrongError):
    """PER-20, QSP-22: an application has every paper, and an employer recommends."""

    says = "{staff_id} 的申报材料不全，缺：{missing}。"
    missing: tuple[str, ...]


class RecordAheadError(FileWrongError):
    """PER-06: training, test and yearly duties are entered once they were, not before."""

    says = "{staff_id} 的记录日期 {on} 还没有到，事后再登记。"
    on: date


class ScoresIncompleteError(FileWrongError):
    """PER-06, PER-24: the test of a kind has its parts, and each has a score."""

    says = "{staff_id} 的{kind}资格考核应逐项登记成绩，一项不多，一项不少。"
    kind: str


class StageWrongError(FileClosedError):
    """PER-06: review, training, test and appointment follow one another; none is left out."""

    says = "{staff_id} 的{kind}资格现为“{stage}”，不能办理这一步。"
    kind: str
    stage: str


class AlreadyQualifiedError(FileClosedError):
    """One file for each kind and occupation."""

    says = "{staff_id} 已有这项{kind}资格的档案，不能重复申报。"
    kind: str


class AlreadyRemovedError(FileClosedError):
    """PER-35, QSP-33: a cancelled qualification is not worked on; an appeal is its only way back."""

    says = "{staff_id} 的{kind}资格已取消，不能再登记或办理；如有异议请申诉。"
    kind: str


class OnBlackListError(FileClosedError):
    """PER-35, QSP-33: who stands on the black list is not admitted again, under whatever staff number."""

    says = "{staff_id} 已列入{black_list}，不予受理。"
    black_list: str


class ExaminerFirstError(FileClosedError):
    """PER-03, PER-04: a senior examiner holds the examiner's card and has examined for two years."""

    says = "{staff_id} 申报高级考评员，须持本职业考评员证卡且从事考评工作2年以上。"


class GroundNotOnRecordError(FileClosedError):
    """PER-28, PER-33, PER-34: failing, missing or three absences in a row must stand in the file."""

    says = "{staff_id} 的档案里没有“{ground}”的记录，不能据此取消资格。"
    ground: str


class RenewalNotEarnedError(FileClosedError):
    """PER-31, QSP-29: a term is renewed on performance."""

    says = "{staff_id} 不能续聘：{grounds}。"
    grounds: tuple[str, ...]


class NobodyDecidesOwnFileError(FileClosedError):
    """PER-20: the institution reviews; nobody enters or decides what concerns the own qualification."""

    says = "{staff_id} 不能办理本人的资格档案。"


class AppealAlreadyMadeError(FileClosedError):
    """One appeal against one removal."""

    says = "{staff_id} 已经申诉过。"


class NothingToRuleError(FileClosedError):
    """A ruling answers an appeal, once."""

    says = "{staff_id} 没有待处理的申诉。"


class RulingByTheSameError(FileClosedError):
    """Who cancelled does not rule on the appeal against it."""

    says = "{staff_id} 的申诉须由作出取消决定以外的人处理。"
