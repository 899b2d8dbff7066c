"""Why a candidate is not found yet."""

from libs.chassis.domain import ConflictError, InvalidError, NotYetError


class CandidateUnknownError(NotYetError):
    """SCO-27: the approval of this candidate has not come yet."""

    says = "尚未收到报名记录 {application_id} 的审核结果。"
    application_id: str


class PhotoAfterIssueError(ConflictError):
    """CER-12: what was signed and printed stays as it is."""

    says = "证书 {number} 已经核发，证书上的照片不能再更换。"
    number: str


class NotAPhotoError(InvalidError):
    """CER-09: on a certificate goes a JPEG as registration keeps it."""

    says = "照片应为 JPEG 格式，不超过 {kib} KiB。"
    kib: int
