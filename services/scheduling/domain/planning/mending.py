"""When there is no plan: the fewest things that are short, how many of each, and what would mend it.

What a shortage names is added to the request, as nobody and nothing real, until there is a plan. Then everything that
was added and is not needed is taken away again: of what is left, nothing can be spared and no figure can be smaller.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil

from services.scheduling.domain.errors.plan import (
    ExaminerPoolShortError,
    ExaminersShortError,
    LeadersShortError,
    RecusalLeavesTooFewError,
    ShortageError,
)
from services.scheduling.domain.planning.plan import make_plan
from services.scheduling.domain.planning.request import PlanRequest
from services.scheduling.domain.qualifications.kinds import QualificationKind
from services.scheduling.domain.qualifications.qualification import Appointment, FileStage, Qualification
from services.scheduling.domain.qualifications.yearly import Grade, YearlyDuty, YearlyRecord
from services.scheduling.domain.registry.room import DESK_GAP_CM, MOST_SEATS, THEORY_SEATS, Room, RoomKind
from services.scheduling.domain.registry.staff import SENIOR_LEVELS, StaffMember

# Plans that are tried before it is said that nothing was found: each takes as long as a plan does.
MOST_PLANS = 60
LONG_AGO = timedelta(days=3650)
NOWHERE = 9000


@dataclass(frozen=True, order=True)
class Need:
    """Something that a plan may be short of, of one occupation where it belongs to one."""

    rule: str
    resource: str
    occupation_code: str = ""


@dataclass(frozen=True, kw_only=True)
class Lack:
    """So much of something is short, and what would mend it."""

    rule: str
    resource: str
    occupation_code: str
    short_by: int
    mend: str


MENDS = {
    "theory-seats": "增加 {n} 个理论考场座位，或增加理论考试场次",
    "invigilators": "增加 {n} 名监考人员",
    "supervisors": "增加 {n} 名持有效证卡、无须回避的内部质量督导员",
    "safety-officers": "增加 {n} 名专职安全人员",
    "workstations": "增加 {n} 个 {code} 实操工位，或增加实操场次",
    "examiners": "增加 {n} 名持有效证卡、无须回避的 {code} 考评员",
    "senior-examiners": "增加 {n} 名持有效证卡、无须回避的 {code} 高级考评员",
    "times": "增加 {n} 个考试日",
}
# What an examiner who is added brings, whichever of these is short.
BY_EXAMINERS = (ExaminerPoolShortError, ExaminersShortError, LeadersShortError, RecusalLeavesTooFewError)


def lacks_of(request: PlanRequest) -> list[Lack]:
    """What is short, and nothing that is not; nothing if there is a plan. Raises the shortage that nothing mended."""
    tries = _Tries(request)
    added = tries.until_there_is_a_plan()
    for need in sorted(added):
        added = tries.least(added, need)
    return [
        Lack(
            rule=need.rule,
            resource=need.resource,
            occupation_code=need.occupation_code,
            short_by=count,
            mend=MENDS[need.resource].format(n=count, code=need.occupation_code),
        )
        for need, count in sorted(added.items())
    ]


class _Tries:
    """Plans of the same request with more and more, and then with less and less."""

    def __init__(self, request: PlanRequest) -> None:
        self._request = request
        self._left = MOST_PLANS

    def until_there_is_a_plan(self) -> dict[Need, int]:
        added: dict[Need, int] = {}
        while shortage := self._shortage(added):
            if self._left <= 0:
                raise shortage
            need = _need_of(shortage)
            added[need] = added.get(need, 0) + max(1, shortage.short_by)
        return added

    def least(self, added: Mapping[Need, int], need: Need) -> dict[Need, int]:
        """With as little of one need as there is still a plan; without it, if it is not needed at all."""
        too_few, enough = -1, added[need]
        while enough - too_few > 1 and self._left > 0:
            middle = (too_few + enough) // 2
            if self._shortage({**added, need: middle}):
                too_few = middle
            else:
                enough = middle
        others = {one: count for one, count in added.items() if one != need}
        return {**others, need: enough} if enough else others

    def _shortage(self, added: Mapping[Need, int]) -> ShortageError | None:
        self._left -= 1
        request = self._request
        for need, count in added.items():
            request = ADDS[need.resource](request, need.occupation_code, count)
        try:
            make_plan(request)
        except ShortageError as shortage:
            return shortage
        return None


def _need_of(shortage: ShortageError) -> Need:
    held = vars(shortage)
    code = held.get("occupation_code", "")
    if isinstance(shortage, BY_EXAMINERS):
        resource = "senior-examiners" if held.get("level") in SENIOR_LEVELS else "examiners"
        return Need(shortage.rule, resource, code)
    return Need(shortage.rule, shortage.resource, code)


def _with_seats(request: PlanRequest, _: str, count: int) -> PlanRequest:
    return replace(request, rooms=[*request.rooms, *_rooms(request, RoomKind.THEORY, count, [])])


def _with_workstations(request: PlanRequest, code: str, count: int) -> PlanRequest:
    return replace(request, rooms=[*request.rooms, *_rooms(request, RoomKind.PRACTICAL, count, [code])])


def _rooms(request: PlanRequest, kind: RoomKind, count: int, codes: list[str]) -> list[Room]:
    """At a site that there is already, if there is one: what is added must not ask for another supervisor."""
    most = THEORY_SEATS if kind is RoomKind.THEORY else MOST_SEATS
    site = next((room.site for room in request.rooms), "考点")
    return [
        Room(
            id=f"+{kind}-{'-'.join(codes)}-{number}",
            number=NOWHERE + len(request.rooms) + number,
            kind=kind,
            site=site,
            seats=min(most, count - number * most),
            gap_cm=DESK_GAP_CM,
            occupation_codes=codes,
        )
        for number in range(ceil(count / most))
    ]


def _with_invigilators(request: PlanRequest, _: str, count: int) -> PlanRequest:
    return _with_people(request, count, "invigilator", lambda _: [])


def _with_safety_officers(request: PlanRequest, _: str, count: int) -> PlanRequest:
    return _with_people(request, count, "safety-officer", lambda _: [])


def _with_supervisors(request: PlanRequest, _: str, count: int) -> PlanRequest:
    return _with_people(request, count, "supervisor", lambda who: [_held(request, who, QualificationKind.SUPERVISOR)])


def _with_examiners(request: PlanRequest, code: str, count: int) -> PlanRequest:
    kind = QualificationKind.EXAMINER
    return _with_people(request, count, "examiner", lambda who: [_held(request, who, kind, code)], of=code)


def _with_seniors(request: PlanRequest, code: str, count: int) -> PlanRequest:
    kind = QualificationKind.SENIOR
    return _with_people(request, count, "examiner", lambda who: [_held(request, who, kind, code)], of=f"senior-{code}")


def _with_people(
    request: PlanRequest, count: int, role: str, held: Callable[[str], list[Qualification]], *, of: str = ""
) -> PlanRequest:
    names = [f"+{role}-{of}-{number}" for number in range(count)]
    people = [StaffMember(id=name, name="", roles=[role], qualifications=held(name)) for name in names]
    return replace(request, staff=[*request.staff, *people])


def _held(request: PlanRequest, who: str, kind: QualificationKind, code: str | None = None) -> Qualification:
    """Somebody experienced whose every clock runs on the days of the batch."""
    first, last = request.timetable.days[0], request.timetable.days[-1]
    done = [YearlyRecord(duty=duty, on=first, grade=Grade.PASSED) for duty in YearlyDuty]
    return Qualification(
        kind=kind,
        staff_id=who,
        occupation_code=code,
        stage=FileStage.IN_FORCE,
        since=first - LONG_AGO,
        appointment=Appointment(term_until=last + LONG_AGO),
        yearly=done,
    )


def _with_days(request: PlanRequest, _: str, count: int) -> PlanRequest:
    table = request.timetable
    last = table.days[-1]
    more = tuple(last + timedelta(days=number + 1) for number in range(count))
    return replace(request, timetable=replace(table, practical_days=(*table.practical_days, *more)))


ADDS: dict[str, Callable[[PlanRequest, str, int], PlanRequest]] = {
    "theory-seats": _with_seats,
    "invigilators": _with_invigilators,
    "supervisors": _with_supervisors,
    "safety-officers": _with_safety_officers,
    "workstations": _with_workstations,
    "examiners": _with_examiners,
    "senior-examiners": _with_seniors,
    "times": _with_days,
}
