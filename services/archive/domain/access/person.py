"""Who wants to see or to borrow something: sealed, and comparable with those whom the archive is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from libs.chassis.domain import Aggregate
from services.archive.domain.errors.person import PersonConcernedError
from services.archive.domain.item import FiledItem


@dataclass(kw_only=True)
class Concerned(Aggregate):
    """A candidate of a batch, by fingerprint: its files are about this person. The id is `batch/fingerprint`."""

    id: str

    @classmethod
    def key(cls, batch_id: str, fingerprint: str) -> str:
        """Under what it is found."""
        return f"{batch_id}/{fingerprint}"


@dataclass(frozen=True, kw_only=True)
class Outsider:
    """Whoever reads or borrows: a name and a number that stay sealed, with the staff number of one of our own."""

    name: str
    id_number: str
    fingerprint: str
    organisation: str
    staff_id: str = ""


def must_not_concern(items: Sequence[FiledItem], staff_id: str) -> None:
    """A member of staff keeps away from the own matter. Raises `PersonConcernedError`."""
    if any(staff_id in item.concerns for item in items):
        raise PersonConcernedError
