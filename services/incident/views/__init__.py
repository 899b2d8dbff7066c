"""What is read: lines for the console and the register, whole incidents, the plan as data, the duty list."""

from services.incident.views.duty import DayPage, day_page, ladders, notices_of, readiness_of, roster_page
from services.incident.views.lines import Line, OpenIncidents, Register, open_incidents, register
from services.incident.views.pages import AffectedPage, IncidentPage, incident_page, readable, shown
from services.incident.views.paper import printed_file, printed_register
from services.incident.views.plan import KindLine, Proposal, kinds, proposal
from services.incident.views.preparing import (
    LeadingGroupPage,
    PreparationsPage,
    leading_group_page,
    preparations_page,
)
from services.incident.views.registers import register_csv
from services.incident.views.similar import SimilarIncidents, similar_incidents
from services.incident.views.statistics import Statistics, StatisticsPage

__all__ = [
    "AffectedPage",
    "DayPage",
    "IncidentPage",
    "KindLine",
    "LeadingGroupPage",
    "Line",
    "OpenIncidents",
    "PreparationsPage",
    "Proposal",
    "Register",
    "SimilarIncidents",
    "Statistics",
    "StatisticsPage",
    "day_page",
    "incident_page",
    "kinds",
    "ladders",
    "leading_group_page",
    "notices_of",
    "open_incidents",
    "preparations_page",
    "printed_file",
    "printed_register",
    "proposal",
    "readable",
    "readiness_of",
    "register",
    "register_csv",
    "roster_page",
    "shown",
    "similar_incidents",
]
