"""What is refused of measures."""

from collections.abc import Collection
from datetime import timedelta

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError
from services.incident.domain.people import Role


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


class MeasureBeforeError(ConflictError):
    """INC-28, INC-32: papers are back in their bag, and it is known when power returns, before this is decided."""

    says = "批准“{measure}”之前，须先登记“{first}”已完成。"
    measure: str
    first: str


class FreeSittingOwedError(ConflictError):
    """INC-20, INC-32: whoever loses a cancelled sitting has the next one free, before the incident is closed."""

    says = "第 {number} 号处置取消了考试，办结前须批准免收考生下次考试费用。"
    number: int


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


def _named(roles: Collection[Role]) -> str:
    return "或".join(role.zh for role in Role if role in set(roles))
