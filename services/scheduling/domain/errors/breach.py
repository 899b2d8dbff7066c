"""What is not done with a report of what somebody of the staff did."""

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError


class BreachNotFoundError(NotFoundError):
    """Each report has its number in the file of the person."""

    says = "档案里没有第 {number} 号违规违纪记录。"
    number: int


class BreachOfAnotherDayError(InvalidError):
    """What has not been done yet is not reported."""

    says = "违规违纪的日期不能在今天之后。"


class BreachDecidedError(ConflictError):
    """A report is decided once; what changes it afterwards is an appeal."""

    says = "第 {number} 号违规违纪记录已经作出处理。"
    number: int


class DecidedByTheSameError(ConflictError):
    """Nobody decides what he reported, nor rules on an appeal against what he decided."""

    says = "报告、处理和申诉复核须由不同的人办理。"


class OwnBreachError(ConflictError):
    """Nobody reports, decides or rules on the own case."""

    says = "{staff_id} 不能办理本人的违规违纪事项。"
    staff_id: str


class MeasureOffTheScaleError(InvalidError):
    """DIS-25 to DIS-30: each act has its own measures."""

    says = "“{act}”的处理只能是：{among}。"
    act: str
    among: str


class EmployerNotToldError(InvalidError):
    """DIS-32: whoever was lent is reported to the employer."""

    says = "外聘人员须填写向其所在单位通报的日期。"


class BreachNotUpheldError(ConflictError):
    """An appeal is made against what was upheld."""

    says = "第 {number} 号违规违纪记录没有作出处理，无须申诉。"
    number: int


class BreachAppealedError(ConflictError):
    """One appeal against one decision."""

    says = "第 {number} 号违规违纪记录已经申诉过。"
    number: int


class BreachNotAppealedError(ConflictError):
    """A ruling answers an appeal, once."""

    says = "第 {number} 号违规违纪记录没有待复核的申诉。"
    number: int
