"""Records on their way by machine: claimed in one commit, sent, settled in another."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from libs.chassis.domain import Act, Decision, Query
from services.sync.domain.upload import THE_SYSTEM, Sending, Upload, UploadState, Verdict
from services.sync.ports import PlatformBusyError, SyncDesk

AT_ONCE = 50
# Pages of records that one claim looks through.
MOST_PAGES = 10


async def claim(desk: SyncDesk, *, now: datetime) -> list[Sending]:
    """Up to fifty records of one kind and batch that wait, as they will be sent; what has to go alone goes alone."""
    chosen: list[Upload] = []
    async for upload in _waiting(desk, now=now):
        if len(chosen) == AT_ONCE or (chosen and (upload.alone or not _goes_with(upload, chosen[0]))):
            break
        if not upload.can_go(desk.cipher, now=now):
            desk.uploads.save(upload)
        elif await _comes_first(desk, upload, now=now):
            chosen.append(upload)
            if upload.alone:
                break
    for upload in chosen:
        upload.claim(Act(THE_SYSTEM, now))
        desk.uploads.save(upload)
    return [
        Sending(
            key=upload.id,
            kind=upload.kind,
            batch_id=upload.batch_id,
            number=upload.number,
            change=upload.change,
            row=upload.row(desk.cipher),
        )
        for upload in chosen
    ]


def _goes_with(upload: Upload, first: Upload) -> bool:
    return (upload.batch_id, upload.kind) == (first.batch_id, first.kind)


async def _waiting(desk: SyncDesk, *, now: datetime) -> AsyncIterator[Upload]:
    """What waits, oldest first: as much as is sent at once, and more only where some of it cannot go yet."""
    waiting = Query(
        {"state": UploadState.WAITING, "is_carried": False},
        below={"worked_at": now},
        order_by="worked_at",
        limit=AT_ONCE,
    )
    for _ in range(MOST_PAGES):
        page = await desk.uploads.find(waiting)
        for upload in page.items:
            yield upload
        if page.next is None:
            return
        waiting = replace(waiting, after=page.next)


async def _comes_first(desk: SyncDesk, upload: Upload, *, now: datetime) -> bool:
    """A change is sent after what it changes was taken; if that never will be, neither is the change."""
    if upload.change == "new":
        return True
    uploads = (await desk.uploads.find(Query({"number": upload.number}))).items
    before = [one for one in uploads if one.revision < upload.revision]
    if any(one.state in {UploadState.SENDING, UploadState.UNCERTAIN} for one in before):
        return False
    if any(one.state is UploadState.ACCEPTED for one in before):
        return True
    upload.supersede(now=now)
    desk.uploads.save(upload)
    return False


async def settle(desk: SyncDesk, keys: Collection[str], verdicts: Mapping[str, Verdict], *, now: datetime) -> None:
    """What the platform said of each; what it did not judge is uncertain."""
    for key in keys:
        upload = await desk.uploads.get(key)
        if key in verdicts:
            upload.settle(verdicts[key], now=now)
        else:
            upload.lose(now=now, said="平台的答复中没有该记录")
        desk.uploads.save(upload)


async def lose(desk: SyncDesk, keys: Collection[str], *, said: str, now: datetime) -> None:
    """No answer came: the platform may have them all."""
    for key in keys:
        upload = await desk.uploads.get(key)
        upload.lose(now=now, said=said)
        desk.uploads.save(upload)


async def put_back(desk: SyncDesk, keys: Collection[str], busy: PlatformBusyError, *, now: datetime) -> None:
    for key in keys:
        upload = await desk.uploads.get(key)
        upload.put_back(now=now, said=busy.why, not_before=busy.not_before)
        desk.uploads.save(upload)


async def refuse(desk: SyncDesk, keys: Sequence[str], *, why: str, now: datetime) -> None:
    """A request of one record that is refused is that record's fault; of many, each is sent alone."""
    for key in keys:
        upload = await desk.uploads.get(key)
        if len(keys) == 1:
            upload.settle(Verdict(accepted=False, reason=why), now=now)
        else:
            upload.put_back(now=now, said="整批被退回，逐条上报", not_before=now, alone=True)
        desk.uploads.save(upload)


async def uncertain(desk: SyncDesk, *, now: datetime) -> list[str]:
    """Claims whose sender has ended become uncertain; answers the keys that the platform should be asked for."""
    lapsed = await _due(desk, UploadState.SENDING, now=now)
    for upload in lapsed:
        upload.lose(now=now, said="上报中断，结果不明")
        desk.uploads.save(upload)
    return [upload.id for upload in [*lapsed, *await _due(desk, UploadState.UNCERTAIN, now=now)]]


async def answer(desk: SyncDesk, key: str, *, there: bool | None, now: datetime) -> None:
    """The platform has it, has it not, or did not say. It may have been settled meanwhile."""
    upload = await desk.uploads.get(key)
    if upload.state is not UploadState.UNCERTAIN:
        return
    if there is None:
        upload.wait_for_answer(now=now)
    elif there:
        upload.settle(Verdict(accepted=True), now=now)
    else:
        upload.find_absent(now=now)
    desk.uploads.save(upload)


async def retry(desk: SyncDesk, *, id: str, decision: Decision) -> None:
    upload = await desk.uploads.get(id)
    upload.retry(decision)
    desk.uploads.save(upload)


async def give_up(desk: SyncDesk, *, id: str, decision: Decision) -> None:
    """Somebody decides that it is not reported."""
    upload = await desk.uploads.get(id)
    upload.give_up(decision)
    desk.uploads.save(upload)


async def look_up(desk: SyncDesk, *, id: str, there: bool, act: Act) -> None:
    """Somebody looked into the platform for what was uncertain."""
    upload = await desk.uploads.get(id)
    if there:
        upload.settle(Verdict(accepted=True), by=act.by, now=act.at)
    else:
        upload.find_absent(by=act.by, now=act.at)
    desk.uploads.save(upload)


async def _due(desk: SyncDesk, state: UploadState, *, now: datetime) -> list[Upload]:
    asked = {"state": state, "is_carried": False}
    page = await desk.uploads.find(Query(asked, below={"worked_at": now}, order_by="worked_at", limit=AT_ONCE))
    return list(page.items)
