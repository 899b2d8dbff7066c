"""Through the front door: from the bank file to the released key."""

import asyncio
import base64
import json
import time
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag

from libs.contracts.itembank import PaperOpened, PaperSealed, SparePaperReleased
from libs.contracts.sealing import Purpose
from services.itembank.storage import BANKS, PAPERS, WrappingVault
from services.itembank.tests.builders import (
    BATCH,
    CODE,
    END,
    NOW,
    SESSION,
    SIGNATURES,
    START,
    SUBJECT,
    a_bank_file,
    a_blueprint_file,
    a_plan,
    an_approval,
    an_extension,
    paper_of,
)
from services.itembank.tests.conftest import CHIEF, DEPUTY, KEEPER, PRACTICAL, REVIEWER, THEORY

UNSEALING = START - timedelta(minutes=5)
SECRET = "机密"


def slug(answer):
    return answer.json()["title"]


async def test_a_bank_is_imported_in_less_than_a_second(desk):
    file = a_bank_file(theory=620)
    began = time.perf_counter()

    answer = await desk.import_bank(file)

    assert time.perf_counter() - began < 1
    assert answer.status_code == 200
    assert {k: answer.json()[k] for k in ("theory", "practical", "revision", "accepted")} == {
        "theory": 620,
        "practical": 20,
        "revision": 1,
        "accepted": True,
    }


async def test_a_bank_is_revised_by_importing_it_again(desk, itembank):
    await desk.import_bank()
    await desk.import_bank()

    answer = await itembank.get(f"/banks/{CODE}/5", as_=KEEPER)

    assert answer.json()["revision"] == 2


async def test_a_refused_bank_names_item_and_field_and_quotes_nothing(desk):
    file = a_bank_file()
    file["theory"][4]["answer"] = "E"

    answer = await desk.import_bank(file)

    assert (answer.status_code, slug(answer)) == (422, "bank-items-refused")
    assert answer.json()["problems"][0] | {"reason": ""} == {"item": "T-0004", "field": "answer", "reason": ""}
    assert SECRET not in answer.text


async def test_a_bank_sent_to_another_level_is_refused(itembank):
    answer = await itembank.put(f"/banks/{CODE}/4", json=a_bank_file(), as_=KEEPER)

    assert slug(answer) == "subject-mismatch"


async def test_a_malformed_bank_is_refused_without_an_echo(desk):
    file = a_bank_file()
    file["theory"][0]["hint"] = "机密提示"

    answer = await desk.import_bank(file)

    assert answer.status_code == 422
    assert SECRET not in answer.text


@pytest.mark.rule("ITB-33")
async def test_no_paper_is_made_from_a_bank_that_was_not_accepted(desk):
    await desk.import_bank(a_bank_file(acceptance=None))
    await desk.draw_up()

    answer = await desk.assemble()

    assert (answer.status_code, slug(answer)) == (409, "bank-not-accepted")


@pytest.mark.rule("ITB-33")
async def test_a_new_revision_inherits_no_acceptance(desk):
    first = await desk.import_bank()
    await desk.draw_up()

    second = await desk.import_bank(a_bank_file(acceptance=None))

    shown = (await desk.harness.get(f"/banks/{CODE}/5", as_=KEEPER)).json()
    assert [(one["revision"], one["accepted"]) for one in (first.json(), second.json(), shown)] == [
        (1, True),
        (2, False),
        (2, False),
    ]
    assert slug(await desk.assemble()) == "bank-not-accepted"


@pytest.mark.rule("ITB-31", "ITB-33")
@pytest.mark.parametrize(
    ("members", "signatures", "refusal"),
    [
        (SIGNATURES[:4], SIGNATURES[:4], "acceptance-too-few"),
        (SIGNATURES[:4], SIGNATURES, "acceptance-too-few"),
        ([], SIGNATURES, "acceptance-too-few"),
        (SIGNATURES, SIGNATURES[:4], "acceptance-unsigned"),
        ([*SIGNATURES, "孙伟"], SIGNATURES, "acceptance-unsigned"),
    ],
)
async def test_a_bank_is_accepted_by_all_of_a_group_of_five(desk, members, signatures, refusal):
    acceptance = {"accepted_on": "2026-06-18", "members": members, "signatures": signatures}

    refused = await desk.import_bank(a_bank_file(acceptance=acceptance))

    assert (refused.status_code, slug(refused)) == (422, refusal)
    assert (await desk.harness.get(f"/banks/{CODE}/5", as_=KEEPER)).status_code == 404


async def test_without_the_names_of_its_group_no_acceptance_is_read(desk):
    acceptance = {"accepted_on": "2026-06-18", "signatures": SIGNATURES}

    assert (await desk.import_bank(a_bank_file(acceptance=acceptance))).status_code == 422


@pytest.mark.rule("ITB-37", "SEC-15")
async def test_a_reading_with_answers_stands_in_the_ledger(desk, itembank):
    await desk.import_bank()
    await desk.draw_up()
    await desk.assemble()

    await itembank.post(f"/papers/{THEORY[0]}/readings", as_=REVIEWER)

    ledger = (await itembank.get(f"/papers/{THEORY[0]}/custody", as_=KEEPER)).json()["entries"]
    assert [(line["act"], line["by"]) for line in ledger] == [("assembled", "S-0001"), ("read-for-review", "S-0002")]
    assert ledger[-1]["at"].startswith(NOW.strftime("%Y-%m-%dT%H:%M"))


async def test_what_lies_in_the_envelopes_is_encrypted_and_not_only_encoded(sealed):
    bank = await sealed.harness.load(BANKS, SUBJECT)
    papers = [await sealed.harness.load(PAPERS, one) for one in (*THEORY, *PRACTICAL)]

    for one in (bank, *papers):
        decoded = base64.b64decode(one.content.content)
        assert not [plain for plain in (SECRET, "options", "answer", "criteria") if plain.encode() in decoded]


async def test_without_a_bank_or_a_blueprint_there_is_no_assembly(desk):
    assert slug(await desk.assemble()) == "bank-not-found"
    await desk.import_bank()
    assert slug(await desk.assemble()) == "blueprint-not-found"


async def test_a_blueprint_is_drawn_up_anew(desk):
    assert (await desk.draw_up()).status_code == 204
    assert (await desk.draw_up(a_blueprint_file())).status_code == 204
    assert slug(await desk.draw_up(a_blueprint_file(theory={"choice": 81}))) == "blueprint-refused"


async def test_a_short_bank_says_which_range_and_kind_lack_how_many(desk):
    await desk.import_bank()
    ranges = [{"prefix": "A", "weight": 60}, {"prefix": "B", "weight": 40}]
    await desk.draw_up(a_blueprint_file(theory={"ranges": ranges}))

    answer = await desk.assemble()

    assert (answer.status_code, slug(answer)) == (409, "bank-short")
    # 150 of the 600 items are of range A; three forms of 60 would need 180.
    assert sum(one["short"] for one in answer.json()["shortages"] if one["range"] == "A") == 30


async def test_a_whole_paper_of_a_hundred_is_assembled(desk):
    await desk.import_bank()
    await desk.draw_up(a_blueprint_file())

    answer = await desk.assemble()

    assert answer.status_code == 201
    assert [one["items"] for one in answer.json()["papers"]] == [100, 100, 100, 1, 1]


@pytest.mark.parametrize(("seed", "status"), [(-1, 422), (0, 201), (2**31 - 1, 201), (2**31, 422)])
async def test_a_seed_is_a_number_that_the_solver_takes(desk, seed, status):
    await desk.import_bank()
    await desk.draw_up()

    assert (await desk.assemble(seed=seed)).status_code == status


async def test_papers_are_not_made_twice_but_after_a_return(desk):
    await desk.import_bank()
    await desk.draw_up()
    await desk.assemble()

    assert slug(await desk.assemble(seed=2)) == "papers-already-assembled"
    await desk.review(THEORY[1], verdict="returned")
    assert (await desk.assemble(seed=2)).status_code == 201
    assert (await desk.review(THEORY[1])).status_code == 204


async def test_a_repeated_assembly_request_is_answered_alike(desk):
    await desk.import_bank()
    await desk.draw_up()

    first, again = [await desk.assemble(key="k-1") for _ in range(2)]

    assert first.json() == again.json()


async def test_the_assembler_does_not_review(desk):
    await desk.import_bank()
    await desk.draw_up()
    await desk.assemble()

    answer = await desk.review(THEORY[0], as_=("S-0001", "item-reviewer"))

    assert (answer.status_code, slug(answer)) == (403, "review-by-assembler")


async def test_the_reviewer_reads_the_paper_with_its_answers(desk, itembank):
    await desk.import_bank()
    await desk.draw_up()
    await desk.assemble()

    answer = await itembank.post(f"/papers/{THEORY[0]}/readings", as_=REVIEWER)

    assert all(question["answer"] for question in answer.json()["questions"])


async def test_sealing_is_announced_with_digest_and_without_content(sealed):
    announced = sealed.harness.published(PaperSealed)

    assert [event.paper_id for event in announced] == [*THEORY, *PRACTICAL]
    assert len({event.digest for event in announced}) == 5
    assert not any(SECRET in event.body.decode() for event in sealed.harness.outbox())


async def test_no_item_and_no_paper_stands_in_plain_in_the_store(sealed, tmp_path):
    await sealed.harness.step_to(UNSEALING)
    for who in (CHIEF, DEPUTY):
        await sealed.open(who)
    await sealed.harness.step_to(END)
    assert (await sealed.ask_key()).status_code == 200
    files = list(tmp_path.glob("store.sqlite*"))

    kept = b"".join(file.read_bytes() for file in files)

    assert files
    assert b"T-0001" in kept
    for form in (SECRET.encode(), json.dumps(SECRET).strip('"').encode(), b'"answer"', b'\\"answer\\"'):
        assert form not in kept


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


async def test_there_is_no_key_without_a_session_or_to_a_practical(desk):
    await desk.seal_all()

    assert slug(await desk.ask_key()) == "no-session-planned"
    assert slug(await desk.ask_key(PRACTICAL[0])) == "no-answer-key"


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


async def test_an_envelope_opens_only_where_it_belongs(itembank):
    vault = WrappingVault(itembank.cipher)
    envelope = vault.close("机密".encode(), context=paper_of("A"))

    assert vault.open(envelope, context=paper_of("A")) == "机密".encode()
    with pytest.raises(InvalidTag):
        vault.open(envelope, context=paper_of("B"))


async def test_every_envelope_has_a_key_of_its_own(itembank):
    vault = WrappingVault(itembank.cipher)

    one, other = (vault.close(b"same", context="same") for _ in range(2))

    assert one.content != other.content
    assert one.wrapped_key != other.wrapped_key
