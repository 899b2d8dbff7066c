"""The platform's list against ours: every certificate is accounted for."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from libs.chassis.domain import every
from services.sync.domain.batch import Batch, Difference
from services.sync.domain.row import NUMBER, RecordKind, Row, differing
from services.sync.domain.upload import ENDS, Upload, UploadState, Verdict
from services.sync.ports import SyncDesk


async def compare(desk: SyncDesk, *, batch_id: str, theirs: Mapping[str, Row], day: date, now: datetime) -> Batch:
    """Missing there, extra there, different; uncertain ones are settled by it, and what went missing is uncertain.

    A certificate that was taken off the platform may be shown there or not.
    """
    batch = await desk.batches.get(batch_id)
    ours: defaultdict[str, list[Upload]] = defaultdict(list)
    async for upload in every(desk.uploads, {"batch_id": batch_id, "kind": RecordKind.CERTIFICATE}):
        ours[upload.number].append(upload)
    differences = [Difference(number=number, kind="extra") for number in sorted(theirs.keys() - ours.keys())]
    for number, uploads in ours.items():
        if not any(one.change in ENDS and one.may_be_there for one in uploads):
            newest = max((one for one in uploads if one.change == "new"), key=lambda one: one.revision)
            differences += _differences(desk, newest, theirs.get(number), now=now)
    batch.differences, batch.listed_on = sorted(differences, key=lambda one: one.number), day
    desk.batches.save(batch)
    return batch


def _differences(desk: SyncDesk, upload: Upload, there: Row | None, *, now: datetime) -> list[Difference]:
    if there is None:
        if upload.state is UploadState.UNCERTAIN:
            upload.find_absent(now=now)
        elif upload.state is UploadState.ACCEPTED:
            upload.find_missing(now=now)
        desk.uploads.save(upload)
        return [] if upload.state is UploadState.SUPERSEDED else [Difference(number=upload.number, kind="missing")]
    if upload.state is UploadState.UNCERTAIN:
        upload.settle(Verdict(accepted=True), now=now)
        desk.uploads.save(upload)
    unreadable = upload.data.unreadable(desk.cipher)
    wrong = unreadable or differing(upload.row(desk.cipher), there)
    if wrong:
        return [Difference(number=upload.number, kind="different", columns=tuple(wrong))]
    return [] if upload.state is UploadState.ACCEPTED else [Difference(number=there[NUMBER], kind="not-ours-to-have")]
