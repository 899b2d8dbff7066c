"""Making the five papers of one occupation and level: theory A, B and spare, practical A and spare."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TypeVar

from libs.contracts.event import Form, Part
from services.itembank.domain.bank import Bank
from services.itembank.domain.blueprint import Blueprint, PracticalPlan
from services.itembank.domain.content import LETTERS, PaperContent, PaperOrigin, PrintedQuestion, PrintedTask
from services.itembank.domain.envelope import Vault
from services.itembank.domain.errors.assembly import PracticalTasksShortError
from services.itembank.domain.errors.selection import NoSelectionError
from services.itembank.domain.items.item import Item
from services.itembank.domain.resources import PracticalTask, TheoryItem, canonical, digest_of

M = TypeVar("M")
SOLVER = f"OR-Tools CP-SAT {version('ortools')}"
FORMS: dict[Part, tuple[Form, ...]] = {"theory": ("A", "B", "spare"), "practical": ("A", "spare")}


class UnprovenSelectionError(Exception):
    """The selection breaks the blueprint: a fault of ours, never a paper."""


def paper_id(batch_id: str, occupation_code: str, level: int, part: Part, form: Form) -> str:
    """The id of a paper, built like that of its sessions."""
    return f"{batch_id}-{part[0]}-{occupation_code}-{level}-{form}"


def paper_ids(batch_id: str, occupation_code: str, level: int) -> list[str]:
    """The ids of all papers of an occupation and level in a batch."""
    return [paper_id(batch_id, occupation_code, level, part, form) for part, forms in FORMS.items() for form in forms]


@dataclass(frozen=True, kw_only=True)
class ItemStock:
    """The items that papers may be made of; those of the batch before rest if the others suffice.

    So do those that candidates have seen in too many batches (`worn`).
    """

    items: Sequence[Item]
    vault: Vault
    resting: frozenset[str] = frozenset()
    worn: frozenset[str] = frozenset()

    def without(self, left_out: frozenset[str]) -> list[Item]:
        """The same but for these."""
        return [item for item in self.items if item.item_id not in left_out]


def assemble(bank: Bank, stock: ItemStock, blueprint: Blueprint, *, batch_id: str, seed: int) -> list[PaperContent]:
    """The same bank, blueprint, batch, resting items, seed and solver give the same papers, to the byte."""
    used_before = b"".join(canonical(sorted(ids)) for ids in (stock.resting, stock.worn) if ids)
    origin = PaperOrigin(
        seed=seed,
        solver=SOLVER,
        input_digest=digest_of(bank.content_digest.encode() + blueprint.as_bytes() + used_before),
    )
    theory, origins = _rested_first(stock, lambda items: _theory(items, blueprint, stock.vault, origin))
    practical = _rested_first(stock, lambda items: practical_forms(items, blueprint.practical, stock.vault, seed))
    return [
        PaperContent(
            paper_id=paper_id(batch_id, bank.occupation_code, bank.level, part, form),
            part=part,
            form=form,
            minutes=blueprint.theory.minutes if part == "theory" else blueprint.practical.minutes,
            marks_each=str(blueprint.theory.marks_each) if part == "theory" else "",
            questions=theory.get(form, []) if part == "theory" else [],
            tasks=practical.get(form, []) if part == "practical" else [],
            provenance=origins[form] if part == "theory" else origin,
        )
        for part, forms in FORMS.items()
        for form in forms
    ]


def _rested_first(stock: ItemStock, make: Callable[[Sequence[Item]], M]) -> M:
    """No item comes in consecutive batches, or once more after many, where the stock allows; the first matters more."""
    for left_out in dict.fromkeys([stock.resting | stock.worn, stock.resting]):
        if left_out:
            with suppress(NoSelectionError, PracticalTasksShortError):
                return make(stock.without(left_out))
    return make(stock.items)


def _theory(
    stock: Sequence[Item], blueprint: Blueprint, vault: Vault, origin: PaperOrigin
) -> tuple[dict[Form, list[PrintedQuestion]], dict[Form, PaperOrigin]]:
    """The forms, and how good each of them is: told by the answer and the bank alone, whatever the solver says."""
    from services.itembank.domain.selection import FormDemand, mean_difficulty, most_spread, spread_of  # noqa: PLC0415

    made = theory_forms(stock, blueprint, vault, origin.seed)
    demand, cards = FormDemand.of(blueprint.theory), [item.card for item in stock if item.card]
    best, target = most_spread(cards, demand), demand.difficulty / demand.items
    ids = {form: [question.item_id for question in questions] for form, questions in made.items()}
    return made, {
        form: replace(
            origin,
            gap=best - spread_of(chosen, cards, demand),
            miss=round(abs(mean_difficulty(chosen, cards) - target)),
        )
        for form, chosen in ids.items()
    }


def theory_forms(
    stock: Sequence[Item], blueprint: Blueprint, vault: Vault, seed: int
) -> dict[Form, list[PrintedQuestion]]:
    """Select, prove, and set in print order: choice first, within a kind as the seed has it."""
    # The solver takes 60 MiB and a second to load: only a process that makes papers pays for it.
    from services.itembank.domain.selection import FormDemand, faults_of, select  # noqa: PLC0415

    demand = FormDemand.of(blueprint.theory)
    forms = FORMS["theory"]
    cards = [item.card for item in stock if item.card]
    selected = select(cards, demand, forms=len(forms), seed=seed)
    for fault in faults_of(selected, cards, demand):
        raise UnprovenSelectionError(fault)

    items = {item.item_id: item for item in stock}
    return {
        form: _printed([items[item_id] for item_id in chosen], vault, _dice(seed, form))
        for form, chosen in zip(forms, selected, strict=True)
    }


def practical_forms(
    stock: Sequence[Item], plan: PracticalPlan, vault: Vault, seed: int
) -> dict[Form, list[PrintedTask]]:
    """Distinct tasks for each form, each of which fits its share of the time."""
    forms = FORMS["practical"]
    practical = (item for item in stock if item.part == "practical")
    tasks = [(task, item.version) for item in practical if isinstance(task := item.open(vault), PracticalTask)]
    fitting = sorted(
        (one for one in tasks if one[0].minutes * plan.tasks <= plan.minutes), key=lambda one: one[0].item_id
    )
    if len(fitting) < plan.tasks * len(forms):
        raise PracticalTasksShortError(have=len(fitting), need=plan.tasks * len(forms))

    drawn = _dice(seed, "practical").sample(fitting, plan.tasks * len(forms))
    return {
        form: [_task(no, *task) for no, task in enumerate(drawn[place :: len(forms)], start=1)]
        for place, form in enumerate(forms)
    }


def _printed(chosen: list[Item], vault: Vault, dice: random.Random) -> list[PrintedQuestion]:
    items = [(item, one.version) for one in chosen if isinstance(item := one.open(vault), TheoryItem)]
    dice.shuffle(items)
    items.sort(key=lambda one: one[0].kind)
    return [_question(no, item, version, dice) for no, (item, version) in enumerate(items, start=1)]


def _question(no: int, item: TheoryItem, version: int, dice: random.Random) -> PrintedQuestion:
    """Options are dealt anew for each form; the answer follows its option."""
    order = list(range(len(item.options)))
    if not item.keep_option_order:
        dice.shuffle(order)
    answer = LETTERS[order.index(LETTERS.index(item.answer))] if order else item.answer
    return PrintedQuestion(
        no=no,
        item_id=item.item_id,
        kind="choice" if item.kind == "choice" else "judgement",
        stem=item.stem,
        options=[item.options[place] for place in order],
        answer=answer,
        version=version,
    )


def _task(no: int, item: PracticalTask, version: int) -> PrintedTask:
    return PrintedTask(
        no=no,
        item_id=item.item_id,
        title=item.title,
        task=item.task,
        minutes=item.minutes,
        criteria=item.criteria,
        knockouts=item.knockouts,
        version=version,
    )


def _dice(seed: int, what: str) -> random.Random:
    return random.Random(f"{seed}:{what}")  # noqa: S311 -- reproducible on purpose; the seed is kept under lock
