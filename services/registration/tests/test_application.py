"""Applications: received, reviewed, downgraded, confirmed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.domain import Act, Decision, DomainError
from libs.contracts.registration import ApplicationRefused, CandidateApproved
from services.registration.domain.admission.conditions import Proof
from services.registration.domain.application import ApplicationState, Downgrade
from services.registration.domain.errors.application import (
    AlreadyConfirmedError,
    DowngradeRefusedError,
    LevelNotLowerError,
    NotEligibleError,
    NotRefusedError,
)
from services.registration.domain.errors.batch import BatchClosedError
from services.registration.domain.photos.errors import NoPhotoWantedError
from services.registration.domain.photos.photo import PhotoTaken
from services.registration.tests.builders import (
    ACT,
    ADMISSION,
    CLOSES_AT,
    NOON,
    a_batch,
    a_number,
    an_application,
    an_offer,
)

REVIEW = Act("S-0009", NOON)
TO_FOUR = Downgrade(level=4, condition="L4-YEARS5", proofs=[])


def too_few_for_level_three(**differing):
    return an_application(**({"级别": "三级", "申报条件": "L3-YEARS10", "从业年限": "9"} | differing))


def downgrade(application, to=TO_FOUR, *, batch=None, born_on=date(1990, 5, 17)):
    application.downgrade(batch or a_batch(), to, admission=ADMISSION, born_on=born_on, act=REVIEW)


def test_an_application_is_named_by_its_batch_and_row():
    assert an_application(number=2).id == "2026-autumn-00002"
    assert an_application(number=601).id == "2026-autumn-00601"


@pytest.mark.rule("REG-16")
def test_an_ineligible_application_is_refused_with_its_reason():
    application = an_application(从业年限="4")

    assert application.state is ApplicationState.REFUSED
    assert application.findings[0].reason == "从业年限不足 5 年，还差 1 年。"
    assert application.collect_events() == [
        ApplicationRefused(
            application_id=application.id, batch_id="2026-autumn", reason="too-few-years", refused_at=NOON
        )
    ]


def test_approving_announces_the_candidate_with_sealed_identifiers():
    application = an_application(班级="24烹饪1班", 报考科目="理论")

    application.approve(REVIEW)

    [event] = application.collect_events()
    assert isinstance(event, CandidateApproved)
    assert event.name == "sealed:k1:name"
    assert event.id_number == "sealed:k1:number"
    assert event.parts == ["theory"]
    assert event.class_name == "24烹饪1班"
    assert (application.decided_by, application.decided_at) == ("S-0009", NOON)


def test_an_application_that_does_not_meet_its_condition_cannot_be_approved():
    application = an_application(从业年限="4")

    with pytest.raises(NotEligibleError):
        application.approve(REVIEW)


@pytest.mark.parametrize("missing", ["fingerprint", "level", "confirmation"])
def test_what_lacks_anything_that_is_announced_is_not_approved_whatever_its_state(missing):
    application = an_application()
    if missing == "fingerprint":
        application.person = replace(application.person, fingerprint=None)
    elif missing == "level":
        application.level = None
    else:
        application.confirmed_at = None

    with pytest.raises(NotEligibleError):
        application.approve(REVIEW)
    assert application.state is ApplicationState.ELIGIBLE


@pytest.mark.rule("REG-15")
def test_an_application_is_approved_only_after_the_candidate_confirmed_it():
    application = an_application(本人确认="")

    with pytest.raises(NotEligibleError):
        application.approve(REVIEW)
    application.confirm(a_batch(), REVIEW)
    application.approve(REVIEW)

    assert application.state is ApplicationState.APPROVED


@pytest.mark.rule("REG-15")
def test_a_confirmation_does_not_mend_what_else_is_wrong():
    application = an_application(本人确认="", 从业年限="4")

    application.confirm(a_batch(), REVIEW)

    assert application.state is ApplicationState.REFUSED
    assert [finding.slug for finding in application.findings] == ["too-few-years"]


def test_data_are_confirmed_once():
    with pytest.raises(AlreadyConfirmedError):
        an_application().confirm(a_batch(), REVIEW)


def test_an_application_is_decided_once():
    application = an_application()
    application.approve(REVIEW)

    with pytest.raises(NotEligibleError):
        application.approve(REVIEW)
    with pytest.raises(NotEligibleError):
        application.refuse_at_review(Decision("S-0009", NOON, "证明材料有涂改。"))
    with pytest.raises(NotEligibleError):
        downgrade(application, Downgrade(level=5, condition="L5-ENTRY", proofs=[]))


@pytest.mark.rule("REG-16")
def test_a_reviewer_cancels_an_application_whose_documents_do_not_hold():
    application = an_application()

    application.refuse_at_review(Decision("S-0009", NOON, "工作年限证明有涂改。"))

    assert application.state is ApplicationState.REFUSED
    [event] = application.collect_events()
    assert isinstance(event, ApplicationRefused)
    assert event.reason == "refused-at-review"


@pytest.mark.rule("REG-16")
def test_an_application_may_be_downgraded_to_a_level_whose_condition_it_meets():
    application = too_few_for_level_three()

    downgrade(application)

    assert application.state is ApplicationState.ELIGIBLE
    assert (application.level, application.downgraded_from) == (4, 3)
    application.approve(REVIEW)
    assert isinstance(application.collect_events()[-1], CandidateApproved)


@pytest.mark.rule("REG-16")
@pytest.mark.parametrize(("years", "admitted"), [("4", False), ("5", True), ("6", True)])
def test_a_downgrade_still_has_to_meet_the_lower_condition(years, admitted):
    application = too_few_for_level_three(从业年限=years)

    if admitted:
        downgrade(application)
        assert application.state is ApplicationState.ELIGIBLE
    else:
        with pytest.raises(DowngradeRefusedError) as refusal:
            downgrade(application)
        assert "从业年限不足 5 年" in refusal.value.sentence
        assert application.state is ApplicationState.REFUSED
        assert application.level == 3


def test_a_downgrade_may_bring_the_proof_it_needs():
    application = too_few_for_level_three(证明材料="身份证;照片")
    with pytest.raises(DowngradeRefusedError):
        downgrade(application)

    downgrade(application, Downgrade(level=4, condition="L4-YEARS5", proofs=[Proof.YEARS]))

    assert application.state is ApplicationState.ELIGIBLE


@pytest.mark.parametrize("level", [3, 2, 1])
def test_a_downgrade_goes_to_a_lower_level(level):
    with pytest.raises(LevelNotLowerError):
        downgrade(too_few_for_level_three(), Downgrade(level=level, condition="L4-YEARS5", proofs=[]))


def test_a_downgrade_stays_inside_the_offers_of_the_batch():
    with pytest.raises(DowngradeRefusedError):
        downgrade(too_few_for_level_three(), batch=a_batch(offers=[an_offer(level=3)]))


def test_a_downgrade_does_not_mend_a_wrong_number():
    application = too_few_for_level_three(证件号码=a_number()[:17] + "?")

    with pytest.raises(DowngradeRefusedError):
        downgrade(application, born_on=None)


def test_nobody_comes_back_into_a_closed_batch():
    batch = a_batch()
    batch.close(approved=0, refused=1, pending=0, now=CLOSES_AT)

    with pytest.raises(BatchClosedError):
        downgrade(too_few_for_level_three(), batch=batch)
    with pytest.raises(BatchClosedError):
        an_application(本人确认="").confirm(batch, REVIEW)


def test_a_refused_application_takes_up_no_place_in_its_occupation():
    application = too_few_for_level_three()

    assert application.place is None
    downgrade(application)
    assert application.place == f"2026-autumn|4-03-02-01|{'f' * 64}"


COMMANDS = {
    "approve": lambda a, b: a.approve(ACT),
    "refuse": lambda a, b: a.refuse_at_review(Decision("S-0001", NOON, "证明材料不实。")),
    "confirm": lambda a, b: a.confirm(b, ACT),
    "downgrade": lambda a, b: downgrade(a, batch=b),
}


@given(st.sampled_from(["5", "9", "10"]), st.sampled_from(["是", ""]), st.lists(st.sampled_from(sorted(COMMANDS))))
def test_whatever_is_commanded_an_application_is_approved_at_most_once(years, own, commands):
    application, batch = too_few_for_level_three(从业年限=years, 本人确认=own), a_batch()

    for command in commands:
        try:
            COMMANDS[command](application, batch)
        except DomainError:
            continue

    approvals = [event for event in application.collect_events() if isinstance(event, CandidateApproved)]
    assert len(approvals) == (application.state is ApplicationState.APPROVED)
    if approvals:
        assert application.confirmed_at is not None
        assert application.findings == []
        assert approvals[0].level == application.level
        assert application.level == 4 or years == "10"


def test_only_a_refused_row_is_superseded_and_then_takes_no_photo():
    refused = an_application(从业年限="4")
    with pytest.raises(NotRefusedError):
        an_application().supersede(by="2026-autumn-00003", act=REVIEW)

    refused.supersede(by="2026-autumn-00003", act=REVIEW)

    assert refused.state is ApplicationState.SUPERSEDED
    with pytest.raises(NoPhotoWantedError):
        refused.take_photo(PhotoTaken(sha256="0" * 64, by="S-0001", at=REVIEW.at))
