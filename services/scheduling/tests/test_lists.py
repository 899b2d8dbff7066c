"""What staff pages list: people, rooms, and sessions of a day."""

import pytest

from services.scheduling.tests.builders import BATCH
from services.scheduling.tests.conftest import OFFICE, a_licence, a_room, a_staff_entry, a_workshop_entry, moment


async def ids(scheduling, path, name, as_=OFFICE):
    answer = await scheduling.get(path, as_=as_)
    assert answer.status_code == 200, answer.text
    return [one[name] for one in answer.json()["items"]]


async def test_staff_are_listed_as_they_were_entered_but_relatives_stay_unknown(scheduling):
    licence = a_licence()
    entry = a_staff_entry(
        "E-1",
        "examiner",
        occupations=[licence],
        teaches_classes=["烹饪2401"],
        related_to=[{"id_number": "990001199001010018", "relation": "亲属"}],
    )
    await scheduling.put("/staff", json=[entry], as_=OFFICE)

    answer = await scheduling.get("/staff", as_=OFFICE)

    [shown] = answer.json()["items"]
    assert shown == entry | {
        "available": True,
        "first_card_ends": "2027-12-31",
        "related_to": ["亲属"],
        "occupations": [
            {name: told for name, told in licence.items() if name not in {"trained_on", "tested_on", "admission"}}
            | {"card_issued_on": None, "key": "examiner-4-03-02-01"}
        ],
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["E-1", "E-2", "I-1"]),
        ("?role=invigilator", ["E-2", "I-1"]),
        ("?role=supervisor", []),
        ("?cards_end_before=2027-01-01", ["E-2"]),
        ("?cards_end_before=2028-01-01", ["E-2", "E-1"]),
        ("?limit=1", ["E-1"]),
    ],
)
async def test_staff_are_listed_by_role_and_by_the_end_of_their_cards(scheduling, asked, found):
    staff = [
        a_staff_entry("E-1", "examiner", occupations=[a_licence(card_valid_until="2027-12-31")]),
        a_staff_entry("E-2", "examiner", "invigilator", occupations=[a_licence(card_valid_until="2026-12-31")]),
        a_staff_entry("I-1", "invigilator"),
    ]
    await scheduling.put("/staff", json=staff, as_=OFFICE)

    assert await ids(scheduling, f"/staff{asked}", "staff_id") == found


@pytest.mark.parametrize(("asked", "found"), [("", ["P-1", "T-001"]), ("?kind=theory", ["T-001"]), ("?site=别处", [])])
async def test_rooms_are_listed_by_kind_and_site(scheduling, asked, found):
    await scheduling.put("/rooms", json=[a_room(), a_workshop_entry()], as_=OFFICE)

    assert await ids(scheduling, f"/rooms{asked}", "room_id") == found


@pytest.mark.parametrize("asked", ["?part=theory", "?day=2026-09-19", "?site=主考点&part=theory&state=published"])
async def test_sessions_of_all_batches_are_listed_by_day_part_site_and_state(published, asked):
    theory = await published.session("theory")
    await published.harness.step_to(moment("2026-09-19T07:00:00+08:00"))

    assert await ids(published.harness, f"/sessions{asked}", "session_id") == [theory["session_id"]]


async def test_somebody_on_duty_finds_the_own_sessions_of_today(published):
    session = await published.session("theory")
    chief = (session["staff"][0]["staff_id"], "invigilator")
    assert await ids(published.harness, "/sessions", "session_id", as_=chief) == []

    await published.harness.step_to(moment("2026-09-19T07:00:00+08:00"))

    assert await ids(published.harness, "/sessions", "session_id", as_=chief) == [session["session_id"]]
    assert await ids(published.harness, "/sessions", "session_id", as_=("I-99", "invigilator")) == []


async def test_a_candidate_is_found_by_the_number_of_the_ticket(published):
    [ticket, *_] = (await published.harness.get(f"/batches/{BATCH}/tickets", as_=OFFICE)).json()["items"]

    answers = [
        await published.harness.post("/enrolments/search", json={"ticket_number": number}, as_=OFFICE)
        for number in (ticket["ticket_number"], "0" * 14)
    ]

    assert [answer.json()["items"] for answer in answers] == [[ticket], []]
