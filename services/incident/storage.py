"""Where incidents are kept, and what they are found by."""

from libs.chassis.store import Collection, Index
from services.incident.domain.errors import IncidentNotFoundError
from services.incident.domain.incident import Incident

INCIDENTS = Collection(
    "incidents",
    Incident,
    missing=IncidentNotFoundError,
    indexes=[
        Index("batch_id"),
        Index("discovered_at", read=lambda incident: incident.first_report.discovered_at),
    ],
)
