"""Each form of scoring is what the rulebook asks for, by a table that was written from the rulebook; and it works."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from libs.chassis.testing import Harness
from libs.contracts import volumes
from libs.contracts.beijing import BEIJING
from libs.contracts.scoring import ScoringFormOverdue
from libs.forms.subject import a_year
from libs.forms.testing import Proof
from services.scoring.domain.forms.book import BOOK
from services.scoring.main import build
from services.scoring.storage.collections import SESSIONS
from services.scoring.tests.builders import EXAM_DAY, PRACTICAL, THEORY
from services.scoring.tests.conftest import Desk
from services.scoring.views.form_subjects import FormSubjects


@dataclass(frozen=True)
class Demand:
    """What a sentence of the rulebook asks of a form: at least these fields, these signatures, by then, filed there.

    `due` is a moment of the batch under test, or of the year; the rulebook says of marking by when in one place alone.
    """

    form: str
    fields: str
    signed: tuple[tuple[str, int], ...]
    due: str | None
    volume: str


OFFICE, DIRECTOR, CODER = ("exam-affairs", 1), ("director", 1), ("coder", 1)
LEADER, PANEL_LEADER = ("examiner:leader marking-lead", 1), ("examiner:leader", 1)
MARKERS = ("examiner marking-lead exam-affairs", 1)
THAT_DAY = "2026-09-20T00:00+08:00"
JANUARY = "2026-02-01T00:00+08:00"


def at_the_meeting(fields):
    return [Demand("marking-meeting", f"held-at {fields}", (LEADER, MARKERS), THAT_DAY, volumes.RESULTS)]


def of_pieces(fields):
    return [Demand("piece-coding", f"pieces {fields}", (CODER, OFFICE), THAT_DAY, volumes.RESULTS)]


def in_the_package(fields):
    received = ("exam-affairs general-office", 1)
    return [Demand("leaders-package", fields, (PANEL_LEADER, received), THAT_DAY, volumes.RESULTS)]


DEMANDS = {
    "SCO-07": [
        Demand("marking-rules", "duties procedure standards methods", (OFFICE, DIRECTOR), JANUARY, volumes.MANAGEMENT)
    ],
    "SCO-08": [
        Demand(
            "isolated-marking",
            "place from until together isolated production-line by-key entries",
            (LEADER, MARKERS),
            None,
            volumes.RESULTS,
        )
    ],
    "SCO-11": at_the_meeting("mastered"),
    "SCO-12": at_the_meeting("answers methods requirements"),
    "SCO-13": at_the_meeting("assignments"),
    "SCO-14": at_the_meeting("red-pen"),
    "SCO-17": [
        Demand(
            "irregular-work",
            "what untouched settled-by settled",
            (MARKERS, LEADER),
            THAT_DAY,
            volumes.RESULTS,
        )
    ],
    "SCO-18": at_the_meeting("unaltered undisclosed"),
    "SCO-22": in_the_package("disputes"),
    "SCO-23": in_the_package("score-sheets on-site-records all-collected report sealed sealed-at"),
    "SCO-24": of_pieces("brought-by bearer record-kept"),
    "SCO-25": of_pieces("no-outsiders"),
    "SCO-26": of_pieces("bagged judged-at-once handovers"),
    "SCO-30": [
        Demand(
            "score-totalling",
            "papers totalled-at all-added-again",
            (OFFICE, ("score-checker exam-affairs", 1)),
            None,
            volumes.RESULTS,
        )
    ],
}


@pytest.fixture
async def overnight(tmp_path):
    """The evening of the examination."""
    async with Harness(build, tmp_path, now=EXAM_DAY + timedelta(hours=8)) as harness:
        await Desk(harness).sit()
        yield harness


async def subject_of(harness, form):
    if form.about == "year":
        return a_year("year-2026")
    subjects = FormSubjects(sessions=harness.service.transactions.begin().of(SESSIONS))
    return await subjects.get(form.about, PRACTICAL if form.only else THEORY)


@pytest.mark.parametrize(
    "form", [pytest.param(form, id=form.name, marks=pytest.mark.rule(*form.rules)) for form in BOOK.forms]
)
async def test_a_form_is_what_its_rules_ask_and_works(scoring, desk, form):
    await desk.sit()
    subject = await subject_of(scoring, form)

    asked = {rule: demand for rule, demands in DEMANDS.items() for demand in demands if demand.form == form.name}
    assert asked.keys() == set(form.rules)
    for demand in asked.values():
        assert set(demand.fields.split()) <= form.labels.keys()
        assert tuple((" ".join(place.roles), place.people) for place in form.signatures) == demand.signed
        assert (form.due.at(subject.anchors) if form.due else None) == read_moment(demand.due)
        assert (form.volume, form.years) == (demand.volume, 5)
    await Proof(scoring, BOOK, form, subject).holds()


def read_moment(told):
    return datetime.fromisoformat(told) if told else None


def test_every_demand_is_of_a_form_that_there_is():
    assert {demand.form for demands in DEMANDS.values() for demand in demands} == set(BOOK.by_name)


@pytest.mark.rule("SCO-23")
@pytest.mark.parametrize(("late", "rung"), [(-1, 0), (0, 1), (1, 1)])
async def test_a_package_that_is_not_there_by_midnight_rings(overnight, late, rung):
    """The practical ended on a Saturday, which is a day like any other for whoever leads it."""
    await overnight.step_to(datetime(2026, 9, 20, tzinfo=BEIJING) + timedelta(seconds=late))

    overdue = [event for event in overnight.published(ScoringFormOverdue) if event.form == "leaders-package"]
    assert [(event.subject_id, event.written) for event in overdue] == [(PRACTICAL, False)] * rung


async def test_a_theory_session_has_no_package_and_no_piece(scoring, desk):
    await desk.sit()

    told = (await scoring.get("/forms/files/2026-autumn", as_=("S-0012", "exam-affairs"))).json()

    lacking = {(one["form"], one["subject_id"]) for one in told["missing"]}
    assert {form for form, subject in lacking if subject == THEORY} == {
        "marking-meeting", "isolated-marking", "score-totalling",
    }  # fmt: skip
    assert ("leaders-package", PRACTICAL) in lacking
