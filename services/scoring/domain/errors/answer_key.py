"""Refusals of keys and of their corrections."""

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError
from libs.contracts.event import Form


class KeyNotFoundError(NotFoundError):
    """The key of a paper has not been handed over."""

    says = "尚未收到 {form} 卷的标准答案或评分标准。"
    form: Form | str


class KeyOfAnotherPaperError(InvalidError):
    """What was handed over names another paper than the address."""

    says = "交来的答案不是试卷 {paper_id} 的。"
    paper_id: str


class SlotTakenError(ConflictError):
    """Another paper's key already stands for this occupation, level, part and form."""

    slug = "key-slot-taken"
    says = "{slot} 已有另一份试卷的答案。"
    slot: object


class KeyInUseError(ConflictError):
    """Scripts were marked with this key."""

    says = "已按这份标准答案阅卷，不能更换。"


class KeyUnreadableError(ConflictError):
    """The sealed key does not open or is not the key of this paper."""

    says = "试卷 {paper_id} 的密封答案无法启封或内容不符，请向题库重新领取。"
    paper_id: str


class KeyCorrectionRefusedError(InvalidError):
    """The paper has no such item, or the item no such answer."""

    says = "第 {item} 题不存在或没有这样的答案，标准答案未更正。"
    item: int


class TheoryKeyOnlyError(InvalidError):
    """Only theory has right answers; criteria are followed by the examiners' own corrections."""

    says = "只有理论试卷的标准答案可以更正；实操评分由考评员更正本人的评分表。"
