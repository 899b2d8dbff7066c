"""Text as people see it: signs that only steer how it is shown, or are not shown at all, do not come in."""

import re
import unicodedata
from typing import Any

# Where a line or paragraph ends, but for the ordinary line feed: a blank.
ENDINGS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
LINES = re.compile("[\t\n\r]+")
SUSPECT = re.compile("[^\t\n\r -~\u00a1-\u00ac\u00ae-\u02ff\u3000-\ud7ff\uff01-\uffee]")


def plain_text(text: str) -> str:
    """Without control, zero-width, direction and tag characters and soft hyphens; everything else as it was typed."""
    if not SUSPECT.search(text):
        return text
    shown = ENDINGS.sub(" ", text)
    return "".join(sign for sign in shown if sign in "\t\n\r" or unicodedata.category(sign) not in {"Cc", "Cf"})


def in_one_line(text: str) -> str:
    """The same for what has one line: names and places."""
    return LINES.sub(" ", plain_text(text).strip("\t\n\r"))


def in_plain_text(value: Any) -> Any:
    """The same for every text in what was read from JSON, however deep; changes it in place."""
    holder = [value]
    waiting: list[Any] = [holder]
    while waiting:
        one = waiting.pop()
        for key, inner in one.items() if isinstance(one, dict) else enumerate(one):
            if isinstance(inner, str):
                one[key] = plain_text(inner)
            elif isinstance(inner, dict | list):
                waiting.append(inner)
    return holder[0]
