"""What the clocks refuse."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotYetError, SettledError
from services.incident.domain.people import Role


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
    """A correction names another time than the one on record."""

    says = "更正后的发现时间与原发现时间相同。"


class AlreadyAcknowledgedError(ConflictError):
    """One person takes an incident over once."""

    says = "您已确认接报这起突发事件。"


class NotOnLadderError(ForbiddenError):
    """INC-14, INC-27: an incident is taken over by who is on the ladder."""

    says = "您不在本事件的值班名单中，不能确认接报。"


class LadderNotDueError(NotYetError):
    """A timer of the ladder came before the next thing is due, for instance after somebody moved it."""

    says = "升级时限尚未到达。"


class ReminderNotDueError(NotYetError):
    """A reminder of the first report came before its minute."""

    says = "提醒初次报告的时间尚未到达。"


class ReminderOvertakenError(SettledError):
    """INC-06: a reminder that comes when the report was made, or when the ten minutes are over, is not said."""

    says = "无需提醒初次报告。"
