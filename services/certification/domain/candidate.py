"""Who may be certified: the approved application, with its personal data still sealed."""

from dataclasses import dataclass

from libs.chassis.domain import Aggregate
from libs.contracts.event import Part
from services.certification.domain.errors.candidate import PhotoAfterIssueError


@dataclass(kw_only=True)
class Candidate(Aggregate):
    """Who an approved application is about; its id is that of the application. Kept once, as it came.

    `photo` is the digest of the picture that a certificate will show; empty while there is none.
    """

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
    photo: str = ""

    def take_photo(self, sha256: str, *, printed_on: str | None) -> None:
        """The picture for the certificate, in place of any before. Raises `PhotoAfterIssueError`."""
        if printed_on and sha256 != self.photo:
            raise PhotoAfterIssueError(printed_on)

        self.photo = sha256
