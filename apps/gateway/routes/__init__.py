"""The routes, by subject."""

from apps.gateway.routes import accounts, applications, batches, my_account, rosters, search, sign_in, todo

ALL = (
    sign_in.pages,
    my_account.pages,
    batches.pages,
    todo.pages,
    search.pages,
    rosters.pages,
    applications.pages,
    accounts.pages,
)
