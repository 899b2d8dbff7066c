"""Banks are taken in, and blueprints drawn up."""

from collections.abc import Sequence

from libs.chassis.domain import Act, Query, every
from libs.contracts.scheduling import ExaminerTermsChanged
from services.itembank.domain.bank import Acceptance, Bank, Delivery
from services.itembank.domain.blueprint import Blueprint, BlueprintDraft
from services.itembank.domain.errors.reading import ItemNotInBankError
from services.itembank.domain.items.item import Item, revised
from services.itembank.domain.items.reading import ItemReader
from services.itembank.domain.resources import ItemContent, Resources, must_be_of_subject
from services.itembank.domain.writing.examiner import Examiner
from services.itembank.domain.writing.provenance import CityApproval
from services.itembank.ports import BankDesk, Banks, Blueprints, Examiners, ReadingDesk


async def import_bank(desk: BankDesk, *, subject: str, resources: Resources, delivery: Delivery, act: Act) -> Bank:
    must_be_of_subject(resources.occupation_code, resources.level, expected=subject)
    earlier = await desk.banks.find_one(subject)
    versions = await versions_of(desk, earlier) if earlier else []
    bank = Bank.take_in(resources, delivery=delivery, earlier=earlier, act=act)
    await _must_be_by_examiners(desk, delivery, resources.occupation_code)
    for item in revised(versions, resources, bank_id=bank.id, vault=desk.vault, act=act):
        desk.items.save(item)
    desk.banks.save(bank)
    return bank


async def _must_be_by_examiners(desk: BankDesk, delivery: Delivery, occupation_code: str) -> None:
    if delivery.isolation:
        found = [await desk.examiners.find_one(writer) for writer in delivery.isolation.writers]
        delivery.isolation.must_be_by_examiners(occupation_code, [one for one in found if one])


async def follow_examiner(examiners: Examiners, told: ExaminerTermsChanged, *, seq: int) -> None:
    examiner = await examiners.find_one(told.staff_id) or Examiner(id=told.staff_id)
    examiner.follow(told, seq=seq)
    examiners.save(examiner)


async def versions_of(desk: BankDesk, bank: Bank) -> list[Item]:
    """Every version of its items; what was stored as one document before is taken apart here, once."""
    return _taken_apart(desk, bank) or [item async for item in every(desk.items, {"bank_id": bank.id})]


def _taken_apart(desk: BankDesk, bank: Bank) -> list[Item]:
    apart = bank.taken_apart(desk.vault)
    for item in apart:
        desk.items.save(item)
    if apart:
        desk.banks.save(bank)
    return apart


async def read_items(
    desk: ReadingDesk, *, subject: str, item_ids: Sequence[str], act: Act
) -> list[tuple[Item, ItemContent]]:
    """In the order asked for; on record before anybody sees them."""
    bank = await desk.banks.get(subject)
    apart = {item.item_id: item for item in _taken_apart(desk, bank)}
    there = [apart.get(item_id) or await item_of(desk, bank, item_id) for item_id in item_ids]
    reader = await desk.item_readers.find_one(act.by) or ItemReader(id=act.by)
    reader.read(bank, item_ids, most=desk.items_an_hour, act=act)
    desk.item_readers.save(reader)
    return [(item, item.open(desk.vault)) for item in there]


async def item_of(desk: BankDesk, bank: Bank, item_id: str) -> Item:
    """The version that is in the bank. Raises `ItemNotInBankError`."""
    found = await desk.items.find(Query({"bank_id": bank.id, "item_id": item_id, "in_bank": True}, limit=1))
    if not found.items:
        raise ItemNotInBankError(bank.id, item_id)
    return found.items[0]


async def accept_bank(banks: Banks, *, subject: str, acceptance: Acceptance, act: Act) -> Bank:
    bank = await banks.get(subject)
    bank.hear(acceptance, act=act)
    banks.save(bank)
    return bank


async def approve_bank_by_city(banks: Banks, *, subject: str, approval: CityApproval) -> Bank:
    bank = await banks.get(subject)
    bank.hear_city(approval)
    banks.save(bank)
    return bank


async def draw_up_blueprint(blueprints: Blueprints, *, subject: str, draft: BlueprintDraft, act: Act) -> None:
    must_be_of_subject(draft.occupation_code, draft.level, expected=subject)
    await blueprints.put(Blueprint.draw_up(draft, act=act))
