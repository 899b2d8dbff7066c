"""Why something is not reported, settled or read."""

from libs.chassis.domain import ConflictError, InvalidError, NotYetError, SettledError


class BatchNotKnownError(NotYetError):
    """CER-15: what is reported stands under the batch that registration opened."""

    says = "批次 {batch_id} 的信息尚未收到。"
    batch_id: str


class HolderNotKnownError(NotYetError):
    """CER-15: a certificate is reported with the name and number of its holder."""

    says = "报名记录 {application_id} 的持证人信息尚未收到。"
    application_id: str


class CertificateNotKnownError(NotYetError):
    """CER-15: a change is reported of a certificate that was heard of."""

    says = "证书 {number} 的签发信息尚未收到。"
    number: str


class UploadStateError(ConflictError):
    """CER-15: each record is with the platform once; what may be done depends on where it stands."""

    says = "该上报记录现为“{state}”，不能办理“{act}”。"
    shown = ("state",)
    state: str
    act: str


class PackageStateError(ConflictError):
    """A file is carried to the platform once."""

    says = "该上报文件现为“{state}”，不能办理“{act}”。"
    shown = ("state",)
    state: str
    act: str


class NoConfirmationError(ConflictError):
    """The confirmation sheet is of certificate data."""

    says = "数据审核确认表只用于证书数据，成绩没有。"


class NothingToCarryError(ConflictError):
    """A file without records is a mistake."""

    says = "本批次没有待上报的记录，无需生成上报文件。"


class HoldersUnreadableError(ConflictError):
    """CER-15: a record names its holder; what cannot be opened here is reported by nobody."""

    says = "待上报的 {records} 条记录的持证人信息都无法解密，请联系系统运维人员。"
    records: int


class ReportMadeError(ConflictError):
    """What was reported once is on record."""

    says = "该事项已办结。"


class UploadsOpenError(ConflictError):
    """CER-15, SCO-28: certificates and scores of a batch are reported when the platform has every one of them."""

    says = "本批次还有 {open_uploads} 条记录未被平台接收或作出处理，不能办结。"
    shown = ("open_uploads",)
    open_uploads: int


class ResultNotKnownError(NotYetError):
    """SCO-28: what changes or is released was posted before."""

    says = "报名记录 {application_id} 的成绩尚未收到。"
    application_id: str


class ScoresNotReleasedError(ConflictError):
    """SCO-28: scores are imported to the platform after their release, all of a batch."""

    says = "本批次已公示成绩 {posted} 人，其中 {waiting} 人公示未满或有异议，正式发布后才能导入平台。"
    shown = ("posted", "waiting")
    posted: int
    waiting: int


class ScoresNotReportedError(ConflictError):
    """SCO-29: the centre reviews what was imported."""

    says = "认定成绩还没有导入平台，不能登记鉴定中心的审核和上报。"


class ReminderSettledError(SettledError):
    """CER-15: what was reported needs no reminder."""

    says = "该事项已办结，不再提醒。"


class ReminderTooEarlyError(NotYetError):
    """CER-15: reminders come on their days."""

    says = "尚未到提醒的时间。"


class AnswerUnreadableError(InvalidError):
    """What the platform answered is read by its columns, or not at all."""

    says = "平台结果文件无法读取：{why}"
    why: str
