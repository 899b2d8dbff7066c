"""What somebody of the staff does against the rules: reported, decided on a scale of its own, appealed, and felt."""

from datetime import date, timedelta

import pytest

from libs.chassis.domain import Act, Decision
from libs.contracts.scheduling import ExaminerTermsChanged
from services.scheduling.domain.errors.breach import (
    BreachAppealedError,
    BreachDecidedError,
    BreachNotAppealedError,
    BreachNotFoundError,
    BreachNotUpheldError,
    BreachOfAnotherDayError,
    DecidedByTheSameError,
    EmployerNotToldError,
    MeasureOffTheScaleError,
    OwnBreachError,
)
from services.scheduling.domain.errors.plan import ShortageError
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.planning.plan import make_plan
from services.scheduling.domain.registry.breach import BreachSeen, BreachVerdict
from services.scheduling.tests.builders import (
    COOK,
    PLANNING_DAY,
    PRACTICAL_DAY,
    THEORY_DAY,
    a_request,
    an_examiner,
    candidates,
    enough_staff,
    somebody,
)
from services.scheduling.tests.conftest import OFFICE

TODAY = date(2026, 9, 11)
QUALITY, DIRECTOR = ("S-0500", "quality"), ("S-0700", "director")
COOK_4 = ExamSubject(COOK, 4)


def seen(act="leak", **differing):
    return BreachSeen(**{"act": act, "on": TODAY, "facts": "考前将试题发给亲友。", "external": False, **differing})


def decision(by="S-0700"):
    return Decision(by, PLANNING_DAY, "事实清楚")


def upheld(measure, **differing):
    return BreachVerdict(upheld=True, measure=measure, **differing)


def reported(member, act="leak", **differing):
    member.report_breach(seen(act, **differing), Act("S-0500", PLANNING_DAY))
    return member


def decided(member, measure, act="leak", **differing):
    reported(member, act, **differing).decide_breach(1, upheld(measure), decision())
    return member


@pytest.mark.parametrize(
    ("act", "measures"),
    [
        ("absent", {"truancy"}),
        ("appearance", {"sent-away"}),
        ("neglect", {"by-loss"}),
        ("unreported", {"dereliction"}),
        ("leak", {"warning", "demerit", "major-demerit", "dismissal"}),
        ("favour", {"warning", "demerit", "major-demerit", "dismissal"}),
    ],
)
@pytest.mark.rule("DIS-25", "DIS-26", "DIS-27", "DIS-28", "DIS-29", "DIS-30")
def test_each_act_has_measures_of_its_own(act, measures):
    every = {"truancy", "sent-away", "by-loss", "dereliction", "warning", "demerit", "major-demerit", "dismissal"}
    for measure in measures:
        assert decided(an_examiner(), measure, act).breaches[0].measure == measure
    for measure in every - measures:
        with pytest.raises(MeasureOffTheScaleError):
            decided(an_examiner(), measure, act)


def test_nothing_follows_from_a_report_alone_nor_from_what_is_not_upheld():
    member = reported(an_examiner())
    assert member.may_examine(COOK_4, PRACTICAL_DAY)

    member.decide_breach(1, BreachVerdict(upheld=False, measure="dismissal"), decision())

    assert member.breaches[0].measure is None
    assert member.may_examine(COOK_4, PRACTICAL_DAY)


def test_a_warning_stands_in_the_file_and_keeps_nobody_from_duty():
    member = decided(an_examiner(), "warning")

    assert member.breaches[0].holds
    assert member.may_examine(COOK_4, PRACTICAL_DAY)


def test_whoever_is_sent_away_does_nothing_more_on_that_day_alone():
    member = decided(an_examiner(), "sent-away", "appearance")

    assert member.unfit_to_examine(COOK_4, TODAY) == "因违规违纪当日不再上岗"
    assert member.may_examine(COOK_4, TODAY + timedelta(days=1))
    assert member.may_examine(COOK_4, TODAY - timedelta(days=1))


@pytest.mark.parametrize("role", ["invigilator", "supervisor", "safety-officer"])
def test_whoever_is_dismissed_does_no_duty_of_any_kind(role):
    member = decided(somebody("S-0100", role), "dismissal")

    assert not member.plays(role)
    assert member.unfit_for(role, PRACTICAL_DAY) == "因违规违纪已除名或解聘"


def test_a_dismissed_examiner_has_no_terms_any_more():
    member = an_examiner()
    assert member.examiner_terms

    decided(member, "dismissal")

    assert member.examiner_terms == []


@pytest.mark.rule("DIS-32")
def test_whoever_was_lent_is_reported_and_off_the_list():
    member = reported(an_examiner(), external=True)

    with pytest.raises(EmployerNotToldError):
        member.decide_breach(1, upheld("warning"), decision())
    member.decide_breach(1, upheld("warning", employer_told_on=TODAY), decision())

    assert member.is_dismissed


def test_a_granted_appeal_gives_the_duty_back():
    member = decided(an_examiner(), "dismissal")

    member.appeal_breach(1, "并非本人所为", Act("S-0900", PLANNING_DAY))
    assert member.is_dismissed
    member.rule_on_breach(1, decision("S-0002"), is_granted=True)

    assert not member.is_dismissed
    assert member.may_examine(COOK_4, PRACTICAL_DAY)


def test_an_appeal_that_is_not_granted_changes_nothing():
    member = decided(an_examiner(), "dismissal")
    member.appeal_breach(1, "并非本人所为", Act("S-0900", PLANNING_DAY))

    member.rule_on_breach(1, decision("S-0002"), is_granted=False)

    assert member.is_dismissed


def test_report_decision_and_ruling_are_three_people():
    member = reported(an_examiner())

    with pytest.raises(DecidedByTheSameError):
        member.decide_breach(1, upheld("warning"), decision("S-0500"))
    member.decide_breach(1, upheld("warning"), decision())
    member.appeal_breach(1, "有异议", Act("S-0900", PLANNING_DAY))
    for by in ("S-0500", "S-0700"):
        with pytest.raises(DecidedByTheSameError):
            member.rule_on_breach(1, decision(by), is_granted=True)


def test_nobody_acts_in_the_own_case():
    member = an_examiner("S-0500")
    with pytest.raises(OwnBreachError):
        reported(member)

    other = reported(an_examiner("S-0700"))
    with pytest.raises(OwnBreachError):
        other.decide_breach(1, upheld("warning"), decision())


def test_each_step_is_taken_once_and_in_its_turn():
    member = reported(an_examiner())
    appeal = Act("S-0900", PLANNING_DAY)

    with pytest.raises(BreachNotUpheldError):
        member.appeal_breach(1, "有异议", appeal)
    member.decide_breach(1, upheld("warning"), decision())
    with pytest.raises(BreachDecidedError):
        member.decide_breach(1, upheld("warning"), decision())
    with pytest.raises(BreachNotAppealedError):
        member.rule_on_breach(1, decision("S-0002"), is_granted=True)
    member.appeal_breach(1, "有异议", appeal)
    with pytest.raises(BreachAppealedError):
        member.appeal_breach(1, "有异议", appeal)
    with pytest.raises(BreachNotFoundError):
        member.appeal_breach(2, "有异议", appeal)


def test_what_is_still_to_come_is_not_reported():
    reported(an_examiner(), on=TODAY)
    with pytest.raises(BreachOfAnotherDayError):
        reported(an_examiner(), on=TODAY + timedelta(days=1))


def test_no_plan_uses_whoever_is_dismissed_or_sent_away_that_day():
    staff = enough_staff(examiners=5, invigilators=3)
    off = next(one for one in staff if one.id == "E-0-000")
    away = next(one for one in staff if one.id == "I-000")
    decided(off, "dismissal")
    decided(away, "sent-away", "appearance", on=TODAY)
    away.breaches = [type(away.breaches[0])(**{**vars(away.breaches[0]), "seen": seen("appearance", on=THEORY_DAY)})]

    made = make_plan(a_request(candidates(10), staff=staff))

    used = {who for session in made.sessions for who, _ in session.on_duty.posts}
    assert not used & {"E-0-000", "I-000"}
    decided(next(one for one in staff if one.id == "E-0-001"), "dismissal")
    with pytest.raises(ShortageError):
        make_plan(a_request(candidates(10), staff=staff))


async def test_a_case_stands_in_the_file_and_in_the_gaps(published):
    harness = published.harness
    leader = (await published.session("practical"))["staff"][0]["staff_id"]
    path, body = f"/staff/{leader}/breaches", {"act": "leak", "on": "2026-09-11", "facts": "泄露试题"}

    assert (await harness.post(path, json=body, as_=DIRECTOR)).status_code == 403
    assert (await harness.post(path, json=body, as_=QUALITY)).json() == {"number": 1}
    verdict = {"step": "verdict", "upheld": True, "measure": "dismissal", "reason": "情节严重"}
    assert (await harness.post(f"{path}/1/decisions", json=verdict, as_=DIRECTOR)).status_code == 204

    shown = (await harness.get(f"/staff/{leader}", as_=OFFICE)).json()
    assert (shown["is_dismissed"], shown["breaches"][0]["measure_words"]) == (True, "除名")
    gaps = (await harness.get("/batches/2026-autumn/gaps", as_=OFFICE)).json()
    assert {(one["staff_id"], one["kind"]) for one in gaps} == {(leader, "unfit")}
    assert harness.published(ExaminerTermsChanged)[-1].terms == []
    assert (await harness.post(f"{path}/1/appeal", json={"text": "不是我"}, as_=OFFICE)).status_code == 204
    ruling = {"step": "ruling", "is_granted": True, "reason": "查无实据"}
    assert (await harness.post(f"{path}/1/decisions", json=ruling, as_=DIRECTOR)).status_code == 409
    assert (await harness.post(f"{path}/1/decisions", json=ruling, as_=("S-0501", "quality"))).status_code == 204
    assert (await harness.get("/batches/2026-autumn/gaps", as_=OFFICE)).json() == []
    assert harness.published(ExaminerTermsChanged)[-1].terms != []


async def test_who_is_registered_anew_keeps_what_was_done(published):
    harness = published.harness
    body = {"act": "favour", "on": "2026-09-11", "facts": "打人情分"}
    await harness.post("/staff/I-0/breaches", json=body, as_=QUALITY)

    again = {"staff_id": "I-0", "name": "工作人员", "roles": ["invigilator"]}
    assert (await harness.put("/staff", json=[again], as_=OFFICE)).status_code == 200

    assert len((await harness.get("/staff/I-0", as_=OFFICE)).json()["breaches"]) == 1
