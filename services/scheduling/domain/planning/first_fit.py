"""A shift by first fit: room by room, rested examiners first. Fast, and mostly as good as a search."""

from collections.abc import Sequence

from services.scheduling.domain.batches.timetable import Offer
from services.scheduling.domain.planning.request import PlanRules, draw
from services.scheduling.domain.planning.shift import (
    Demand,
    FreeExaminer,
    Shift,
    Team,
    Workshop,
    team_size,
    workstations_for,
)


def first_fit(shift: Shift) -> list[Team]:
    """Give each room, the largest first, to the offer with most people waiting that a team can be found for."""
    left = {demand: demand.count for demand in shift.demands}
    # Those who may examine most are kept for what only they may examine; then whoever had fewest duties (PER-16).
    free = sorted(shift.examiners, key=lambda one: (len(one.examines), one.duties, draw(one.duties, one.staff_id)))
    sizes = shift.team_sizes()
    teams: list[Team] = []
    for workshop in shift.workshops:
        if team := _team_for(shift, workshop, left, free, largest=sizes.get(workshop.room_id, 0)):
            teams.append(team)
            at_work = {team.leader, *team.examiners}
            free = [one for one in free if one.staff_id not in at_work]
            for demand, count in team.takes.items():
                left[demand] -= count
    return teams


def _team_for(
    shift: Shift, workshop: Workshop, left: dict[Demand, int], free: Sequence[FreeExaminer], *, largest: int
) -> Team | None:
    waiting = {offer: sum(n for demand, n in left.items() if demand.offer == offer) for offer in workshop.offers}
    stations = min(workshop.stations, largest * shift.rules.workstations_per_examiner)
    for offer in sorted(waiting, key=lambda one: -waiting[one]):
        takes, unrelated = _fill(shift.rules, stations, offer, left, free)
        if takes:
            size = team_size(sum(takes.values()), shift.rules)
            leader = min((one for one in unrelated if offer in one.leads), key=lambda one: (one.led, one.duties))
            others = [one.staff_id for one in unrelated if one is not leader]
            return Team(workshop.room_id, offer, leader.staff_id, others[: size - 1], takes)
    return None


def _fill(
    rules: PlanRules, stations: int, offer: Offer, left: dict[Demand, int], free: Sequence[FreeExaminer]
) -> tuple[dict[Demand, int], list[FreeExaminer]]:
    """Whom a room can take, those whom few may examine first, and which examiners nobody of them is related to."""
    unrelated = [one for one in free if offer in one.examines]
    takes: dict[Demand, int] = {}
    seated = 0
    hardest_first = sorted(
        (demand for demand, count in left.items() if count and demand.offer == offer),
        key=lambda demand: (-len(demand.recused), -left[demand]),
    )
    for demand in hardest_first:
        remain = [one for one in unrelated if one.staff_id not in demand.recused]
        most = min(stations, workstations_for(len(remain), rules))
        if most > seated and any(offer in one.leads for one in remain):
            takes[demand] = min(left[demand], most - seated)
            seated += takes[demand]
            unrelated = remain
    return takes, unrelated
