"""What is wrong with a room, or with who leads a site."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError


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


class TheoryIsClosedBookError(InvalidError):
    """EXM-01: theory is a closed book; real, simulated or on a simulation system is a practical."""

    says = "理论考试采用闭卷方式，考场 {room_id} 不填实操方式。"
    shown = ("room_id",)
    room_id: str


class RoomNumberTakenError(ConflictError):
    """Two rooms were registered at the same moment under one number."""

    says = "考场序号 {number} 已被占用，请重新提交。"
    number: object


class TooManyRoomsError(ConflictError):
    """Four digits of the ticket number name the room."""

    says = "登记的考场超过9999个，准考证号无法编排。"


class DeputiesMissingError(InvalidError):
    """SCH-17: beside its chief a site has deputies."""

    says = "考点 {site} 应设副主考。"
    site: str


class SeveralPostsError(InvalidError):
    """SCH-17: one person is the chief, or one of the deputies, and that once."""

    says = "考点 {site} 的主考只有1人，且主考、副主考不能重复。"
    site: str


class NotTheSitesHeadError(ForbiddenError):
    """EXM-14, EXM-21: those who lead a site act for it, not those of another one."""

    says = "您不是考点 {site} 的主考或副主考，无权代表该考点。"
    site: str


class SiteWithoutChiefError(ConflictError):
    """SCH-17: a plan is announced for sites that somebody leads."""

    says = "考点 {site} 还没有登记主考和副主考，请先登记再发布编排。"
    site: str
