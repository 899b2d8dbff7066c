"""What certification keeps of a batch: who certifies, and which occupations and levels it has filed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from libs.chassis.domain import Aggregate, Deadline
from services.certification.domain.errors.batch import InstitutionCodeError

INSTITUTION_CODE = re.compile(r"[A-Z][0-9]{12}", re.ASCII)
NO_WORK_TYPE = "--"
ISSUE_KIND = "issue-certificates"


@dataclass(frozen=True, kw_only=True)
class BatchOffer:
    """One filed occupation, work type and level that the batch was announced with."""

    occupation_code: str
    occupation: str
    work_type: str
    level: int


def printed_work_type(work_type: str) -> str:
    """CER-12: "--" where there is no work type, never empty."""
    return work_type.strip() or NO_WORK_TYPE


def offers_level(
    offers: Sequence[BatchOffer], *, occupation_code: str, occupation: str, work_type: str, level: int
) -> bool:
    """Whether this occupation, work type and level is among the offers, exactly as named here."""
    wanted = (occupation_code, occupation, printed_work_type(work_type), level)
    return any(
        (offer.occupation_code, offer.occupation, printed_work_type(offer.work_type), offer.level) == wanted
        for offer in offers
    )


@dataclass(kw_only=True)
class Batch(Aggregate):
    """What a batch was announced with: who certifies, and which occupations and levels were offered.

    It is kept once, as it came, and no later message rewrites it. Certificates are issued inside what it offers. It
    starts the next issue run as long as a run has found something to issue.
    """

    id: str
    institution_code: str
    institution: str
    offers: list[BatchOffer]

    @classmethod
    def open(cls, *, id: str, institution_code: str, institution: str, offers: list[BatchOffer]) -> Self:
        """Keep a batch as it was announced. Raises `InstitutionCodeError`."""
        if not INSTITUTION_CODE.fullmatch(institution_code):
            raise InstitutionCodeError

        return cls(id=id, institution_code=institution_code, institution=institution, offers=offers)

    def continue_issuing(self, *, key: str, now: datetime) -> None:
        """Let another issue run look for released results, until one finds none.

        A run is due at once and late is its harm, so it never fires beside the ends of notices (early is theirs), which
        arm it under the same key.
        """
        self.set_deadline(issue_run(batch_id=self.id, key=key, now=now))


def issue_run(*, batch_id: str, key: str, now: datetime) -> Deadline:
    """The deadline that starts an issue run at once."""
    return Deadline(key=key, due_at=now, kind=ISSUE_KIND, payload={"batch_id": batch_id})
