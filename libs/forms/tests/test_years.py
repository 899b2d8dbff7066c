"""A year is a file as a batch is one: its forms are listed, filled in, and ring when they are not there."""

from datetime import datetime, timedelta

import pytest

from libs.chassis.service import Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.testing import Harness
from libs.contracts.scheduling import ExamFormOverdue, ExamFormRecorded
from libs.forms.declaration import Book, Due, Form, Signature
from libs.forms.fields import Text
from libs.forms.part import forms
from libs.forms.subject import a_year
from libs.forms.testing import Proof

A_MILLISECOND = timedelta(milliseconds=1)


def a_form(name, due):
    return Form(
        name=name,
        title=f"{name} 总结",
        about="year",
        rules=("X-01",),
        filled_by=("clerk",),
        fields=(Text("what", "内容"),),
        signatures=(Signature(name="head", label="负责人签名", roles=("head",)),),
        due=due,
        volume="一",
    )


PLAN = a_form("plan", Due(anchor="month-3", words="3 月底前"))
PACKAGE = a_form("package", Due(anchor="year-end", plus=timedelta(days=31), words="次年 1 月 31 日前"))
BOOK = Book(forms=(PLAN, PACKAGE), recorded=ExamFormRecorded, overdue=ExamFormOverdue, readers=("auditor",))


def build():
    return Service("depot", ServiceSettings(), parts=[forms(BOOK)])


YEAR = next(filter(None, [a_year("year-2026")]))


async def the_watch_begins(depot):
    await depot.service.beside["form-years"].begin()


@pytest.fixture
async def depot(tmp_path):
    async with Harness(build, tmp_path, now=datetime.fromisoformat("2026-02-10T12:00+08:00")) as harness:
        await the_watch_begins(harness)
        yield harness


def rung(depot):
    return [(one.form, one.batch_id) for one in depot.published(ExamFormOverdue)]


@pytest.mark.parametrize("form", BOOK.forms, ids=lambda form: form.name)
async def test_a_form_of_a_year_works_as_one_of_a_batch(depot, form):
    await Proof(depot, BOOK, form, YEAR).holds()


async def test_its_absence_rings_at_its_moment_and_not_before(depot):
    end_of_march = datetime.fromisoformat("2026-04-01T00:00+08:00")
    await depot.step_to(end_of_march - A_MILLISECOND)
    assert rung(depot) == []

    await depot.step_to(end_of_march)

    assert rung(depot) == [("plan", "year-2026")]


async def test_the_year_after_is_watched_by_itself_and_the_old_one_rings(depot):
    await Proof(depot, BOOK, PLAN, YEAR).holds()
    end_of_january = datetime.fromisoformat("2027-02-01T00:00+08:00")
    await depot.step_to(end_of_january - A_MILLISECOND)
    assert rung(depot) == []

    await depot.step_to(end_of_january)
    assert rung(depot) == [("package", "year-2026")]
    await depot.step_to(datetime.fromisoformat("2027-04-01T00:00+08:00"))

    assert rung(depot) == [("package", "year-2026"), ("plan", "year-2027")]


@pytest.mark.parametrize("identifier", ["year-1999", "year-20261", "2026", "year-"])
async def test_a_year_that_is_none_has_no_forms(depot, identifier):
    answer = await depot.post(
        "/forms/plan/records", json={"subject_id": identifier, "values": {"what": "x"}}, as_=("S-1", "clerk")
    )

    assert answer.status_code == 404


async def own(depot, *who, files=("year-2026", "year-2027", "b-1")):
    answer = await depot.get("/forms/mine", as_=who, params={"file": list(files)})
    assert answer.status_code == 200, answer.text
    return {one["file_id"]: [lack["form"] for lack in one["missing"]] for one in answer.json()}


async def test_each_is_told_what_waits_for_them_alone(depot):
    body = {"subject_id": "year-2026", "values": PLAN.example()}
    assert await own(depot, "S-1", "clerk") == {"year-2026": ["plan", "package"], "year-2027": ["plan", "package"]}
    assert await own(depot, "S-2", "head") == {}

    written = await depot.post("/forms/plan/records", json=body, as_=("S-1", "clerk"))

    assert await own(depot, "S-1", "clerk") == {"year-2026": ["package"], "year-2027": ["plan", "package"]}
    assert await own(depot, "S-2", "head") == {"year-2026": ["plan"]}
    assert await own(depot, "S-2", "head", files=["year-2027"]) == {}
    assert await own(depot, "S-3", "auditor") == await own(depot, "S-4", "gardener") == {}
    signing = {"place": "head", "entry": 1}
    await depot.post(f"/forms/records/{written.json()['record_id']}/signatures", json=signing, as_=("S-2", "head"))
    assert await own(depot, "S-2", "head") == {}


@pytest.mark.parametrize(("count", "status"), [(20, 200), (21, 422), (0, 200)])
async def test_so_many_files_are_asked_for_at_a_time(depot, count, status):
    asked = {"file": [f"b-{number}" for number in range(count)]}

    answer = await depot.get("/forms/mine", as_=("S-1", "clerk"), params=asked)

    assert answer.status_code == status
