"""The routes, by subject."""

from apps.gateway.routes import (
    accounts,
    applications,
    arrivals,
    batches,
    exam_day,
    incidents,
    my_account,
    room_papers,
    rosters,
    search,
    sign_in,
    todo,
)

ALL = (
    sign_in.pages,
    my_account.pages,
    batches.pages,
    todo.pages,
    search.pages,
    rosters.pages,
    applications.pages,
    exam_day.pages,
    arrivals.pages,
    room_papers.pages,
    incidents.pages,
    accounts.pages,
)
