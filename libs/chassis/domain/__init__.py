"""The few building blocks that a service's domain may use: plain Python, no I/O."""

from libs.chassis.domain.acts import Act, Decision
from libs.chassis.domain.aggregate import Aggregate, Deadline, Harm
from libs.chassis.domain.allowance import Allowance, TooOftenError
from libs.chassis.domain.cipher import Cipher
from libs.chassis.domain.errors import (
    ConflictError,
    DomainError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    NotYetError,
    SettledError,
    StrangeMessageError,
)
from libs.chassis.domain.files import Files
from libs.chassis.domain.followed import Followed
from libs.chassis.domain.page import Page
from libs.chassis.domain.progress import Progress
from libs.chassis.domain.query import Query
from libs.chassis.domain.repository import Repository, every
from libs.chassis.domain.targeted_order import carry_out

__all__ = [
    "Act",
    "Aggregate",
    "Allowance",
    "Cipher",
    "ConflictError",
    "Deadline",
    "Decision",
    "DomainError",
    "Files",
    "Followed",
    "ForbiddenError",
    "Harm",
    "InvalidError",
    "NotFoundError",
    "NotYetError",
    "Page",
    "Progress",
    "Query",
    "Repository",
    "SettledError",
    "StrangeMessageError",
    "TooOftenError",
    "carry_out",
    "every",
]
