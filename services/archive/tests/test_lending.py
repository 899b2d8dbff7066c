"""Who gets to see or to take along what is in the archive: the head approves, two watch, three days, two renewals."""

import json
from datetime import timedelta

import pytest

from libs.chassis.domain import Act, Decision
from libs.contracts.registration import CandidateApproved
from libs.contracts.sealing import Purpose
from services.archive.domain.access.consultation import Consultation
from services.archive.domain.access.loan import Loan
from services.archive.domain.access.person import Outsider
from services.archive.domain.access.request import HeadsApproval
from services.archive.domain.errors.loan import LoanBackError, LoanNotDueError
from services.archive.storage.collections import CONSULTATIONS
from services.archive.tests.test_archive import AUDITOR, NOON, everything_appended
from services.archive.tests.test_filing import BATCH, OFFICE, SCAN, acts, archive, close, filed, missing, scan

__all__ = ["archive"]

DIRECTOR = ("S-0001", "director")
SUPERVISOR = ("S-0050", "supervisor")
BOTH = ("S-0077", "general-office", "supervisor")
CANDIDATE = "431202199803070014"
STRANGER = {"name": "段某某", "id_number": "43120219700101003X", "organisation": "市人社局"}
DAY = timedelta(days=1)
A_MILLISECOND = timedelta(milliseconds=1)


def a_candidate(cipher):
    return CandidateApproved(
        application_id=f"{BATCH}-00001",
        batch_id=BATCH,
        name=cipher.seal("欧阳某某", purpose=Purpose.CANDIDATE_NAME, owner="1"),
        id_number=cipher.seal(CANDIDATE, purpose=Purpose.RESIDENT_NUMBER, owner="1"),
        id_fingerprint=cipher.fingerprint(CANDIDATE),
        occupation_code="4-03-02-01",
        occupation="中式烹调师",
        work_type="--",
        level=4,
        parts=["theory"],
        approved_at=NOON,
    )


async def borrow(archive, *items, as_=OFFICE, days=3, reason="上级检查调阅", **person):
    body = {"item_ids": [one["id"] for one in items], "borrower": STRANGER | person, "days": days, "reason": reason}
    return await archive.post("/loans", json=body, as_=as_)


async def consult(archive, *items, as_=OFFICE, reason="仲裁机构调阅", **person):
    body = {"item_ids": [one["id"] for one in items], "reader": STRANGER | person, "reason": reason}
    return await archive.post("/consultations", json=body, as_=as_)


async def decide(archive, kind, identifier, *, approved=True, as_=DIRECTOR):
    body = {"approved": approved, "reason": "同意" if approved else "不同意"}
    return await archive.post(f"/{kind}/{identifier}/decision", json=body, as_=as_)


async def hand_out(archive, loan, as_=OFFICE):
    return await archive.post(f"/loans/{loan}/handing-out", as_=as_)


async def lent(archive, *items, days=3, **person):
    asked = await borrow(archive, *items, days=days, **person)
    assert asked.status_code == 201, asked.text
    loan = asked.json()["id"]
    await decide(archive, "loans", loan)
    assert (await hand_out(archive, loan)).status_code == 204
    return loan


async def renew(archive, loan, days=3, reason="尚未用完"):
    return await archive.post(f"/loans/{loan}/renewals", json={"days": days, "reason": reason}, as_=DIRECTOR)


async def give_back(archive, loan, *items, pages=3):
    body = {"pages": {one["id"]: pages for one in items}}
    return await archive.post(f"/loans/{loan}/return", json=body, as_=OFFICE)


async def the_loan(archive):
    [loan] = (await archive.get("/loans", as_=OFFICE)).json()["items"]
    return loan


async def attend(archive, consultation, person, office=None):
    body = {"office": office or person[1]}
    return await archive.post(f"/consultations/{consultation}/presence", json=body, as_=person)


async def look(archive, consultation, item, as_=OFFICE):
    return await archive.get(f"/consultations/{consultation}/items/{item['id']}/scan", as_=as_)


async def end(archive, consultation, record="查阅考场情况记录单一份", as_=OFFICE):
    return await archive.post(f"/consultations/{consultation}/end", json={"record": record}, as_=as_)


def title(answer):
    return answer.json().get("title") if answer.content else answer.status_code


# ---- the person concerned


@pytest.mark.rule("ARC-06")
@pytest.mark.parametrize("number", [CANDIDATE, f" {CANDIDATE} "])
async def test_a_candidate_neither_reads_nor_borrows_papers_of_the_batch(archive, number):
    await archive.deliver(a_candidate(archive.cipher))
    item = await filed(archive, "announcement")

    assert title(await consult(archive, item, id_number=number)) == "person-concerned"
    assert title(await borrow(archive, item, id_number=number)) == "person-concerned"
    assert (await consult(archive, item)).status_code == 201


@pytest.mark.rule("ARC-06")
async def test_staff_keep_away_from_their_own_matter(archive):
    """As reader, as borrower, as one who watches, as one who hands out."""
    item = await filed(archive, "announcement", concerns=["S-0003", "S-0050", "S-0060"])
    other = ("S-0004", "general-office")

    assert title(await consult(archive, item, staff_id="S-0060")) == "person-concerned"
    assert title(await borrow(archive, item, staff_id="S-0060")) == "person-concerned"
    consultation = (await consult(archive, item, as_=other)).json()["id"]
    await decide(archive, "consultations", consultation)
    assert title(await attend(archive, consultation, SUPERVISOR)) == "person-concerned"
    loan = (await borrow(archive, item, as_=other)).json()["id"]
    await decide(archive, "loans", loan)
    assert title(await hand_out(archive, loan, as_=OFFICE)) == "person-concerned"
    assert (await hand_out(archive, loan, as_=other)).status_code == 204


# ---- consultation


@pytest.mark.rule("ARC-07")
async def test_papers_are_shown_after_approval_while_two_watch_and_no_longer(archive):
    item = await filed(archive, "announcement")
    await scan(archive, item)
    consultation = (await consult(archive, item)).json()["id"]

    assert title(await attend(archive, consultation, OFFICE)) == "not-approved"
    await decide(archive, "consultations", consultation)
    assert title(await look(archive, consultation, item)) == "not-both-present"
    await attend(archive, consultation, OFFICE)
    assert title(await look(archive, consultation, item)) == "not-both-present"
    await attend(archive, consultation, SUPERVISOR)
    shown = await look(archive, consultation, item)
    unseen = await look(archive, consultation, item, as_=("S-0051", "supervisor"))
    assert title(await end(archive, consultation, " ")) == "record-missing"
    assert (await end(archive, consultation)).status_code == 204
    after = await look(archive, consultation, item)

    assert shown.content == SCAN
    assert title(unseen) == "not-both-present"
    assert title(after) == "consultation-over"


@pytest.mark.rule("ARC-07")
async def test_one_person_is_not_two_and_a_reader_watches_nobody(archive):
    item = await filed(archive, "announcement")
    consultation = (await consult(archive, item, staff_id="S-0050")).json()["id"]
    await decide(archive, "consultations", consultation)

    assert (await attend(archive, consultation, BOTH, "general-office")).status_code == 204
    assert title(await attend(archive, consultation, BOTH, "supervisor")) == "two-at-a-time"
    assert title(await attend(archive, consultation, SUPERVISOR)) == "two-at-a-time"
    assert title(await attend(archive, consultation, OFFICE, "supervisor")) == "not-both-present"


@pytest.mark.rule("ARC-07")
async def test_the_register_says_who_asked_approved_and_watched(archive):
    item = await filed(archive, "announcement")
    consultation = (await consult(archive, item)).json()["id"]
    await decide(archive, "consultations", consultation)
    await attend(archive, consultation, OFFICE)
    await attend(archive, consultation, SUPERVISOR)
    await end(archive, consultation)

    [shown] = (await archive.get("/consultations?is_over=true", as_=AUDITOR)).json()["items"]

    assert (shown["asked_by"], shown["decided_by"], shown["reason"]) == ("S-0003", "S-0001", "仲裁机构调阅")
    assert shown["present"] == {"general-office": "S-0003", "supervisor": "S-0050"}
    assert shown["opened_at"] == shown["ended_at"] == "2026-09-01T04:00:00Z"
    kept: Consultation = await archive.load(CONSULTATIONS, consultation)
    record = archive.cipher.open(kept.read, purpose=Purpose.ARCHIVE_READER, owner=consultation)
    assert record == "查阅考场情况记录单一份"
    assert [one for one in await acts(archive) if "consultation" in one] == [
        "consultation-asked",
        "consultation-approved",
        "consultation-opened",
        "consultation-ended",
    ]


async def test_a_refused_consultation_is_over(archive):
    item = await filed(archive, "announcement")
    consultation = (await consult(archive, item)).json()["id"]

    await decide(archive, "consultations", consultation, approved=False)

    assert title(await attend(archive, consultation, OFFICE)) == "not-approved"
    assert title(await decide(archive, "consultations", consultation)) == "request-decided"


async def test_only_what_was_approved_is_shown(archive):
    asked, other = await filed(archive, "announcement"), await filed(archive, "announcement")
    await scan(archive, other)
    consultation = (await consult(archive, asked)).json()["id"]
    await decide(archive, "consultations", consultation)
    await attend(archive, consultation, OFFICE)
    await attend(archive, consultation, SUPERVISOR)

    assert title(await look(archive, consultation, other)) == "items-elsewhere"
    assert title(await look(archive, consultation, asked)) == "scan-missing"


# ---- loans


@pytest.mark.rule("ARC-08")
async def test_nothing_leaves_the_archive_without_the_heads_approval(archive):
    item = await filed(archive, "announcement")
    assert title(await borrow(archive, item, reason=" ")) == "special-reason-missing"
    loan = (await borrow(archive, item)).json()["id"]

    assert title(await hand_out(archive, loan)) == "not-approved"
    refused = (await borrow(archive, item)).json()["id"]
    await decide(archive, "loans", refused, approved=False)
    assert title(await hand_out(archive, refused)) == "not-approved"
    own = ("S-0003", "director")
    assert title(await decide(archive, "loans", loan, as_=own)) == "own-request"
    assert (await archive.get(f"/items/{item['id']}", as_=OFFICE)).json()["on_loan"] is None
    await decide(archive, "loans", loan)
    assert (await hand_out(archive, loan)).status_code == 204
    assert (await archive.get(f"/items/{item['id']}", as_=OFFICE)).json()["on_loan"] == loan


@pytest.mark.rule("ARC-08")
async def test_the_head_does_not_approve_a_loan_to_himself(archive):
    loan = (await borrow(archive, await filed(archive, "announcement"), staff_id="S-0001")).json()["id"]

    assert title(await decide(archive, "loans", loan)) == "own-request"


@pytest.mark.rule("ARC-09")
@pytest.mark.parametrize(("days", "status"), [(1, 201), (3, 201), (4, 422)])
async def test_a_loan_is_for_three_days_at_most(archive, days, status):
    assert (await borrow(archive, await filed(archive, "announcement"), days=days)).status_code == status


@pytest.mark.rule("ARC-09")
async def test_a_loan_is_overdue_after_three_days_and_not_before(archive):
    """Handed out at noon on the first, due at noon on the fourth, Beijing time; the alarm is told once."""
    await lent(archive, await filed(archive, "announcement"))

    await archive.step_to(NOON + 3 * DAY)
    in_time = await the_loan(archive)
    await archive.step_to(NOON + 3 * DAY + A_MILLISECOND)
    late = await the_loan(archive)
    await archive.step_to(NOON + 9 * DAY)

    assert (in_time["due_at"], in_time["overdue_at"]) == ("2026-09-04T04:00:00Z", None)
    assert late["overdue_at"] == "2026-09-04T04:00:00.001000Z"
    assert (await acts(archive)).count("loan-overdue") == 1


@pytest.mark.rule("ARC-09")
async def test_what_came_back_is_never_overdue(archive):
    item = await filed(archive, "announcement")
    loan = await lent(archive, item)
    assert (await give_back(archive, loan, item)).status_code == 204

    await archive.step_to(NOON + 9 * DAY)

    assert (await the_loan(archive))["overdue_at"] is None
    assert "loan-overdue" not in await acts(archive)


@pytest.mark.rule("ARC-10")
async def test_a_loan_is_renewed_twice_for_three_days_and_not_again(archive):
    loan = await lent(archive, await filed(archive, "announcement"))

    assert title(await renew(archive, loan, days=4)) == "loan-too-long"
    assert title(await renew(archive, loan, reason=" ")) == "special-reason-missing"
    for _ in range(2):
        assert (await renew(archive, loan)).status_code == 204
    refused = await renew(archive, loan)

    assert title(refused) == "renewals-used-up"
    assert ((await the_loan(archive))["due_at"], (await the_loan(archive))["renewals"]) == ("2026-09-10T04:00:00Z", 2)


@pytest.mark.rule("ARC-10")
@pytest.mark.parametrize(("late", "slug"), [(timedelta(), 204), (A_MILLISECOND, "loan-overdue")])
async def test_what_is_overdue_is_not_renewed(archive, late, slug):
    loan = await lent(archive, await filed(archive, "announcement"))
    await archive.step_to(NOON + 3 * DAY + late)

    assert title(await renew(archive, loan)) == slug


@pytest.mark.rule("ARC-10")
@pytest.mark.parametrize(
    ("hours", "person", "slug"),
    [
        (11.9, {}, "loan-in-a-row"),  # four minutes to midnight in Beijing
        (12.1, {}, 201),
        (1, {"id_number": "431202197001010048"}, 201),
    ],
)
async def test_nobody_goes_on_by_bringing_it_back_and_taking_it_again(archive, hours, person, slug):
    item = await filed(archive, "announcement")
    loan = await lent(archive, item)
    await give_back(archive, loan, item)
    await archive.step_to(NOON + timedelta(hours=hours))

    answer = await borrow(archive, item, **person)

    assert (answer.status_code if slug == 201 else title(answer)) == slug


@pytest.mark.rule("ARC-03", "ARC-15")
async def test_pages_that_do_not_come_back_are_missed_until_they_do(archive):
    item = await filed(archive, "announcement")
    loan = await lent(archive, item)
    assert ("认定公告", item["id"], "on-loan") in await missing(archive)
    assert title(await give_back(archive, loan, item, pages=4)) == "pages-uncounted"
    assert title(await give_back(archive, loan, item, pages=10_000)) == "pages-uncounted"
    assert (await give_back(archive, loan, item, pages=10_001)).status_code == 422

    await give_back(archive, loan, item, pages=2)

    assert ("认定公告", item["id"], "pages-missing") in await missing(archive)
    assert title(await close(archive)) == "files-incomplete"


@pytest.mark.rule("ARC-03")
async def test_the_register_has_every_loan_and_what_came_back_of_it(archive):
    item, other = await filed(archive, "announcement"), await filed(archive, "announcement")
    loan = await lent(archive, item)
    await lent(archive, other, id_number="431202197001010048")
    await give_back(archive, loan, item)

    loans = (await archive.get("/loans", as_=OFFICE)).json()["items"]
    out = (await archive.get("/loans?is_out=true", as_=OFFICE)).json()["items"]

    assert [(one["item_ids"], one["returned_to"]) for one in loans] == [([item["id"]], "S-0003"), ([other["id"]], None)]
    assert [one["item_ids"] for one in out] == [[other["id"]]]
    assert {("认定公告", other["id"], "on-loan")} == {one for one in await missing(archive) if one[2] == "on-loan"}


async def test_what_is_out_is_not_lent_again(archive):
    item = await filed(archive, "announcement")
    first, second = [(await borrow(archive, item)).json()["id"] for _ in range(2)]
    await decide(archive, "loans", first)
    await decide(archive, "loans", second)
    await hand_out(archive, first)

    assert title(await hand_out(archive, second)) == "item-not-at-hand"
    assert title(await hand_out(archive, first)) == "loan-not-out"
    assert title(await borrow(archive, item)) == "item-not-at-hand"


async def test_nobody_but_our_own_is_named_in_registers_and_chain(archive):
    item = await filed(archive, "announcement")
    loan = await lent(archive, item)
    await consult(archive, item)
    await everything_appended(archive)

    told = [(await archive.get(path, as_=AUDITOR)).text for path in ("/loans", "/consultations", "/events?limit=1000")]

    assert loan in told[0]
    for text in told:
        assert STRANGER["name"] not in text
        assert STRANGER["id_number"] not in text
        assert "sealed:" not in json.dumps(text)


@pytest.mark.parametrize("items", [["nothing"], [], ["one", "one"]], ids=["unknown", "none", "twice"])
async def test_a_request_names_items_that_there_are(archive, items):
    one = await filed(archive, "announcement")
    ids = [one["id"] if name == "one" else name for name in items]
    body = {"item_ids": ids, "reader": STRANGER, "reason": "仲裁机构调阅"}

    assert (await archive.post("/consultations", json=body, as_=OFFICE)).status_code in {404, 422}


def a_loan():
    """Asked for and approved, of nothing yet: what is lent is checked elsewhere."""
    person = Outsider(
        name="sealed:k1:name", id_number="sealed:k1:number", fingerprint="f" * 64, organisation="市人社局"
    )
    asked = Decision(OFFICE[0], NOON, "上级检查调阅")
    loan = Loan(id="L-1", batch_id=BATCH, item_ids=[], borrower=person, days=3, approval=HeadsApproval.ask(asked))
    loan.decide(approved=True, decision=Decision(DIRECTOR[0], NOON, "同意"))
    return loan


def test_a_loan_rings_after_its_time_and_only_while_it_is_out():
    loan, due = a_loan(), NOON + 3 * DAY
    with pytest.raises(LoanBackError):
        loan.ring(now=due + A_MILLISECOND)
    loan.hand_out([], act=Act(OFFICE[0], NOON))
    for early in (due - A_MILLISECOND, due):
        with pytest.raises(LoanNotDueError):
            loan.ring(now=early)

    loan.ring(now=due + A_MILLISECOND)

    assert loan.overdue_at == due + A_MILLISECOND
    with pytest.raises(LoanBackError):
        loan.ring(now=due + A_MILLISECOND)
