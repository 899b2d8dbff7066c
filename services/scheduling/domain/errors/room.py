"""A room that is not as the rules ask."""

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError


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


class PlacesSharedError(InvalidError):
    """SCH-12, SCH-14: each candidate has a desk or a workstation of the own."""

    says = "考场 {room_id} 没有确认单人单桌（单人单工位），不能登记。"
    shown = ("room_id",)
    room_id: str


class StationsDisturbError(InvalidError):
    """SCH-14: neighbouring workstations do not disturb each other."""

    says = "实操考场 {room_id} 没有确认相邻工位互不干扰，不能登记。"
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
