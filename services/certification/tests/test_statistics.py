"""What was issued in a year, by occupation and level, and what became of it."""

from services.certification.tests.builders import COOK, FIVE_DAYS_OVER, INSTITUTION_CODE, beijing
from services.certification.tests.conftest import DIRECTOR, post_results

QUALITY = ("S-0003", "quality")
UPHELD = {"decision": "upheld", "reason": "经核查属实。", "authority": "湘岚技证字〔2026〕3号"}


async def test_a_year_counts_what_was_issued_and_what_became_of_it(certification):
    await post_results(certification, {}, {}, {}, {"level": 4}, {"theory": "59.9"})
    await certification.step_to(FIVE_DAYS_OVER)
    await certification.step_to(beijing(2026, 10, 12, 9))
    for ordinal, verdict in ((1, UPHELD), (2, None)):
        charge = {"number": f"{INSTITUTION_CODE}265{ordinal:06d}", "ground": "fraud", "facts": "核查。"}
        opened = (await certification.post("/proceedings", json=charge, as_=QUALITY)).json()
        if verdict:
            await certification.post(f"/proceedings/{opened['proceeding_id']}/decision", json=verdict, as_=DIRECTOR)

    told = (await certification.get("/statistics/2026", as_=QUALITY)).json()

    assert [(one["occupation_code"], one["level"], one["issued"]) for one in told["lines"]] == [
        (COOK, 4, 1),
        (COOK, 5, 3),
    ]
    assert told["lines"][1]["by_status"] == {"valid": 1, "suspended": 1, "revoked": 1, "void": 0}
    assert (told["issued"], told["numbered"]) == (4, 4), "every number that was given out is a certificate"
    assert (await certification.get("/statistics/2025", as_=QUALITY)).json()["issued"] == 0
