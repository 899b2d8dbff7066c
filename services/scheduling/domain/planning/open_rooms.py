"""Which rooms a shift uses, and with whom: by first fit, or, where that is not enough, by a search for the best."""

from services.scheduling.domain.planning.first_fit import first_fit
from services.scheduling.domain.planning.shift import OpenedRoom, Shift


def open_rooms(shift: Shift, *, search: bool) -> list[OpenedRoom]:
    """Seat as many as this shift can hold."""
    return [room for part in shift.parts() for room in (_best(part) if search else first_fit(part))]


def _best(part: Shift) -> list[OpenedRoom]:
    quick = first_fit(part)
    if _seated(quick) == part.most():
        return quick
    # The solver takes 60 MiB and a second to load: only a process that needs it pays for it.
    from services.scheduling.domain.planning.cp_sat_search import search_by_cp_sat  # noqa: PLC0415

    # A search that ran out of effort must not be worse than what was there before it.
    return max(search_by_cp_sat(part, quick), quick, key=_seated)


def _seated(rooms: list[OpenedRoom]) -> int:
    return sum(room.seated for room in rooms)
