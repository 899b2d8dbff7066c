"""Everything the item bank refuses. Sentences name items, ranges and fields, never what an item says.

InvalidError    BankItemsRefusedError, BankTooSmallError, AcceptanceTooFewError, AcceptanceUnsignedError,
                AcceptanceInFutureError, BlueprintRefusedError, SubjectMismatchError
ForbiddenError  ReviewByAssemblerError, NotOnDutyError
NotFoundError   BankNotFoundError, BlueprintNotFoundError, PaperNotFoundError, SessionNotFoundError
ConflictError   BankNotAcceptedError, BankShortError, DifficultyOutOfReachError, SelectionNotFoundError,
                PracticalTasksShortError, PapersAlreadyAssembledError, PaperNotAwaitingReviewError,
                PaperNotReviewedError, DraftClosedError, PaperNotSealedError, PaperAlteredError, WrongPaperError,
                SpareNotReleasedError, SpareInUseError, OpeningTooEarlyError, SessionEndedError, SameOpenerError,
                OpenedByOthersError, SpareAlreadyReleasedError, NoAnswerKeyError, NoSessionPlannedError,
                KeyReleaseTooEarlyError, SpareNotSealedError, SessionOverError, SessionCalledOffError,
                SessionPostponedError
NotYetError     SessionNotYetPlannedError, SpareNotYetSealedError
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, NotYetError

SHANGHAI = ZoneInfo("Asia/Shanghai")
PROBLEMS_TOLD = 50

PART_NAMES = {"theory": "理论", "practical": "实操", "defence": "答辩"}
KIND_NAMES = {"choice": "单选题", "judgement": "判断题"}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong with one field of one item."""

    item: str
    field: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """How many items of one kind a range lacks."""

    range: str
    kind: str
    short: int


class BankNotFoundError(NotFoundError):
    """No bank was imported for this occupation and level."""

    slug = "bank-not-found"

    def __init__(self, bank_id: str) -> None:
        super().__init__(f"没有找到题库 {bank_id}，请先导入。")


class BlueprintNotFoundError(NotFoundError):
    """No blueprint was drawn up for this occupation and level."""

    slug = "blueprint-not-found"

    def __init__(self, blueprint_id: str) -> None:
        super().__init__(f"没有找到组卷方案 {blueprint_id}，请先录入。")


class PaperNotFoundError(NotFoundError):
    """No paper has this id."""

    slug = "paper-not-found"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"没有找到试卷 {paper_id}。")


class SessionNotFoundError(NotFoundError):
    """No session of this id was planned."""

    slug = "session-not-found"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"没有找到考试场次 {session_id}。")


class BankItemsRefusedError(InvalidError):
    """Some items are not in standard format (ITB-33); every one is named with its field."""

    slug = "bank-items-refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(
            f"题库有 {len(problems)} 处不合规，第一处：试题 {first.item} 的 {first.field} 字段{first.reason}。"
        )
        self.extra: dict[str, Any] = {"problems": [asdict(one) for one in problems[:PROBLEMS_TOLD]]}


class BankTooSmallError(InvalidError):
    """A bank holds fewer items than it must (ITB-13, ITB-14, ITB-15, ITB-16)."""

    slug = "bank-too-small"

    def __init__(self, part: str, *, have: int, need: int) -> None:
        super().__init__(f"{PART_NAMES[part]}试题不少于 {need} 题，现有 {have} 题，缺 {need - have} 题。")
        self.extra: dict[str, Any] = {"part": part, "have": have, "need": need}


class AcceptanceTooFewError(InvalidError):
    """A bank's acceptance group has at least five people (ITB-30)."""

    slug = "acceptance-too-few"

    def __init__(self, *, have: int, need: int) -> None:
        super().__init__(f"题库验收小组不少于 {need} 人，现有 {have} 人。")


class AcceptanceUnsignedError(InvalidError):
    """Every member of the acceptance group signs (ITB-31)."""

    slug = "acceptance-unsigned"

    def __init__(self, missing: int) -> None:
        super().__init__(f"题库验收结果须全体成员签字，还有 {missing} 人没有签字。")


class AcceptanceInFutureError(InvalidError):
    """An acceptance is dated after today (ITB-33)."""

    slug = "acceptance-in-future"

    def __init__(self) -> None:
        super().__init__("题库验收日期不能晚于今天。")


class BankNotAcceptedError(ConflictError):
    """Only accepted banks are used (ITB-33)."""

    slug = "bank-not-accepted"

    def __init__(self, bank_id: str) -> None:
        super().__init__(f"题库 {bank_id} 尚未通过验收，不能组卷。")


class BlueprintRefusedError(InvalidError):
    """A blueprint does not add up (ITB-25)."""

    slug = "blueprint-refused"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"组卷方案的 {field} 不合规：{reason}。")
        self.extra: dict[str, Any] = {"field": field}


class SubjectMismatchError(InvalidError):
    """The file is of another occupation or level than the address it was sent to (ITB-33)."""

    slug = "subject-mismatch"

    def __init__(self, expected: str) -> None:
        super().__init__(f"文件中的职业编码和级别与 {expected} 不一致。")


class BankShortError(ConflictError):
    """The bank cannot fill three papers that share no item (ITB-25); every missing item is counted."""

    slug = "bank-short"

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        told = "、".join(f"范围 {one.range} 的{KIND_NAMES[one.kind]}缺 {one.short} 题" for one in shortages)
        super().__init__(f"题库不够组成全部试卷：{told}。")
        self.extra: dict[str, Any] = {"shortages": [asdict(one) for one in shortages]}


class EnemiesInTheWayError(ConflictError):
    """There are items enough, but too many of them may not stand in one paper together (ITB-25)."""

    slug = "enemies-in-the-way"

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        told = "、".join(f"范围 {one.range} 的{KIND_NAMES[one.kind]} {one.short} 题" for one in shortages)
        super().__init__(
            f"题量足够，但互斥试题过多，不能同卷，组不出全部试卷：差{told}。请调整互斥关系或补充不互斥的试题。"
        )
        self.extra: dict[str, Any] = {"shortages": [asdict(one) for one in shortages]}


class DifficultyOutOfReachError(ConflictError):
    """No selection comes near the blueprint's mean difficulty."""

    slug = "difficulty-out-of-reach"

    def __init__(self, *, target: float, nearest: float) -> None:
        super().__init__(f"现有试题组不出平均难度 {target:.2f} 的试卷，最接近的是 {nearest:.2f}。")
        self.extra: dict[str, Any] = {"target": target, "nearest": nearest}


class SelectionNotFoundError(ConflictError):
    """The solver found no selection in its time, and no shortage either; another seed may."""

    slug = "selection-not-found"

    def __init__(self) -> None:
        super().__init__("在规定的计算量内没有组出试卷，请换一个随机种子再试。")


class PracticalTasksShortError(ConflictError):
    """The practical papers would need more tasks than fit the blueprint's time."""

    slug = "practical-tasks-short"

    def __init__(self, *, have: int, need: int) -> None:
        super().__init__(f"时限内可用的实操试题缺 {need - have} 题（需要 {need} 题，现有 {have} 题）。")
        self.extra: dict[str, Any] = {"range": "practical", "short": need - have}


class PapersAlreadyAssembledError(ConflictError):
    """Papers are assembled anew only when review returned one of them and none is sealed."""

    slug = "papers-already-assembled"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"试卷 {paper_id} 已经组好，只有审核退回且均未封存时才能重新组卷。")


class PaperNotAwaitingReviewError(ConflictError):
    """Only a freshly assembled paper is reviewed."""

    slug = "paper-not-awaiting-review"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"试卷 {paper_id} 不在待审核状态。")


class ReviewByAssemblerError(ForbiddenError):
    """Whoever assembled a paper does not review it."""

    slug = "review-by-assembler"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"试卷 {paper_id} 须由组卷人以外的人审核。")


class PaperNotReviewedError(ConflictError):
    """Only a paper that passed review is sealed."""

    slug = "paper-not-reviewed"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"试卷 {paper_id} 没有通过审核，或已经封存，不能封存。")


class DraftClosedError(ConflictError):
    """A sealed paper is not read outside its session (SEC-10)."""

    slug = "draft-closed"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"试卷 {paper_id} 已经封存，不能再审阅。")


class PaperNotSealedError(ConflictError):
    """Only a sealed paper goes into a session."""

    slug = "paper-not-sealed"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"试卷 {paper_id} 尚未封存，不能启用。")


class PaperAlteredError(ConflictError):
    """The content does not match the digest that was announced when the paper was sealed."""

    slug = "paper-altered"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"试卷 {paper_id} 与封存时的摘要不符，请立即报告。")


class NotOnDutyError(ForbiddenError):
    """Only people on duty in a session open its paper (EXM-11)."""

    slug = "not-on-duty"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"您不在场次 {session_id} 的值守名单中，不能启封试卷。")


class WrongPaperError(ConflictError):
    """The paper is of another batch, occupation, level or part than the session (EXM-06)."""

    slug = "wrong-paper"

    def __init__(self, paper_id: str, session_id: str) -> None:
        super().__init__(f"试卷 {paper_id} 与场次 {session_id} 的批次、职业、级别或科目不符。")


class SpareNotReleasedError(ConflictError):
    """A spare is used only after its release for the session (INC-17)."""

    slug = "spare-not-released"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 没有获准启用备用试卷。")


class SpareInUseError(ConflictError):
    """A session that got its spare does not go back to the first papers (INC-17)."""

    slug = "spare-in-use"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 已改用备用试卷，原试卷不能再启封。")


class OpeningTooEarlyError(ConflictError):
    """A paper stays sealed until five minutes before the start (EXM-11)."""

    slug = "opening-too-early"

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(f"试卷须在 {opens_at.astimezone(SHANGHAI):%H:%M} 以后当众启封，现在还不能启封。")


class SessionEndedError(ConflictError):
    """A paper is not opened after its session's end."""

    slug = "session-ended"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 已经结束，不能再启封试卷。")


class SameOpenerError(ConflictError):
    """The second person of an opening is another than the first."""

    slug = "same-opener"

    def __init__(self) -> None:
        super().__init__("启封须由两名值守人员分别确认，请另一名值守人员操作。")


class OpenedByOthersError(ConflictError):
    """A session's paper stays with the two people who opened it."""

    slug = "opened-by-others"

    def __init__(self) -> None:
        super().__init__("本场试卷已由另外两名值守人员启封，由他们保管。")


class SessionNotYetPlannedError(NotYetError):
    """The plan of a session has not arrived yet."""

    slug = "session-not-yet-planned"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 的安排还没有收到。")


class SpareNotYetSealedError(NotYetError):
    """A spare is released once it is sealed."""

    slug = "spare-not-yet-sealed"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"备用试卷 {paper_id} 尚未封存，封存后启用。")


class SpareAlreadyReleasedError(ConflictError):
    """One incident releases the spare of a session once."""

    slug = "spare-already-released"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 的备用试卷已因同一事件启用。")


class SpareNotSealedError(ConflictError):
    """INC-17, INC-28: an order to use or print the spare is answered with a refusal while no spare is sealed."""

    slug = "spare-not-sealed"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 没有已封存的备用试卷，不能启用或印制。")


class SessionOverError(ConflictError):
    """INC-28, INC-29: papers are changed or printed for a session that is still to be written."""

    slug = "session-over"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 已经结束，不能再更换或加印试卷。")


class SessionPostponedError(ConflictError):
    """INC-20: a paper that is still to be written somewhere keeps its key."""

    slug = "session-postponed"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 已缓考、日期未定，其试卷尚未使用完毕，不能移交答案。")


class SessionCalledOffError(ConflictError):
    """INC-24, INC-25: no paper is opened for a session that was stopped or postponed."""

    slug = "session-called-off"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 已停考或缓考，不能启封试卷。")


class NoAnswerKeyError(ConflictError):
    """A practical paper is scored by criteria and has no answer key."""

    slug = "no-answer-key"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"实操试卷 {paper_id} 按评分标准评分，没有标准答案。")


class NoSessionPlannedError(ConflictError):
    """A paper that no session uses has no end after which its key may be released."""

    slug = "no-session-planned"

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"没有使用试卷 {paper_id} 的考试场次，不能发放标准答案。")


class KeyReleaseTooEarlyError(ConflictError):
    """The key stays sealed until every session of the paper's examination has ended."""

    slug = "key-release-too-early"

    def __init__(self, ends_at: datetime) -> None:
        super().__init__(f"全部场次 {ends_at.astimezone(SHANGHAI):%m月%d日 %H:%M} 结束后才能发放标准答案。")
