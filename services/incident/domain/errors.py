"""Refusals of the incident service that are about an incident as a whole."""

from collections.abc import Collection

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, SettledError


class IncidentNotFoundError(NotFoundError):
    """There is no such incident, or it does not concern this person."""

    says = "没有找到编号为 {incident_id} 的突发事件。"
    incident_id: str


class ReasonMissingError(InvalidError):
    """An audited decision says why."""

    says = "请填写理由。"


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


class MergerNotEntitledError(ForbiddenError):
    """Who has taken over one of the two, or the leading group and the head, say that they are one."""

    says = "只有接手其中一起事件的人、应急处理领导小组或评价机构负责人可以合并事件。"


class MeasuresApprovedError(ConflictError):
    """What was ordered for the later incident is answered under its number; nothing may be ordered twice."""

    says = (
        "突发事件 {incident_id} 的{named}处置已批准，不能并入另一起事件：现场人员执行的请先登记完成，其他的请分别办结。"
    )
    incident_id: str
    numbers: Collection[int]

    @property
    def named(self) -> str:
        """The measures, each by its number."""
        return "、".join(f"第 {number} 号" for number in self.numbers)


class SessionNotConcernedError(InvalidError):
    """A disposition touches sessions of its own incident or batch, at least one, each once."""

    says = "处置所列场次须为本事件涉及的或本批次已编排的场次，至少一场且不得重复。"


class CursorUnknownError(InvalidError):
    """A cursor is what an event of the live feed carried as its id."""

    says = "无法识别的游标。"


class PrintingFailedError(ConflictError):
    """The printed file could not be set: fonts are missing, or a character has no glyph."""

    says = "无法生成 PDF，请联系运维人员检查字体。"


class TextMissingError(InvalidError):
    """A report, a statement or a follow-up says something."""

    says = "请填写内容。"


class SecrecyUnchangedError(ConflictError):
    """INC-10: a change of secrecy changes it."""

    says = "保密级别未变。"


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
