"""Three years for paper, five for what is electronic; then a group weighs, the head approves, two destroy."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from libs.contracts.archive import BatchPeopleForgotten, exported_line, verify_chain
from libs.contracts.sealing import Purpose
from services.archive.storage.collections import BATCH_KEYS, SCANS
from services.archive.storage.vault import BatchVault
from services.archive.tests.test_archive import AUDITOR, everything_appended
from services.archive.tests.test_contents import told
from services.archive.tests.test_filing import (
    BATCH,
    OFFICE,
    SCAN,
    a_batch,
    acts,
    archive,
    close,
    filed,
    scan,
    whole,
)
from services.archive.tests.test_lending import (
    BOTH,
    CANDIDATE,
    DIRECTOR,
    SUPERVISOR,
    a_candidate,
    attend,
    consult,
    decide,
    lent,
    look,
    title,
)

__all__ = ["archive"]

QUALITY, AFFAIRS = ("S-0004", "quality"), ("S-0005", "exam-affairs")
GROUP = [DIRECTOR, QUALITY, AFFAIRS]
A_MILLISECOND = timedelta(milliseconds=1)
# The files are closed at noon of the first of September 2026 in Beijing; these are the midnights after the last days.
PAPER_OVER = datetime(2029, 9, 1, 16, tzinfo=UTC)
ELECTRONIC_OVER = datetime(2031, 9, 1, 16, tzinfo=UTC)


async def closed(archive, *, batch_id=BATCH):
    """A closed batch, with one scanned paper."""
    item = await filed(archive, "announcement", batch_id=batch_id, concerns=["S-0060"])
    await scan(archive, item)
    await whole(archive, batch_id=batch_id)
    assert (await close(archive, batch_id)).status_code == 204
    return item


async def propose(archive, *items, side="paper", as_=OFFICE):
    body = {"side": side, "item_ids": [item["id"] for item in items]}
    return await archive.post(f"/batches/{BATCH}/destructions", json=body, as_=as_)


async def appoint(archive, review, members=GROUP, as_=DIRECTOR):
    body = {"members": [member[0] for member in members]}
    return await archive.post(f"/destructions/{review}/group", json=body, as_=as_)


async def weigh(archive, review, *, by, destroy=True, value="无继续保存价值", need="预计不再调阅"):
    body = {"value": value, "future_need": need, "destroy": destroy}
    return await archive.post(f"/destructions/{review}/opinions", json=body, as_=by)


async def sign(archive, review, by, office=None):
    return await archive.post(f"/destructions/{review}/signatures", json={"office": office or by[1]}, as_=by)


async def proposed(archive, *items, side="paper"):
    answer = await propose(archive, *items, side=side)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def approved(archive, *items, side="paper"):
    review = await proposed(archive, *items, side=side)
    await appoint(archive, review)
    for member in GROUP:
        await weigh(archive, review, by=member)
    assert (await decide(archive, "destructions", review)).status_code == 204
    return review


async def shown(archive, item):
    return (await archive.get(f"/items/{item['id']}", as_=OFFICE)).json()


# ---- how long


@pytest.mark.rule("ARC-12")
async def test_paper_is_kept_three_years_to_the_end_of_the_last_day(archive):
    item = await closed(archive)

    await archive.step_to(PAPER_OVER - A_MILLISECOND)
    a_day_early = await propose(archive, item)
    await archive.step_to(PAPER_OVER)
    in_time = await propose(archive, item)

    assert title(a_day_early) == "not-expired"
    assert "2029-09-01" in a_day_early.json()["detail"]
    assert in_time.status_code == 201
    assert (await shown(archive, item))["paper_until"] == "2029-09-01"


@pytest.mark.rule("ARC-12")
async def test_what_is_electronic_is_kept_five_years_to_the_last_day(archive):
    item = await closed(archive)

    await archive.step_to(ELECTRONIC_OVER - A_MILLISECOND)
    a_day_early = await propose(archive, side="electronic")
    await archive.step_to(ELECTRONIC_OVER)
    in_time = await propose(archive, side="electronic")

    assert title(a_day_early) == "not-expired"
    assert in_time.status_code == 201
    assert (await shown(archive, item))["scan_until"] == "2031-09-01"


async def test_what_was_never_on_paper_has_no_last_day_of_paper(archive):
    item = await filed(archive, "announcement", pages=0, place="")
    await scan(archive, item)

    await closed(archive)

    assert ((await shown(archive, item))["paper_until"], (await shown(archive, item))["scan_until"]) == (
        None,
        "2031-09-01",
    )


@pytest.mark.rule("ARC-12")
async def test_the_years_of_files_closed_on_a_leap_day_are_not_shortened(archive):
    await archive.step_to(datetime(2028, 2, 29, 15, 59, tzinfo=UTC))  # a minute before midnight in Beijing
    item = await closed(archive)

    assert (await shown(archive, item))["paper_until"] == "2031-03-01"
    assert (await shown(archive, item))["scan_until"] == "2033-03-01"
    await archive.step_to(datetime(2031, 3, 1, 15, 59, tzinfo=UTC))
    assert title(await propose(archive, item)) == "not-expired"


@pytest.mark.rule("ARC-12")
async def test_a_form_signed_after_the_closing_keeps_the_batch_for_longer(archive):
    await closed(archive)
    signed = told("signed", complete=True, at=datetime(2026, 12, 31, 16, tzinfo=UTC))
    await archive.deliver(signed, id="scheduling:form_records/sealing-record~s-1:1", seq=1)

    await archive.step_to(ELECTRONIC_OVER)
    assert "2032-01-01" in (await propose(archive, side="electronic")).json()["detail"]
    await archive.step_to(datetime(2032, 1, 1, 16, tzinfo=UTC))
    assert (await propose(archive, side="electronic")).status_code == 201


@pytest.mark.rule("ARC-12")
async def test_open_files_never_expire_and_nothing_goes_by_itself(archive):
    item = await filed(archive, "announcement")
    await archive.step_to(datetime(2046, 9, 1, tzinfo=UTC))

    assert title(await propose(archive, item)) == "never-expires"
    await whole(archive)
    await close(archive)
    await archive.step_to(datetime(2066, 9, 1, tzinfo=UTC))

    assert (await shown(archive, item))["paper_destroyed_on"] is None


# ---- the group


@pytest.mark.rule("ARC-13")
@pytest.mark.parametrize(
    "members",
    [[DIRECTOR, QUALITY], [QUALITY, AFFAIRS, OFFICE], [DIRECTOR, QUALITY, QUALITY]],
    ids=["two", "without the head", "one twice"],
)
async def test_a_group_is_three_heads_with_the_director(archive, members):
    item = await closed(archive)
    await archive.step_to(PAPER_OVER)
    review = await proposed(archive, item)

    assert title(await appoint(archive, review, members)) == "group-too-small"
    assert (await appoint(archive, review)).status_code == 204


@pytest.mark.rule("ARC-13")
async def test_nothing_is_approved_before_each_member_has_weighed_it(archive):
    item = await closed(archive)
    await archive.step_to(PAPER_OVER)
    review = await proposed(archive, item)

    assert title(await decide(archive, "destructions", review)) == "review-out-of-order"
    assert title(await weigh(archive, review, by=QUALITY)) == "not-in-the-group"
    await appoint(archive, review)
    assert title(await weigh(archive, review, by=OFFICE)) == "not-in-the-group"
    for incomplete in ({"value": " "}, {"need": " "}):
        assert title(await weigh(archive, review, by=QUALITY, **incomplete)) == "opinion-incomplete"
    for member in GROUP[:2]:
        await weigh(archive, review, by=member)
    assert title(await weigh(archive, review, by=QUALITY)) == "opinion-given"
    assert title(await decide(archive, "destructions", review)) == "review-out-of-order"
    await weigh(archive, review, by=AFFAIRS)
    assert (await decide(archive, "destructions", review)).status_code == 204


@pytest.mark.rule("ARC-13")
async def test_what_one_member_wants_kept_is_kept_and_may_be_reviewed_again(archive):
    item = await closed(archive)
    await archive.step_to(PAPER_OVER)
    review = await proposed(archive, item)
    await appoint(archive, review)
    for member in GROUP:
        await weigh(archive, review, by=member, destroy=member is not AFFAIRS)

    assert title(await propose(archive, item)) == "item-not-at-hand"
    assert title(await decide(archive, "destructions", review)) == "group-keeps"
    assert (await decide(archive, "destructions", review, approved=False)).status_code == 204
    assert title(await sign(archive, review, OFFICE)) == "review-out-of-order"
    assert (await propose(archive, item)).status_code == 201


@pytest.mark.rule("ARC-13")
async def test_the_record_says_who_weighed_approved_and_was_there(archive):
    item = await closed(archive)
    await archive.step_to(PAPER_OVER)
    review = await approved(archive, item)
    await sign(archive, review, OFFICE)
    await sign(archive, review, SUPERVISOR)

    [record] = (await archive.get("/destructions", as_=AUDITOR)).json()["items"]

    assert (record["proposed_by"], record["item_ids"], record["side"]) == ("S-0003", [item["id"]], "paper")
    assert {by: (one["value"], one["future_need"]) for by, one in record["opinions"].items()} == {
        member[0]: ("无继续保存价值", "预计不再调阅") for member in GROUP
    }
    assert record["decision"]["by"] == "S-0001"
    assert record["signatures"] == {"general-office": "S-0003", "supervisor": "S-0050"}
    assert record["carried_out_at"] == "2029-09-01T16:00:00Z"
    told_in_chain = [one for one in await acts(archive) if "destruction" in one or "opinion" in one]
    assert told_in_chain == [
        "destruction-proposed",
        "destruction-group-appointed",
        *["opinion-to-destroy"] * 3,
        "destruction-approved",
        "destruction-carried-out",
    ]


# ---- nobody alone


@pytest.mark.rule("ARC-14")
async def test_nobody_destroys_alone(archive):
    item = await closed(archive)
    await archive.step_to(PAPER_OVER)
    review = await proposed(archive, item)
    assert title(await sign(archive, review, OFFICE)) == "review-out-of-order"
    await appoint(archive, review)
    for member in GROUP:
        await weigh(archive, review, by=member)

    assert title(await decide(archive, "destructions", review, as_=("S-0003", "director"))) == "nobody-alone"
    await decide(archive, "destructions", review)
    assert (await sign(archive, review, BOTH, "general-office")).status_code == 204
    assert (await shown(archive, item))["paper_destroyed_on"] is None
    assert title(await sign(archive, review, BOTH, "supervisor")) == "nobody-alone"
    assert title(await sign(archive, review, OFFICE)) == "nobody-alone"
    assert title(await sign(archive, review, OFFICE, "supervisor")) == "nobody-alone"
    assert (await sign(archive, review, SUPERVISOR)).status_code == 204
    gone = await shown(archive, item)
    assert (gone["paper_destroyed_on"], gone["paper_until"]) == ("2029-09-02", None)


@pytest.mark.rule("ARC-14")
async def test_the_person_concerned_has_no_hand_in_it(archive):
    item = await closed(archive)
    await archive.step_to(PAPER_OVER)
    concerned = ("S-0060", "general-office", "supervisor")

    assert title(await propose(archive, item, as_=concerned)) == "person-concerned"
    review = await proposed(archive, item)
    assert title(await appoint(archive, review, [*GROUP, concerned])) == "person-concerned"
    await appoint(archive, review)
    for member in GROUP:
        await weigh(archive, review, by=member)
    await decide(archive, "destructions", review)
    assert title(await sign(archive, review, concerned, "supervisor")) == "person-concerned"


async def test_what_is_lent_is_not_reviewed(archive):
    item = await closed(archive)
    await archive.step_to(PAPER_OVER)
    await lent(archive, item)
    assert title(await propose(archive, item)) == "item-not-at-hand"


# ---- what is personal


async def the_chain(archive):
    await everything_appended(archive)
    return (await archive.get("/events?limit=1000", as_=AUDITOR)).json()["items"]


@pytest.mark.rule("ARC-13")
async def test_with_the_key_of_a_batch_its_people_are_gone(archive):
    """Neither the chain nor a copy that was taken out before has a name that any key left opens."""
    await archive.deliver(a_candidate(archive.cipher))
    item = await closed(archive)
    before = await the_chain(archive)
    [approval] = [one for one in before if one["type"] == "registration.candidate-approved.v1"]
    assert approval["data"]["name"].startswith("sealed:")
    assert archive.cipher.fingerprint(CANDIDATE) not in json.dumps(before)
    await archive.step_to(ELECTRONIC_OVER)
    consultation = (await consult(archive, item)).json()["id"]
    await decide(archive, "consultations", consultation)
    await attend(archive, consultation, OFFICE)
    await attend(archive, consultation, SUPERVISOR)
    assert (await look(archive, consultation, item)).content == SCAN

    review = await approved(archive, side="electronic")
    await sign(archive, review, OFFICE)
    await sign(archive, review, SUPERVISOR)

    [forgotten] = archive.published(BatchPeopleForgotten)
    assert forgotten.batch_id == BATCH
    after = await the_chain(archive)
    assert after[: len(before)] == before
    assert verify_chain(map(exported_line, after)).intact
    assert (await look(archive, consultation, item)).status_code == 404
    assert (await shown(archive, item))["scan_destroyed_on"] == "2031-09-02"
    for name in ("name", "id_number", "id_fingerprint"):
        assert not archive.cipher.opens(approval["data"][name], purpose=Purpose.CANDIDATE_NAME, owner="1")


async def test_the_key_of_one_batch_opens_nothing_of_another(archive):
    await archive.deliver(a_batch("2026-winter"))
    await archive.deliver(a_candidate(archive.cipher))
    [event] = [one for one in await the_chain(archive) if one["type"] == "registration.candidate-approved.v1"]
    work = archive.service.transactions.begin()
    vault = BatchVault(work.of(BATCH_KEYS), work.of(SCANS), archive.cipher)

    own, other = await vault.cipher_of(BATCH), await vault.cipher_of("2026-winter")

    assert own.opens(event["data"]["name"], purpose=Purpose.ARCHIVED_VALUE, owner=event["id"])
    assert not other.opens(event["data"]["name"], purpose=Purpose.ARCHIVED_VALUE, owner=event["id"])


async def test_a_second_copy_of_a_personal_event_is_no_strange_one(archive):
    """What is stored differs from what came: it is told again by its digest."""
    event = a_candidate(archive.cipher)
    await archive.deliver(event, id="registration:applications/1:1", seq=1)
    await archive.deliver(event, id="registration:applications/1:1", seq=1)

    assert archive.parked() == []
    await archive.deliver(a_candidate(archive.cipher), id="registration:applications/1:1", seq=1)
    assert [one["slug"] for one in archive.parked()] == ["another-under-its-id"]
