"""Banks are taken in, and blueprints drawn up."""

from libs.chassis.domain import Act
from services.itembank.domain.bank import Acceptance, Bank, Delivery
from services.itembank.domain.blueprint import Blueprint, BlueprintDraft
from services.itembank.domain.resources import Resources, must_be_of_subject
from services.itembank.domain.writing.provenance import CityApproval
from services.itembank.ports import BankDesk, Banks, Blueprints


async def import_bank(desk: BankDesk, *, subject: str, resources: Resources, delivery: Delivery, act: Act) -> Bank:
    must_be_of_subject(resources.occupation_code, resources.level, expected=subject)
    earlier = await desk.banks.find_one(subject)
    bank = Bank.take_in(resources, delivery=delivery, vault=desk.vault, earlier=earlier, act=act)
    desk.banks.save(bank)
    return bank


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
