"""Refusals of the incident service.

DomainError
├── InvalidError      UnknownKind, DiscoveredInFuture, ToldAtImpossibleTime, DiscoveryAtImpossibleTime, ReasonMissing,
│                     SessionNotConcerned, MinutesNotLost, OutageNotPast, ReportIncomplete
├── ForbiddenError    FirstReporterNotEntitled, ProposerNotEntitled, ApproverNotEntitled, OwnProposal
├── NotFoundError     IncidentNotFound, DispositionNotFound
└── ConflictError     FirstReportNotAwaited, HopAlreadyMade, DiscoveryUnchanged, AlreadyAcknowledged, IncidentIsClosed,
                      DispositionNotAllowed, OutageTooLong, SessionAlreadyCovered, DispositionAlreadyDecided,
                      AnswerNotAwaited, FirstReportAwaited, EscalationUnanswered, DispositionOpen
"""

from collections.abc import Iterable
from datetime import timedelta

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError
from services.incident.domain.people import Role


class IncidentNotFoundError(NotFoundError):
    """There is no such incident, or it does not concern this person."""

    slug = "incident-not-found"

    def __init__(self, incident_id: str) -> None:
        super().__init__(f"没有找到编号为 {incident_id} 的突发事件。")


class UnknownKindError(InvalidError):
    """INC-11, INC-13: the plan lists eight major and six general kinds, and no others."""

    slug = "incident-kind-unknown"

    def __init__(self, code: str) -> None:
        super().__init__(f"应急预案没有“{code}”这一类突发事件，请从八类重大事件和六类一般事件中选择。")


class DiscoveredInFutureError(InvalidError):
    """INC-06: the clock is anchored at discovery, and discovery lies behind us."""

    slug = "discovered-in-future"

    def __init__(self) -> None:
        super().__init__("发现时间不能晚于现在。")


class ToldAtImpossibleTimeError(InvalidError):
    """INC-06: word is passed on after discovery and before it is entered."""

    slug = "told-at-impossible-time"

    def __init__(self) -> None:
        super().__init__("报告时间不能早于发现时间，也不能晚于现在。")


class HopAlreadyMadeError(ConflictError):
    """INC-06: the first report is made once to each; what follows is an interim report."""

    slug = "first-report-already-made"

    def __init__(self, to: Role) -> None:
        super().__init__(f"已登记过向{to.zh}的初次报告。")


class FirstReporterNotEntitledError(ForbiddenError):
    """INC-06: the leading group is told by the site head (or the inspector, exam affairs, the group itself)."""

    slug = "first-reporter-not-entitled"

    def __init__(self) -> None:
        super().__init__("向应急处理领导小组的初次报告由考点负责人、巡考人员、考务管理责任人或领导小组成员登记。")


class FirstReportNotAwaitedError(ConflictError):
    """INC-06: the ten-minute clock has already ended."""

    slug = "first-report-not-awaited"

    def __init__(self, incident_id: str) -> None:
        super().__init__(f"突发事件 {incident_id} 的初次报告计时已经结束。")


class DiscoveryAtImpossibleTimeError(InvalidError):
    """INC-06: discovery comes before everything that was entered about it."""

    slug = "discovery-at-impossible-time"

    def __init__(self) -> None:
        super().__init__("更正后的发现时间不能晚于登记时间，也不能晚于已登记的初次报告时间。")


class DiscoveryUnchangedError(ConflictError):
    """A correction changes something."""

    slug = "discovery-unchanged"

    def __init__(self) -> None:
        super().__init__("更正后的发现时间与原发现时间相同。")


class ReasonMissingError(InvalidError):
    """An audited decision says why."""

    slug = "reason-missing"

    def __init__(self) -> None:
        super().__init__("请填写理由。")


class AlreadyAcknowledgedError(ConflictError):
    """One person takes an incident over once."""

    slug = "already-acknowledged"

    def __init__(self) -> None:
        super().__init__("您已确认接报这起突发事件。")


class IncidentIsClosedError(ConflictError):
    """What is closed stays as it is."""

    slug = "incident-closed"

    def __init__(self, incident_id: str) -> None:
        super().__init__(f"突发事件 {incident_id} 已办结，不能再变更。")


class DispositionNotAllowedError(ConflictError):
    """三（三）, 三（四）: the emergency plan does not provide this disposition for this kind."""

    slug = "disposition-not-allowed"

    def __init__(self, disposition: str, wording: str) -> None:
        super().__init__(f"应急预案没有为此类事件规定“{disposition}”：{wording}")


class ProposerNotEntitledError(ForbiddenError):
    """INC-17 and others: the plan says who proposes."""

    slug = "proposer-not-entitled"

    def __init__(self, rule: str, proposers: Iterable[Role]) -> None:
        super().__init__(f"按应急预案（{rule}），该处置只能由{_named(proposers)}提出。")


class ApproverNotEntitledError(ForbiddenError):
    """INC-17, INC-28, INC-31: the plan says who approves."""

    slug = "approver-not-entitled"

    def __init__(self, rule: str, approvers: Iterable[Role]) -> None:
        super().__init__(f"按应急预案（{rule}），该处置只能由{_named(approvers)}审批。")


class OwnProposalError(ForbiddenError):
    """INC-17: the leading group asks the director, so these are two people, whatever roles one of them holds."""

    slug = "own-proposal"

    def __init__(self) -> None:
        super().__init__("该处置须报评价机构负责人同意，提出人不能审批自己的提议。")


class SessionNotConcernedError(InvalidError):
    """A disposition touches sessions of its own incident, at least one, each once."""

    slug = "session-not-concerned"

    def __init__(self) -> None:
        super().__init__("处置所列场次须为本事件涉及的场次，至少一场且不得重复。")


class SessionAlreadyCoveredError(ConflictError):
    """One incident gives a session the same disposition once; lost time is not made up twice."""

    slug = "session-already-covered"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 已有同类处置。")


class OutageNotPastError(InvalidError):
    """INC-31: time is made up after the trouble is over."""

    slug = "outage-not-past"

    def __init__(self) -> None:
        super().__init__("恢复时间须晚于中断时间，且不能晚于现在。")


class OutageTooLongError(ConflictError):
    """INC-31, INC-32: restored within 30 minutes is made up on site; beyond that the leading group asks the head."""

    slug = "outage-too-long"

    def __init__(self, limit: timedelta) -> None:
        minutes = limit // timedelta(minutes=1)
        super().__init__(f"中断超过 {minutes} 分钟，不能由现场补足时间，应由应急处理领导小组报评价机构负责人决定。")


class MinutesNotLostError(InvalidError):
    """INC-31: what is made up is what was lost (补足耽误的考试时间), not more."""

    slug = "minutes-not-lost"

    def __init__(self, lost: int) -> None:
        super().__init__(f"补时须为 1 至 {lost} 分钟，不得超过实际耽误的时间。")


class DispositionNotFoundError(NotFoundError):
    """The incident has no disposition of this number."""

    slug = "disposition-not-found"

    def __init__(self, number: int) -> None:
        super().__init__(f"本事件没有第 {number} 号处置。")


class DispositionAlreadyDecidedError(ConflictError):
    """A proposal is decided once."""

    slug = "disposition-already-decided"

    def __init__(self, number: int) -> None:
        super().__init__(f"第 {number} 号处置已审批，不能再次审批。")


class AnswerNotAwaitedError(ConflictError):
    """Another service says it did something that this incident never approved, or did already."""

    slug = "answer-not-awaited"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"场次 {session_id} 没有等待执行的此类处置。")


class ReportIncompleteError(InvalidError):
    """INC-36: the report names cause, course, outcome and social effect."""

    slug = "incident-report-incomplete"

    def __init__(self, missing: Iterable[str]) -> None:
        super().__init__(f"突发事件报告缺少：{'、'.join(missing)}。")


class FirstReportAwaitedError(ConflictError):
    """INC-06: closing an incident must not silence a running clock."""

    slug = "first-report-awaited"

    def __init__(self) -> None:
        super().__init__("应急处理领导小组尚未接到初次报告，不能办结。")


class EscalationUnansweredError(ConflictError):
    """INC-14: an incident that was escalated is taken over by somebody before it ends."""

    slug = "escalation-unanswered"

    def __init__(self) -> None:
        super().__init__("事件已升级，但尚无人确认接报，不能办结。")


class DispositionOpenError(ConflictError):
    """INC-36: the report states the outcome, so nothing may still be undecided or undone."""

    slug = "disposition-open"

    def __init__(self, numbers: Iterable[int]) -> None:
        super().__init__(f"第 {'、'.join(map(str, numbers))} 号处置尚未审批或尚未执行，不能办结。")


def _named(roles: Iterable[Role]) -> str:
    return "或".join(role.zh for role in Role if role in set(roles))
