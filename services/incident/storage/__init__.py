"""Where the incident service keeps things, and how it prints and stores files."""

from services.incident.storage.collections import (
    ALL,
    INCIDENTS,
    JOINED_REPORTS,
    NOTIFICATIONS,
    ROSTERS,
    IncidentChanges,
    IncidentsAnnounced,
    NoticesToShow,
)
from services.incident.storage.paces import RobotPaces
from services.incident.storage.printing import TypstPrinter

__all__ = [
    "ALL",
    "INCIDENTS",
    "JOINED_REPORTS",
    "NOTIFICATIONS",
    "ROSTERS",
    "IncidentChanges",
    "IncidentsAnnounced",
    "NoticesToShow",
    "RobotPaces",
    "TypstPrinter",
]
