"""Who leads a site: exactly one chief examiner-in-charge (主考), and deputies (SCH-17)."""

from dataclasses import dataclass

from libs.chassis.domain import Act, Aggregate
from services.scheduling.domain.errors.room import DeputiesMissingError, NotTheSitesHeadError, SeveralPostsError
from services.scheduling.domain.sessions.exam_clock import Signer


@dataclass(kw_only=True)
class Site(Aggregate):
    """A site by its name, as rooms and sessions have it; whoever leads it gives its signals."""

    id: str
    chief: str
    deputies: list[str]

    def __post_init__(self) -> None:
        if not self.deputies:
            raise DeputiesMissingError(self.id)
        if len({self.chief, *self.deputies}) <= len(self.deputies):
            raise SeveralPostsError(self.id)

    def is_led_by(self, staff_id: str) -> bool:
        """Whether this person is its chief or one of the deputies."""
        return staff_id in {self.chief, *self.deputies}


@dataclass(frozen=True)
class SiteAct:
    """Somebody acts for a site, when, and by which of its offices."""

    act: Act
    offices: frozenset[Signer]

    def must_be_for(self, name: str, site: Site | None) -> None:
        """Those who lead this site, or exam affairs in their place. Raises `NotTheSitesHeadError`."""
        if "exam-affairs" not in self.offices and not (site and site.is_led_by(self.act.by)):
            raise NotTheSitesHeadError(name)
