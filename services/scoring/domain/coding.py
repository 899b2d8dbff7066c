"""The coding record of a session: the only thing that leads from a blind code to a candidate (SCO-24)."""

from dataclasses import dataclass

from libs.chassis.domain import Aggregate
from libs.contracts.event import Form


@dataclass(frozen=True, kw_only=True)
class CodedScript:
    """Which code is on whose script."""

    application_id: str
    code: str
    form: Form


@dataclass(kw_only=True)
class CodingRecord(Aggregate):
    """Written once, when the session's attendance is final; `id` is the session's."""

    id: str
    list_id: str
    entries: list[CodedScript]

    def code_of(self, application_id: str) -> str:
        """The code on a candidate's script."""
        return next(entry.code for entry in self.entries if entry.application_id == application_id)
