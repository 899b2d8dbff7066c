"""Why a candidate is not found yet."""

from libs.chassis.domain import NotYetError


class CandidateUnknownError(NotYetError):
    """SCO-27: the approval of this candidate has not come yet."""

    says = "尚未收到报名记录 {application_id} 的审核结果。"
    application_id: str
