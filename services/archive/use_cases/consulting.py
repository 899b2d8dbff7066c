"""Consultations: asked for, approved, held under two pairs of eyes."""

from collections.abc import Sequence

from libs.chassis.domain import Act, Decision
from services.archive.domain.access.consultation import Consultation, Watcher
from services.archive.domain.access.person import Concerned, Outsider
from services.archive.domain.errors.item import ItemsElsewhereError
from services.archive.domain.errors.person import PersonConcernedError
from services.archive.domain.item import FiledItem
from services.archive.ports import AccessDesk, Vault


async def items_of_one_batch(desk: AccessDesk, item_ids: Sequence[str]) -> list[FiledItem]:
    """The items, all of one batch. Raises `ItemsElsewhereError`, `AbsentError`."""
    items = [await desk.items.get(one) for one in item_ids]
    if len({item.batch_id for item in items}) != 1 or len({*item_ids}) < len(item_ids):
        raise ItemsElsewhereError
    return items


async def must_be_a_stranger(desk: AccessDesk, person: Outsider, batch_id: str) -> None:
    """Whoever sat the examination of a batch sees nothing of its files. Raises `PersonConcernedError`."""
    if await desk.concerned.find_one(Concerned.key(batch_id, person.fingerprint)):
        raise PersonConcernedError


async def next_number(desk: AccessDesk, batch_id: str, kind: str) -> str:
    """The id of the next consultation, loan or review of a batch."""
    file = await desk.batch_files.get(batch_id)
    identifier = file.count_case(kind)
    desk.batch_files.save(file)
    return identifier


async def ask(desk: AccessDesk, *, item_ids: Sequence[str], reader: Outsider, asked: Decision) -> Consultation:
    """Register that somebody wants to see items."""
    items = await items_of_one_batch(desk, item_ids)
    await must_be_a_stranger(desk, reader, items[0].batch_id)
    number = await next_number(desk, items[0].batch_id, "C")
    consultation = Consultation.ask(number, items, reader, asked=asked)
    desk.consultations.save(consultation)
    return consultation


async def decide(desk: AccessDesk, *, consultation_id: str, approved: bool, decision: Decision) -> None:
    """The head approves or refuses a consultation."""
    consultation = await desk.consultations.get(consultation_id)
    consultation.decide(approved=approved, decision=decision)
    desk.consultations.save(consultation)


async def attend(desk: AccessDesk, *, consultation_id: str, office: Watcher, act: Act) -> None:
    """One of the two who watch is there."""
    consultation = await desk.consultations.get(consultation_id)
    consultation.attend(office, await items_of_one_batch(desk, consultation.item_ids), act=act)
    desk.consultations.save(consultation)


async def show_scan(desk: AccessDesk, vault: Vault, *, consultation_id: str, item_id: str, by: str) -> bytes:
    """The scan of an item, as long as the two watch. Raises what `must_be_open` raises."""
    consultation = await desk.consultations.get(consultation_id)
    consultation.must_be_open(by)
    if item_id not in consultation.item_ids:
        raise ItemsElsewhereError
    item = await desk.items.get(item_id)
    return await vault.read(item.batch_id, item.kept_scan().stored)


async def end(desk: AccessDesk, *, consultation_id: str, record: str, act: Act) -> None:
    """End a consultation with the sealed record of what was read."""
    consultation = await desk.consultations.get(consultation_id)
    consultation.end(record, act=act)
    desk.consultations.save(consultation)
