"""Secret carriers: nothing is lent, taken out, copied or destroyed before its approval, and everything is counted."""

from datetime import timedelta

import pytest

from libs.contracts.itembank import SecretMaterialHandled
from services.itembank.domain.errors.secret_material import HandlingBackError, HandlingNotDueError
from services.itembank.storage.collections import SECRET_MATERIALS
from services.itembank.tests.builders import NOW
from services.itembank.tests.conftest import KEEPER

DIRECTOR = ("S-0090", "director")
BORROWER = ("S-0041", "exam-affairs")
FRIEND = ("S-0042", "item-reviewer")
OFFICE = ("S-0051", "general-office")
ESCORT = ("S-0052", "general-office")
DUE = NOW + timedelta(days=2)
DRIVE = "U-2026-01"
LOAN = {"deed": "lend", "copies": 1, "purpose": "核对试题", "due_back": DUE.isoformat()}
JOURNEY = LOAN | {
    "deed": "take-out",
    "place": "市鉴定中心",
    "measures": "密码箱，专车",
    "people": [BORROWER[0], FRIEND[0]],
}
COPYING = {"deed": "copy", "copies": 3, "purpose": "验收会"}
DESTRUCTION = {"deed": "destroy", "copies": 2, "purpose": "题库已换版", "place": "市保密局销毁中心"}


class Register:
    """What staff do with one carrier, its first handling unless another is named."""

    def __init__(self, harness):
        self.harness = harness

    async def enter(self, *, as_=KEEPER, **differing):
        entry = {"material_id": DRIVE, "name": "题库U盘", "carrier": "drive", "copies": 2} | differing
        body = {"place": "题库资料柜2层", "source": "题库导出"} | entry
        return await self.harness.post("/secret-materials", json=body, as_=as_)

    async def ask(self, request, *, as_=BORROWER, id=DRIVE, **differing):
        path = f"/secret-materials/{id}/handlings"
        return await self.harness.post(path, json=request | differing, as_=as_)

    async def step(self, name, *, as_, no=1, id=DRIVE, **body):
        path = f"/secret-materials/{id}/handlings/{no}/{name}"
        return await self.harness.post(path, json=body or None, as_=as_)

    async def approve(self, *, as_=DIRECTOR, approved=True, **where):
        return await self.step("decision", as_=as_, approved=approved, **where)

    async def hand_over(self, *, as_=KEEPER, receivers=None, **where):
        return await self.step("handing-over", as_=as_, receivers=receivers or {}, **where)

    async def shown(self, id=DRIVE):
        return (await self.harness.get(f"/secret-materials/{id}", as_=KEEPER)).json()


@pytest.fixture
async def register(itembank):
    register = Register(itembank)
    assert (await register.enter()).status_code == 201
    return register


def refused(answer):
    return answer.status_code, answer.json()["title"]


NOT_APPROVED = (409, "not-approved-by-head")


@pytest.mark.rule("SEC-03")
async def test_nothing_is_lent_before_the_head_signed_and_the_borrower_pledged(register):
    await register.ask(LOAN)

    unapproved = await register.hand_over()
    signed_too_early = await register.step("signature", as_=BORROWER)
    await register.approve()
    unsigned = await register.hand_over()
    strangers = await register.step("signature", as_=FRIEND)
    await register.step("signature", as_=BORROWER)
    lent = await register.hand_over()

    assert [refused(one) for one in (unapproved, signed_too_early)] == [NOT_APPROVED] * 2
    assert refused(unsigned) == (409, "handling-unsigned")
    assert refused(strangers) == (403, "not-their-handling")
    assert lent.status_code == 200
    [handling] = (await register.shown())["handlings"]
    who = [handling[name] for name in ("asked_by", "decided_by", "signed", "handed_over_by")]
    assert who == [BORROWER[0], DIRECTOR[0], [BORROWER[0]], KEEPER[0]]


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize("deed", [LOAN, JOURNEY, COPYING, DESTRUCTION])
async def test_what_the_head_refused_is_never_handed_over(register, deed):
    await register.ask(deed)
    await register.approve(approved=False)

    assert refused(await register.hand_over(receivers={"S-0061": 1})) == NOT_APPROVED
    assert (await register.shown())["at_hand"] == 2


@pytest.mark.rule("SEC-03")
async def test_a_loan_that_is_not_back_by_its_time_rings_once(register):
    await lend(register)

    await register.harness.step_to(DUE)
    at_its_time = overdue(register)
    await register.harness.step_to(DUE + timedelta(hours=1))

    assert at_its_time == []
    assert [(one.material_id, one.handling, one.copies) for one in overdue(register)] == [(DRIVE, 1, 1)]
    assert (await register.shown())["handlings"][0]["overdue_at"] is not None


async def test_a_loan_that_is_back_does_not_ring(register):
    await lend(register)

    short = await register.step("return", as_=KEEPER, copies=2)
    back = await register.step("return", as_=KEEPER, copies=1)
    await register.harness.step_to(DUE + timedelta(hours=1))

    assert (refused(short), back.status_code) == ((422, "receivers-uncounted"), 200)
    assert overdue(register) == []
    assert (await register.shown())["at_hand"] == 2


async def lend(register):
    await register.ask(LOAN)
    await register.approve()
    await register.step("signature", as_=BORROWER)
    assert (await register.hand_over()).status_code == 200


def overdue(register):
    return [one for one in register.harness.published(SecretMaterialHandled) if one.step == "overdue"]


@pytest.mark.rule("SEC-04")
async def test_secret_material_is_taken_out_after_approval_by_two_who_signed(register):
    await register.ask(JOURNEY)

    unapproved = await register.hand_over()
    await register.approve()
    await register.step("signature", as_=BORROWER)
    one_signed = await register.hand_over()
    await register.step("signature", as_=BORROWER)
    the_same_twice = await register.hand_over()
    await register.step("signature", as_=FRIEND)
    taken_out = await register.hand_over()

    assert refused(unapproved) == NOT_APPROVED
    assert [refused(one) for one in (one_signed, the_same_twice)] == [(409, "handling-unsigned")] * 2
    assert taken_out.status_code == 200
    assert (await register.shown())["at_hand"] == 1


@pytest.mark.rule("SEC-04")
@pytest.mark.parametrize(
    ("differing", "slug"),
    [
        ({"people": []}, "two-together"),
        ({"people": [BORROWER[0]]}, "two-together"),
        ({"people": [BORROWER[0], BORROWER[0]]}, "two-together"),
        ({"measures": " "}, "handling-incomplete"),
        ({"place": ""}, "handling-incomplete"),
        ({"due_back": None}, "handling-incomplete"),
    ],
)
async def test_nobody_asks_to_travel_alone_or_without_safety_measures(register, differing, slug):
    assert refused(await register.ask(JOURNEY, **differing)) == (422, slug)
    assert (await register.shown())["handlings"] == []


@pytest.mark.rule("SEC-05")
async def test_copies_are_made_after_approval_and_each_has_a_receiver(register):
    await register.ask(COPYING)

    unapproved = await register.hand_over(receivers={"S-0061": 1})
    await register.approve()
    await register.step("signature", as_=BORROWER)
    to_nobody = await register.hand_over()
    made = await register.hand_over(receivers={"S-0061": 2, "S-0062": 1})
    again = await register.hand_over(receivers={"S-0063": 1})

    assert refused(unapproved) == NOT_APPROVED
    assert refused(to_nobody) == (422, "receivers-uncounted")
    assert (made.status_code, made.json()["copies"]) == (200, 5)
    assert made.json()["handlings"][0]["receivers"] == {"S-0061": 2, "S-0062": 1}
    assert refused(again) == (409, "handling-not-open")


@pytest.mark.rule("SEC-05")
@pytest.mark.parametrize(("copies", "status"), [(2, 200), (3, 200), (4, 422)])
async def test_no_more_copies_are_made_than_approved(register, copies, status):
    await register.ask(COPYING)
    await register.approve()
    await register.step("signature", as_=BORROWER)

    assert (await register.hand_over(receivers={"S-0061": copies})).status_code == status


@pytest.mark.rule("SEC-05")
async def test_what_a_meeting_gave_goes_to_the_general_office(register):
    brought = {"material_id": "M-1", "carrier": "meeting-document", "name": "会议文件", "source": "S-0041 市题库会议"}

    by_item_bank = await register.enter(**brought)
    by_office = await register.enter(as_=OFFICE, **brought)
    await register.ask(LOAN, id="M-1")
    await register.approve(id="M-1")
    await register.step("signature", as_=BORROWER, id="M-1")
    lent_by_item_bank = await register.hand_over(id="M-1")

    assert refused(by_item_bank) == refused(lent_by_item_bank) == (403, "not-the-keeper")
    assert (by_office.status_code, by_office.json()["keeper"]) == (201, "general-office")
    assert (await register.hand_over(as_=OFFICE, id="M-1")).status_code == 200


@pytest.mark.rule("SEC-11")
async def test_destruction_has_approval_and_an_escort_who_sees_it(register):
    await register.ask(DESTRUCTION)

    unapproved = await register.hand_over()
    escort_too_early = await register.step("escort", as_=OFFICE, staff_id=ESCORT[0])
    await register.approve()
    without_escort = await register.hand_over()
    await register.step("escort", as_=OFFICE, staff_id=ESCORT[0])
    not_on_the_way = await register.step("destruction", as_=ESCORT)
    handed_over = await register.hand_over()
    by_another = await register.step("destruction", as_=OFFICE)
    destroyed = await register.step("destruction", as_=ESCORT)

    assert [refused(one) for one in (unapproved, escort_too_early)] == [NOT_APPROVED] * 2
    assert refused(without_escort) == (409, "escort-missing")
    assert refused(not_on_the_way) == (409, "back-before-out")
    assert refused(by_another) == (403, "not-the-escort")
    assert (handed_over.json()["copies"], handed_over.json()["at_hand"]) == (2, 0)
    assert (destroyed.json()["copies"], destroyed.json()["at_hand"]) == (0, 0)
    [handling] = destroyed.json()["handlings"]
    assert (handling["place"], handling["escort"], handling["ended_by"]) == (DESTRUCTION["place"], *[ESCORT[0]] * 2)


@pytest.mark.rule("SEC-11")
async def test_no_more_is_destroyed_than_stands_in_the_register(register):
    assert refused(await register.ask(DESTRUCTION, copies=3)) == (409, "copies-not-at-hand")
    assert refused(await register.ask(DESTRUCTION, place="")) == (422, "handling-incomplete")
    assert (await register.ask(DESTRUCTION)).status_code == 201


async def test_what_is_lent_cannot_be_lent_again(register):
    await register.ask(LOAN, copies=2)
    await register.ask(LOAN)
    for no in (1, 2):
        await register.approve(no=no)
        await register.step("signature", as_=BORROWER, no=no)
    await register.hand_over()

    assert refused(await register.hand_over(no=2)) == (409, "copies-not-at-hand")


@pytest.mark.parametrize("as_", [(BORROWER[0], "director"), (FRIEND[0], "director")])
async def test_the_head_does_not_approve_a_journey_of_their_own(register, as_):
    await register.ask(JOURNEY)

    assert refused(await register.approve(as_=as_)) == (403, "own-handling")


async def test_no_keeper_hands_anything_to_themselves(register):
    await register.ask(LOAN, as_=KEEPER)
    await register.approve()
    await register.step("signature", as_=KEEPER)

    assert refused(await register.hand_over()) == (403, "own-handling")
    assert (await register.hand_over(as_=("S-0009", "item-bank"))).status_code == 200


async def test_the_head_decides_once(register):
    await register.ask(LOAN)
    await register.approve(approved=False)

    assert refused(await register.approve()) == (409, "handling-decided")


async def test_what_waits_and_what_is_out_is_found(register):
    await register.enter(material_id="U-2")
    await register.ask(LOAN, id="U-2")
    await lend(register)

    waiting = await register.harness.get("/secret-materials?waits=true", as_=DIRECTOR)
    out = await register.harness.get("/secret-materials?is_out=true", as_=DIRECTOR)

    assert [one["material_id"] for one in waiting.json()["items"]] == ["U-2"]
    assert [one["material_id"] for one in out.json()["items"]] == [DRIVE]


async def test_a_number_stands_for_one_carrier(register):
    assert refused(await register.enter()) == (409, "secret-material-known")


async def test_every_step_is_an_event_without_the_name_of_the_carrier(register):
    await lend(register)
    await register.step("return", as_=KEEPER, copies=1)

    told = register.harness.published(SecretMaterialHandled)

    assert [one.step for one in told] == ["registered", "asked", "approved", "signed", "handed-over", "returned"]
    assert [one.at_hand for one in told] == [2, 2, 2, 2, 1, 2]
    assert "题库U盘" not in repr(told)


async def test_a_watchdog_finds_a_loan_whose_deadline_was_lost(register):
    await lend(register)
    await register.harness.lose_deadlines()

    await register.harness.service.watchdog.look()
    await register.harness.step_to(DUE + timedelta(hours=1))

    assert len(overdue(register)) == 1


async def test_a_loan_rings_after_its_time_and_only_once(register):
    await lend(register)
    material = await register.harness.load(SECRET_MATERIALS, DRIVE)
    with pytest.raises(HandlingNotDueError):
        material.ring(1, now=DUE)

    material.ring(1, now=DUE + timedelta(milliseconds=1))

    with pytest.raises(HandlingBackError):
        material.ring(1, now=DUE + timedelta(milliseconds=2))
