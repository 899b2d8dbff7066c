"""Refusals of keys that no sealed paper has."""

from libs.chassis.domain import ConflictError, NotFoundError


class PaperNotAnnouncedError(NotFoundError):
    """The item bank has not announced the sealing of this paper, so nothing can be compared."""

    says = "尚未收到试卷 {paper_id} 的封存通知，请稍后再交标准答案。"
    paper_id: str


class KeyNotOfSealedPaperError(ConflictError):
    """What was handed over describes another paper than the one that was sealed."""

    says = "交来的答案与封存的试卷 {paper_id} 不符（级别、卷别、题量或摘要不同），请向题库重新领取。"
    paper_id: str
