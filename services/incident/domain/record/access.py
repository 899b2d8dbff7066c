"""Whom an incident concerns and who may read it (INC-10)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from services.incident.domain.errors import IncidentNotFoundError
from services.incident.domain.people import Person, Role
from services.incident.domain.record.errors import IncidentConfidentialError, ReporterNotDesignatedError
from services.incident.domain.record.reports import Secrecy

# An auditor oversees, too, but only reads.
COMMANDERS: Final = (Role.SITE_HEAD, Role.SUPERVISOR, Role.EXAM_AFFAIRS, Role.LEADING_GROUP, Role.DIRECTOR)
OVERSEERS: Final = (*COMMANDERS, Role.AUDITOR)
IN_CONFIDENCE: Final = (Role.EXAM_AFFAIRS, Role.LEADING_GROUP, Role.DIRECTOR)


@dataclass(frozen=True, kw_only=True)
class Access:
    """`reporters` reported it or report on it; the report of `merged_reporters` came here with another incident."""

    incident_id: str
    secrecy: Secrecy
    reporters: AbstractSet[str]
    merged_reporters: AbstractSet[str]

    def concerns(self, person: Person) -> bool:
        """Overseers are concerned with every incident, others with what they reported or report on themselves."""
        return person.id in self.reporters | self.merged_reporters or person.holds(*OVERSEERS)

    def may_read(self, person: Person) -> bool:
        """Whether the secrecy of the incident lets this person see more than its line."""
        open_to_all = self.secrecy is Secrecy.INTERNAL
        return open_to_all or person.id in self.reporters or person.holds(*IN_CONFIDENCE)

    def must_concern(self, person: Person) -> None:
        """Refuse an act of whoever it does not concern, or who may not know of it."""
        if not self.concerns(person):
            raise IncidentNotFoundError(self.incident_id)
        if not self.may_read(person):
            raise IncidentConfidentialError

    def must_be_added_to_by(self, person: Person) -> None:
        """Refuse a picture of whoever neither reports on it nor commands."""
        self.must_concern(person)
        if person.id not in self.reporters and not person.holds(*COMMANDERS):
            raise IncidentNotFoundError(self.incident_id)

    def must_be_reported_on_by(self, person: Person, *, reporter: str) -> None:
        """Refuse a stage report of whoever is neither the designated reporter nor commands (INC-07)."""
        if person.id != reporter and not person.holds(*COMMANDERS):
            raise ReporterNotDesignatedError
