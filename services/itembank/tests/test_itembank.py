"""Through the front door: from the sealed paper to the released key."""

import asyncio
import json
from datetime import timedelta

import pytest

from libs.contracts.itembank import PaperOpened, SparePaperReleased
from libs.contracts.sealing import Purpose
from services.itembank.tests.builders import (
    BATCH,
    CODE,
    END,
    NOW,
    SESSION,
    START,
    a_bank_file,
    a_plan,
    an_approval,
    an_extension,
)
from services.itembank.tests.conftest import CHIEF, DEPUTY, KEEPER, PRACTICAL, THEORY

UNSEALING = START - timedelta(minutes=5)
SECRET = "机密"


def slug(answer):
    return answer.json()["title"]


async def test_the_first_waits_and_the_second_gets_the_paper_without_answers(sealed):
    await sealed.harness.step_to(UNSEALING)

    first, second = await sealed.open(CHIEF), await sealed.open(DEPUTY)

    assert (first.status_code, first.json()["state"]) == (202, "waiting")
    assert SECRET not in first.text
    assert (second.status_code, second.json()["state"]) == (200, "opened")
    assert second.headers["Cache-Control"] == "no-store"
    questions = second.json()["questions"]
    assert [one["no"] for one in questions] == list(range(1, 11))
    assert all(set(one) == {"no", "kind", "marks", "stem", "options"} for one in questions)
    assert [event.opened_by for event in sealed.harness.published(PaperOpened)] == [["S-0011", "S-0012"]]


async def test_people_who_press_at_once_are_taken_one_after_the_other(sealed):
    await sealed.harness.step_to(UNSEALING)

    answers = await asyncio.gather(sealed.open(CHIEF), sealed.open(DEPUTY), sealed.open(CHIEF))

    assert sorted(answer.status_code for answer in answers)[:2] in ([200, 200], [200, 202])
    assert len(sealed.harness.published(PaperOpened)) == 1


async def test_the_pair_reads_again_and_the_opening_is_announced_once(sealed):
    await sealed.harness.step_to(UNSEALING)
    for who in (CHIEF, DEPUTY):
        await sealed.open(who)

    again = [await sealed.open(who) for who in (CHIEF, DEPUTY)]

    assert [answer.status_code for answer in again] == [200, 200]
    assert len(sealed.harness.published(PaperOpened)) == 1


async def test_two_sessions_open_the_same_paper_each_for_itself(sealed):
    other = SESSION.replace("-01", "-02")
    await sealed.harness.deliver(a_plan(session_id=other, staff=("S-0014", "S-0015")))
    await sealed.harness.step_to(UNSEALING)
    contents = []

    for session_id, pair in ((SESSION, ("S-0011", "S-0012")), (other, ("S-0014", "S-0015"))):
        for who in pair:
            answer = await sealed.open((who, "invigilator"), session_id=session_id)
        contents.append(answer.json()["questions"])

    assert contents[0] == contents[1]
    assert [event.session_id for event in sealed.harness.published(PaperOpened)] == [SESSION, other]


async def test_no_paper_is_opened_before_its_time(sealed):
    await sealed.harness.step_to(UNSEALING - timedelta(seconds=1))
    early = await sealed.open(CHIEF)
    await sealed.harness.step_to(UNSEALING)

    assert (early.status_code, slug(early)) == (409, "opening-too-early")
    assert (await sealed.open(CHIEF)).status_code == 202


@pytest.mark.parametrize(
    ("who", "paper_id", "session_id", "refusal"),
    [
        (("S-0013", "invigilator"), THEORY[0], SESSION, (403, "not-on-duty")),
        (CHIEF, PRACTICAL[0], SESSION, (409, "wrong-paper")),
        (CHIEF, THEORY[2], SESSION, (409, "spare-not-released")),
        (CHIEF, THEORY[0], "nowhere", (404, "session-not-found")),
        (CHIEF, "nothing", SESSION, (404, "paper-not-found")),
        (KEEPER, THEORY[0], SESSION, (403, "role-missing")),
    ],
)
async def test_an_opening_is_refused_by_name(sealed, who, paper_id, session_id, refusal):
    await sealed.harness.step_to(UNSEALING)

    answer = await sealed.open(who, paper_id, session_id)

    assert (answer.status_code, slug(answer)) == refusal


async def test_the_same_person_twice_and_a_third_person_are_refused(sealed):
    await sealed.harness.deliver(a_plan(staff=("S-0011", "S-0012"), planned_at=NOW + timedelta(hours=1)))
    await sealed.harness.step_to(UNSEALING)
    await sealed.open(CHIEF)

    assert slug(await sealed.open(CHIEF)) == "same-opener"
    assert not sealed.harness.published(PaperOpened)


async def test_a_practical_paper_is_opened_by_two_of_its_three_examiners(sealed):
    session_id = f"{BATCH}-p-{CODE}-5-01"
    staff = ("S-0031", "S-0032", "S-0033")
    await sealed.harness.deliver(a_plan(session_id=session_id, part="practical", staff=staff))
    await sealed.harness.step_to(UNSEALING)

    answers = [await sealed.open((who, "examiner"), PRACTICAL[0], session_id) for who in staff]

    assert [answer.status_code for answer in answers] == [202, 200, 409]
    [task] = answers[1].json()["tasks"]
    assert sum(line["marks"] for line in task["criteria"]) == 100
    assert slug(answers[2]) == "opened-by-others"


async def test_lost_time_prolongs_the_opening(sealed):
    await sealed.harness.step_to(END)
    assert slug(await sealed.open(CHIEF)) == "session-ended"

    await sealed.harness.deliver(an_extension(minutes=20))

    assert (await sealed.open(CHIEF)).status_code == 202


async def test_an_approved_spare_replaces_the_first_papers(sealed):
    await sealed.harness.step_to(UNSEALING)
    for who in (CHIEF, DEPUTY):
        await sealed.open(who)

    await sealed.harness.deliver(an_approval(), times=2)

    [released] = sealed.harness.published(SparePaperReleased)
    assert (released.paper_id, released.session_id, released.incident_id) == (THEORY[2], SESSION, "I-2")
    assert slug(await sealed.open(CHIEF)) == "spare-in-use"
    assert slug(await sealed.open(CHIEF, THEORY[1])) == "spare-in-use"
    assert [(await sealed.open(who, THEORY[2])).status_code for who in (CHIEF, DEPUTY)] == [202, 200]


async def test_a_spare_is_released_once_it_is_sealed(desk, itembank):
    await itembank.deliver(a_plan())
    await itembank.deliver(an_approval())
    [parked] = itembank.parked()
    assert (parked["slug"], parked["state"]) == ("spare-not-yet-sealed", "waiting")

    await desk.seal_all()
    await itembank.service.parking.replay(parked["id"], itembank.service.consumer.replay, by="timer")

    assert len(itembank.published(SparePaperReleased)) == 1


async def test_events_of_a_session_wait_for_its_plan(itembank):
    await itembank.deliver(an_extension())
    await itembank.deliver(an_approval())

    assert {one["slug"] for one in itembank.parked()} == {"session-not-yet-planned"}


async def test_the_key_is_released_sealed_after_the_last_session(sealed):
    last = END + timedelta(hours=4)
    later = a_plan(session_id=SESSION.replace("-01", "-02"), starts_at=START + timedelta(hours=4), ends_at=last)
    await sealed.harness.deliver(later)
    await sealed.harness.step_to(last - timedelta(seconds=1))
    early = await sealed.ask_key()
    await sealed.harness.step_to(last)

    answer = await sealed.ask_key()

    assert (early.status_code, slug(early)) == (409, "key-release-too-early")
    released = answer.json()
    assert set(released) == {
        "paper_id", "batch_id", "occupation_code", "level", "part", "form", "digest", "items", "key"
    }  # fmt: skip
    opened = json.loads(
        sealed.harness.cipher.open(released["key"], purpose=Purpose.ANSWER_KEY, owner=released["paper_id"])
    )
    assert {field: opened[field] for field in ("paper_id", "form", "digest")}.items() <= released.items()
    key = opened["key"]
    assert list(key) == [str(no) for no in range(1, 11)]
    assert set(key.values()) <= set("ABCDTF")


async def test_the_key_fits_what_was_read_in_the_room(sealed):
    await sealed.harness.step_to(UNSEALING)
    for who in (CHIEF, DEPUTY):
        opened = await sealed.open(who)
    await sealed.harness.step_to(END)
    released = (await sealed.ask_key()).json()
    bound = {"purpose": Purpose.ANSWER_KEY, "owner": released["paper_id"]}
    key = json.loads(sealed.harness.cipher.open(released["key"], **bound))["key"]
    items = {item["stem"]: item for item in a_bank_file()["theory"]}

    for question in opened.json()["questions"]:
        item, answer = items[question["stem"]], key[str(question["no"])]
        if item["kind"] == "choice":
            assert question["options"][answer] == item["options"]["ABCD".index(item["answer"])]
        else:
            assert answer == item["answer"]


async def test_a_lost_hour_delays_the_key(sealed):
    await sealed.harness.deliver(an_extension(minutes=60))
    await sealed.harness.step_to(END + timedelta(minutes=59))

    assert slug(await sealed.ask_key()) == "key-release-too-early"


async def test_there_is_no_key_without_a_session(desk):
    await desk.seal_all()

    assert slug(await desk.ask_key()) == "no-session-planned"
    assert slug(await desk.ask_key(PRACTICAL[0])) == "no-session-planned"


async def test_papers_are_listed_without_content_page_by_page(sealed):
    first = await sealed.harness.get(f"/papers?batch_id={BATCH}&limit=3", as_=KEEPER)
    rest = await sealed.harness.get(
        "/papers", params={"batch_id": BATCH, "limit": 3, "cursor": first.json()["next"]}, as_=KEEPER
    )

    listed = [*first.json()["items"], *rest.json()["items"]]
    assert {one["paper_id"] for one in listed} == {*THEORY, *PRACTICAL}
    assert rest.json()["next"] is None
    assert SECRET not in first.text
    assert not {"content", "wrapped_key", "seed"} & set(listed[0])


async def test_progress_counts_sealed_papers_and_openings(sealed):
    await sealed.harness.step_to(UNSEALING)
    await sealed.open(CHIEF, THEORY[1])
    for who in (CHIEF, DEPUTY):
        await sealed.open(who)

    answer = await sealed.harness.get(f"/batches/{BATCH}/progress", as_=("S-0050", "operator"))

    assert answer.json() == {"papers": 5, "sealed": 5, "opened": 1}


@pytest.mark.rule("ITB-37", "SEC-15")
async def test_the_ledger_tells_who_did_what_with_a_paper(sealed):
    await sealed.harness.step_to(UNSEALING)
    for who in (CHIEF, DEPUTY, CHIEF):
        await sealed.open(who)
    await sealed.harness.step_to(END)
    await sealed.ask_key()

    answer = await sealed.harness.get(f"/papers/{THEORY[0]}/custody", as_=("S-0060", "auditor"))

    assert [(one["act"], one["by"], one["session_id"]) for one in answer.json()["entries"]] == [
        ("assembled", "S-0001", None),
        ("approved", "S-0002", None),
        ("sealed", "S-0001", None),
        ("first-turn", "S-0011", SESSION),
        ("opened", "S-0012", SESSION),
        ("read", "S-0011", SESSION),
        ("key-released", "S-0020", None),
    ]
