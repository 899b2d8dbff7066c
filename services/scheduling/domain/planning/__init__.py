"""The planner: seats for everybody and a team for every room, or a refusal that says what is missing."""

from services.scheduling.domain.planning.plan import MadePlan, Place, make_plan
from services.scheduling.domain.planning.request import PlanRequest, PlanRules

__all__ = ["MadePlan", "Place", "PlanRequest", "PlanRules", "make_plan"]
