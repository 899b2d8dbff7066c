"""Documents that an earlier version stored load as they are, and are stored again as they were."""

import json
from pathlib import Path

from services.scheduling.storage import SESSIONS

STORED = json.loads((Path(__file__).parent / "stored_session.json").read_text(encoding="utf-8"))


def test_a_stored_session_loads_and_is_stored_as_it_was():
    session = SESSIONS.load(json.dumps(STORED))

    assert json.loads(SESSIONS.dump(session)) == STORED
    assert session.on_duty.includes("S-0009")
    assert session.seating.absent == ["0002"]
