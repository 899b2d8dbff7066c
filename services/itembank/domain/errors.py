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
from dataclasses import KW_ONLY, asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar
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

    says = "没有找到题库 {bank_id}，请先导入。"
    bank_id: str


class BlueprintNotFoundError(NotFoundError):
    """No blueprint was drawn up for this occupation and level."""

    says = "没有找到组卷方案 {blueprint_id}，请先录入。"
    blueprint_id: str


class PaperNotFoundError(NotFoundError):
    """No paper has this id."""

    says = "没有找到试卷 {paper_id}。"
    paper_id: str


class SessionNotFoundError(NotFoundError):
    """No session of this id was planned."""

    says = "没有找到考试场次 {session_id}。"
    session_id: str


class BankItemsRefusedError(InvalidError):
    """Some items are not in standard format (ITB-33); every one is named with its field."""

    says = "题库有 {count} 处不合规，第一处：试题 {first.item} 的 {first.field} 字段{first.reason}。"
    problems: Sequence[Problem]

    @property
    def count(self) -> int:
        """How many fields are wrong."""
        return len(self.problems)

    @property
    def first(self) -> Problem:
        """The one that the sentence names."""
        return self.problems[0]

    @property
    def extra(self) -> dict[str, Any]:
        """The first of them, item by item."""
        return {"problems": [asdict(one) for one in self.problems[:PROBLEMS_TOLD]]}


class BankTooSmallError(InvalidError):
    """A bank holds fewer items than it must (ITB-13, ITB-14, ITB-15, ITB-16)."""

    says = "{part_name}试题不少于 {need} 题，现有 {have} 题，缺 {short} 题。"
    shown = ("part", "have", "need")
    part: str
    _: KW_ONLY
    have: int
    need: int

    @property
    def part_name(self) -> str:
        """What the part is called."""
        return PART_NAMES[self.part]

    @property
    def short(self) -> int:
        """How many are missing."""
        return self.need - self.have


class AcceptanceTooFewError(InvalidError):
    """A bank's acceptance group has at least five people (ITB-30)."""

    says = "题库验收小组不少于 {need} 人，现有 {have} 人。"
    _: KW_ONLY
    have: int
    need: int


class AcceptanceUnsignedError(InvalidError):
    """Every member of the acceptance group signs (ITB-31)."""

    says = "题库验收结果须全体成员签字，还有 {missing} 人没有签字。"
    missing: int


class AcceptanceInFutureError(InvalidError):
    """An acceptance is dated after today (ITB-33)."""

    says = "题库验收日期不能晚于今天。"


class BankNotAcceptedError(ConflictError):
    """Only accepted banks are used (ITB-33)."""

    says = "题库 {bank_id} 尚未通过验收，不能组卷。"
    bank_id: str


class BlueprintRefusedError(InvalidError):
    """A blueprint does not add up (ITB-25)."""

    says = "组卷方案的 {field} 不合规：{reason}。"
    shown = ("field",)
    field: str
    reason: str


class SubjectMismatchError(InvalidError):
    """The file is of another occupation or level than the address it was sent to (ITB-33)."""

    says = "文件中的职业编码和级别与 {expected} 不一致。"
    expected: str


class ItemsShortError(ConflictError):
    """So many items of a kind are missing in a range; every missing one is counted."""

    shortages: Sequence[Shortage]

    @property
    def missing(self) -> str:
        """Range by range, what is missing."""
        return "、".join(f"范围 {one.range} 的{KIND_NAMES[one.kind]}缺 {one.short} 题" for one in self.shortages)

    @property
    def extra(self) -> dict[str, Any]:
        """The shortages one by one."""
        return {"shortages": [asdict(one) for one in self.shortages]}


class BankShortError(ItemsShortError):
    """The bank cannot fill three papers that share no item (ITB-25)."""

    says = "题库不够组成全部试卷：{missing}。"


class EnemiesInTheWayError(ItemsShortError):
    """There are items enough, but too many of them may not stand in one paper together (ITB-25)."""

    says = "题量足够，但互斥试题过多，不能同卷，组不出全部试卷：{missing}。请调整互斥关系或补充不互斥的试题。"


class DifficultyOutOfReachError(ConflictError):
    """No selection comes near the blueprint's mean difficulty."""

    says = "现有试题组不出平均难度 {target:.2f} 的试卷，最接近的是 {nearest:.2f}。"
    shown = ("target", "nearest")
    _: KW_ONLY
    target: float
    nearest: float


class SelectionNotFoundError(ConflictError):
    """The solver found no selection in its time, and no shortage either; another seed may."""

    says = "在规定的计算量内没有组出试卷，请换一个随机种子再试。"


class PracticalTasksShortError(ConflictError):
    """The practical papers would need more tasks than fit the blueprint's time."""

    says = "时限内可用的实操试题缺 {short} 题（需要 {need} 题，现有 {have} 题）。"
    shown = ("range", "short")
    range: ClassVar = "practical"
    _: KW_ONLY
    have: int
    need: int

    @property
    def short(self) -> int:
        """How many are missing."""
        return self.need - self.have


class PapersAlreadyAssembledError(ConflictError):
    """Papers are assembled anew only when review returned one of them and none is sealed."""

    says = "试卷 {paper_id} 已经组好，只有审核退回且均未封存时才能重新组卷。"
    paper_id: str


class PaperNotAwaitingReviewError(ConflictError):
    """Only a freshly assembled paper is reviewed."""

    says = "试卷 {paper_id} 不在待审核状态。"
    paper_id: str


class ReviewByAssemblerError(ForbiddenError):
    """Whoever assembled a paper does not review it."""

    says = "试卷 {paper_id} 须由组卷人以外的人审核。"
    paper_id: str


class PaperNotReviewedError(ConflictError):
    """Only a paper that passed review is sealed."""

    says = "试卷 {paper_id} 没有通过审核，或已经封存，不能封存。"
    paper_id: str


class DraftClosedError(ConflictError):
    """A sealed paper is not read outside its session (SEC-10)."""

    says = "试卷 {paper_id} 已经封存，不能再审阅。"
    paper_id: str


class PaperNotSealedError(ConflictError):
    """Only a sealed paper goes into a session."""

    says = "试卷 {paper_id} 尚未封存，不能启用。"
    paper_id: str


class PaperAlteredError(ConflictError):
    """The content does not match the digest that was announced when the paper was sealed."""

    says = "试卷 {paper_id} 与封存时的摘要不符，请立即报告。"
    paper_id: str


class NotOnDutyError(ForbiddenError):
    """Only people on duty in a session open its paper (EXM-11)."""

    says = "您不在场次 {session_id} 的值守名单中，不能启封试卷。"
    session_id: str


class WrongPaperError(ConflictError):
    """The paper is of another batch, occupation, level or part than the session (EXM-06)."""

    says = "试卷 {paper_id} 与场次 {session_id} 的批次、职业、级别或科目不符。"
    paper_id: str
    session_id: str


class SpareNotReleasedError(ConflictError):
    """A spare is used only after its release for the session (INC-17)."""

    says = "场次 {session_id} 没有获准启用备用试卷。"
    session_id: str


class SpareInUseError(ConflictError):
    """A session that got its spare does not go back to the first papers (INC-17)."""

    says = "场次 {session_id} 已改用备用试卷，原试卷不能再启封。"
    session_id: str


class OpeningTooEarlyError(ConflictError):
    """A paper stays sealed until five minutes before the start (EXM-11)."""

    says = "试卷须在 {opens_at:%H:%M} 以后当众启封，现在还不能启封。"
    opens_at: datetime


class SessionEndedError(ConflictError):
    """A paper is not opened after its session's end."""

    says = "场次 {session_id} 已经结束，不能再启封试卷。"
    session_id: str


class SameOpenerError(ConflictError):
    """The second person of an opening is another than the first."""

    says = "启封须由两名值守人员分别确认，请另一名值守人员操作。"


class OpenedByOthersError(ConflictError):
    """A session's paper stays with the two people who opened it."""

    says = "本场试卷已由另外两名值守人员启封，由他们保管。"


class SessionNotYetPlannedError(NotYetError):
    """The plan of a session has not arrived yet."""

    says = "场次 {session_id} 的安排还没有收到。"
    session_id: str


class SpareNotYetSealedError(NotYetError):
    """A spare is released once it is sealed."""

    says = "备用试卷 {paper_id} 尚未封存，封存后启用。"
    paper_id: str


class SpareAlreadyReleasedError(ConflictError):
    """One incident releases the spare of a session once."""

    says = "场次 {session_id} 的备用试卷已因同一事件启用。"
    session_id: str


class SpareNotSealedError(ConflictError):
    """INC-17, INC-28: an order to use or print the spare is answered with a refusal while no spare is sealed."""

    says = "场次 {session_id} 没有已封存的备用试卷，不能启用或印制。"
    session_id: str


class SessionOverError(ConflictError):
    """INC-28, INC-29: papers are changed or printed for a session that is still to be written."""

    says = "场次 {session_id} 已经结束，不能再更换或加印试卷。"
    session_id: str


class SessionPostponedError(ConflictError):
    """INC-20: a paper that is still to be written somewhere keeps its key."""

    says = "场次 {session_id} 已缓考、日期未定，其试卷尚未使用完毕，不能移交答案。"
    session_id: str


class SessionCalledOffError(ConflictError):
    """INC-24, INC-25: no paper is opened for a session that was stopped or postponed."""

    says = "场次 {session_id} 已停考或缓考，不能启封试卷。"
    session_id: str


class NoAnswerKeyError(ConflictError):
    """A practical paper is scored by criteria and has no answer key."""

    says = "实操试卷 {paper_id} 按评分标准评分，没有标准答案。"
    paper_id: str


class NoSessionPlannedError(ConflictError):
    """A paper that no session uses has no end after which its key may be released."""

    says = "没有使用试卷 {paper_id} 的考试场次，不能发放标准答案。"
    paper_id: str


class KeyReleaseTooEarlyError(ConflictError):
    """The key stays sealed until every session of the paper's examination has ended."""

    says = "全部场次 {ends_at:%m月%d日 %H:%M} 结束后才能发放标准答案。"
    ends_at: datetime
