"""Staff and rooms are registered over HTTP; what breaks a rule is refused by name."""

import pytest

from libs.chassis.store.port import AbsentError
from services.scheduling.storage import ROOMS, STAFF
from services.scheduling.tests.conftest import OFFICE, a_licence, a_room, a_staff_entry, a_workshop_entry


@pytest.mark.parametrize("path", ["/staff", "/rooms"])
@pytest.mark.parametrize("role", ["examiner", "invigilator", "reception", "director"])
async def test_the_registries_are_kept_by_exam_affairs(scheduling, path, role):
    answer = await scheduling.put(path, json=[], as_=("S-1", role))

    assert (answer.status_code, answer.json()["title"]) == (403, "role-missing")


async def test_of_a_relative_only_a_fingerprint_is_kept(scheduling):
    entry = a_staff_entry(related_to=[{"id_number": " 11010519491231002x ", "relation": "亲属"}])

    answer = await scheduling.put("/staff", json=[entry], as_=OFFICE)

    assert answer.json() == {"registered": 1, "gaps": []}
    member = await scheduling.load(STAFF, "E-0")
    assert member.related_to[0].fingerprint == scheduling.cipher.fingerprint("11010519491231002X")
    assert "1231002" not in repr(member)


RELATIVE, OWN = "11010519491231002X", "99000019990101000X"


@pytest.mark.parametrize(
    ("related", "registered"),
    [
        ([(RELATIVE, "亲属"), (RELATIVE, "亲属")], True),
        ([(RELATIVE, "亲属"), (RELATIVE, "师徒")], False),
        ([(OWN, "亲属")], False),
    ],
)
async def test_relations_that_contradict_each_other_are_refused(scheduling, related, registered):
    entry = a_staff_entry(
        id_number=OWN, related_to=[{"id_number": number, "relation": relation} for number, relation in related]
    )

    answer = await scheduling.put("/staff", json=[entry], as_=OFFICE)

    assert answer.is_success is registered
    assert registered or answer.json()["title"] == "relation-contradicts"
    assert OWN not in answer.text


async def test_registering_again_replaces_the_entry(scheduling):
    await scheduling.put("/staff", json=[a_staff_entry(occupations=[a_licence()])], as_=OFFICE)

    await scheduling.put("/staff", json=[a_staff_entry(available=False)], as_=OFFICE)

    member = await scheduling.load(STAFF, "E-0")
    assert not member.available
    assert member.qualifications == []


@pytest.mark.rule("PER-26")
async def test_a_malformed_card_number_is_refused_by_name(scheduling):
    entry = a_staff_entry(occupations=[a_licence(card_number="S0000430090011")])

    answer = await scheduling.put("/staff", json=[entry], as_=OFFICE)

    assert (answer.status_code, answer.json()["title"]) == (422, "card-number-malformed")
    assert answer.json()["staff_id"] == "E-0"


async def test_conditions_that_were_shown_are_checked(scheduling):
    admission = {"certificate_level": 3, "title": "intermediate", "practice_years": 2}
    entry = a_staff_entry(occupations=[a_licence(admission=admission)])

    answer = await scheduling.put("/staff", json=[entry], as_=OFFICE)

    assert answer.json()["title"] == "examiner-not-admissible"


@pytest.mark.rule("SCH-11")
@pytest.mark.parametrize(
    ("different", "slug"), [({"seats": 31}, "room-too-large"), ({"gap_cm": 79}, "desks-too-close")]
)
async def test_one_bad_room_refuses_its_whole_list(scheduling, different, slug):
    rooms = [a_room(room_id="T-002"), a_room(**different)]

    answer = await scheduling.put("/rooms", json=rooms, as_=OFFICE)

    assert (answer.status_code, answer.json()["title"]) == (422, slug)
    with pytest.raises(AbsentError, match="没有登记编号为 T-002 的考场。"):
        await scheduling.load(ROOMS, "T-002")


@pytest.mark.rule("PER-25")
@pytest.mark.parametrize(
    ("issued", "until", "status"),
    [
        ("2024-09-20", "2027-09-19", 200),
        ("2024-09-20", "2027-09-20", 200),
        ("2024-09-20", "2027-09-21", 422),
        (None, "2029-09-10", 200),
        (None, "2029-09-11", 200),
        (None, "2029-09-12", 422),
        (None, "2040-01-01", 422),
    ],
)
async def test_a_card_without_day_of_issue_is_valid_for_three_years_too(scheduling, issued, until, status):
    entry = a_staff_entry(occupations=[a_licence(card_issued_on=issued, card_valid_until=until)])

    answer = await scheduling.put("/staff", json=[entry], as_=OFFICE)

    assert answer.status_code == status
    if status == 422:
        assert answer.json()["title"] == "card-valid-too-long"


async def test_a_room_keeps_its_number_for_ever(scheduling):
    await scheduling.put("/rooms", json=[a_room(), a_workshop_entry()], as_=OFFICE)

    await scheduling.put("/rooms", json=[a_room(room_id="T-000"), a_workshop_entry(seats=10)], as_=OFFICE)

    numbers = {name: (await scheduling.load(ROOMS, name)).number for name in ("T-001", "P-1", "T-000")}
    assert numbers == {"T-001": 1, "P-1": 2, "T-000": 3}


async def test_a_site_has_one_line_however_it_is_typed(scheduling):
    await scheduling.put("/rooms", json=[a_room(site="主考点\n【重大】")], as_=OFFICE)

    rooms = (await scheduling.get("/rooms", as_=OFFICE)).json()

    assert "主考点 【重大】" in {room["site"] for room in rooms.get("items", rooms.get("rooms"))}


@pytest.mark.rule("SCH-12", "SCH-14")
@pytest.mark.parametrize(
    ("entry", "slug"),
    [
        (a_room(gap_cm=79), "desks-too-close"),
        (a_room(gap_cm=None), "desks-too-close"),
        (a_room(is_single=False), "places-shared"),
        (a_room(gap_cm=80), None),
        (a_room(gap_cm=81), None),
        (a_workshop_entry(is_single=False), "places-shared"),
        (a_workshop_entry(is_undisturbed=False), "stations-disturb"),
        (a_workshop_entry(), None),
    ],
)
async def test_everybody_has_a_place_alone_and_far_enough_from_others(scheduling, entry, slug):
    answer = await scheduling.put("/rooms", json=[entry], as_=OFFICE)

    assert answer.json() == {"registered": 1} if slug is None else answer.json()["title"] == slug


@pytest.mark.rule("SCH-12", "SCH-14")
async def test_a_room_that_does_not_say_so_is_not_registered(scheduling):
    for entry in (a_room(), a_workshop_entry()):
        silent = {name: value for name, value in entry.items() if not name.startswith("is_")}
        assert (await scheduling.put("/rooms", json=[silent], as_=OFFICE)).json()["title"] == "places-shared"


@pytest.mark.parametrize("seats", [0, -1, 100])
async def test_a_room_without_seats_is_refused_by_name(scheduling, seats):
    answer = await scheduling.put("/rooms", json=[a_workshop_entry(seats=seats)], as_=OFFICE)

    assert (answer.status_code, answer.json()["title"]) == (422, "room-without-seats")
