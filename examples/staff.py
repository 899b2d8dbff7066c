"""Staff: one office of every kind, invigilators, supervisors, and examiners of each occupation with slack."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from random import Random

from examples.chance import chance
from examples.people import People, Person
from examples.rooms import theory_rooms, workshops_of
from examples.roster import Roster
from examples.trades import TRADES, Trade

INSTITUTION_CODE = "S000043009001"
WORKSTATIONS_AN_EXAMINER = 5
SMALLEST_TEAM = 3
EXAMINER_SLACK = 1.6
INVIGILATOR_SLACK = 1.4
FIRST_SENIOR = 9001
EXAMINER, SENIOR = "examiner", "senior"
ADMISSIONS: dict[str, dict[str, object]] = {
    EXAMINER: {"certificate_level": 3, "title": "intermediate", "practice_years": 8},
    SENIOR: {"certificate_level": 1, "title": "senior", "practice_years": 12},
}
CLASS_DIGITS = {EXAMINER: "1", SENIOR: "2"}

# (roles, how many people): the offices of the institution, then the emergency leading group.
OFFICES: tuple[tuple[tuple[str, ...], int], ...] = (
    (("director", "leading-group"), 1),
    (("reception",), 2),
    (("exam-affairs",), 3),
    (("item-bank",), 2),
    (("item-reviewer",), 2),
    (("quality",), 2),
    (("finance",), 1),
    (("general-office",), 2),
    (("site-head", "leading-group"), 1),
    (("site-head",), 2),
    (("leading-group",), 3),
    (("coder",), 2),
    (("marking-lead",), 2),
    (("score-checker",), 2),
    (("auditor",), 1),
    (("operator",), 1),
)


@dataclass(kw_only=True)
class Licence:
    """What an examiner may assess, until when, and on what grounds."""

    code: str
    examiner_class: str
    card_number: str
    card_valid_until: date
    contract_until: date
    last_education: date
    last_assessment: date
    examining_since: date
    trained_on: date
    tested_on: date
    admission: dict[str, object]


@dataclass(kw_only=True)
class SupervisorCard:
    """The card of an internal supervisor."""

    card_number: str
    contract_until: date = date(2028, 6, 30)
    last_education: date = date(2026, 4, 10)
    last_assessment: date = date(2026, 1, 20)
    trained_on: date = date(2025, 6, 5)
    tested_on: date = date(2025, 6, 20)
    admission: dict[str, object] = field(default_factory=lambda: {"works_in_certification": True})


@dataclass(kw_only=True)
class Member:
    """One member of staff."""

    staff_id: str
    name: str
    roles: list[str]
    occupations: list[Licence] = field(default_factory=list)
    teaches_classes: list[str] = field(default_factory=list)
    related_to: list[dict[str, str]] = field(default_factory=list)
    available: bool = True
    supervision: SupervisorCard | None = None

    def examines(self, trade: Trade) -> bool:
        """Whether there is a licence for the occupation, valid or not."""
        return any(licence.code == trade.code for licence in self.occupations)


def all_staff(candidates: int, seed: int, roster: Roster) -> list[Member]:
    """Everybody, numbered from S-0001 on."""
    people = People(chance(seed, "staff-people"))
    random = chance(seed, "staff")
    members: list[Member] = []

    def hire(roles: tuple[str, ...], *licences: Licence) -> None:
        name = an_adult(people, random).name
        staff_id = f"S-{len(members) + 1:04d}"
        members.append(Member(staff_id=staff_id, name=name, roles=list(roles), occupations=list(licences)))

    for roles, count in OFFICES:
        for _ in range(count):
            hire(roles)
    rooms = len(theory_rooms(candidates))
    for _ in range(max(2, ceil(rooms / 8)) + 1):
        hire(("supervisor",))
        serial = sum(member.supervision is not None for member in members) + 1
        members[-1].supervision = SupervisorCard(card_number=f"{INSTITUTION_CODE}{serial:05d}")
    for _ in range(ceil(rooms * 2 * INVIGILATOR_SLACK)):
        hire(("invigilator",))
    serial = 0
    for trade in TRADES:
        for ordinal in range(examiners_of(candidates, trade)):
            serial += 1
            hire(("examiner",), _licence(random, trade, ordinal, serial))
    _expire(members, random)
    _recuse(members, roster, random)
    return members


def senior_examiners(trade: Trade, count: int, seed: int) -> list[Member]:
    """Those who examine technicians besides the senior examiners of the institution's own list."""
    people, random = People(chance(seed, "seniors-people")), chance(seed, "seniors")
    return [
        Member(
            staff_id=f"S-{serial}",
            name=an_adult(people, random).name,
            roles=["examiner"],
            occupations=[_licence(random, trade, 0, serial)],
        )
        for serial in range(FIRST_SENIOR, FIRST_SENIOR + count)
    ]


def team_size(workstations: int) -> int:
    """One examiner for every five workstations, an odd number of at least three."""
    size = max(SMALLEST_TEAM, ceil(workstations / WORKSTATIONS_AN_EXAMINER))
    return size if size % 2 else size + 1


def examiners_of(candidates: int, trade: Trade) -> int:
    """Enough for every workshop of the occupation at once, with slack for rest, recusal and illness."""
    return max(6, ceil(team_size(trade.workstations) * workshops_of(candidates, trade) * EXAMINER_SLACK) + 2)


def an_adult(people: People, random: Random) -> Person:
    """Somebody old enough to be on the staff."""
    return people.born_on(date(random.randint(1970, 1994), random.randint(1, 12), random.randint(1, 28)))


def _licence(random: Random, trade: Trade, ordinal: int, serial: int) -> Licence:
    """Every other examiner has examined for at least three years and may lead a team."""
    experienced = ordinal % 2 == 0
    since = date(random.randint(2016, 2022) if experienced else random.randint(2024, 2025), random.randint(1, 8), 15)
    examiner_class = SENIOR if experienced and ordinal % 4 == 0 else EXAMINER
    issued = date(random.choice((2024, 2025)), random.randint(1, 12), random.randint(1, 28))
    issued = max(issued, since)
    until = issued.replace(year=issued.year + 3)
    return Licence(
        code=trade.code,
        examiner_class=examiner_class,
        card_number=f"{INSTITUTION_CODE}{CLASS_DIGITS[examiner_class]}{serial:04d}",
        card_valid_until=until,
        contract_until=until.replace(month=12, day=31),
        last_education=date(2026, random.randint(3, 6), random.randint(1, 28)),
        last_assessment=date(2026, random.randint(1, 6), random.randint(1, 28)),
        examining_since=since,
        trained_on=since - timedelta(days=60),
        tested_on=since - timedelta(days=30),
        admission=ADMISSIONS[examiner_class],
    )


def _expire(members: list[Member], random: Random) -> None:
    """Two cards and one contract have run out before the first examination day; the planner must not use them."""
    ended = (date(2026, 6, 30), date(2026, 9, 15), date(2026, 8, 31))
    for trade, until in zip(TRADES[:3], ended, strict=True):
        # An odd place in the list: never one of those who may lead a team.
        licence = random.choice([member for member in members if member.examines(trade)][1::2]).occupations[0]
        if trade is TRADES[2]:
            licence.contract_until = until
        else:
            licence.card_valid_until = until


def _recuse(members: list[Member], roster: Roster, random: Random) -> None:
    """One examiner of each occupation teaches a class; three have somebody close among the candidates."""
    for trade in TRADES:
        classes = sorted({entry.class_name for entry in roster.entries if entry.trade == trade and entry.class_name})
        teacher = random.choice([member for member in members if member.examines(trade)])
        if classes:
            teacher.teaches_classes = [random.choice(classes)]
    for relation in ("亲属", "师徒", "亲属"):
        entry = random.choice([entry for entry in roster.right if not entry.class_name])
        relative = random.choice([member for member in members if member.examines(entry.trade)])
        relative.related_to = [{"id_number": entry.person.id_number, "relation": relation}]
