"""Each form of the archive is what the rulebook asks for, by a table that was written from the rulebook; it works."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from libs.contracts import volumes
from libs.contracts.archive import ArchiveFormOverdue
from libs.forms.subject import a_year
from libs.forms.testing import Proof
from services.archive.domain.forms.book import BOOK
from services.archive.storage.collections import BATCH_FILES
from services.archive.tests.test_filing import BATCH, ENDS, a_session, archive
from services.archive.views.form_subjects import FormSubjects

__all__ = ["archive"]

FILED_BY = ENDS + timedelta(days=14)


@dataclass(frozen=True)
class Demand:
    """What a sentence of the rulebook asks of a form: at least these fields, these signatures, by then, filed there."""

    form: str
    fields: str
    signed: tuple[tuple[str, int], ...]
    due: datetime | None
    volume: str


OFFICE, DIRECTOR = ("general-office", 1), ("director", 1)
DEPARTMENT = ("exam-affairs item-bank quality reception finance", 1)
DEMANDS = {
    # 各部门资料交接做到账、物、卡相符，资料装订符合要求，对于破损、模糊或字迹褪色资料及时处理、修复
    "ARC-04": [
        Demand(
            "archive-handover",
            "materials ledger items cards bound damaged repaired",
            (DEPARTMENT, OFFICE),
            None,
            volumes.MANAGEMENT,
        )
    ],
    # 建立安全、消防制度，保持整洁，严禁吸烟，非工作人员不得入室，人离锁门关灯
    "ARC-11": [
        Demand(
            "archive-room-check",
            "rules clean no-smoking no-outsiders locked",
            (("general-office", 2),),
            None,
            volumes.MANAGEMENT,
        )
    ],
    # 每次评价结束后，及时在一体化平台存档相关数据信息，同时提交考评工作记录和督导报告
    "ARC-16": [
        Demand(
            "platform-archive",
            "data examiner-records supervision-report archived-on",
            (OFFICE, DIRECTOR),
            FILED_BY,
            volumes.RESULTS,
        )
    ],
}


async def subject_of(archive, form):
    if form.about == "year":
        return a_year("year-2026")
    subjects = FormSubjects(batch_files=archive.service.transactions.begin().of(BATCH_FILES))
    return await subjects.get(form.about, BATCH)


@pytest.mark.parametrize(
    "form", [pytest.param(form, id=form.name, marks=pytest.mark.rule(*form.rules)) for form in BOOK.forms]
)
async def test_a_form_is_what_its_rules_ask_and_works(archive, form):
    await archive.deliver(a_session())
    subject = await subject_of(archive, form)

    asked = {rule: demand for rule, demands in DEMANDS.items() for demand in demands if demand.form == form.name}
    assert asked.keys() == set(form.rules)
    for demand in asked.values():
        assert set(demand.fields.split()) <= form.labels.keys()
        assert tuple((" ".join(place.roles), place.people) for place in form.signatures) == demand.signed
        assert (form.due.at(subject.anchors) if form.due else None) == demand.due
        assert (form.volume, form.years) == (demand.volume, 5)
    await Proof(archive, BOOK, form, subject).holds()


def test_every_demand_is_of_a_form_that_there_is():
    assert {demand.form for demands in DEMANDS.values() for demand in demands} == set(BOOK.by_name)


@pytest.mark.rule("ARC-16")
@pytest.mark.parametrize(("late", "rung"), [(-1, 0), (0, 1), (1, 1)])
async def test_a_batch_that_is_not_on_the_platform_in_time_rings(archive, late, rung):
    await archive.deliver(a_session())

    await archive.step_to(FILED_BY + timedelta(seconds=late))

    overdue = [event for event in archive.published(ArchiveFormOverdue) if event.form == "platform-archive"]
    assert [(event.subject_id, event.written) for event in overdue] == [(BATCH, False)] * rung
