"""What its file refuses."""

from collections.abc import Collection

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError


class DescriptionTooLongError(InvalidError):
    """INC-09: what was found is told in so many characters, sealed or not."""

    says = "情况描述超过 {longest} 字，请分次报告。"
    longest: int


class TierUnchangedError(ConflictError):
    """INC-04: a reclassification changes the kind or the tier."""

    slug = "classification-unchanged"
    says = "重新认定的类别和等级与原来相同。"


class ReclassifierNotEntitledError(ForbiddenError):
    """INC-04: overseers may take an incident more seriously; less seriously only the leading group or the head."""

    says = "降低事件等级须由应急处理领导小组或评价机构负责人决定。"


class MergedWithItselfError(InvalidError):
    """An incident is merged with another one."""

    says = "请选择另一起事件来合并。"


class NotOfOneKindError(ConflictError):
    """One incident is of one batch, one kind and one tier."""

    says = "两起事件的批次、类别或等级不同，不能合并；类别或等级有误的请先重新认定。"


class DrillAndRealError(ConflictError):
    """What is practised never touches what happens."""

    says = "演练事件不能与真实事件合并。"


class SecrecyDiffersError(ConflictError):
    """Merging shows nobody what they may not read (INC-10)."""

    says = "两起事件的保密级别不同，请先改为同一级别再合并。"


class ReporterNotDesignatedError(ForbiddenError):
    """INC-07: stage reports come from the designated person, or from who oversees the incident."""

    says = "阶段性报告由指定的信息报告人或负责处置的人员提交。"


class NotAPictureError(InvalidError):
    """A photo is a whole JPEG or PNG."""

    says = "照片须为完整的 JPEG 或 PNG 文件。"


class TooManyPhotosError(ConflictError):
    """A file holds a few pictures, not an album."""

    says = "一起事件最多保存 {most} 张照片。"
    most: int


class PhotoMissingError(NotFoundError):
    """There is no such picture in this file."""

    says = "没有找到这张照片。"


class IncidentConfidentialError(ForbiddenError):
    """INC-10: a confidential incident is read by the leading group, the director and exam affairs."""

    says = "本事件已定为保密，只有应急处理领导小组、评价机构负责人和考务管理责任人可以查看。"


class FollowUpsMissingError(ConflictError):
    """INC-35 to INC-38: order is restored and the incident looked into before it is closed."""

    says = "办结前还须登记：{missing}。"
    missing: Collection[str]


class ReportIncompleteError(InvalidError):
    """INC-36: the report names cause, course, outcome and social effect."""

    slug = "incident-report-incomplete"
    says = "突发事件报告缺少：{missing}。"
    missing: Collection[str]
