"""Each form of registration and of the institution's year is what the rulebook asks for, and works."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from libs.chassis.testing import Harness
from libs.contracts import volumes
from libs.contracts.registration import RegistrationFormOverdue
from libs.forms.subject import a_year
from libs.forms.testing import LedgerProof, Proof
from services.registration.domain.forms.book import BOOK
from services.registration.main import build
from services.registration.tests.builders import NOON
from services.registration.tests.conftest import EXAM_AFFAIRS, a_batch_body, an_announcement_body
from services.registration.views.form_subjects import FormSubjects

A_MILLISECOND = timedelta(milliseconds=1)
YEAR = next(filter(None, [a_year("year-2026")]))


@dataclass(frozen=True)
class Demand:
    """What a sentence of the rulebook asks of a form: at least these fields, these signatures, by then, filed there."""

    form: str
    fields: str
    signed: tuple[tuple[str, int], ...]
    due: str
    volume: str = volumes.MANAGEMENT


OFFICE, AFFAIRS, QUALITY, DIRECTOR = ("general-office", 1), ("exam-affairs", 1), ("quality", 1), ("director", 1)
JANUARY, YEAR_END, CLOSES = "2026-02-01T00:00+08:00", "2027-01-01T00:00+08:00", "2026-09-10T18:00+08:00"
FIRST_DAY = "2026-09-19T00:00+08:00"
BY_OFFICE = (OFFICE, DIRECTOR)
PLANNED = (("exam-affairs general-office", 1), DIRECTOR)
TAKEN_IN = (("reception", 1), AFFAIRS)
SITE_FILE = "site act rooms managed-by findings conclusion rectify-by"
MEASURES = "responsible measures in-force"

DEMANDS = [
    ("ORG-01", Demand("superior-inspection", "by on matters opinions rectified", BY_OFFICE, "")),
    ("ORG-02", Demand("annual-plan", "goals certifications", PLANNED, JANUARY)),
    ("ORG-09", Demand("annual-plan", "certifications in-scope", PLANNED, JANUARY)),
    ("ORG-16", Demand("annual-plan", "rules quality-control supervision", PLANNED, JANUARY)),
    ("ORG-03", Demand("yearly-report", "summary applied certificates plan reported-at receipt", BY_OFFICE, JANUARY)),
    ("ORG-12", Demand("yearly-report", "summary applied sat passed failed plan", BY_OFFICE, JANUARY)),
    ("ORG-04", Demand("platform-data", "kept complete", (("exam-affairs general-office", 1), DIRECTOR), YEAR_END)),
    ("ORG-05", Demand("responsibility", MEASURES, BY_OFFICE, JANUARY)),
    ("ORG-06", Demand("responsibility", MEASURES, BY_OFFICE, JANUARY)),
    ("ORG-26", Demand("responsibility", MEASURES, BY_OFFICE, JANUARY)),
    ("ORG-07", Demand("site-file", SITE_FILE, BY_OFFICE, "")),
    ("ORG-23", Demand("site-file", SITE_FILE, BY_OFFICE, "")),
    ("ORG-08", Demand("people-managed", "groups", (AFFAIRS, DIRECTOR), YEAR_END)),
    ("ORG-25", Demand("people-managed", "groups", (AFFAIRS, DIRECTOR), YEAR_END)),
    ("ORG-10", Demand("site-assessment", "supervised sites", (QUALITY, DIRECTOR), YEAR_END)),
    (
        "ORG-13",
        Demand("posts", "director deputy office-director acceptance affairs finance quality", BY_OFFICE, JANUARY),
    ),
    ("ORG-14", Demand("posts", "staff changes", BY_OFFICE, JANUARY)),
    ("ORG-17", Demand("department-checks", "checks reports", (DIRECTOR,), YEAR_END)),
    ("ORG-18", Demand("staff-assessment", "staff heads", (DIRECTOR,), YEAR_END)),
    (
        "ORG-19",
        Demand(
            "quality-requirements",
            "checks supervision penalties progress reported-on",
            (QUALITY, DIRECTOR),
            YEAR_END,
        ),
    ),
    (
        "ORG-20",
        Demand("general-post-record", "documents issued uploaded uploaded-on statistics", BY_OFFICE, YEAR_END),
    ),
    ("ORG-21", Demand("tasks", "tasks", BY_OFFICE, YEAR_END)),
    (
        "ORG-22",
        Demand(
            "complaint",
            "received-on from contact about matter",
            (("general-office reception", 1), ("quality general-office", 2), DIRECTOR),
            "",
        ),
    ),
    (
        "REG-08",
        Demand("own-conditions", "norms training conditions", (AFFAIRS, DIRECTOR), "", volumes.REGISTRATION),
    ),
    (
        "REG-04",
        Demand("registration-acceptance", "voluntary in-person", TAKEN_IN, CLOSES, volumes.REGISTRATION),
    ),
    ("REG-14", Demand("registration-acceptance", "entered-by confirmed", TAKEN_IN, CLOSES, volumes.REGISTRATION)),
    (
        "REG-09",
        Demand(
            "registration-totals",
            "offers total exam-plan entered-at maintained",
            (AFFAIRS, DIRECTOR),
            CLOSES,
            volumes.REGISTRATION,
        ),
    ),
    (
        "REG-10",
        Demand(
            "registration-totals",
            "graduates apprentices movers employees mandatory seekers five-years",
            (AFFAIRS, DIRECTOR),
            CLOSES,
            volumes.REGISTRATION,
        ),
    ),
    (
        "REG-11",
        Demand(
            "registration-totals",
            "movers new-trade new-post returned",
            (AFFAIRS, DIRECTOR),
            CLOSES,
            volumes.REGISTRATION,
        ),
    ),
    (
        "REG-01",
        Demand(
            "platform-acceptance",
            "accepted monitored managed plan-number",
            (("exam-affairs reception", 1),),
            CLOSES,
            volumes.REGISTRATION,
        ),
    ),
    (
        "REG-19",
        Demand(
            "batch-preparation", "publicity training registration rooms", (AFFAIRS,), FIRST_DAY, volumes.REGISTRATION
        ),
    ),
]

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def opened(harness):
    await harness.post("/announcements", json=an_announcement_body(), as_=EXAM_AFFAIRS)
    assert (await harness.post("/batches", json=a_batch_body(), as_=EXAM_AFFAIRS)).status_code == 201


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def held(tmp_path_factory):
    async with Harness(build, tmp_path_factory.mktemp("forms"), now=NOON) as harness:
        await opened(harness)
        yield harness


async def subject_of(harness, form):
    if form.about == "year":
        return YEAR
    subjects = harness.service.wiring.bundle(FormSubjects, harness.service.transactions.begin())
    return await subjects.get("batch", "2026-autumn")


def moment(told):
    return datetime.fromisoformat(told) if told else None


@pytest.mark.parametrize(
    "form", [pytest.param(form, id=form.name, marks=pytest.mark.rule(*form.rules)) for form in BOOK.forms]
)
async def test_a_form_is_what_its_rules_ask_and_works(held, form):
    subject = await subject_of(held, form)

    asked = {rule: demand for rule, demand in DEMANDS if demand.form == form.name}
    assert asked.keys() == set(form.rules)
    for demand in asked.values():
        assert set(demand.fields.split()) <= form.labels.keys()
        assert tuple((" ".join(place.roles), place.people) for place in form.signatures) == demand.signed
        assert form.due_at(subject.anchors) == moment(demand.due)
        assert (form.volume, form.years) == (demand.volume, 5)
    await Proof(held, BOOK, form, subject).holds()


async def test_every_demand_is_of_a_form_that_there_is():
    assert {demand.form for _, demand in DEMANDS} == {form.name for form in BOOK.forms}


@pytest.mark.rule("ORG-11")
async def test_the_ledger_of_funds_holds(held):
    [ledger] = BOOK.ledgers

    assert [(move.name, move.way, [place.roles[0] for place in move.signatures]) for move in ledger.moves] == [
        ("received", "in", ["finance", "general-office"]),
        ("spent", "out", ["finance", "director"]),
        ("refunded", "out", ["finance", "director"]),
    ]
    await LedgerProof(held, BOOK, ledger).holds()


async def the_year_is_watched(registration):
    await registration.service.beside["form-years"].begin()


def rung(harness):
    return {(one.form, one.batch_id) for one in harness.published(RegistrationFormOverdue)}


@pytest.mark.rule("ORG-03")
async def test_the_yearly_report_rings_at_the_end_of_january(tmp_path):
    february = datetime.fromisoformat("2027-02-01T00:00+08:00")
    async with Harness(build, tmp_path, now=datetime.fromisoformat("2027-01-04T09:00+08:00")) as harness:
        await the_year_is_watched(harness)
        await harness.step_to(february - A_MILLISECOND)
        assert rung(harness) == set()

        await harness.step_to(february)

        assert ("yearly-report", "year-2027") in rung(harness)
        assert ("tasks", "year-2027") not in rung(harness)


@pytest.mark.rule("ORG-22")
@pytest.mark.parametrize("settled", [True, False])
async def test_a_complaint_that_nobody_settles_rings_after_thirty_days(tmp_path, settled):
    """Received on the 19th of September: by the end of the 19th of October."""
    over = datetime.fromisoformat("2026-10-20T00:00+08:00")
    async with Harness(build, tmp_path, now=datetime.fromisoformat("2026-09-19T10:00+08:00")) as harness:
        complaint = Proof(harness, BOOK, BOOK.form("complaint"), YEAR)
        await complaint.is_written()
        if settled:
            await complaint.is_signed(entry=1)
        await harness.step_to(over - A_MILLISECOND)
        assert "complaint" not in {form for form, _ in rung(harness)}

        await harness.step_to(over)

        told = [one.form for one in harness.published(RegistrationFormOverdue)]
        # Two were lodged, and one of them is settled, or none.
        assert told.count("complaint") == (1 if settled else 2)


@pytest.mark.rule("REG-09")
async def test_what_a_batch_lacks_rings_when_its_registration_ends(tmp_path):
    closes = datetime.fromisoformat(CLOSES)
    async with Harness(build, tmp_path, now=NOON) as harness:
        await opened(harness)
        await harness.step_to(closes - A_MILLISECOND)
        assert rung(harness) == set()

        await harness.step_to(closes)

        assert ("registration-totals", "2026-autumn") in rung(harness)
        assert ("batch-preparation", "2026-autumn") not in rung(harness)
