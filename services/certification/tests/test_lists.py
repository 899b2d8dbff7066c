"""What staff pages list and open: objections that wait, one posted result, one certificate."""

from datetime import timedelta

import pytest

from services.certification.tests.builders import BATCH_ID, PUBLISHED
from services.certification.tests.conftest import CLERK, DIRECTOR, certificates, decide, lodge, post_results

OBJECTIONS = f"/batches/{BATCH_ID}/objections"


@pytest.mark.parametrize(("asked", "found"), [("", [1, 2]), ("?decided=false", [2]), ("?decided=true", [1])])
async def test_objections_are_listed_by_whether_they_wait(certification, asked, found):
    await post_results(certification, {}, {})
    await lodge(certification, 1)
    await lodge(certification, 2)
    await decide(certification, "dismissed", ordinal=1)

    items = (await certification.get(f"{OBJECTIONS}{asked}", as_=DIRECTOR)).json()["items"]

    assert [one["objection_id"] for one in items] == [f"{BATCH_ID}-{ordinal:05d}-o1" for ordinal in found]


async def test_one_objection_is_read_as_it_is_listed(certification):
    await post_results(certification, {})
    lodged = (await lodge(certification)).json()

    read = (await certification.get(f"/objections/{lodged['objection_id']}", as_=DIRECTOR)).json()

    assert read == lodged


async def test_a_certificate_is_found_from_its_result_and_read_as_listed(certification):
    await post_results(certification, {})
    await certification.step_to(PUBLISHED + timedelta(days=30))
    [listed] = await certificates(certification)

    notice = (await certification.get(f"/notices/{BATCH_ID}-00001", as_=DIRECTOR)).json()
    certificate = (await certification.get(f"/certificates/{notice['certificate_number']}", as_=CLERK)).json()

    assert certificate == listed


@pytest.mark.parametrize(("status", "found"), [("valid", 1), ("suspended", 0)])
async def test_certificates_are_listed_by_status(certification, status, found):
    await post_results(certification, {})
    await certification.step_to(PUBLISHED + timedelta(days=30))

    page = (await certification.get(f"/batches/{BATCH_ID}/certificates?status={status}", as_=CLERK)).json()

    assert len(page["items"]) == found


@pytest.mark.parametrize("path", ["notices", "certificates"])
async def test_results_and_certificates_are_listed_by_level(certification, path):
    await post_results(certification, {}, {})
    await certification.step_to(PUBLISHED + timedelta(days=30))
    listed = f"/batches/{BATCH_ID}/{path}"
    [level] = {one["level"] for one in (await certification.get(listed, as_=CLERK)).json()["items"]}

    of_it = (await certification.get(f"{listed}?level={level}", as_=CLERK)).json()["items"]
    of_another = (await certification.get(f"{listed}?level={level - 1}", as_=CLERK)).json()["items"]

    assert (len(of_it), of_another) == (2, [])
