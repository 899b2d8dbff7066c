"""The service under test, and a batch brought to each of its stages through the front doors."""

from decimal import Decimal

import pytest

from libs.chassis.testing import Harness
from services.scoring.main import build
from services.scoring.storage.collections import CODES
from services.scoring.tests.builders import (
    CHECKER,
    EXAMINERS,
    LEAD,
    LISTS,
    NOW,
    PRACTICAL,
    THEORY,
    a_candidate_scheduled,
    a_key_handover,
    a_paper_sealed,
    a_released_key,
    a_session_planned,
    a_signed_record,
    an_answer_file,
    an_application,
    an_exam_finished,
    criteria_text,
    key_text,
)

KEY = "ABCDTF"


class Desk:
    """One list of two candidates (and one absent from the practical) in the hands of its markers."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness

    async def sit(self, *, rows=(1, 2), absent=(3,), signing=EXAMINERS) -> None:
        """Everybody sits theory; `absent` stay away from the practical; `signing` have their on-site record."""
        await self.harness.deliver(a_session_planned(THEORY, "theory", ("S-0201", "S-0202")))
        await self.harness.deliver(a_session_planned())
        for row in (*rows, *absent):
            await self.harness.deliver(a_candidate_scheduled(row))
        await self.harness.deliver(an_exam_finished(rows=(*rows, *absent)))
        await self.harness.deliver(an_exam_finished(PRACTICAL, "practical", rows=rows, absent=absent))
        for examiner in signing:
            await self.harness.deliver(a_signed_record(examiner))
        await self.hand_over_criteria()

    async def codes(self, session_id) -> dict[str, str]:
        """Application → code, looked up in the store, not over HTTP."""
        record = await self.harness.load(CODES, session_id)
        return {entry.application_id: entry.code for entry in record.entries}

    async def hand_over_key(self, paper_id="P-t-A", form="A", key=KEY):
        await self.harness.deliver(a_paper_sealed(paper_id, form=form))
        sealed = a_released_key(self.harness.cipher, key_text(key), paper_id, form)
        handover = a_key_handover(sealed, paper_id, form=form)
        return await self.harness.put(f"/keys/{paper_id}", json=handover, as_=LEAD)

    async def hand_over_criteria(self, *maxima, **knockouts):
        """Two lines of 40 and 60 marks, unless told otherwise."""
        await self.harness.deliver(a_paper_sealed("P-p-A", part="practical", items=1))
        sealed = a_released_key(self.harness.cipher, criteria_text(*(maxima or (40, 60)), **knockouts), "P-p-A")
        handover = a_key_handover(sealed, "P-p-A", part="practical", items=1)
        return await self.harness.put("/keys/P-p-A", json=handover, as_=LEAD)

    async def answer_file(self, answers=None) -> bytes:
        codes = await self.codes(THEORY)
        rows = [(code, "A", *(answers or {}).get(application, KEY)) for application, code in codes.items()]
        return an_answer_file(rows)

    async def upload(self, content, session_id=THEORY, as_=LEAD):
        return await self.harness.post(f"/sessions/{session_id}/answer-sheets", content=content, as_=as_)

    async def score(self, examiner, marks, session_id=PRACTICAL, **options):
        """`marks` by application; one mark alone is spread over two lines of 40 and 60."""
        codes = await self.codes(PRACTICAL)
        sheets = [{"code": codes[application], "marks": spread(one)} for application, one in marks.items()]
        as_ = options.get("as_", (examiner, "examiner"))
        return await self.harness.post(f"/sessions/{session_id}/practical-sheets", json={"sheets": sheets}, as_=as_)

    async def mark(self, *, theory=None, practical=None) -> None:
        """Mark everything: all theory answers right, every piece 59.9 by all three, unless told otherwise."""
        assert (await self.hand_over_key()).status_code == 204
        assert (await self.upload(await self.answer_file(theory))).status_code == 200
        pieces = await self.codes(PRACTICAL)
        for examiner in EXAMINERS:
            totals = {application: (practical or {}).get(application, "59.9") for application in pieces}
            marks = {application: ["30", str(Decimal(total) - 30)] for application, total in totals.items()}
            assert (await self.score(examiner, marks)).status_code == 200

    async def check(self, as_=CHECKER):
        return await self.harness.post(f"{LISTS}/check", as_=as_)

    async def approve(self, as_=LEAD):
        return await self.harness.post(f"{LISTS}/approval", as_=as_)

    async def publish(self, as_=LEAD, limit=500):
        return await self.harness.post(f"{LISTS}/publication?limit={limit}", as_=as_)

    async def finish(self) -> None:
        """Check, approve and publish."""
        assert (await self.check()).status_code == 200
        assert (await self.approve()).status_code == 204
        assert (await self.publish()).status_code == 200


def spread(marks):
    if len(marks) != 1:
        return list(marks)
    first = min(Decimal(marks[0]), Decimal(40))
    return [str(first), str(Decimal(marks[0]) - first)]


def slug(response):
    """Why a request was refused."""
    return response.json()["title"]


@pytest.fixture
async def scoring(tmp_path):
    async with Harness(build, tmp_path, now=NOW) as harness:
        yield harness


@pytest.fixture
def desk(scoring):
    return Desk(scoring)


@pytest.fixture
def first():
    return an_application(1)
