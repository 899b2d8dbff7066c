"""Teams for a shift: by first fit, or, where that is not enough, by a search for the best."""

from services.scheduling.domain.planning.first_fit import first_fit
from services.scheduling.domain.planning.shift import Shift, Team


def form_teams(shift: Shift, *, search: bool) -> list[Team]:
    """Seat as many as this shift can hold."""
    return [team for part in shift.parts() for team in (_best(part) if search else first_fit(part))]


def _best(part: Shift) -> list[Team]:
    found = first_fit(part)
    if _seated(found) == part.most():
        return found
    # The solver takes 60 MiB and a second to load: only a process that needs it pays for it.
    from services.scheduling.domain.planning.cp_sat_search import best_fit  # noqa: PLC0415

    # A search that ran out of effort must not be worse than what was known before it.
    return max(best_fit(part, found), found, key=_seated)


def _seated(teams: list[Team]) -> int:
    return sum(team.seated for team in teams)
