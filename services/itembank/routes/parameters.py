"""What more than one of the route modules asks for."""

from typing import Annotated

from fastapi import Path

from libs.chassis.web.http import repository
from libs.contracts.event import Level, OccupationCode
from services.itembank.ports import Papers

Code = Annotated[OccupationCode, Path()]
LevelInPath = Annotated[Level, Path()]
PaperStore = Annotated[Papers, repository("papers")]
