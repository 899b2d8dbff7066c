"""Refusals of the incident service.

DomainError
├── InvalidError      UnknownKind, QuestionsUnanswered, ToldAtImpossibleTime, DiscoveryAtImpossibleTime, ReasonMissing,
│                     TextMissing, SessionNotConcerned, CandidatesNotConcerned, MinutesNotLost, OutageNotPast,
│                     MeasureImpossible, CompletedAtImpossibleTime, ReportIncomplete, CursorUnknown, NotAPicture,
│                     GroupWithoutHead, GroupIncomplete, NotAMember, HeldInFuture, NobodyTrained, NotADrill,
│                     MergedWithItself
├── ForbiddenError    FirstReporterNotEntitled, NotOnLadder, ReclassifierNotEntitled, ProposerNotEntitled,
│                     ApproverNotEntitled, OwnProposal, ReporterNotDesignated, IncidentConfidential,
│                     MergerNotEntitled
├── NotFoundError     IncidentNotFound, DispositionNotFound, NoticeNotFound, RosterNotFound, PhotoMissing,
│                     LeadingGroupNotFound, PrecautionNotFound
├── NotYetError       ReminderNotDue, LadderNotDue, NoticeNotDue
├── SettledError      FirstReportNotAwaited, ReminderOvertaken, IncidentIsClosed, IncidentIsMerged, NoticeSettled
└── ConflictError     HopAlreadyMade, DiscoveryUnchanged, TierUnchanged,
                      AlreadyAcknowledged, DispositionNotAllowed, OutageTooLong,
                      SessionAlreadyCovered, DispositionAlreadyDecided, NobodyTouched, PreviewOutdated,
                      WaiverWithoutCancellation, NotDoneByPeople, AnswerNotAwaited, SecrecyUnchanged,
                      FirstReportAwaited, EscalationUnanswered, DispositionOpen, FollowUpsMissing,
                      TooManyPhotos, PrintingFailed, NotTheSameIncident, NotOfOneKind, DrillAndReal,
                      SecrecyDiffers, MeasuresApproved
"""

from collections.abc import Collection
from datetime import timedelta

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, NotYetError, SettledError
from services.incident.domain.people import Role


class IncidentNotFoundError(NotFoundError):
    """There is no such incident, or it does not concern this person."""

    says = "没有找到编号为 {incident_id} 的突发事件。"
    incident_id: str


class UnknownKindError(InvalidError):
    """INC-11, INC-13: the plan lists eight major and six general kinds, and no others."""

    slug = "incident-kind-unknown"
    says = "应急预案没有“{code}”这一类突发事件，请从八类重大事件和六类一般事件中选择。"
    code: str


class QuestionsUnansweredError(InvalidError):
    """INC-04: without a kind, the tier follows from whether the examination can go on and what harm is done."""

    says = "请选择事件类别，或回答：考试能否正常进行；是否造成恶劣影响；几个考场秩序混乱。"


class ToldAtImpossibleTimeError(InvalidError):
    """INC-06: word is passed on after discovery."""

    says = "报告时间不能早于发现时间。"


class HopAlreadyMadeError(ConflictError):
    """INC-06: the first report is made once to each; what follows is an interim report."""

    slug = "first-report-already-made"
    says = "已登记过向{to.zh}的初次报告。"
    to: Role


class FirstReporterNotEntitledError(ForbiddenError):
    """INC-06: the leading group is told by the site head (or the inspector, exam affairs, the group itself)."""

    says = "向应急处理领导小组的初次报告由考点负责人、巡考人员、考务管理责任人或领导小组成员登记。"


class FirstReportNotAwaitedError(SettledError):
    """INC-06: the ten-minute clock has already ended."""

    says = "突发事件 {incident_id} 的初次报告计时已经结束。"
    incident_id: str


class DiscoveryAtImpossibleTimeError(InvalidError):
    """INC-06: discovery comes before everything that was entered about it."""

    says = "更正后的发现时间不能晚于登记时间，也不能晚于已登记的初次报告时间。"


class DiscoveryUnchangedError(ConflictError):
    """A correction changes something."""

    says = "更正后的发现时间与原发现时间相同。"


class ReasonMissingError(InvalidError):
    """An audited decision says why."""

    says = "请填写理由。"


class AlreadyAcknowledgedError(ConflictError):
    """One person takes an incident over once."""

    says = "您已确认接报这起突发事件。"


class NotOnLadderError(ForbiddenError):
    """INC-14, INC-27: an incident is taken over by who is on the ladder."""

    says = "您不在本事件的值班名单中，不能确认接报。"


class LadderNotDueError(NotYetError):
    """A timer of the ladder came before the next thing is due, for instance after somebody moved it."""

    says = "升级时限尚未到达。"


class DescriptionTooLongError(InvalidError):
    """INC-09: what was found is told in so many characters, sealed or not."""

    says = "情况描述超过 {longest} 字，请分次报告。"
    longest: int


class ReminderNotDueError(NotYetError):
    """A reminder of the first report came before its minute."""

    says = "提醒初次报告的时间尚未到达。"


class ReminderOvertakenError(SettledError):
    """INC-06: a reminder that comes when the report was made, or when the ten minutes are over, is not said."""

    says = "无需提醒初次报告。"


class TierUnchangedError(ConflictError):
    """INC-04: a reclassification changes the kind or the tier."""

    slug = "classification-unchanged"
    says = "重新认定的类别和等级与原来相同。"


class ReclassifierNotEntitledError(ForbiddenError):
    """INC-04: overseers may take an incident more seriously; less seriously only the leading group or the head."""

    says = "降低事件等级须由应急处理领导小组或评价机构负责人决定。"


class IncidentIsClosedError(SettledError):
    """What is closed stays as it is."""

    slug = "incident-closed"
    says = "突发事件 {incident_id} 已办结，不能再变更。"
    incident_id: str


class IncidentIsMergedError(SettledError):
    """What was merged goes on in the other incident."""

    slug = "incident-merged"
    says = "突发事件 {incident_id} 已并入另一起事件，请在那起事件上处理。"
    incident_id: str


class NotTheSameIncidentError(ConflictError):
    """A report joins an open incident of its kind, from its place and about its time."""

    says = "这份报告与所指事件不是同一起，请单独上报。"


class MergedWithItselfError(InvalidError):
    """Two incidents are merged."""

    says = "请选择另一起事件来合并。"


class MergerNotEntitledError(ForbiddenError):
    """Who has taken over one of the two, or the leading group and the head, say that they are one."""

    says = "只有接手其中一起事件的人、应急处理领导小组或评价机构负责人可以合并事件。"


class NotOfOneKindError(ConflictError):
    """One incident is of one batch, one kind and one tier."""

    says = "两起事件的批次、类别或等级不同，不能合并；类别或等级有误的请先重新认定。"


class DrillAndRealError(ConflictError):
    """What is practised never touches what happens."""

    says = "演练事件不能与真实事件合并。"


class SecrecyDiffersError(ConflictError):
    """Merging shows nobody what they may not read (INC-10)."""

    says = "两起事件的保密级别不同，请先改为同一级别再合并。"


class MeasuresApprovedError(ConflictError):
    """What was ordered for the later incident is answered under its number; nothing may be ordered twice."""

    says = (
        "突发事件 {incident_id} 的{named}处置已批准，不能并入另一起事件：现场人员执行的请先登记完成，其他的请分别办结。"
    )
    incident_id: str
    numbers: Collection[int]

    @property
    def named(self) -> str:
        """The measures by number."""
        return "、".join(f"第 {number} 号" for number in self.numbers)


class DispositionNotAllowedError(ConflictError):
    """三（三）, 三（四）: the emergency plan does not provide this disposition for this kind."""

    says = "应急预案没有为此类事件规定“{disposition}”：{wording}"
    disposition: str
    wording: str


class ProposerNotEntitledError(ForbiddenError):
    """INC-17 and others: the plan says who proposes."""

    says = "按应急预案（{rule}），该处置只能由{who}提出。"
    rule: str
    proposers: Collection[Role]

    @property
    def who(self) -> str:
        """The roles by name, in the order of the plan."""
        return _named(self.proposers)


class ApproverNotEntitledError(ForbiddenError):
    """INC-17, INC-28, INC-31: the plan says who approves."""

    says = "按应急预案（{rule}），该处置只能由{who}审批。"
    rule: str
    approvers: Collection[Role]

    @property
    def who(self) -> str:
        """The roles by name, in the order of the plan."""
        return _named(self.approvers)


class OwnProposalError(ForbiddenError):
    """INC-17: the leading group asks the director, so these are two people, whatever roles one of them holds."""

    says = "该处置须报评价机构负责人同意，提出人不能审批自己的提议。"


class NobodyTouchedError(ConflictError):
    """INC-16, INC-20: a decision about candidates names exactly those it touches, at least one."""

    says = "所列场次没有已编排的考生，处置没有对象。"


class CandidatesNotConcernedError(InvalidError):
    """INC-16: results are void inside the range that was established, not outside."""

    says = "所列考生须为所列场次的考生，且不得重复。"


class PreviewOutdatedError(ConflictError):
    """INC-16: what is approved is what the approver saw."""

    says = "处置涉及的考生、考场或试卷在预览之后发生了变化，请重新查看后审批。"


class WaiverWithoutCancellationError(ConflictError):
    """INC-20, INC-32: the next sitting is free after a cancellation (取消该次考试，下次考试免收该科目考试费用)."""

    says = "只有取消该次考试获批的场次，才能免收下次考试费用。"


class CompletedAtImpossibleTimeError(InvalidError):
    """What people do is done after it was decided and before that is entered."""

    says = "完成（解除）时间不能早于批准时间，也不能晚于现在。"


class NotDoneByPeopleError(ConflictError):
    """A measure that another service carries out is answered by that service, not by a person."""

    says = "第 {number} 号处置由系统执行，或尚未批准，不能人工登记完成。"
    number: int


class MeasureImpossibleError(InvalidError):
    """A measure says what it needs: minutes, copies, a later day, two different people, a text."""

    says = "{because}"
    because: str


class SessionNotConcernedError(InvalidError):
    """A disposition touches sessions of its own incident or batch, at least one, each once."""

    says = "处置所列场次须为本事件涉及的或本批次已编排的场次，至少一场且不得重复。"


class SessionAlreadyCoveredError(ConflictError):
    """One incident gives a session the same disposition once; lost time is not made up twice."""

    says = "场次 {session_id} 已有同类处置。"
    session_id: str


class OutageNotPastError(InvalidError):
    """INC-31: time is made up after the trouble is over."""

    says = "恢复时间须晚于中断时间，且不能晚于现在。"


class OutageTooLongError(ConflictError):
    """INC-31, INC-32: restored within 30 minutes is made up on site; beyond that the leading group asks the head."""

    says = "中断超过 {minutes} 分钟，不能由现场补足时间，应由应急处理领导小组报评价机构负责人决定。"
    limit: timedelta

    @property
    def minutes(self) -> int:
        """The limit as a person reads it."""
        return self.limit // timedelta(minutes=1)


class MinutesNotLostError(InvalidError):
    """INC-31: what is made up is what was lost (补足耽误的考试时间), not more."""

    says = "补时须为 1 至 {lost} 分钟，不得超过实际耽误的时间。"
    lost: int


class DispositionNotFoundError(NotFoundError):
    """The incident has no disposition of this number."""

    says = "本事件没有第 {number} 号处置。"
    number: int


class DispositionAlreadyDecidedError(ConflictError):
    """A proposal is decided once."""

    says = "第 {number} 号处置已审批，不能再次审批。"
    number: int


class AnswerNotAwaitedError(ConflictError):
    """Another service says it did something that this incident never approved, or did already."""

    says = "{target} 没有等待执行的此类处置。"
    target: str


class ReporterNotDesignatedError(ForbiddenError):
    """INC-07: stage reports come from the designated person, or from who oversees the incident."""

    says = "阶段性报告由指定的信息报告人或负责处置的人员提交。"


class NoticeSettledError(SettledError):
    """A notice that was delivered or given up is not sent again."""

    says = "该通知已经送达或已停止发送。"


class NoticeNotDueError(NotYetError):
    """A notice that is on its way is not sent a second time before its turn."""

    says = "该通知正在发送。"


class NoticeNotFoundError(NotFoundError):
    """There is no such notice."""

    says = "没有找到通知 {notice_id}。"
    notice_id: str


class RosterNotFoundError(NotFoundError):
    """INC-40: nobody has entered a duty list for this batch."""

    says = "批次 {batch_id} 还没有应急值班名单。"
    batch_id: str


class CursorUnknownError(InvalidError):
    """A cursor is what an event of the live feed carried as its id."""

    says = "无法识别的游标。"


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


class PrintingFailedError(ConflictError):
    """The printed file could not be set: fonts are missing, or a character has no glyph."""

    says = "无法生成 PDF，请联系运维人员检查字体。"


class TextMissingError(InvalidError):
    """A report, a statement or a follow-up says something."""

    says = "请填写内容。"


class IncidentConfidentialError(ForbiddenError):
    """INC-10: a confidential incident is read by the leading group, the director and exam affairs."""

    says = "本事件已定为保密，只有应急处理领导小组、评价机构负责人和考务管理责任人可以查看。"


class SecrecyUnchangedError(ConflictError):
    """INC-10: a change of secrecy changes it."""

    says = "保密级别未变。"


class FollowUpsMissingError(ConflictError):
    """INC-35 to INC-38: order is restored and the incident looked into before it is closed."""

    says = "办结前还须登记：{missing}。"
    missing: Collection[str]


class ReportIncompleteError(InvalidError):
    """INC-36: the report names cause, course, outcome and social effect."""

    slug = "incident-report-incomplete"
    says = "突发事件报告缺少：{missing}。"
    missing: Collection[str]


class FirstReportAwaitedError(ConflictError):
    """INC-06: closing an incident must not silence a running clock."""

    says = "应急处理领导小组尚未接到初次报告，不能办结。"


class EscalationUnansweredError(ConflictError):
    """INC-14: an incident that was escalated is taken over by somebody before it ends."""

    says = "事件已升级，但尚无人确认接报，不能办结。"


class DispositionOpenError(ConflictError):
    """INC-36: the report states the outcome, so nothing may still be undecided or undone."""

    says = "第 {numbers} 号处置尚未审批或尚未执行，不能办结。"
    numbers: Collection[int]


def _named(roles: Collection[Role]) -> str:
    return "或".join(role.zh for role in Role if role in set(roles))


class LeadingGroupNotFoundError(NotFoundError):
    """INC-01: the leading group has not been founded."""

    slug = "leading-group-not-founded"
    says = "尚未登记突发性事件应急处理领导小组。"
    _: str


class GroupWithoutHeadError(InvalidError):
    """INC-01: the superior leader in charge heads the group."""

    slug = "leading-group-without-head"
    says = "领导小组须有且只有一名组长，由评价机构上级分管领导担任。"


class GroupIncompleteError(InvalidError):
    """INC-01, INC-02: director and department heads are members, and every member answers for a part of prevention."""

    slug = "leading-group-incomplete"
    says = "领导小组组成不全：{gaps}。"
    absent: Collection[str]
    idle: Collection[str]

    @property
    def gaps(self) -> str:
        """The offices that nobody holds, then the members without a part."""
        return "；".join([f"缺少{office}" for office in self.absent] + [f"{name}没有责任分工" for name in self.idle])


class NotAMemberError(InvalidError):
    """INC-02: prevention is in the hands of persons of the group."""

    says = "{person_id} 不是领导小组成员，措施须落实到成员本人。"
    person_id: str


class PrecautionNotFoundError(NotFoundError):
    """There is no precaution of that number."""

    says = "没有第 {number} 号防范措施。"
    number: int


class HeldInFutureError(InvalidError):
    """INC-42: what is on record was held."""

    says = "只能登记已经举行的培训、宣传和演练。"


class NobodyTrainedError(InvalidError):
    """INC-42: training and drills are for people, who are named."""

    says = "登记{kind}须注明参加人员。"
    kind: str


class NotADrillError(InvalidError):
    """INC-42: what is recorded as the drill that was run is one."""

    says = "{incident_id} 不是演练，或者登记的类别不是演练。"
    incident_id: str
