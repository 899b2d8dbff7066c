"""What the archive has forms about beside the year: a batch whose examination is planned."""

from dataclasses import dataclass

from libs.forms.errors import SubjectNotFoundError
from libs.forms.subject import Subject
from services.archive.domain.batch_file import BatchFile
from services.archive.ports import BatchFiles


@dataclass(frozen=True, kw_only=True)
class FormSubjects:
    """Finds batches by their ids."""

    batch_files: BatchFiles

    async def get(self, kind: str, identifier: str, /) -> Subject:
        """One of them. Raises `SubjectNotFoundError`."""
        file = await self.batch_files.find_one(identifier) if kind == "batch" else None
        if file is None or not file.is_planned:
            raise SubjectNotFoundError
        return _batch(file)

    async def of_file(self, file_id: str, /) -> list[Subject]:
        """The batch itself, once its examination is planned."""
        file = await self.batch_files.find_one(file_id)
        return [_batch(file)] if file and file.is_planned else []


def _batch(file: BatchFile) -> Subject:
    return Subject(
        kind="batch",
        id=file.id,
        file_id=file.id,
        title=file.name or file.id,
        facts=(("批次", file.id),),
        anchors={"filing-due": file.due_at} if file.due_at else {},
    )
