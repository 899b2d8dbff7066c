"""What the archive waits for is found when it was lost: late files, papers that are out, the end of the day."""

from datetime import timedelta

from services.archive.tests.test_archive import everything_appended
from services.archive.tests.test_filing import BATCH, ENDS, OFFICE, a_session, archive, filed
from services.archive.tests.test_lending import lent, the_loan

__all__ = ["archive"]


async def test_what_was_lost_is_armed_anew_and_rings_in_time(archive):
    await archive.deliver(a_session())
    await lent(archive, await filed(archive, "announcement"))
    await everything_appended(archive)
    assert await archive.lose_deadlines() >= 4, "late files, a loan, the end of the day, the look after forms"

    found = [await archive.service.watchdog.look() for _ in range(2)]
    await archive.step_to(ENDS + timedelta(days=15))

    file = (await archive.get(f"/batches/{BATCH}/file", as_=OFFICE)).json()
    heads = (await archive.get("/tree-heads")).json()["items"]
    assert found[0] >= 4
    assert found[1] == 0
    assert file["late_at"] is not None
    assert (await the_loan(archive))["overdue_at"] is not None
    assert heads[0]["day"] == "2026-09-01"
