"""Refusals of the registries: a card, a credential or a room that is not as the rules ask."""

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError


class StaffNotFoundError(NotFoundError):
    """Nobody is registered under this id."""

    slug = "staff-not-found"

    def __init__(self, staff_id: str) -> None:
        super().__init__(f"没有登记编号为 {staff_id} 的工作人员。")


class RoomInUseError(ConflictError):
    """SCH-11: a room that candidates were told to come to stays as they were told; moving them is another decision."""

    slug = "room-in-use"

    def __init__(self, room_id: str, session_id: str) -> None:
        super().__init__(
            f"考场 {room_id} 已用于公布的场次 {session_id}，不能改考点、用途或减到容不下考生；请先将该场次另行安排。"
        )


class RoomChangedError(ConflictError):
    """SCH-11: a plan is announced for rooms as they are; if one was changed meanwhile, the plan is made anew."""

    slug = "room-changed"

    def __init__(self, room_id: str, session_id: str) -> None:
        super().__init__(f"考场 {room_id} 在编排后有变动，场次 {session_id} 不再适用，请重新编排后再公布。")


class CardNumberMalformedError(InvalidError):
    """PER-26: 18 characters, institution code (13) + examiner class (1) + serial (4)."""

    slug = "card-number-malformed"

    def __init__(self, staff_id: str) -> None:
        super().__init__(f"{staff_id} 的考评员证卡编号不合规：应为18位，即机构编码13位、考评员类别1位、顺序号4位。")
        self.extra = {"staff_id": staff_id}


class CardValidTooLongError(InvalidError):
    """PER-25: an examiner card is valid for three years."""

    slug = "card-valid-too-long"

    def __init__(self, staff_id: str) -> None:
        super().__init__(f"{staff_id} 的考评员证卡有效期超过3年，请核对发证日期和有效期。")
        self.extra = {"staff_id": staff_id}


class ExaminerNotAdmissibleError(InvalidError):
    """PER-02, PER-03: certificate, title and years of practice do not make this class of examiner."""

    slug = "examiner-not-admissible"

    def __init__(self, staff_id: str, lacking: str) -> None:
        super().__init__(f"{staff_id} 不具备该类考评员的条件：{lacking}。")
        self.extra = {"staff_id": staff_id}


class RoomNotFoundError(NotFoundError):
    """No such room is registered."""

    slug = "room-not-found"

    def __init__(self, room_id: str) -> None:
        super().__init__(f"没有登记编号为 {room_id} 的考场。")


class RoomTooLargeError(InvalidError):
    """SCH-11: a theory room holds at most 30 candidates."""

    slug = "room-too-large"

    def __init__(self, room_id: str, seats: int) -> None:
        super().__init__(f"理论考场 {room_id} 登记了 {seats} 个座位，每个标准考场不得超过30名考生。")
        self.extra = {"room_id": room_id}


class RoomWithoutSeatsError(InvalidError):
    """A room has between 1 and 99 seats or workstations."""

    slug = "room-without-seats"

    def __init__(self, room_id: str) -> None:
        super().__init__(f"考场 {room_id} 的座位（工位）数应在1到99之间。")
        self.extra = {"room_id": room_id}


class DesksTooCloseError(InvalidError):
    """SCH-12: neighbouring desks of a theory room are at least 80 cm apart."""

    slug = "desks-too-close"

    def __init__(self, room_id: str) -> None:
        super().__init__(f"理论考场 {room_id} 的座位前后左右间距不足80厘米，或者没有登记间距。")
        self.extra = {"room_id": room_id}


class WorkshopWithoutOccupationError(InvalidError):
    """A practical room says which occupations its workstations are for."""

    slug = "workshop-without-occupation"

    def __init__(self, room_id: str) -> None:
        super().__init__(f"实操考场 {room_id} 没有登记适用的职业（工种）。")
        self.extra = {"room_id": room_id}


class RoomNumberTakenError(ConflictError):
    """Two rooms were registered at the same moment under one number."""

    slug = "room-number-taken"

    def __init__(self, number: object) -> None:
        super().__init__(f"考场序号 {number} 已被占用，请重新提交。")


class TooManyRoomsError(ConflictError):
    """Four digits of the ticket number name the room."""

    slug = "too-many-rooms"

    def __init__(self) -> None:
        super().__init__("登记的考场超过9999个，准考证号无法编排。")
