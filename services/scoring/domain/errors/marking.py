"""Refusals about keys, marks, corrections and rulings."""

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError
from libs.contracts.event import Form


class ScriptNotFoundError(NotFoundError):
    """No script of the session carries this code."""

    slug = "script-not-found"

    def __init__(self, code: str) -> None:
        super().__init__(f"本场次没有保密编号 {code}。")


class KeyNotFoundError(NotFoundError):
    """The key of a paper has not been handed over."""

    slug = "key-not-found"

    def __init__(self, form: Form | str) -> None:
        super().__init__(f"尚未收到 {form} 卷的标准答案或评分标准。")


class KeyOfAnotherPaperError(InvalidError):
    """What was handed over names another paper than the address."""

    slug = "key-of-another-paper"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"交来的答案不是试卷 {paper_id} 的。")


class PaperNotAnnouncedError(NotFoundError):
    """The item bank has not announced the sealing of this paper, so nothing can be compared."""

    slug = "paper-not-announced"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"尚未收到试卷 {paper_id} 的封存通知，请稍后再交标准答案。")


class KeyNotOfSealedPaperError(ConflictError):
    """What was handed over describes another paper than the one that was sealed."""

    slug = "key-not-of-sealed-paper"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"交来的答案与封存的试卷 {paper_id} 不符（级别、卷别、题量或摘要不同），请向题库重新领取。")


class SlotTakenError(ConflictError):
    """Another paper's key already stands for this occupation, level, part and form."""

    slug = "key-slot-taken"

    def __init__(self, slot: object) -> None:
        super().__init__(f"{slot} 已有另一份试卷的答案。")


class KeyInUseError(ConflictError):
    """Scripts were marked with this key."""

    slug = "key-in-use"

    def __init__(self) -> None:
        super().__init__("已按这份标准答案阅卷，不能更换。")


class KeyUnreadableError(ConflictError):
    """The sealed key does not open or is not the key of this paper."""

    slug = "key-unreadable"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"试卷 {paper_id} 的密封答案无法启封或内容不符，请向题库重新领取。")


class KeyCorrectionRefusedError(InvalidError):
    """The paper has no such item, or the item no such answer."""

    slug = "key-correction-refused"

    def __init__(self, item: int) -> None:
        super().__init__(f"第 {item} 题不存在或没有这样的答案，标准答案未更正。")


class TheoryKeyOnlyError(InvalidError):
    """Only theory has right answers; criteria are followed by the examiners' own corrections."""

    slug = "theory-key-only"

    def __init__(self) -> None:
        super().__init__("只有理论试卷的标准答案可以更正；实操评分由考评员更正本人的评分表。")


class SameFormError(InvalidError):
    """The script has this form already."""

    slug = "same-form"

    def __init__(self, code: str, form: Form) -> None:
        super().__init__(f"编号 {code} 的试卷已登记为 {form} 卷，无需更正。")


class OtherLengthError(ConflictError):
    """What was read has not as many answers as the paper items."""

    slug = "answers-of-other-length"

    def __init__(self, code: str) -> None:
        super().__init__(f"编号 {code} 的答案数与试卷题数不一致，不能按这份标准答案评分。")


class MarksRefusedError(InvalidError):
    """A score sheet does not follow the scoring standard: SCO-06, SCO-21."""

    slug = "marks-refused"

    def __init__(self, code: str, because: str) -> None:
        super().__init__(f"编号 {code} 的评分表不符合评分标准：{because}。")
        self.extra = {"code": code}


class ScoreOutOfRangeError(InvalidError):
    """A score is 0 to 100 in tenths: SCO-01."""

    slug = "score-out-of-range"

    def __init__(self) -> None:
        super().__init__("分数应在 0 至 100 之间，最多一位小数。")


class ReasonMissingError(InvalidError):
    """Corrections, rulings and re-checks are documented: SCO-15, SCO-16."""

    slug = "reason-missing"

    def __init__(self) -> None:
        super().__init__("必须写明理由。")


class CorrectionRefusedError(InvalidError):
    """The paper has no such item, or the item no such answer."""

    slug = "correction-refused"

    def __init__(self, code: str, item: int) -> None:
        super().__init__(f"编号 {code} 的第 {item} 题不存在或没有这样的答案。")


class AlreadyMarkedError(ConflictError):
    """The script has its mark; from now on only signed corrections: SCO-15."""

    slug = "already-marked"

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(f"编号 {code} 的试卷已经阅卷，只能签字更正。")
        self.extra: dict[str, object] = {"code": code} if row is None else {"row": row, "column": "code"}


class NotMarkedError(ConflictError):
    """There is no mark yet that could be corrected."""

    slug = "not-marked"

    def __init__(self, code: str) -> None:
        super().__init__(f"编号 {code} 的试卷尚未阅卷。")


class SheetSubmittedError(ConflictError):
    """An examiner scores a piece once: SCO-20."""

    slug = "sheet-submitted"

    def __init__(self, code: str) -> None:
        super().__init__(f"您已提交过编号 {code} 的评分表。")
        self.extra = {"code": code}


class SheetsCompleteError(ConflictError):
    """The piece has all its independent sheets."""

    slug = "sheets-complete"

    def __init__(self, code: str) -> None:
        super().__init__(f"编号 {code} 的评分表已收齐。")
        self.extra = {"code": code}


class NoSheetError(ConflictError):
    """There is no sheet of this examiner to correct; another's is out of reach: SCO-20."""

    slug = "no-sheet"

    def __init__(self, code: str) -> None:
        super().__init__(f"您没有提交过编号 {code} 的评分表。")


class NotDisputedError(ConflictError):
    """The leader rules where the examiners are far apart: SCO-16."""

    slug = "not-disputed"

    def __init__(self, code: str) -> None:
        super().__init__(f"编号 {code} 没有需要裁定的评分分歧。")


class RulingOutsideSheetsError(InvalidError):
    """The leader decides between what the examiners gave and invents no score: SCO-16, SCO-20, SCO-22."""

    slug = "ruling-outside-sheets"

    def __init__(self, code: str) -> None:
        super().__init__(f"编号 {code} 的裁定分数应在各考评员所评总分的最低与最高之间。")


class RuledError(ConflictError):
    """The leader's ruling is final: SCO-16, SCO-22."""

    slug = "ruled"

    def __init__(self, code: str) -> None:
        super().__init__(f"编号 {code} 已由考评组长最终裁定。")
