"""What scheduling is told by its environment."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from libs.chassis.settings import ServiceSettings
from libs.contracts.event import OccupationCode
from services.scheduling.domain.planning.request import PlanRules


class Settings(ServiceSettings):
    """The national standard of an occupation may ask for other teams than the usual ones (SCH-23)."""

    http_port: int = 8102
    store: str = "sqlite:///scheduling.sqlite"
    workstations_per_examiner: int = Field(default=5, ge=1)
    odd_teams: bool = True
    # The cooks' standard of 2018 names one examiner for ten workstations (domain note C2).
    stations_by_occupation: dict[str, Annotated[int, Field(ge=1)]] = Field(default={"4-03-02-01": 10})

    # No rule says how long the way from one site to another takes.
    minutes_between_sites: int = Field(default=60, ge=0, le=240)

    # Which occupations want a full-time safety officer in every practical room (SCH-34).
    safety_occupations: list[OccupationCode] = Field(default=[])

    def plan_rules(self) -> PlanRules:
        """The settings that a plan is made under."""
        return PlanRules(
            workstations_per_examiner=self.workstations_per_examiner,
            odd_teams=self.odd_teams,
            by_occupation=self.stations_by_occupation,
            safety_occupations=frozenset(self.safety_occupations),
            way=timedelta(minutes=self.minutes_between_sites),
        )
