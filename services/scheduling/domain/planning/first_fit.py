"""A shift by first fit: room by room, rested examiners first. Fast, and mostly as good as a search."""

from collections.abc import Sequence

from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.planning.request import PlanRules, draw
from services.scheduling.domain.planning.shift import (
    Demand,
    FreeExaminer,
    OpenedRoom,
    Shift,
    Workshop,
    team_size,
    workstations_for,
)


def first_fit(shift: Shift) -> list[OpenedRoom]:
    """Give each room, the largest first, to the subject with most people waiting that a team can be found for."""
    left = {demand: demand.count for demand in shift.demands}
    # Those who may examine most are kept for what only they may examine; then whoever had fewest duties (PER-16).
    free = sorted(
        shift.examiners,
        key=lambda examiner: (len(examiner.examines), examiner.duties, draw(examiner.duties, examiner.staff_id)),
    )
    sizes = shift.team_sizes()
    opened: list[OpenedRoom] = []
    for workshop in shift.workshops:
        if room := _opened(shift, workshop, left, free, largest=sizes.get(workshop.room_id, 0)):
            opened.append(room)
            at_work = {room.leader, *room.examiners}
            free = [examiner for examiner in free if examiner.staff_id not in at_work]
            for demand, count in room.takes.items():
                left[demand] -= count
    return opened


def _opened(
    shift: Shift, workshop: Workshop, left: dict[Demand, int], free: Sequence[FreeExaminer], *, largest: int
) -> OpenedRoom | None:
    waiting = {
        subject: sum(n for demand, n in left.items() if demand.subject == subject) for subject in workshop.subjects
    }
    for subject in sorted(waiting, key=lambda subject: -waiting[subject]):
        stations = min(workshop.stations, largest * shift.rules.ratio(subject.occupation_code))
        near = [examiner for examiner in free if workshop.site not in examiner.out_of_reach]
        takes, unrelated = _fill(shift.rules, stations, subject, left, near)
        if takes:
            size = team_size(sum(takes.values()), shift.rules, subject.occupation_code)
            leader = min(
                (examiner for examiner in unrelated if subject in examiner.leads),
                key=lambda examiner: (examiner.led, examiner.duties),
            )
            others = [examiner.staff_id for examiner in unrelated if examiner is not leader]
            return OpenedRoom(workshop.room_id, subject, leader.staff_id, others[: size - 1], takes)
    return None


def _fill(
    rules: PlanRules, stations: int, subject: ExamSubject, left: dict[Demand, int], free: Sequence[FreeExaminer]
) -> tuple[dict[Demand, int], list[FreeExaminer]]:
    """Whom a room can take, those whom few may examine first, and which examiners nobody of them is related to."""
    unrelated = [examiner for examiner in free if subject in examiner.examines]
    takes: dict[Demand, int] = {}
    seated = 0
    hardest_first = sorted(
        (demand for demand, count in left.items() if count and demand.subject == subject),
        key=lambda demand: (-len(demand.recused), -left[demand]),
    )
    for demand in hardest_first:
        remain = [examiner for examiner in unrelated if examiner.staff_id not in demand.recused]
        most = min(stations, workstations_for(len(remain), rules, subject.occupation_code))
        if most > seated and any(subject in examiner.leads for examiner in remain):
            takes[demand] = min(left[demand], most - seated)
            seated += takes[demand]
            unrelated = remain
    return takes, unrelated
