"""The routes, by subject."""

from apps.gateway.routes import accounts, batches, my_account, sign_in

ALL = (sign_in.pages, my_account.pages, batches.pages, accounts.pages)
