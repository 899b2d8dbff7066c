"""The service under test, and what is done to it through its front doors."""

import json
import os
import uuid
from hashlib import sha256

import pytest

from libs.chassis.testing import Harness
from libs.chassis.tests.stores import MONGO_IMAGE, has_image, mongo_uri
from services.certification.main import build
from services.certification.tests.builders import (
    BATCH_ID,
    PUBLISHED,
    a_batch_opened,
    a_candidate_approved,
    a_published,
    a_score_published,
)

CLERK = ("S-0001", "general-office")
DIRECTOR = ("S-0002", "director")


@pytest.fixture
def mongo(tmp_path):
    if "MONGODB_URI" not in os.environ and not has_image(MONGO_IMAGE):
        pytest.skip("nx-27017 does not keep transactions apart; run with MONGODB_URI")
    with mongo_uri(tmp_path) as uri:
        yield f"{uri} suite_{uuid.uuid4().hex[:12]}"


@pytest.fixture
async def certification(tmp_path):
    async with Harness(build, tmp_path, now=PUBLISHED) as harness:
        await file_institution(harness)
        yield harness


def a_filing_body(**differing):
    told = a_published()
    return {
        "institution_code": told.institution_code,
        "institution": told.institution,
        "seal": told.seal,
        "scope": [vars(one) for one in told.scope],
        "first": told.first.isoformat(),
        "last": told.last.isoformat(),
        "source": told.source,
    } | differing


async def file_institution(harness, **differing):
    """What was published of the institution, entered and confirmed; the same once more changes nothing."""
    body = a_filing_body(**differing)
    known = sha256(json.dumps(body).encode()).hexdigest()
    filing = (await harness.post("/filings", json=body, as_=CLERK, key=known)).json()
    await harness.post(f"/filings/{filing['filing_id']}/confirmation", as_=DIRECTOR, key=f"{known}-confirmed")


async def post_results(harness, *results, **candidate):
    """Deliver all that leads to posted results; each of `results` are the marks of one candidate."""
    await file_institution(harness)
    await harness.deliver(a_batch_opened())
    for ordinal, marks in enumerate(results, start=1):
        level = marks.pop("level", 5)
        approved = {"level": level, **candidate}
        await harness.deliver(a_candidate_approved(harness.cipher, ordinal, **approved))
        await harness.deliver(a_score_published(ordinal, level=level, **marks))


async def progress(harness):
    answer = await harness.get(f"/batches/{BATCH_ID}/progress", as_=CLERK)
    return {stage: count for stage, count in answer.json().items() if count}


async def lodge(harness, ordinal=1, *, as_=CLERK, **differing):
    body = {"application_id": f"{BATCH_ID}-{ordinal:05d}", "part": "theory", "reason": "漏计分", **differing}
    return await harness.post("/objections", json=body, as_=as_)


async def decide(harness, decision, *, ordinal=1, as_=DIRECTOR):
    path = f"/objections/{BATCH_ID}-{ordinal:05d}-o1/decision"
    return await harness.post(path, json={"decision": decision, "reason": "已复核"}, as_=as_)


async def certificates(harness):
    return (await harness.get(f"/batches/{BATCH_ID}/certificates", as_=CLERK)).json()["items"]
