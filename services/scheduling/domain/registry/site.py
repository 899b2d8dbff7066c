"""Who leads a site: exactly one chief examiner-in-charge (主考), and deputies (SCH-17)."""

from dataclasses import dataclass

from libs.chassis.domain import Aggregate
from services.scheduling.domain.errors.room import DeputiesMissingError, NotTheSitesHeadError, SeveralPostsError


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

    def must_be_led_by(self, staff_id: str) -> None:
        """Refuse whoever leads another site."""
        if staff_id not in {self.chief, *self.deputies}:
            raise NotTheSitesHeadError(self.id)
