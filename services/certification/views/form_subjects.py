"""What certification has forms about beside the year: a batch."""

from dataclasses import dataclass

from libs.forms.errors import SubjectNotFoundError
from libs.forms.subject import Subject
from services.certification.domain.batch import Batch
from services.certification.ports import Batches


@dataclass(frozen=True, kw_only=True)
class FormSubjects:
    """Finds batches by their ids."""

    batches: Batches

    async def get(self, kind: str, identifier: str, /) -> Subject:
        """One of them. Raises `SubjectNotFoundError`."""
        batch = await self.batches.find_one(identifier) if kind == "batch" else None
        if batch is None:
            raise SubjectNotFoundError
        return _batch(batch)

    async def of_file(self, file_id: str, /) -> list[Subject]:
        """The batch itself, once it is known."""
        batch = await self.batches.find_one(file_id)
        return [_batch(batch)] if batch else []


def _batch(batch: Batch) -> Subject:
    return Subject(
        kind="batch",
        id=batch.id,
        file_id=batch.id,
        title=f"批次 {batch.id}",
        facts=(("批次", batch.id), ("评价机构", batch.institution)),
    )
