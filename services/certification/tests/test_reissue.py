"""Another copy of a certificate through the front doors: who gets one, which copy counts, and what the public sees."""

import re
import subprocess
from datetime import timedelta

import pytest

from libs.contracts.certification import CertificateReissued
from services.certification.tests.builders import (
    FIVE_DAYS_OVER,
)
from services.certification.tests.conftest import CLERK, DIRECTOR, post_results

NUMBER = "S000043009001265000001"
NAME, ID_NUMBER = "欧阳喆玥", "431202199803070014"
CARD = {"name": NAME, "id_number": ID_NUMBER, "original_seen": True, "found_on": "2026-10-12"}
DAY = timedelta(days=1)
REISSUE = f"/reissues/{NUMBER}-r1"


@pytest.fixture
async def issued(certification):
    """A certificate of 10 October; today is 12 October."""
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER + 2 * DAY)
    return certification


async def ask(issued, cause="lost", *, as_=CLERK, **differing):
    return await issued.post(f"/certificates/{NUMBER}/reissues", json={"cause": cause, **CARD, **differing}, as_=as_)


async def approve(issued, *, decision="approved", as_=DIRECTOR, **body):
    return await issued.post(f"{REISSUE}/decision", json={"decision": decision, **body}, as_=as_)


async def hand_over(issued, **body):
    return await issued.post(f"{REISSUE}/hand-over", json={"way": "in-person", **body}, as_=CLERK)


async def printed(issued, cause, **card):
    assert (await ask(issued, cause, **card)).status_code == 201
    assert (await approve(issued)).status_code == 204
    answer = await issued.post(f"{REISSUE}/print", as_=CLERK)
    assert answer.status_code == 204
    return await issued.get(f"{REISSUE}/pdf", as_=CLERK)


def text_of(pdf):
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return "".join(read.split())


def token(issued, copy):
    text = f"certificate:{NUMBER}" + (f":{copy}" if copy > 1 else "")
    return issued.cipher.fingerprint(text)[:32] + (f"-{copy}" if copy > 1 else "")


async def state(issued, copy):
    answer = await issued.get(f"/verify/{NUMBER}?token={token(issued, copy)}")
    return answer.json().get("status", answer.status_code)


async def slug(answer):
    return answer.status_code, answer.json()["title"]


@pytest.mark.rule("CER-19")
@pytest.mark.parametrize("cause", ["lost", "damaged", "wrong-data"])
async def test_nobody_gets_another_copy_without_the_original_card(issued, cause):
    answer = await ask(issued, cause, original_seen=False, name="欧阳喆月")

    assert await slug(answer) == (422, "id-card-not-seen")
    assert (await issued.get("/reissues", as_=CLERK)).json()["items"] == []


@pytest.mark.rule("CER-19")
@pytest.mark.parametrize(
    ("found_on", "taken"),
    [(None, False), ("2026-10-09", False), ("2026-10-10", True), ("2026-10-12", True), ("2026-10-13", False)],
)
async def test_first_the_entry_is_found_in_the_national_system(issued, found_on, taken):
    answer = await ask(issued, found_on=found_on)

    assert await slug(answer) == (422, "not-in-query-system") if not taken else answer.status_code == 201


@pytest.mark.rule("CER-19")
@pytest.mark.parametrize(
    ("cause", "card", "answered"),
    [
        ("lost", {}, 201),
        ("lost", {"name": "欧阳喆月"}, "card-differs"),
        ("damaged", {"id_number": "431202199803070030"}, "card-differs"),
        ("wrong-data", {}, "nothing-wrong"),
        ("wrong-data", {"name": "欧阳喆月"}, 201),
        ("wrong-data", {"id_number": "431202199803070030"}, 201),
        ("wrong-data", {"name": "欧阳喆月", "id_number": "431202199803070030"}, "another-person"),
    ],
)
async def test_the_card_is_the_holders_and_only_one_thing_may_be_wrong(issued, cause, card, answered):
    answer = await ask(issued, cause, **card)

    assert answered in {answer.status_code, answer.json().get("title")}
    assert ID_NUMBER not in answer.text


async def test_a_lost_copy_counts_no_more_once_the_next_is_printed(issued):
    assert await state(issued, 1) == "valid"
    assert await state(issued, 2) == 404

    pdf = await printed(issued, "lost")

    assert [await state(issued, copy) for copy in (1, 2, 3)] == ["replaced", "valid", 404]
    assert "印制流水号：265000001-02" in text_of(pdf.content)
    assert NUMBER in text_of(pdf.content)
    [told] = issued.published(CertificateReissued)
    assert (told.copy_number, told.earlier_copy) == (2, "lost")
    assert (await hand_over(issued)).status_code == 204
    certificate = (await issued.get(f"/certificates/{NUMBER}", as_=CLERK)).json()
    assert (certificate["print_serial"], certificate["open_reissue"]) == ("265000001-02", None)
    assert [(one["print_serial"], one["end"]) for one in certificate["earlier_copies"]] == [("265000001-01", "lost")]


@pytest.mark.rule("CER-20")
@pytest.mark.parametrize(("cause", "card"), [("damaged", {}), ("wrong-data", {"name": "欧阳喆月"})])
async def test_the_old_copy_is_taken_back_when_the_new_one_is_given(issued, cause, card):
    await printed(issued, cause, **card)
    assert [await state(issued, copy) for copy in (1, 2)] == ["valid", 404], "until then the old one counts"

    refused = await hand_over(issued, old_copy_returned=False)
    assert await slug(refused) == (422, "old-copy-not-returned")
    assert await state(issued, 1) == "valid"

    assert (await hand_over(issued, old_copy_returned=True)).status_code == 204
    assert [await state(issued, copy) for copy in (1, 2)] == ["replaced", "valid"]
    certificate = (await issued.get(f"/certificates/{NUMBER}", as_=CLERK)).json()
    [old] = certificate["earlier_copies"]
    assert (old["print_serial"], old["end"]) == ("265000001-01", "taken-back")
    assert old["ended_at"] == "2026-10-11T16:00:00Z", "registered, with its day"
    [told] = issued.published(CertificateReissued)
    assert told.earlier_copy == "taken-back", "the archive keeps it"


async def test_wrong_data_are_put_right_on_paper_and_in_the_entry(issued):
    pdf = await printed(issued, "wrong-data", name="欧阳喆月")
    await hand_over(issued, old_copy_returned=True)

    assert "欧阳喆月" in text_of(pdf.content)
    assert "发证日期2026年10月10日" in text_of(pdf.content)
    assert (await issued.get(f"/certificates/{NUMBER}", as_=CLERK)).json()["name"] == "欧阳喆月"
    for name, found in (("欧阳喆月", 200), (NAME, 404)):
        paper = {"number": NUMBER, "name": name, "last_six": ID_NUMBER[-6:]}
        assert (await issued.post("/verify", json=paper)).status_code == found


async def test_whoever_took_it_in_does_not_approve_and_a_refusal_says_why(issued):
    await ask(issued)

    assert await slug(await approve(issued, as_=(CLERK[0], "director"))) == (403, "own-reissue")
    assert await slug(await approve(issued, decision="refused")) == (422, "refusal-reason-missing")
    assert (await approve(issued, decision="refused", reason="证书没有损坏。")).status_code == 204
    assert await slug(await approve(issued)) == (409, "reissue-stage")
    assert (await ask(issued)).status_code == 201, "another one may be asked for"


async def test_nothing_is_printed_or_given_out_of_turn(issued):
    await ask(issued)

    assert await slug(await issued.post(f"{REISSUE}/print", as_=CLERK)) == (409, "reissue-stage")
    assert await slug(await hand_over(issued)) == (409, "reissue-stage")
    assert await slug(await issued.get(f"{REISSUE}/pdf", as_=CLERK)) == (409, "reissue-stage")
    assert await slug(await ask(issued)) == (409, "reissue-open")


async def test_what_goes_by_post_has_its_consignment_number(issued):
    await printed(issued, "lost")

    assert await slug(await hand_over(issued, way="post")) == (422, "post-missing")
    assert (await hand_over(issued, way="post", consignment="EMS-0001")).status_code == 204
    assert (await issued.get(REISSUE, as_=CLERK)).json()["consignment"] == "EMS-0001"


async def test_no_copy_of_a_certificate_that_is_looked_into(issued):
    charge = {"number": NUMBER, "ground": "alteration", "facts": "照片有更换痕迹。"}
    await issued.post("/proceedings", json=charge, as_=CLERK)

    assert await slug(await ask(issued)) == (409, "not-valid-for-reissue")


@pytest.mark.parametrize("role", ["director", "quality", "exam-affairs", "reception"])
async def test_only_the_general_office_takes_in_prints_and_gives(issued, role):
    await ask(issued)
    stranger = ("S-0077", role)

    for path, body in (
        (f"/certificates/{NUMBER}/reissues", {"cause": "lost", **CARD}),
        (f"{REISSUE}/print", None),
        (f"{REISSUE}/hand-over", {"way": "in-person"}),
    ):
        assert (await issued.post(path, json=body, as_=stranger)).status_code == 403
    assert (await issued.get(f"{REISSUE}/pdf", as_=stranger)).status_code == 403


async def test_neither_event_nor_answer_tells_name_or_number(issued):
    await printed(issued, "wrong-data", name="欧阳喆月")
    await hand_over(issued, old_copy_returned=True)

    told = b"".join(event.body for event in issued.outbox()).decode()
    shown = (await issued.get("/reissues", as_=CLERK)).text
    assert re.search(rf"{ID_NUMBER}|欧阳", told + shown) is None


@pytest.mark.rule("CER-10")
async def test_an_institution_that_is_filed_no_more_makes_no_copy(issued):
    assert (await ask(issued)).status_code == 201
    assert (await approve(issued)).status_code == 204
    [filing] = (await issued.get("/filings", as_=CLERK)).json()["items"]
    body = {"reason": "备案取消", "authority": "省人力资源和社会保障厅"}
    await issued.post(f"/filings/{filing['filing_id']}/cancellation", json=body, as_=DIRECTOR)

    refused = await issued.post(f"{REISSUE}/print", as_=CLERK)

    assert await slug(refused) == (409, "not-filed-today")
