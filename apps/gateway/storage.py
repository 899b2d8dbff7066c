"""What the gateway keeps: people, where they signed in, and for minutes what is on its way."""

from typing import Any

from apps.gateway.domain.account import Account
from apps.gateway.domain.arrival import Arrival
from apps.gateway.domain.assertion import HeardSignOut
from apps.gateway.domain.disclosure import Disclosure
from apps.gateway.domain.errors import AccountMissingError, JobMissingError, SessionMissingError
from apps.gateway.domain.job import Job
from apps.gateway.domain.job_piece import JobPiece
from apps.gateway.domain.kept_form import KeptForm
from apps.gateway.domain.kept_upload import KeptPiece
from apps.gateway.domain.session import StaffSession
from apps.gateway.domain.tries import Tries
from libs.chassis.store.port import Collection, Index, newest_first

ALL: list[Collection[Any]] = [
    Collection("accounts", Account, indexes=[Index("identity")], missing=AccountMissingError),
    Collection(
        "sessions",
        StaffSession,
        indexes=[Index("account_id"), Index("sid"), Index("forget_at")],
        missing=SessionMissingError,
        forget_by="forget_at",
    ),
    Collection("arrivals", Arrival, indexes=[Index("account_id"), Index("sid"), Index("ends_at")], forget_by="ends_at"),
    Collection("heard_sign_outs", HeardSignOut, indexes=[Index("ends_at")], forget_by="ends_at"),
    Collection("kept_forms", KeptForm, indexes=[Index("ends_at")], forget_by="ends_at"),
    Collection("kept_pieces", KeptPiece, indexes=[Index("ends_at")], forget_by="ends_at"),
    Collection("disclosures", Disclosure, indexes=[Index("newest", read=lambda one: newest_first(one.at))]),
    Collection(
        "jobs",
        Job,
        indexes=[
            Index("account_id"),
            Index("is_open"),
            Index("is_news"),
            Index("free_at", within=["is_open"]),
            Index("newest", read=lambda job: newest_first(job.ordered_at), within=["account_id"]),
            Index("forget_at"),
        ],
        missing=JobMissingError,
        forget_by="forget_at",
    ),
    Collection("job_pieces", JobPiece, indexes=[Index("forget_at")], forget_by="forget_at"),
    Collection("tries", Tries, indexes=[Index("forget_at")], forget_by="forget_at"),
]
