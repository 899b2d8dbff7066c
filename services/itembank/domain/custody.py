"""The ledger of a paper: who did what to it and when (ITB-37, SEC-15)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

CustodyAct = Literal[
    "assembled",
    "read-for-review",
    "approved",
    "returned",
    "city-approved",
    "sealed",
    "key-released",
    "first-turn",
    "opened",
    "read",
    "reprinted",
]


@dataclass(frozen=True, kw_only=True)
class CustodyEntry:
    """One line; written in the commit of the act itself and never changed."""

    act: CustodyAct
    by: str
    at: datetime
