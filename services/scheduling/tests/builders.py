"""What the tests of scheduling are made of; every builder takes what a test wants to differ."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from libs.chassis.domain import Act
from libs.contracts.scheduling import Assignment
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.batches.timetable import Timetable
from services.scheduling.domain.planning.request import PlanRequest, PlanRules
from services.scheduling.domain.qualifications.admission import Admission, Title
from services.scheduling.domain.qualifications.kinds import EXAMINER_KINDS, QualificationKind
from services.scheduling.domain.qualifications.qualification import Appointment, FileStage, Qualification
from services.scheduling.domain.qualifications.yearly import Grade, YearlyDuty, YearlyRecord
from services.scheduling.domain.registry.room import Room, RoomKind
from services.scheduling.domain.registry.staff import Relation, StaffMember
from services.scheduling.domain.sessions.seats import Seat
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState

COOK, PASTRY, LATHE = "4-03-02-01", "4-03-02-02", "6-18-01-01"
THEORY_DAY, PRACTICAL_DAY = date(2026, 9, 19), date(2026, 9, 20)
NINE = datetime(2026, 9, 19, 1, 0, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)
PLANNING_DAY = datetime(2026, 9, 11, 1, 0, tzinfo=UTC)
BATCH = "2026-autumn"
CHIEF, DEPUTY = "S-0001", "S-0002"
# Theory rooms begin and end by the signal of their site.
BY_SITE = frozenset({"site-head"})


def a_fingerprint(of: object) -> str:
    return sha256(str(of).encode()).hexdigest()


HELD = ("card_number", "issued_on", "valid_until", "term_from", "term_until")


def an_appointment(**differing):
    sound = {
        "card_number": "S00004300900110001",
        "valid_until": date(2027, 12, 31),
        "term_until": date(2027, 12, 31),
    }
    return Appointment(**{**sound, **differing})


def a_year(duty, on=date(2026, 3, 1), grade=Grade.PASSED):
    return YearlyRecord(duty=duty, on=on, grade=grade)


def a_qualification(
    kind=QualificationKind.EXAMINER,
    *,
    staff_id="S-0001",
    last_education=date(2026, 3, 1),
    last_assessment=date(2026, 3, 1),
    **differing,
):
    """In force, with every clock running; what differs is a field of the qualification or of its appointment."""
    held = {name: differing.pop(name) for name in HELD if name in differing}
    if kind is QualificationKind.SUPERVISOR:
        held = {"valid_until": None, **held}
    sound = {
        "staff_id": staff_id,
        "stage": FileStage.IN_FORCE,
        "occupation_code": COOK if kind in EXAMINER_KINDS else None,
        "admission": Admission(certificate_level=1, title=Title.SENIOR, practice_years=5, works_in_certification=True),
        "appointment": an_appointment(**held),
        "since": date(2020, 1, 1),
        "yearly": [
            a_year(YearlyDuty.EDUCATION, last_education),
            a_year(YearlyDuty.ASSESSMENT, last_assessment),
        ],
    }
    return Qualification(kind=kind, **{**sound, **differing})


def an_examiner(id="S-0001", *occupation_codes, teaches=(), related=(), available=True, **differing):
    codes = occupation_codes or (COOK,)
    return StaffMember(
        id=id,
        name="考评员",
        roles=["examiner"],
        qualifications=[a_qualification(staff_id=id, occupation_code=code, **differing) for code in codes],
        teaches_classes=list(teaches),
        related_to=[Relation(fingerprint=fingerprint, relation="亲属") for fingerprint in related],
        available=available,
    )


def somebody(id="S-0100", *roles, **differing):
    """Of these roles; a supervisor is qualified."""
    cards = [a_qualification(QualificationKind.SUPERVISOR, staff_id=id)] if "supervisor" in roles else []
    one = {"qualifications": cards, "roles": list(roles) or ["invigilator"]}
    return StaffMember(id=id, name="工作人员", **{**one, **differing})


def a_theory_room(id="T101", *, number=1, seats=30, site="主考点", gap_cm=85):
    return Room(id=id, number=number, kind=RoomKind.THEORY, site=site, seats=seats, gap_cm=gap_cm)


def a_workshop(id="P201", *occupation_codes, number=101, stations=15, site="主考点"):
    codes = list(occupation_codes) or [COOK]
    return Room(id=id, number=number, kind=RoomKind.PRACTICAL, site=site, seats=stations, occupation_codes=codes)


def an_enrolment(row=1, **differing):
    one = {
        "id": f"{BATCH}-{row:05d}",
        "batch_id": BATCH,
        "person": a_fingerprint(row),
        "name": "sealed:k1:bmFtZQ",
        "id_number": "sealed:k1:bnVtYmVy",
        "occupation_code": COOK,
        "occupation": "中式烹调师",
        "work_type": "中式烹调师",
        "level": 4,
        "parts": ["theory", "practical"],
        "class_name": None,
        "enrolled_at": PLANNING_DAY,
    }
    return Enrolment(**{**one, **differing})


def candidates(count, *, first=1, **differing):
    return [an_enrolment(row, **differing) for row in range(first, first + count)]


def of_part(made, part):
    return [session for session in made.sessions if session.part == part]


def a_timetable(**differing):
    return Timetable(**{"theory_days": (THEORY_DAY,), "practical_days": (PRACTICAL_DAY,), **differing})


def a_team(part="theory", *, size=3):
    if part == "theory":
        return [
            Assignment(staff_id="S-0001", duty="chief-invigilator"),
            Assignment(staff_id="S-0002", duty="deputy-invigilator"),
        ]
    examiners = [Assignment(staff_id=f"S-{n:04d}", duty="examiner") for n in range(2, size + 1)]
    return [Assignment(staff_id="S-0001", duty="leader"), *examiners]


def a_session(part="theory", *, candidates=4, **differing):
    """Published, from 09:00 to 10:30 local time; candidates are 0001, 0002, …"""
    seats = [
        Seat(number=n, application_id=f"{n:04d}", person=a_fingerprint(n), form="A" if n % 2 else "B")
        for n in range(1, candidates + 1)
    ]
    one = {
        "id": f"{BATCH}-{part[0]}-{COOK}-4-01",
        "batch_id": BATCH,
        "part": part,
        "occupation_code": COOK,
        "level": 4,
        "room_id": "T101",
        "room_number": 1,
        "site": "主考点",
        "room_seats": 30,
        "starts_at": NINE,
        "ends_at": datetime(2026, 9, 19, 2, 30, tzinfo=UTC),
        "seats": seats,
        "team": a_team(part),
        "supervisor_id": "S-0009",
        "state": SessionState.PUBLISHED,
    }
    return Session(**{**one, **differing})


def another_session(**differing):
    """Of other people in another room at the same time."""
    session = a_session(id="other", room_id="T102", supervisor_id="S-0008", team=a_team_of("S-0011", "S-0012"))
    session = replace(session, **differing)
    if "seats" not in differing:
        session.seats = [replace(seat, person=a_fingerprint(f"other {seat.number}")) for seat in session.seats]
    return session


def a_team_of(chief, deputy):
    return [
        replaced.model_copy(update={"staff_id": one}) for replaced, one in zip(a_team(), (chief, deputy), strict=True)
    ]


def a_running_session(**differing):
    """The first candidate is in."""
    session = a_session(**differing)
    session.check_in(["0001"], Act(CHIEF, NINE))
    session.start(Act(CHIEF, NINE), BY_SITE)
    return session


def a_finished_session(**differing):
    session = a_running_session(**differing)
    session.finish(Act(CHIEF, session.ends_at), BY_SITE)
    session.collect_events()
    return session


def enough_staff(*occupation_codes, examiners=4, invigilators=8, supervisors=2, **differing):
    """Examiners of each occupation, invigilators and supervisors."""
    codes = occupation_codes or (COOK,)
    return [
        *(
            an_examiner(f"E-{place}-{n:03d}", code, **differing)
            for place, code in enumerate(codes)
            for n in range(examiners)
        ),
        *(somebody(f"I-{n:03d}", "invigilator") for n in range(invigilators)),
        *(somebody(f"Q-{n:03d}", "supervisor") for n in range(supervisors)),
    ]


def a_request(candidates, **differing):
    one = {
        "batch_id": BATCH,
        "candidates": candidates,
        "rooms": [a_theory_room(), a_workshop()],
        "staff": enough_staff(),
        "timetable": a_timetable(),
        "rules": PlanRules(),
    }
    return PlanRequest(**{**one, **differing})
