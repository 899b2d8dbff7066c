"""Banks are taken in, and blueprints drawn up."""

from libs.chassis.domain import Act
from services.itembank.domain.bank import Acceptance, Bank
from services.itembank.domain.blueprint import Blueprint, BlueprintDraft
from services.itembank.domain.resources import Resources, must_be_of_subject
from services.itembank.ports import BankDesk, Blueprints


async def import_bank(
    desk: BankDesk, *, subject: str, resources: Resources, acceptance: Acceptance | None, act: Act
) -> Bank:
    must_be_of_subject(resources.occupation_code, resources.level, expected=subject)
    earlier = await desk.banks.find_one(subject)
    bank = Bank.take_in(resources, acceptance=acceptance, vault=desk.vault, earlier=earlier, act=act)
    desk.banks.save(bank)
    return bank


async def draw_up_blueprint(blueprints: Blueprints, *, subject: str, draft: BlueprintDraft, act: Act) -> None:
    must_be_of_subject(draft.occupation_code, draft.level, expected=subject)
    await blueprints.put(Blueprint.draw_up(draft, act=act))
