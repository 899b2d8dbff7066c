"""From the bank file to the sealed paper, through the front door."""

import pytest

from libs.contracts.itembank import PaperSealed
from services.itembank.tests.builders import (
    CODE,
    FIELDS,
    NOW,
    SIGNATURES,
    a_bank_file,
    a_blueprint_file,
)
from services.itembank.tests.conftest import KEEPER, PRACTICAL, REVIEWER, THEORY

SECRET = "机密"


def slug(answer):
    return answer.json()["title"]


async def test_a_bank_of_a_whole_level_is_imported(desk):
    file = a_bank_file(theory=620)

    answer = await desk.import_bank(file)

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


@pytest.mark.rule("ITB-06")
@pytest.mark.parametrize("level", [5, 4, 3])
async def test_theory_takes_items_that_are_marked_objectively_and_no_others(itembank, level):
    path, file = f"/banks/{CODE}/{level}", a_bank_file(level=level)
    kinds = {item["kind"] for item in file["theory"]}
    taken = await itembank.put(path, json=file, as_=KEEPER)
    file["theory"][0] |= {"kind": "essay", "options": [], "answer": "略"}

    refused = await itembank.put(path, json=file, as_=KEEPER)

    assert (kinds, taken.status_code) == ({"choice", "judgement"}, 200)
    assert slug(refused) == "bank-items-refused"
    assert ("T-0000", "kind") in {(one["item"], one["field"]) for one in refused.json()["problems"]}
    assert (await itembank.get(path, as_=KEEPER)).json()["revision"] == 1


@pytest.mark.rule("ITB-32")
async def test_a_bank_that_failed_is_improved_before_it_is_reviewed_again(desk, itembank):
    signed = {"accepted_on": "2026-06-18", "signatures": SIGNATURES, "members": SIGNATURES, "fields": FIELDS}
    failed = {**signed, "passed": False, "opinion": "第1题有歧义，须修改"}
    improved = a_bank_file()
    improved["theory"][0]["stem"] = "机密题干改写后"
    unused = a_bank_file(acceptance=None)
    unused["theory"][0]["stem"] = "机密题干另一种"

    without = await desk.import_bank(a_bank_file(acceptance={**failed, "opinion": " "}))
    assert (await desk.import_bank(a_bank_file(acceptance=failed))).status_code == 200
    shown = (await itembank.get(f"/banks/{CODE}/5", as_=KEEPER)).json()
    await desk.draw_up()
    assembled = await desk.assemble()
    as_it_was = await desk.import_bank()
    assert (await desk.import_bank(unused)).status_code == 200
    as_it_was_at_first = await desk.import_bank()
    reviewed_again = await desk.import_bank(improved)

    assert (shown["accepted"], shown["opinion"]) == (False, "第1题有歧义，须修改")
    assert [slug(one) for one in (without, assembled, as_it_was, as_it_was_at_first)] == [
        "opinion-missing", "bank-not-accepted", "bank-not-improved", "bank-not-improved",
    ]  # fmt: skip
    assert (reviewed_again.json()["accepted"], reviewed_again.json()["opinion"]) == (True, "")
    assert (await desk.assemble()).status_code == 201


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
    acceptance = {"accepted_on": "2026-06-18", "members": members, "signatures": signatures, "fields": FIELDS}

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
