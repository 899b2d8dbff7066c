"""The planner: seats for everybody and a team for every room, or a refusal that says what is missing."""
