"""Registration behind its front door, with an open batch."""

import pytest

from libs.chassis.testing import Harness
from services.registration.main import build
from services.registration.tests.builders import NOON, a_csv, a_plan, a_statement

EXAM_AFFAIRS = ("S-0001", "exam-affairs")
RECEPTION = ("S-0002", "reception")
ROSTER = "/batches/2026-autumn/roster"
LIST = "/batches/2026-autumn/applications"


def an_offer_body(offer):
    return {
        "occupation_code": offer.occupation_code,
        "occupation": offer.occupation,
        "work_type": offer.work_type,
        "level": offer.level,
    }


def an_announcement_body(**differing):
    statement = a_statement()
    return {
        "announcement_id": "2026-autumn",
        "title": statement.title,
        "offers": [an_offer_body(offer) for offer in statement.offers],
        "conditions": statement.conditions,
        "method": statement.method,
        "registration_opens_at": "2026-09-01T08:00:00+08:00",
        "registration_closes_at": "2026-09-10T18:00:00+08:00",
        "areas": statement.areas,
        "sites": statement.sites,
        "fees": [{"level": fee.level, "fen": fee.fen} for fee in statement.fees],
    } | differing


def a_batch_body(**differing):
    plan = a_plan()
    return {
        "batch_id": plan.id,
        "name": plan.name,
        "institution_code": plan.institution_code,
        "institution": plan.institution,
        "offers": [an_offer_body(offer) for offer in plan.offers],
        "registration_opens_at": "2026-09-01T08:00:00+08:00",
        "registration_closes_at": "2026-09-10T18:00:00+08:00",
        "theory_days": ["2026-09-19"],
        "practical_days": ["2026-09-20"],
    } | differing


async def upload(registration, *rows, build=a_csv, as_=RECEPTION, **options):
    return await registration.post(ROSTER, content=build(*rows), as_=as_, **options)


def slug(answer):
    return answer.json()["title"]


@pytest.fixture
async def registration(tmp_path):
    async with Harness(build, tmp_path, now=NOON) as harness:
        yield harness


@pytest.fixture
async def open_batch(registration):
    await registration.post("/announcements", json=an_announcement_body(), as_=EXAM_AFFAIRS)
    answer = await registration.post("/batches", json=a_batch_body(), as_=EXAM_AFFAIRS)
    assert answer.status_code == 201
    return registration
