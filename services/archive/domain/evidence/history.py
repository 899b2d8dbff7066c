"""Who may read the history of one thing: those who may read the thing itself in its own service."""

from collections.abc import Mapping
from typing import Final

from services.archive.domain.errors.record import HistoryClosedError

# They read everything, and in the order of the chain.
CHAIN_READERS: Final = frozenset({"auditor", "director"})

_APPLICATIONS: Final = frozenset({"reception", "exam-affairs", "quality", "finance", "general-office"})
_ROOMS: Final = frozenset({"exam-affairs", "quality", "site-head", "leading-group"})
_CUSTODY: Final = frozenset({"item-bank", "quality", "supervisor"})
_RESULTS: Final = frozenset({"marking-lead", "exam-affairs", "score-checker", "general-office", "quality"})
_NOTICES: Final = frozenset({"quality", "general-office", "exam-affairs"})

# By source and kind. What is not here is read from the chain alone; an incident has its own timeline, with its secrecy.
HISTORIES: Final[Mapping[str, frozenset[str]]] = {
    "registration:batches": _APPLICATIONS,
    "registration:applications": _APPLICATIONS,
    "scheduling:sessions": _ROOMS,
    "scheduling:enrolments": frozenset({"exam-affairs", "reception"}),
    "itembank:papers": _CUSTODY,
    "itembank:openings": _CUSTODY,
    "scoring:results": _RESULTS,
    "certification:notices": _NOTICES,
    "certification:objections": _NOTICES,
    "certification:certificates": frozenset({"general-office"}),
    "certification:proceedings": frozenset({"quality", "general-office", "supervisor"}),
}
HISTORY_READERS: Final = frozenset[str]().union(*HISTORIES.values())


def must_be_open_to(roles: frozenset[str], subject: str) -> None:
    """Refuse whoever may not read this; without a subject it is the whole chain."""
    readers = HISTORIES.get(subject.partition("/")[0], frozenset())
    if not roles & (CHAIN_READERS | readers):
        raise HistoryClosedError
