"""What the use cases and views need of the world outside."""

from libs.chassis.domain import Repository
from services.incident.domain.incident import Incident

Incidents = Repository[Incident]
