"""What the routes are handed: repositories, the vault, the path's occupation and level."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict

from libs.chassis.web.http import provided, repository
from libs.contracts.event import Level, OccupationCode
from services.itembank.domain.envelope import Vault
from services.itembank.ports import Banks, Blueprints, Openings, Papers, Sessions

Code = Annotated[OccupationCode, Path()]
LevelInPath = Annotated[Level, Path()]
BankStore = Annotated[Banks, repository("banks")]
BlueprintStore = Annotated[Blueprints, repository("blueprints")]
PaperStore = Annotated[Papers, repository("papers")]
SessionStore = Annotated[Sessions, repository("sessions")]
OpeningStore = Annotated[Openings, repository("openings")]
Cursor = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=200)]
Locks = Annotated[Vault, provided("vault")]


class Body(BaseModel):
    """Fields that nobody knows are refused."""

    model_config = ConfigDict(extra="forbid")
