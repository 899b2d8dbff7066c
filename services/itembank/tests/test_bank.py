"""What enters the bank, and what does not."""

from datetime import date

import pytest

from libs.chassis.domain import Act
from services.itembank.domain.bank import Bank, Delivery
from services.itembank.domain.errors.bank import (
    AcceptanceInFutureError,
    AcceptanceTooFewError,
    AcceptanceUnsignedError,
    BankItemsRefusedError,
    BankNotAcceptedError,
    BankTooSmallError,
)
from services.itembank.domain.errors.resources import SubjectMismatchError
from services.itembank.domain.items.item import revised
from services.itembank.domain.resources import Resources, must_be_of_subject
from services.itembank.tests.builders import (
    A_MAKING,
    NOW,
    SIGNATURES,
    SUBJECT,
    VAULT,
    a_bank_file,
    a_task,
    an_acceptance,
    an_item,
    resources_of,
)


def take_in(file=None, *, acceptance=None, earlier=None):
    return Bank.take_in(
        resources_of(file or a_bank_file()),
        delivery=Delivery(making=A_MAKING, acceptance=acceptance or an_acceptance()),
        earlier=earlier,
        act=Act("S-0001", NOW),
    )


def fault_of(**change):
    """The one fault of a bank whose first item is changed."""
    file = a_bank_file()
    file["theory"][0] |= change
    with pytest.raises(BankItemsRefusedError) as refused:
        take_in(file)
    [problem] = refused.value.extra["problems"]
    return problem["item"], problem["field"]


@pytest.mark.rule("ITB-13")
@pytest.mark.parametrize(("theory", "accepted"), [(599, False), (600, True), (601, True)])
def test_a_bank_holds_at_least_600_theory_items(theory, accepted):
    file = a_bank_file(theory=theory)

    if accepted:
        assert take_in(file).theory == theory
    else:
        with pytest.raises(BankTooSmallError, match="缺 1 题"):
            take_in(file)


@pytest.mark.rule("ITB-14")
@pytest.mark.parametrize(("practical", "accepted"), [(19, False), (20, True), (21, True)])
def test_a_bank_holds_at_least_20_practical_items(practical, accepted):
    file = a_bank_file(practical=practical)

    if accepted:
        assert take_in(file).practical == practical
    else:
        with pytest.raises(BankTooSmallError, match="实操"):
            take_in(file)


@pytest.mark.rule("ITB-15")
@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize(("defence", "accepted"), [(9, False), (10, True), (11, True)])
def test_a_technician_bank_holds_at_least_10_defence_items(level, defence, accepted):
    file = a_bank_file(level=level, defence=defence)

    if accepted:
        assert take_in(file).defence == defence
    else:
        with pytest.raises(BankTooSmallError, match="答辩"):
            take_in(file)


@pytest.mark.rule("ITB-15")
def test_a_senior_worker_bank_needs_no_defence_items():
    assert take_in(a_bank_file(level=3)).defence == 0


@pytest.mark.rule("ITB-16")
@pytest.mark.parametrize(("practical", "accepted"), [(599, False), (600, True)])
def test_a_knowledge_occupation_needs_as_many_practical_items_as_theory_must_have(practical, accepted):
    file = a_bank_file(practical=practical, category="knowledge")

    if accepted:
        assert take_in(file).practical == practical
    else:
        with pytest.raises(BankTooSmallError):
            take_in(file)


@pytest.mark.parametrize(("signed", "accepted"), [(4, False), (5, True), (6, True)])
def test_at_least_five_people_accept_a_bank(signed, accepted):
    acceptance = an_acceptance(signatures=[*SIGNATURES, "孙伟"][:signed])

    if accepted:
        assert take_in(acceptance=acceptance).acceptance == acceptance
    else:
        with pytest.raises(AcceptanceTooFewError):
            take_in(acceptance=acceptance)


def test_one_name_signed_twice_or_left_blank_is_not_two_people():
    with pytest.raises(AcceptanceTooFewError, match="现有 4 人"):
        take_in(acceptance=an_acceptance(signatures=[*SIGNATURES[:4], SIGNATURES[0] + " ", " "]))


@pytest.mark.rule("ITB-31")
def test_a_member_who_has_not_signed_holds_the_acceptance_up():
    with pytest.raises(AcceptanceUnsignedError, match="还有 1 人"):
        take_in(acceptance=an_acceptance(members=[*SIGNATURES, "孙伟"]))


@pytest.mark.parametrize(("day", "accepted"), [(12, True), (13, False)])
def test_an_acceptance_is_not_dated_after_today(day, accepted):
    acceptance = an_acceptance(accepted_on=date(2026, 9, day))

    if accepted:
        assert take_in(acceptance=acceptance).acceptance == acceptance
    else:
        with pytest.raises(AcceptanceInFutureError):
            take_in(acceptance=acceptance)


@pytest.mark.rule("ITB-33")
def test_a_bank_without_acceptance_gives_no_items():
    bank = Bank.take_in(
        resources_of(a_bank_file()),
        delivery=Delivery(making=A_MAKING),
        earlier=None,
        act=Act("S-0001", NOW),
    )

    with pytest.raises(BankNotAcceptedError):
        bank.must_be_usable()


def test_a_bank_gives_back_what_was_taken_in():
    resources = resources_of(a_bank_file(level=2, defence=10))

    items = revised([], resources, bank_id=SUBJECT, vault=VAULT, act=Act("S-0001", NOW))

    assert [item.open(VAULT) for item in items] == [*resources.theory, *resources.practical, *resources.defence]
    assert Resources.from_bytes(resources.as_bytes()) == resources


def test_a_second_import_is_the_next_revision():
    assert take_in(earlier=take_in()).revision == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"item_id": "T-0001"}, "item_id"),
        ({"item_id": " "}, "item_id"),
        ({"stem": "机密题干1号"}, "stem"),
        ({"stem": "机密 题干１号"}, "stem"),
        ({"stem": " "}, "stem"),
        ({"point": "E-001"}, "point"),
        ({"kind": "essay"}, "kind"),
        ({"answer": "E"}, "answer"),
        ({"answer": "AB"}, "answer"),
        ({"answer": ""}, "answer"),
        ({"answer": "T"}, "answer"),
        ({"options": ["一", "二", "三"]}, "options"),
        ({"options": ["一", "二", "三", "三 "]}, "options"),
        ({"options": ["一", "二", "三", ""]}, "options"),
        ({"difficulty": 1.01}, "difficulty"),
        ({"difficulty": -0.01}, "difficulty"),
        ({"enemies": ["T-0000"]}, "enemies"),
        ({"enemies": ["T-9999"]}, "enemies"),
    ],
)
def test_a_faulty_item_is_refused_with_its_id_and_field(change, field):
    duplicate = change.get("item_id") == "T-0001" or "1" in change.get("stem", "") or "１" in change.get("stem", "")

    assert fault_of(**change) == ("T-0001" if duplicate else change.get("item_id", "T-0000"), field)


@pytest.mark.parametrize("change", [{"difficulty": 0}, {"difficulty": 1}, {"answer": "D"}, {"enemies": ["T-0001"]}])
def test_an_item_at_the_edge_of_what_is_right_is_taken(change):
    file = a_bank_file()
    file["theory"][0] |= change

    assert take_in(file).revision == 1


@pytest.mark.parametrize("change", [{"options": ["对", "错", "一", "二"]}, {"answer": "A"}])
def test_a_judgement_has_no_options_and_is_true_or_false(change):
    file = a_bank_file()
    file["theory"][7] |= change

    with pytest.raises(BankItemsRefusedError, match="T-0007"):
        take_in(file)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"criteria": [{"no": 1, "text": "尺寸", "marks": 99}]}, "criteria"),
        ({"criteria": [{"no": 1, "text": "尺寸", "marks": 101}]}, "criteria"),
        ({"criteria": [{"no": 1, "text": "尺寸", "marks": 110}, {"no": 2, "text": "安全", "marks": -10}]}, "criteria"),
        ({"criteria": [{"no": 1, "text": "尺寸", "marks": 50}, {"no": 1, "text": "安全", "marks": 50}]}, "criteria"),
        ({"criteria": []}, "criteria"),
        ({"minutes": 0}, "minutes"),
        ({"task": ""}, "task"),
        ({"point": "E-001"}, "point"),
    ],
)
def test_a_faulty_task_is_refused_with_its_id_and_field(change, field):
    file = a_bank_file()
    file["practical"][3] = a_task(3, **change)

    with pytest.raises(BankItemsRefusedError) as refused:
        take_in(file)

    assert {(one["item"], one["field"]) for one in refused.value.extra["problems"]} == {("P-03", field)}


def test_every_fault_is_named_and_no_item_is_quoted():
    file = a_bank_file()
    file["theory"][0] |= {"answer": "E"}
    file["theory"][1] = an_item(1, stem=file["theory"][2]["stem"])
    file["points"].append(file["points"][0])

    with pytest.raises(BankItemsRefusedError) as refused:
        take_in(file)

    assert [(one["item"], one["field"]) for one in refused.value.extra["problems"]] == [
        ("points", "code"),
        ("T-0002", "stem"),
        ("T-0000", "answer"),
    ]
    assert "机密" not in f"{refused.value} {refused.value.extra}"


def test_a_file_of_another_level_is_refused():
    with pytest.raises(SubjectMismatchError):
        must_be_of_subject("4-03-02-02", 4, expected="4-03-02-02-5")
