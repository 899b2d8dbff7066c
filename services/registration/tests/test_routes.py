"""Registration through its front door."""

import pytest

from libs.contracts.registration import ApplicationRefused, BatchOpened, CandidateApproved, RegistrationClosed
from libs.contracts.sealing import Purpose
from services.registration.storage.collections import APPLICATIONS
from services.registration.tests.builders import (
    CLOSES_AT,
    a_number,
    cells,
    some_people,
)
from services.registration.tests.conftest import (
    EXAM_AFFAIRS,
    LIST,
    RECEPTION,
    a_batch_body,
    an_announcement_body,
    slug,
    upload,
)

DIRECTOR = ("S-0003", "director")
APPROVALS = "/batches/2026-autumn/approvals"
CLOSURE = "/batches/2026-autumn/closure"


async def test_a_batch_is_announced_and_shown_as_it_was_opened(open_batch):
    body = a_batch_body()

    [event] = open_batch.published(BatchOpened)
    shown = (await open_batch.get("/batches/2026-autumn", as_=RECEPTION)).json()

    names = ("batch_id", "name", "institution_code", "institution")
    assert [getattr(event, name) for name in names] == [body[name] for name in names] == [shown[name] for name in names]
    assert [offer.model_dump() for offer in event.offers] == body["offers"]
    assert (event.registration_closes_at, event.opened_at) == (CLOSES_AT, open_batch.now)
    assert shown["announcement_id"] == "2026-autumn"


async def test_a_batch_whose_registration_has_ended_is_not_opened(registration):
    await registration.post("/announcements", json=an_announcement_body(), as_=EXAM_AFFAIRS)
    await registration.step_to(CLOSES_AT)

    answer = await registration.post("/batches", json=a_batch_body(), as_=EXAM_AFFAIRS)

    assert (answer.status_code, slug(answer)) == (409, "registration-over")
    assert registration.published(BatchOpened) == []


async def test_a_batch_needs_its_announcement_and_is_opened_once(open_batch):
    unannounced = await open_batch.post("/batches", json=a_batch_body(batch_id="b"), as_=EXAM_AFFAIRS)
    again = await open_batch.post("/batches", json=a_batch_body(), as_=EXAM_AFFAIRS)

    assert (unannounced.status_code, slug(unannounced)) == (404, "announcement-not-found")
    assert (again.status_code, slug(again)) == (409, "batch-exists")
    assert len(open_batch.published(BatchOpened)) == 1


async def test_identifiers_are_unreadable_at_rest_and_absent_from_answers_and_events(open_batch, tmp_path):
    number, name, phone, prior = a_number(order=77), "欧阳秘密", "16912345678", "S000043009001215000077"
    answer = await upload(open_batch, cells(证件号码=number, 姓名=name, 手机号码=phone, 原证书编号=prior))
    await open_batch.post(APPROVALS, as_=EXAM_AFFAIRS)

    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in (number, name, phone, prior):
        assert secret.encode() not in kept
        assert secret not in answer.text
    [event] = open_batch.published(CandidateApproved)
    owner, unseal = event.application_id, open_batch.cipher.open
    assert unseal(event.id_number, purpose=Purpose.RESIDENT_NUMBER, owner=owner) == number
    assert unseal(event.name, purpose=Purpose.CANDIDATE_NAME, owner=owner) == name
    assert event.id_fingerprint == open_batch.cipher.fingerprint(number)


async def test_sex_and_employer_are_told_with_the_approval_the_employer_sealed(open_batch):
    await upload(
        open_batch,
        cells(证件号码=a_number(order=77), 工作单位="岚州机床厂"),
        cells(证件号码=a_number(order=78), 性别="女"),
    )
    await open_batch.post(APPROVALS, as_=EXAM_AFFAIRS)

    one, other = open_batch.published(CandidateApproved)
    told = open_batch.cipher.open(one.employer, purpose=Purpose.EMPLOYER, owner=one.application_id)
    assert (told, one.sex, other.sex, other.employer) == ("岚州机床厂", "男", "女", None)


async def test_only_those_who_register_people_see_identifiers_whole(open_batch):
    await upload(open_batch, cells())

    for role, whole in (("reception", True), ("exam-affairs", True), ("director", False), ("auditor", False)):
        [item] = (await open_batch.get(LIST, as_=("S-0009", role))).json()["items"]
        single = (await open_batch.get(f"/applications/{item['application_id']}", as_=("S-0009", role))).json()
        assert item == single
        assert (item["id_number"] == a_number()) is whole
        if not whole:
            assert item["id_number"] == f"{a_number()[:3]}***********{a_number()[-4:]}"
            assert item["name"] == "欧***"
            assert set(item["phone"]) == {"*"}


async def test_approvals_go_on_in_chunks_until_nothing_remains(open_batch):
    await upload(open_batch, *some_people(5))

    answers = [(await open_batch.post(APPROVALS, json={"most": 2}, as_=EXAM_AFFAIRS)).json() for _ in range(4)]

    assert answers == [
        {"done": 2, "remaining": 3, "set_aside": 0},
        {"done": 2, "remaining": 1, "set_aside": 0},
        {"done": 1, "remaining": 0, "set_aside": 0},
        {"done": 0, "remaining": 0, "set_aside": 0},
    ]
    approved = [event.application_id for event in open_batch.published(CandidateApproved)]
    assert approved == [f"2026-autumn-{row:05d}" for row in range(2, 7)]


async def test_one_application_is_approved_and_the_others_wait(open_batch):
    await upload(open_batch, *some_people(3))
    one = "/applications/2026-autumn-00003/approval"

    answer = await open_batch.post(one, as_=EXAM_AFFAIRS)
    again = await open_batch.post(one, as_=EXAM_AFFAIRS)

    assert answer.status_code == 204
    assert slug(again) == "not-eligible"
    [event] = open_batch.published(CandidateApproved)
    assert event.application_id == "2026-autumn-00003"
    shown = (await open_batch.get("/batches/2026-autumn", as_=RECEPTION)).json()
    assert (shown["approved"], shown["eligible"]) == (1, 2)


async def test_an_application_changed_meanwhile_is_not_approved_unseen(open_batch):
    await upload(open_batch, *some_people(1))
    one = "/applications/2026-autumn-00002/approval"

    answer = await open_batch.post(one, as_=EXAM_AFFAIRS, headers={"If-Match": '"7"'})

    assert answer.status_code == 412
    assert open_batch.published(CandidateApproved) == []


DECISIONS = {
    "approval": None,
    "refusal": {"reason": "材料与本人不符"},
    "papers-request": {"proofs": ["学历证书"], "due_on": "2026-09-30"},
}


@pytest.mark.parametrize("decision", DECISIONS)
async def test_no_application_is_decided_once_registration_is_closed(open_batch, decision):
    await upload(open_batch, *some_people(1))
    await open_batch.post(APPROVALS, as_=EXAM_AFFAIRS)
    await open_batch.step_to(CLOSES_AT)
    await open_batch.post(CLOSURE, as_=EXAM_AFFAIRS)

    one = f"/applications/2026-autumn-00002/{decision}"
    answer = await open_batch.post(one, json=DECISIONS[decision], as_=EXAM_AFFAIRS)

    assert slug(answer) == "batch-closed"


async def test_who_is_let_in_late_is_registered_and_approved_after_the_closing(open_batch):
    await upload(open_batch, *some_people(1))
    await open_batch.post(APPROVALS, as_=EXAM_AFFAIRS)
    await open_batch.step_to(CLOSES_AT)
    await open_batch.post(CLOSURE, as_=EXAM_AFFAIRS)
    late, body = "/batches/2026-autumn/late-intakes", {"until": "2026-09-17", "reason": "学校漏报"}

    assert (await open_batch.post(late, json=body, as_=EXAM_AFFAIRS)).status_code == 403
    assert (await open_batch.post(late, json=body, as_=("S-0001", "director"))).status_code == 204

    await upload(open_batch, *some_people(2)[1:])
    assert (await open_batch.post(APPROVALS, as_=EXAM_AFFAIRS)).json() == {"done": 1, "remaining": 0, "set_aside": 0}
    assert len(open_batch.published(CandidateApproved)) == 2
    assert (await open_batch.get("/batches/2026-autumn", as_=RECEPTION)).json()["late_until"] == "2026-09-17"


async def test_registration_closes_with_its_figures(open_batch):
    await upload(open_batch, *some_people(2), cells(从业年限="4"))
    await open_batch.step_to(CLOSES_AT)
    pending = await open_batch.post(CLOSURE, as_=EXAM_AFFAIRS)
    await open_batch.post(APPROVALS, as_=EXAM_AFFAIRS)

    closed = await open_batch.post(CLOSURE, as_=EXAM_AFFAIRS)

    assert (pending.status_code, slug(pending), pending.json()["pending"]) == (409, "applications-pending", 2)
    assert closed.status_code == 204
    [event] = open_batch.published(RegistrationClosed)
    assert (event.approved, event.refused) == (2, 1)
    assert slug(await open_batch.post(CLOSURE, as_=EXAM_AFFAIRS)) == "batch-closed"
    assert slug(await open_batch.post(APPROVALS, as_=EXAM_AFFAIRS)) == "batch-closed"


async def test_a_batch_shows_its_totals_by_occupation_and_level(open_batch):
    await upload(open_batch, *some_people(3), cells(从业年限="4"))
    await open_batch.post(APPROVALS, json={"most": 1}, as_=EXAM_AFFAIRS)

    shown = (await open_batch.get("/batches/2026-autumn", as_=DIRECTOR)).json()

    assert (shown["approved"], shown["eligible"], shown["refused"]) == (1, 2, 1)
    totals = {total["level"]: (total["approved"], total["eligible"], total["refused"]) for total in shown["totals"]}
    assert totals == {5: (0, 0, 0), 4: (1, 2, 1), 3: (0, 0, 0)}


@pytest.mark.rule("REG-16")
async def test_a_refused_application_is_downgraded_approved_and_seated_at_the_lower_level(open_batch):
    await upload(open_batch, cells(级别="三级", 申报条件="L3-YEARS10", 从业年限="9"))

    answer = await open_batch.post(
        "/applications/2026-autumn-00002/downgrade", json={"level": 4, "condition": "L4-YEARS5"}, as_=EXAM_AFFAIRS
    )
    await open_batch.post(APPROVALS, as_=EXAM_AFFAIRS)

    assert answer.status_code == 204
    [event] = open_batch.published(CandidateApproved)
    assert event.level == 4


async def test_a_downgraded_application_does_not_get_a_place_that_is_taken(open_batch):
    await upload(open_batch, cells(级别="三级", 申报条件="L3-YEARS10", 从业年限="9"), cells())

    answer = await open_batch.post(
        "/applications/2026-autumn-00002/downgrade", json={"level": 4, "condition": "L4-YEARS5"}, as_=EXAM_AFFAIRS
    )

    assert slug(answer) == "duplicate-application"
    assert (await open_batch.load(APPLICATIONS, "2026-autumn-00002")).level == 3


@pytest.mark.rule("REG-15")
async def test_a_candidate_who_confirms_later_is_approved_then(open_batch):
    await upload(open_batch, cells(本人确认=""))
    none = (await open_batch.post(APPROVALS, as_=EXAM_AFFAIRS)).json()

    answer = await open_batch.post("/applications/2026-autumn-00002/confirmation", as_=RECEPTION)
    one = (await open_batch.post(APPROVALS, as_=EXAM_AFFAIRS)).json()

    assert answer.status_code == 204
    assert (none["done"], one["done"]) == (0, 1)


async def test_a_reviewer_refuses_with_a_reason_that_stays_inside(open_batch):
    await upload(open_batch, cells())

    answer = await open_batch.post(
        "/applications/2026-autumn-00002/refusal", json={"reason": "工作年限证明有涂改。"}, as_=EXAM_AFFAIRS
    )

    assert answer.status_code == 204
    shown = (await open_batch.get("/applications/2026-autumn-00002", as_=RECEPTION)).json()
    assert shown["reason"] == "工作年限证明有涂改。"
    assert open_batch.published(ApplicationRefused)[0].reason == "refused-at-review"


async def test_applications_are_paged_by_cursor_and_state(open_batch):
    await upload(open_batch, *some_people(5), cells(从业年限="4"))

    rows: list[int] = []
    cursor = None
    while cursor is not None or not rows:
        params = {"limit": 2, "state": "eligible"} | ({"cursor": cursor} if cursor else {})
        page = (await open_batch.get(LIST, params=params, as_=RECEPTION)).json()
        rows += [item["row"] for item in page["items"]]
        cursor = page["next"]

    assert rows == [2, 3, 4, 5, 6]


async def test_what_does_not_exist_is_not_found(open_batch):
    for path in ("/batches/none", "/batches/none/applications", "/applications/none"):
        assert (await open_batch.get(path, as_=RECEPTION)).status_code == 404
    assert (await open_batch.get("/announcements/none")).status_code == 404


@pytest.mark.rule("REG-20")
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/batches", a_batch_body(batch_id="b")),
        (APPROVALS, None),
        (CLOSURE, None),
        ("/applications/2026-autumn-00002/refusal", {"reason": "证明材料不实。"}),
        ("/applications/2026-autumn-00002/downgrade", {"level": 5, "condition": "L5-ENTRY"}),
    ],
)
async def test_registration_and_its_review_are_in_the_hands_of_exam_affairs(open_batch, path, body):
    await upload(open_batch, cells())

    for role in ("reception", "director", "general-office", "examiner"):
        answer = await open_batch.post(path, json=body, as_=("S-0009", role))
        assert (answer.status_code, slug(answer)) == (403, "role-missing")


async def test_only_reception_and_exam_affairs_hand_in_rosters_and_confirmations(open_batch):
    for role in ("director", "finance", "examiner"):
        assert (await upload(open_batch, cells(), as_=("S-0009", role))).status_code == 403
        confirmation = await open_batch.post("/applications/x/confirmation", as_=("S-0009", role))
        assert confirmation.status_code == 403


async def test_examiners_and_the_public_see_no_applications(open_batch):
    assert (await open_batch.get(LIST, as_=("S-0009", "examiner", "invigilator", "coder"))).status_code == 403
    assert (await open_batch.get(LIST)).status_code == 401
