"""Items of other formats are looked at and taken in; items go out as an approved copy of the bank."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from libs.chassis.domain import Act
from services.itembank.domain.bank import Bank
from services.itembank.domain.items.item import contents_of, revised
from services.itembank.domain.items.item_import import Preview, merged, must_have_seen, preview
from services.itembank.domain.items.reading import ItemReader
from services.itembank.domain.items.translation import Translated, Written
from services.itembank.domain.resources import ItemContent, Resources, TheoryItem
from services.itembank.ports import ExchangeDesk
from services.itembank.use_cases.banks import item_of, versions_of


async def preview_import(
    desk: ExchangeDesk, *, subject: str, form: str, content: bytes, act: Act
) -> tuple[Preview, Mapping[str, ItemContent]]:
    """Nothing comes in. Items of the bank that stand beside twins are read, on record, while the hour allows."""
    bank = await desk.banks.get(subject)
    resources, translated = await _both(desk, bank, form, content)
    seen = await asyncio.to_thread(preview, resources, translated)
    reader = await desk.item_readers.find_one(act.by) or ItemReader(id=act.by)
    coming = {item.item_id: item for item in translated.items}
    left = reader.left(desk.items_an_hour, now=act.at)
    beside = list(dict.fromkeys(pair.other for pair in seen.shown_twins if pair.other not in coming))[:left]
    if beside:
        reader.read(bank, beside, most=desk.items_an_hour, act=act)
        desk.item_readers.save(reader)
    return seen, {item.item_id: item for item in contents_of(resources) if item.item_id in beside} | coming


async def import_items(desk: ExchangeDesk, *, subject: str, form: str, content: bytes, act: Act) -> Bank:
    """A new revision of the bank, which waits for its acceptance."""
    bank = await desk.banks.get(subject)
    resources, translated = await _both(desk, bank, form, content)
    return await _take_in(desk, bank, resources, translated, act=act)


async def change_item(desk: ExchangeDesk, *, subject: str, item: TheoryItem, seen: int, act: Act) -> Bank:
    """One item of the bank as a person wants it: its next version, in a new revision that waits for its acceptance.

    `seen` is the version that was changed; papers keep those that they were built from.
    """
    bank = await desk.banks.get(subject)
    must_have_seen(await item_of(desk, bank, item.item_id), seen)
    resources = await _resources_of(desk, bank)
    return await _take_in(desk, bank, resources, Translated(items=[item], losses=[]), act=act)


async def _take_in(desk: ExchangeDesk, bank: Bank, resources: Resources, translated: Translated, *, act: Act) -> Bank:
    seen = await asyncio.to_thread(preview, resources, translated)
    seen.must_be_importable()
    whole = merged(resources, translated.items)
    delivery = replace(bank.delivery, acceptance=None)
    revision = Bank.take_in(whole, delivery=delivery, earlier=bank, act=act)
    for item in revised(await versions_of(desk, bank), whole, bank_id=bank.id, vault=desk.vault, act=act):
        desk.items.save(item)
    desk.banks.save(revision)
    return revision


async def export_items(desk: ExchangeDesk, *, subject: str, form: str, handling: int, act: Act) -> Written:
    """The copy that the head approved of the carrier with the bank's own number, handed to whoever asked for it."""
    bank = await desk.banks.get(subject)
    carrier = await desk.secret_materials.get(bank.id)
    carrier.hand_over_export(handling, act=act)
    desk.secret_materials.save(carrier)
    resources = await _resources_of(desk, bank)
    return await asyncio.to_thread(desk.formats.writers[form], list(contents_of(resources)))


async def _both(desk: ExchangeDesk, bank: Bank, form: str, content: bytes) -> tuple[Resources, Translated]:
    translated = await asyncio.to_thread(desk.formats.readers[form], content)
    translated.must_be_of_a_bank()
    return await _resources_of(desk, bank), translated


async def _resources_of(desk: ExchangeDesk, bank: Bank) -> Resources:
    items = [item for item in await versions_of(desk, bank) if item.in_bank]
    return await asyncio.to_thread(bank.resources_of, items, desk.vault)
