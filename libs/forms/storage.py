"""Where forms are kept: the collections that a service with forms has."""

from typing import Any

from libs.chassis.store.port import Collection, Index, Waiting
from libs.forms.account import Account
from libs.forms.errors import RecordNotFoundError
from libs.forms.record import FormRecord
from libs.forms.watch import FormWatch

FORM_RECORDS = Collection(
    "form_records",
    FormRecord,
    missing=lambda _: RecordNotFoundError(),
    indexes=[Index("file_id"), Index("form")],
)
FORM_WATCHES = Collection(
    "form_watches",
    FormWatch,
    waiting=Waiting({"is_waiting": True}, lambda watch: watch.awaited),
    indexes=[Index("is_waiting", read=lambda watch: watch.looks_at is not None)],
)
LEDGER_ACCOUNTS = Collection("ledger_accounts", Account, indexes=[Index("ledger")])
FORM_COLLECTIONS: list[Collection[Any]] = [FORM_RECORDS, FORM_WATCHES, LEDGER_ACCOUNTS]
