"""Who may be certified: the approved application, with its personal data still sealed."""

from dataclasses import dataclass

from libs.chassis.domain import Aggregate
from libs.contracts.event import Part


@dataclass(kw_only=True)
class Candidate(Aggregate):
    """Who an approved application is about; its id is that of the application. Kept once, as it came."""

    id: str
    batch_id: str
    name: str
    id_number: str
    id_fingerprint: str
    occupation_code: str
    occupation: str
    work_type: str
    level: int
    parts: list[Part]
    id_kind: str = "居民身份证"
