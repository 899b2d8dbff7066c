"""Documents that an earlier version stored load as they are, and are stored again as they were."""

import json
from datetime import date
from pathlib import Path

from services.scheduling.storage import SESSIONS, STAFF

STORED = json.loads((Path(__file__).parent / "stored_session.json").read_text(encoding="utf-8"))

# A card as it was stored before there were files of qualifications.
CARD = {
    "occupation_code": "4-03-02-01",
    "examiner_class": "senior",
    "card_number": "S00004300900120001",
    "card_valid_until": "2027-12-31",
    "contract_until": "2026-12-31",
    "last_education": "2026-03-01",
    "last_assessment": "2026-02-01",
    "examining_since": "2020-01-01",
    "card_issued_on": None,
    "admission": {
        "certificate_level": 1,
        "title": "senior",
        "practice_years": 9,
        "occupation_highest_level": 1,
        "exception_signed_by": None,
    },
}
MEMBER = {
    "id": "S-0001",
    "name": "考评员",
    "roles": ["examiner", "supervisor"],
    "credentials": [CARD],
    "teaches_classes": ["烹饪2401"],
    "related_to": [{"fingerprint": "ab", "relation": "亲属"}],
    "available": True,
}


def test_a_stored_session_loads_and_is_stored_as_it_was():
    session = SESSIONS.load(json.dumps(STORED))

    grown = json.loads(SESSIONS.dump(session))
    assert {(seat.pop("left_at"), seat.pop("lot"), seat.pop("disqualified")) for seat in grown["seats"]} == {
        (None, None, False)
    }
    assert (grown.pop("steps"), grown.pop("told_late"), grown.pop("by_computer")) == ([], [], False)
    assert grown.pop("misconduct") == []
    assert {grown.pop(name) for name in ("looks_at", "missing_papers", "lot_seed", "safety_officer_id")} == {None}
    assert grown == STORED
    assert session.on_duty.includes("S-0009")
    assert session.seating.absent == ["0002"]


def test_a_stored_card_is_a_qualification_in_force():
    member = STAFF.load(json.dumps(MEMBER))

    again = STAFF.load(STAFF.dump(member))

    assert again == member
    [file] = again.qualifications
    assert (file.key, file.since, file.admission.practice_years) == ("senior-4-03-02-01", date(2020, 1, 1), 9)
    assert file.lapse(date(2026, 12, 31)) is None
    assert file.lapse(date(2027, 1, 1)) == "聘期至2026-12-31"
    assert member.first_card_ends == date(2027, 12, 31)
    assert member.unfit_to_supervise(date(2026, 9, 19)) == "没有登记内部质量督导员证卡"
