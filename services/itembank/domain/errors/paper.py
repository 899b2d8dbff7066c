"""Why a paper does not go on to its next state."""

from datetime import datetime

from libs.chassis.domain import ConflictError, ForbiddenError, NotFoundError


class PaperNotFoundError(NotFoundError):
    """No paper has this id."""

    says = "没有找到试卷 {paper_id}。"
    paper_id: str


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


class NoSessionPlannedError(ConflictError):
    """A paper that no session uses has no end after which its key may be released."""

    says = "没有使用试卷 {paper_id} 的考试场次，不能发放标准答案。"
    paper_id: str


class KeyReleaseTooEarlyError(ConflictError):
    """The key stays sealed until every session of the paper's examination has ended."""

    says = "全部场次 {ends_at:%m月%d日 %H:%M} 结束后才能发放标准答案。"
    ends_at: datetime
