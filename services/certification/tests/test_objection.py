"""Objections: lodged by a clerk, decided by somebody else."""

import pytest

from libs.chassis.domain import Act, Decision
from libs.contracts.certification import ObjectionDecided, ObjectionLodged
from services.certification.domain.errors.objection import (
    ObjectionAlreadyDecidedError,
    OwnObjectionError,
    ReasonMissingError,
)
from services.certification.domain.notice import Stage
from services.certification.domain.objection import Objection
from services.certification.tests.builders import PUBLISHED, a_notice


def an_objection(notice, *, by="S-0001"):
    return Objection.lodge(notice=notice, part="theory", reason="第12题漏计分", act=Act(by, PUBLISHED))


def decided(objection, notice, verdict="dismissed", *, by="S-0002", reason="复核无误"):
    objection.decide(verdict, notice=notice, decision=Decision(by, PUBLISHED, reason))


def test_an_objection_holds_the_result_and_is_announced():
    notice = a_notice()

    objection = an_objection(notice)

    assert notice.stage is Stage.HELD
    assert objection.collect_events() == [
        ObjectionLodged(
            objection_id=f"{notice.id}-o1",
            application_id=notice.id,
            batch_id=notice.batch_id,
            part="theory",
            lodged_at=PUBLISHED,
        )
    ]


@pytest.mark.parametrize(("decision", "stage"), [("dismissed", Stage.POSTED), ("upheld", Stage.HELD)])
def test_a_decision_is_announced_and_lifts_or_keeps_the_hold(decision, stage):
    notice = a_notice()
    objection = an_objection(notice)

    decided(objection, notice, decision)

    assert notice.stage is stage
    [_, announced] = objection.collect_events()
    assert isinstance(announced, ObjectionDecided)
    assert announced.decision == decision


@pytest.mark.rule("SCO-27")
def test_nobody_decides_an_objection_they_lodged():
    notice = a_notice()
    objection = an_objection(notice, by="S-0001")

    with pytest.raises(OwnObjectionError):
        decided(objection, notice, by="S-0001")

    assert notice.stage is Stage.HELD


def test_an_objection_is_decided_once():
    notice = a_notice()
    objection = an_objection(notice)
    decided(objection, notice)

    with pytest.raises(ObjectionAlreadyDecidedError):
        decided(objection, notice, "upheld")


@pytest.mark.parametrize("reason", ["", " \n"])
def test_objection_and_decision_each_need_a_reason(reason):
    notice = a_notice()
    with pytest.raises(ReasonMissingError):
        Objection.lodge(notice=notice, part="theory", reason=reason, act=Act("S-0001", PUBLISHED))
    assert notice.stage is Stage.POSTED

    objection = an_objection(notice)
    with pytest.raises(ReasonMissingError):
        decided(objection, notice, reason=reason)


def test_each_objection_to_a_result_has_its_own_id():
    notice = a_notice()

    assert [an_objection(notice).id for _ in range(2)] == [f"{notice.id}-o1", f"{notice.id}-o2"]
