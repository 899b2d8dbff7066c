"""Refusals of the registries: a card, a credential or a room that is not as the rules ask."""

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError


class StaffNotFoundError(NotFoundError):
    """Nobody is registered under this id."""

    says = "没有登记编号为 {staff_id} 的工作人员。"
    staff_id: str


class RoomInUseError(ConflictError):
    """SCH-11: a room that candidates were told to come to stays as they were told; moving them is another decision."""

    says = "考场 {room_id} 已用于公布的场次 {session_id}，不能改考点、用途或减到容不下考生；请先将该场次另行安排。"
    room_id: str
    session_id: str


class RoomChangedError(ConflictError):
    """SCH-11: a plan is announced for rooms as they are; if one was changed meanwhile, the plan is made anew."""

    says = "考场 {room_id} 在编排后有变动，场次 {session_id} 不再适用，请重新编排后再公布。"
    room_id: str
    session_id: str


class CardNumberMalformedError(InvalidError):
    """PER-26: 18 characters, institution code (13) + examiner class (1) + serial (4)."""

    says = "{staff_id} 的考评员证卡编号不合规：应为18位，即机构编码13位、考评员类别1位、顺序号4位。"
    shown = ("staff_id",)
    staff_id: str


class CardValidTooLongError(InvalidError):
    """PER-25: an examiner card is valid for three years."""

    says = "{staff_id} 的考评员证卡有效期超过3年，请核对发证日期和有效期。"
    shown = ("staff_id",)
    staff_id: str


class ExaminerNotAdmissibleError(InvalidError):
    """PER-02, PER-03: certificate, title and years of practice do not make this class of examiner."""

    says = "{staff_id} 不具备该类考评员的条件：{lacking}。"
    shown = ("staff_id",)
    staff_id: str
    lacking: str


class RoomNotFoundError(NotFoundError):
    """No such room is registered."""

    says = "没有登记编号为 {room_id} 的考场。"
    room_id: str


class RoomTooLargeError(InvalidError):
    """SCH-11: a theory room holds at most 30 candidates."""

    says = "理论考场 {room_id} 登记了 {seats} 个座位，每个标准考场不得超过30名考生。"
    shown = ("room_id",)
    room_id: str
    seats: int


class RoomWithoutSeatsError(InvalidError):
    """A room has between 1 and 99 seats or workstations."""

    says = "考场 {room_id} 的座位（工位）数应在1到99之间。"
    shown = ("room_id",)
    room_id: str


class DesksTooCloseError(InvalidError):
    """SCH-12: neighbouring desks of a theory room are at least 80 cm apart."""

    says = "理论考场 {room_id} 的座位前后左右间距不足80厘米，或者没有登记间距。"
    shown = ("room_id",)
    room_id: str


class WorkshopWithoutOccupationError(InvalidError):
    """A practical room says which occupations its workstations are for."""

    says = "实操考场 {room_id} 没有登记适用的职业（工种）。"
    shown = ("room_id",)
    room_id: str


class RoomNumberTakenError(ConflictError):
    """Two rooms were registered at the same moment under one number."""

    says = "考场序号 {number} 已被占用，请重新提交。"
    number: object


class TooManyRoomsError(ConflictError):
    """Four digits of the ticket number name the room."""

    says = "登记的考场超过9999个，准考证号无法编排。"
