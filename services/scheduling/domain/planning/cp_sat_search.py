"""A shift as a constraint model (OR-Tools CP-SAT), for when first fit leaves somebody out who could be seated."""

from collections.abc import Iterable, Sequence
from typing import Any

from ortools.sat.python import cp_model

from services.scheduling.domain.planning.request import PlanRules, draw
from services.scheduling.domain.planning.shift import Demand, FreeExaminer, OpenedRoom, Shift, Workshop
from services.scheduling.domain.sessions.team import SMALLEST_TEAM

# Any seed would do; a fixed one gives the same request the same plan.
SEED = 20260919
# CP-SAT counts these by its own work, so that the same request always gets the same plan; the clock is a last stop.
SEARCH_DETERMINISTIC_SECONDS = 0.3
LONGEST_SECONDS = 20.0
# One seat outweighs every cost of duties together.
SEAT_VALUE = 100_000
# One duty more or less outweighs the lot, which is one hexadecimal digit.
DUTY_COST = 16


def search_by_cp_sat(shift: Shift, start: Sequence[OpenedRoom]) -> list[OpenedRoom]:
    """Seat as many as the shift can hold; `start` is a solution to begin with."""
    model = cp_model.CpModel()
    rooms = [_RoomChoice(model, workshop) for workshop in shift.workshops]
    for room in rooms:
        room.seat(shift.demands)
        room.staff(shift.examiners, shift.rules)
        room.keep_apart()
    for examiner in shift.examiners:
        model.add(_total(room.serves[examiner.staff_id] for room in rooms if examiner.staff_id in room.serves) <= 1)
    for demand in shift.demands:
        model.add(_total(room.takes[demand] for room in rooms if demand in room.takes) <= demand.count)
    model.maximize(_worth(rooms, shift.examiners))
    _start_from(rooms, start)

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = SEARCH_DETERMINISTIC_SECONDS
    solver.parameters.max_time_in_seconds = LONGEST_SECONDS
    # Less than one seat from the best is the best number of seats; the rest is who is rested, a soft goal.
    solver.parameters.absolute_gap_limit = SEAT_VALUE - 1
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return list(start)
    return [opened for room in rooms if (opened := room.opened(solver))]


class _RoomChoice:
    """The choices for one room: what it examines, who serves and leads there, and how many of each demand it takes."""

    def __init__(self, model: cp_model.CpModel, workshop: Workshop) -> None:
        self.model, self.workshop = model, workshop
        self.opens = {subject: model.new_bool_var("") for subject in workshop.subjects}
        self.serves: dict[str, cp_model.IntVar] = {}
        self.leads: dict[str, cp_model.IntVar] = {}
        self.takes: dict[Demand, cp_model.IntVar] = {}
        self.used = _total(self.opens.values())
        model.add(self.used <= 1)

    @property
    def seated(self) -> Any:
        return _total(self.takes.values())

    def staff(self, examiners: Sequence[FreeExaminer], rules: PlanRules) -> None:
        """A team that is qualified, has exactly one leader, and is large enough for those it examines."""
        for examiner in (one for one in examiners if self.workshop.site not in one.out_of_reach):
            may = [opens for subject, opens in self.opens.items() if subject in examiner.examines]
            may_lead = [opens for subject, opens in self.opens.items() if subject in examiner.leads]
            if may:
                serves = self.serves[examiner.staff_id] = self.model.new_bool_var("")
                self.model.add(serves <= _total(may))
            if may_lead:
                leads = self.leads[examiner.staff_id] = self.model.new_bool_var("")
                self.model.add(leads <= serves)
                self.model.add(leads <= _total(may_lead))
        size = _total(self.serves.values())
        more = self.model.new_int_var(0, self.workshop.stations, "")
        self.model.add(size == SMALLEST_TEAM * self.used + (2 if rules.odd_teams else 1) * more)
        self.model.add(_total(self.leads.values()) == self.used)
        for subject, opens in self.opens.items():
            self.model.add(self.seated <= rules.ratio(subject.occupation_code) * size).only_enforce_if(opens)

    def seat(self, demands: Sequence[Demand]) -> None:
        """One candidate a workstation, and an opened room has somebody to examine."""
        for demand in demands:
            if demand.subject in self.opens:
                most = min(self.workshop.stations, demand.count)
                takes = self.takes[demand] = self.model.new_int_var(0, most, "")
                self.model.add(takes <= most * self.opens[demand.subject])
        self.model.add(self.seated <= self.workshop.stations)
        self.model.add(self.seated >= self.used)

    def keep_apart(self) -> None:
        """No candidate meets an examiner who must be recused."""
        for demand, takes in self.takes.items():
            for staff_id in sorted(demand.recused & self.serves.keys()):
                most = min(self.workshop.stations, demand.count)
                self.model.add(takes <= most * (1 - self.serves[staff_id]))

    def opened(self, solver: cp_model.CpSolver) -> OpenedRoom | None:
        """What the solution does here."""
        subject = next((subject for subject, opens in self.opens.items() if solver.value(opens)), None)
        if subject is None:
            return None
        [leader] = [who for who, leads in self.leads.items() if solver.value(leads)]
        examiners = [who for who, serves in self.serves.items() if solver.value(serves) and who != leader]
        takes = {demand: solver.value(takes) for demand, takes in self.takes.items() if solver.value(takes)}
        return OpenedRoom(self.workshop.room_id, subject, leader, examiners, takes)

    def hint(self, opened: OpenedRoom | None) -> None:
        """Begin the search with what is known to work here."""
        at_work = {opened.leader, *opened.examiners} if opened else set()
        for subject, opens in self.opens.items():
            self.model.add_hint(opens, opened is not None and subject == opened.subject)
        for who, serves in self.serves.items():
            self.model.add_hint(serves, who in at_work)
        for who, leads in self.leads.items():
            self.model.add_hint(leads, opened is not None and who == opened.leader)
        for demand, takes in self.takes.items():
            self.model.add_hint(takes, opened.takes.get(demand, 0) if opened else 0)


def _start_from(rooms: Sequence[_RoomChoice], start: Sequence[OpenedRoom]) -> None:
    by_room = {opened.room_id: opened for opened in start}
    for room in rooms:
        room.hint(by_room.get(room.workshop.room_id))


def _worth(rooms: Sequence[_RoomChoice], examiners: Sequence[FreeExaminer]) -> Any:
    """Seats first, those that few examiners can serve above all; then rested examiners (rotation, PER-16)."""
    tired = {
        examiner.staff_id: DUTY_COST * (1 + examiner.duties) + int(draw(examiner.staff_id)[:1], 16)
        for examiner in examiners
    }
    has_led = {examiner.staff_id: 1 + examiner.led for examiner in examiners}
    seats = [
        takes * (SEAT_VALUE + SEAT_VALUE * len(demand.recused) // (len(examiners) + 1))
        for room in rooms
        for demand, takes in room.takes.items()
    ]
    duties = [serves * tired[who] for room in rooms for who, serves in room.serves.items()]
    leads = [leads * has_led[who] for room in rooms for who, leads in room.leads.items()]
    return _total(seats) - _total(duties) - _total(leads)


def _total(terms: Iterable[cp_model.LinearExprT]) -> Any:
    # OR-Tools types its sums as a union with NumPy's numbers, which nothing can be added to.
    return cp_model.LinearExpr.sum(list(terms))
