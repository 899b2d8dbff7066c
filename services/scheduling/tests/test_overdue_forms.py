"""A form that is not there at its time is told once; one that is there is not."""

from datetime import datetime, timedelta

import pytest

from libs.contracts.scheduling import ExamFormOverdue
from libs.forms.testing import Proof
from services.scheduling.domain.forms.book import BOOK
from services.scheduling.tests.builders import BATCH
from services.scheduling.tests.test_forms import subject_of

NINE = datetime.fromisoformat("2026-09-19T09:00+08:00")
A_MILLISECOND = timedelta(milliseconds=1)


MIDNIGHT = datetime.fromisoformat("2026-09-19T00:00+08:00")
OF_THE_EVE = {"site-heads", "postings", "candidates-visit", "machine-room-debugging", "equipment-inspection"}


async def overdue(batch):
    return [(one.form, one.written) for one in batch.harness.published(ExamFormOverdue)]


async def proof(batch, name):
    form = BOOK.form(name)
    return Proof(batch.harness, BOOK, form, await subject_of(batch, form))


async def test_at_its_time_and_not_before_what_is_missing_rings(published):
    await published.harness.step_to(NINE - A_MILLISECOND)
    assert {form for form, _ in await overdue(published)} == OF_THE_EVE

    await published.harness.step_to(NINE)

    rung = [form for form, _ in await overdue(published)]
    assert {"implementation-plan", "site-readiness", "theory-room-notice"} <= set(rung)
    assert "practical-room-notice" not in rung
    assert len(rung) == len(set(rung))
    await published.harness.step_to(NINE + timedelta(days=3))
    again = [form for form, _ in await overdue(published)]
    assert again.count("implementation-plan") == 1
    assert "practical-room-notice" in again
    assert "identity-doubt" not in again, "nobody waits for a case that did not happen"


@pytest.mark.rule("SCH-05", "SCH-06", "SCH-30", "SCH-36")
async def test_what_is_of_the_day_before_rings_at_midnight(published):
    done = await proof(published, "postings")
    await done.is_written()
    await done.is_signed(entry=1)
    await published.harness.step_to(MIDNIGHT - A_MILLISECOND)
    assert await overdue(published) == []

    await published.harness.step_to(MIDNIGHT)

    assert {form for form, _ in await overdue(published)} == OF_THE_EVE - {"postings"}


async def test_what_is_signed_by_all_in_time_does_not_ring(published):
    complete, unsigned = await proof(published, "site-readiness"), await proof(published, "rules-published")
    await complete.is_written()
    await complete.is_signed(entry=1)
    await unsigned.is_written()

    await published.harness.step_to(NINE)

    told = dict(await overdue(published))
    assert "site-readiness" not in told
    assert told["rules-published"] is True
    assert told["implementation-plan"] is False


async def test_a_lost_deadline_of_the_watch_is_armed_anew(published):
    assert await published.harness.lose_deadlines() >= 1

    await published.harness.service.watchdog.look()
    await published.harness.step_to(NINE)

    assert "implementation-plan" in dict(await overdue(published))


async def test_the_overdue_list_says_by_when_and_since_when(published):
    await published.harness.step_to(NINE)

    shown = await published.harness.get(f"/forms/files/{BATCH}", as_=("Q-9", "quality"))

    [plan] = [one for one in shown.json()["missing"] if one["form"] == "implementation-plan"]
    assert (plan["due"], plan["overdue"], plan["state"]) == ("本批次首场开考前", True, "unwritten")
    assert datetime.fromisoformat(plan["due_at"]) == NINE
    assert not plan["writable"], "quality reads it and does not fill it in"


async def test_a_deputy_does_not_sign_where_the_chief_does(published):
    sheet = await proof(published, "sign-in-sheet")
    await sheet.is_written()
    [place] = sheet.form.signatures
    deputies = sheet.subject.people["invigilator:deputy-invigilator"]

    answer = await sheet.sign(place, 1, as_=(min(deputies), "invigilator"))

    assert (answer.status_code, answer.json()["title"]) == (403, "not-signer")


async def test_a_form_of_a_theory_room_is_none_of_a_workshop(published):
    sealing = await proof(published, "sealing-record")
    practical = (await published.session("practical"))["session_id"]

    body = {"subject_id": practical, "values": sealing.form.example()}
    answer = await published.harness.post("/forms/sealing-record/records", json=body, as_=sealing.writer)

    assert answer.status_code == 403, "an invigilator has no duty in a workshop"
