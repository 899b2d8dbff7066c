"""The second lock on what leaves the institution: whatever looks like a person's number is cut out of a text.

The first lock is that a notice's words are made of kind, place and times alone (`domain/places.py`).
"""

import re
from typing import Final

CUT: Final = "〔略〕"

# Five digits in a row, or eleven in groups, with what is written on to them: resident and phone numbers, tickets,
# applications. Dates and times are shorter.
NUMBER: Final = re.compile(r"[A-Za-z\d-]*(?:\d{5,}|\d(?:[ \-·.]?\d){10,})[A-Za-z\d-]*")


def screened(text: str, *, incident_id: str) -> str:
    """The text without such numbers; the incident's own number stays."""
    parts = text.split(incident_id) if incident_id else [text]
    return incident_id.join(NUMBER.sub(CUT, part) for part in parts)
