"""What registration has forms about, beside the year: a batch."""

from dataclasses import dataclass

from libs.contracts.beijing import beijing_time
from libs.forms.errors import SubjectNotFoundError
from libs.forms.subject import Subject
from services.registration.domain.batch import Batch
from services.registration.ports import Batches


@dataclass(frozen=True, kw_only=True)
class FormSubjects:
    """Finds a batch by its id."""

    batches: Batches

    async def get(self, kind: str, identifier: str, /) -> Subject:
        """Only a batch is found here. Raises `SubjectNotFoundError`."""
        found = await self.batches.find_one(identifier) if kind == "batch" else None
        if found is None:
            raise SubjectNotFoundError
        return _batch(found)

    async def of_file(self, file_id: str, /) -> list[Subject]:
        """The batch, if it is one's file."""
        found = await self.batches.find_one(file_id)
        return [_batch(found)] if found else []


def _batch(batch: Batch) -> Subject:
    plan = batch.plan
    days = sorted(plan.examination_days)
    first = {"first-day": beijing_time(days[0])} if days else {}
    return Subject(
        kind="batch",
        id=batch.id,
        file_id=batch.id,
        title=plan.name,
        facts=(
            ("批次", batch.id),
            ("评价机构", plan.institution),
            ("考试日期", "、".join(day.isoformat() for day in days)),
        ),
        anchors={"opens": plan.registration_opens_at, "closes": plan.registration_closes_at, **first},
    )
