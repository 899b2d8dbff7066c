"""A whole plan of a batch, held to every rule by a checker that shares no code with the planner.

Beside it, in the same run, the plan a clerk would make: time after time, room after room, whoever is next on the list.
The ratio is how many candidates have every part in the planner's plan over how many have it in the clerk's.
"""

import time
from collections import Counter, defaultdict
from dataclasses import asdict
from datetime import UTC, date, datetime
from hashlib import sha256
from math import ceil
from typing import Any

from benchmarks.bench import Bench
from examples.days import practical_days, theory_days
from examples.rooms import all_rooms
from examples.roster import a_roster
from examples.staff import all_staff
from libs.chassis.sealing import FieldCipher
from libs.contracts.event import Part
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.batches.timetable import Timetable
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.planning.plan import make_plan
from services.scheduling.domain.planning.request import PlanRequest, PlanRules
from services.scheduling.domain.registry.room import Room, RoomKind
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.routes.registries import RoomBody, StaffBody
from services.scheduling.tests.plan_checks import check_the_plan

SIZES = (600, 5_000)
SEED = 2026
PARTS: tuple[tuple[Part, RoomKind], ...] = (("theory", RoomKind.THEORY), ("practical", RoomKind.PRACTICAL))
RULES = PlanRules(by_occupation={"4-03-02-01": 10})


def run(bench: Bench) -> None:
    """Measure and report."""
    batches = {}
    for size in bench.sizes or SIZES:
        bench.say(f"plan: {size} candidates")
        batches[size] = _measured(a_request(size))
    worst = min(one["placed"] / max(1, one["placed_by_a_clerk"]) for one in batches.values())
    bench.results.add("plan", worst, batches={str(size): figures for size, figures in batches.items()})


def _measured(request: PlanRequest) -> dict[str, Any]:
    begun = time.perf_counter()
    made = make_plan(request)
    planned = time.perf_counter() - begun
    check_the_plan(request, made)  # type: ignore[no-untyped-call]  # tests carry no types
    begun = time.perf_counter()
    placed = _Clerk(request).place()
    return {
        "seconds": round(planned, 2),
        "clerk_seconds": round(time.perf_counter() - begun, 2),
        "placed": len(made.places),
        "placed_by_a_clerk": placed,
        "sessions": len(made.sessions),
        "staff": len(request.staff),
        "relations": sum(len(one.related_to) + len(one.teaches_classes) for one in request.staff),
    }


def a_request(size: int) -> PlanRequest:
    """The example batch of a size, as scheduling is told of it."""
    cipher = FieldCipher({"k1": sha256(b"a key of a benchmark").digest()})
    roster = a_roster(size, SEED)
    staff = [StaffBody.model_validate(asdict(one)).member(cipher) for one in all_staff(size, SEED, roster)]
    rooms = [
        RoomBody.model_validate(asdict(one)).entry().numbered(number)
        for number, one in enumerate(all_rooms(size), start=1)
    ]
    both: list[Part] = ["theory", "practical"]
    candidates = [
        Enrolment(
            id=f"b-{number:05d}",
            batch_id="b",
            person=cipher.fingerprint(entry.person.id_number),
            name="",
            id_number="",
            occupation_code=entry.trade.code,
            occupation=entry.trade.name,
            work_type="--",
            level=entry.level,
            parts=both,
            class_name=entry.class_name or None,
            enrolled_at=datetime(2026, 9, 10, tzinfo=UTC),
        )
        for number, entry in enumerate(roster.right)
    ]
    days = Timetable(theory_days=tuple(theory_days(size)), practical_days=tuple(practical_days(size)))
    return PlanRequest(batch_id="b", candidates=candidates, rooms=rooms, staff=staff, timetable=days, rules=RULES)


class _Clerk:
    """Fills each room at each time with whoever is next, with whoever of the staff is next; nothing is taken back."""

    def __init__(self, request: PlanRequest) -> None:
        self.request = request
        self.placed: Counter[str] = Counter()
        self.busy: set[str] = set()
        self.watched: set[str] = set()

    def place(self) -> int:
        """How many have both parts in the end."""
        for part, kind in PARTS:
            waiting: defaultdict[ExamSubject, list[Enrolment]] = defaultdict(list)
            for one in self.request.candidates:
                waiting[one.subject].append(one)
            for starts_at in self.request.timetable.slots(part):
                self.busy, self.watched = set(), set()
                for room in (one for one in self.request.rooms if one.kind is kind):
                    self._open(room, waiting, starts_at.date())
        return sum(parts == len(PARTS) for parts in self.placed.values())

    def _open(self, room: Room, waiting: dict[ExamSubject, list[Enrolment]], day: date) -> None:
        """For the first subject in the list that a team is found for."""
        fit = (one for one, queue in waiting.items() if queue and room.is_for(one.occupation_code))
        next((subject for subject in fit if self._is_opened(room, subject, waiting[subject], day)), None)

    def _is_opened(self, room: Room, subject: ExamSubject, queue: list[Enrolment], day: date) -> bool:
        seated = queue[: room.seats]
        free = [one for one in self.request.staff if one.id not in self.busy]
        is_watched = room.site in self.watched
        watching = [one for one in free if one.may_supervise(day)][: not is_watched]
        if room.kind is RoomKind.THEORY:
            team, size = [one for one in free if one.plays("invigilator")][:2], 2
        else:
            size = max(3, ceil(len(seated) / self.request.rules.ratio(subject.occupation_code)))
            size += size % 2 == 0
            team = self._examiners(free, subject, day, seated)[:size]
        if not (is_watched or watching) or len(team) < size:
            return False
        self.watched.add(room.site)
        self.busy.update(one.id for one in (*team, *watching))
        self.placed.update(one.id for one in seated)
        del queue[: room.seats]
        return True

    @staticmethod
    def _examiners(
        free: list[StaffMember], subject: ExamSubject, day: date, seated: list[Enrolment]
    ) -> list[StaffMember]:
        """A leader first, then the others, none of them close to anybody."""
        able = [
            one
            for one in free
            if one.may_examine(subject, day)
            and not any(one.is_recused_from(person=c.person, class_name=c.class_name) for c in seated)
        ]
        leads = [one for one in able if one.may_lead(subject, day)][:1]
        return leads + [one for one in able if one not in leads] if leads else []
