"""Making the five papers of one occupation and level: theory A, B and spare, practical A and spare."""

import random
from collections.abc import Sequence
from importlib.metadata import version

from libs.contracts.event import Form, Part
from services.itembank.domain.bank import Bank
from services.itembank.domain.blueprint import Blueprint, PracticalPlan
from services.itembank.domain.content import LETTERS, PaperContent, PaperOrigin, PrintedQuestion, PrintedTask
from services.itembank.domain.errors.assembly import PracticalTasksShortError
from services.itembank.domain.resources import PracticalTask, Resources, TheoryItem, digest_of

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


def assemble(bank: Bank, resources: Resources, blueprint: Blueprint, *, batch_id: str, seed: int) -> list[PaperContent]:
    """The same bank, blueprint, batch, seed and solver give the same papers, to the byte."""
    origin = PaperOrigin(
        seed=seed,
        solver=SOLVER,
        input_digest=digest_of(bank.content_digest.encode() + blueprint.as_bytes()),
    )
    theory = theory_forms(bank, resources, blueprint, seed)
    practical = practical_forms(resources.practical, blueprint.practical, seed)
    return [
        PaperContent(
            paper_id=paper_id(batch_id, bank.occupation_code, bank.level, part, form),
            part=part,
            form=form,
            minutes=blueprint.theory.minutes if part == "theory" else blueprint.practical.minutes,
            marks_each=str(blueprint.theory.marks_each) if part == "theory" else "",
            questions=theory.get(form, []) if part == "theory" else [],
            tasks=practical.get(form, []) if part == "practical" else [],
            provenance=origin,
        )
        for part, forms in FORMS.items()
        for form in forms
    ]


def theory_forms(
    bank: Bank, resources: Resources, blueprint: Blueprint, seed: int
) -> dict[Form, list[PrintedQuestion]]:
    """Select, prove, and set in print order: choice first, within a kind as the seed has it."""
    # The solver takes 60 MiB and a second to load: only a process that makes papers pays for it.
    from services.itembank.domain.selection import FormDemand, faults_of, select  # noqa: PLC0415

    demand = FormDemand.of(blueprint.theory)
    forms = FORMS["theory"]
    selected = select(bank.cards, demand, forms=len(forms), seed=seed)
    for fault in faults_of(selected, bank.cards, demand):
        raise UnprovenSelectionError(fault)

    items = {item.item_id: item for item in resources.theory}
    return {
        form: _printed([items[item_id] for item_id in chosen], _dice(seed, form))
        for form, chosen in zip(forms, selected, strict=True)
    }


def practical_forms(tasks: Sequence[PracticalTask], plan: PracticalPlan, seed: int) -> dict[Form, list[PrintedTask]]:
    """Distinct tasks for each form, each of which fits its share of the time."""
    forms = FORMS["practical"]
    fitting = sorted(
        (task for task in tasks if task.minutes * plan.tasks <= plan.minutes), key=lambda task: task.item_id
    )
    if len(fitting) < plan.tasks * len(forms):
        raise PracticalTasksShortError(have=len(fitting), need=plan.tasks * len(forms))

    drawn = _dice(seed, "practical").sample(fitting, plan.tasks * len(forms))
    return {
        form: [_task(no, task) for no, task in enumerate(drawn[place :: len(forms)], start=1)]
        for place, form in enumerate(forms)
    }


def _printed(items: list[TheoryItem], dice: random.Random) -> list[PrintedQuestion]:
    dice.shuffle(items)
    items.sort(key=lambda item: item.kind)
    return [_question(no, item, dice) for no, item in enumerate(items, start=1)]


def _question(no: int, item: TheoryItem, dice: random.Random) -> PrintedQuestion:
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
    )


def _task(no: int, item: PracticalTask) -> PrintedTask:
    return PrintedTask(
        no=no,
        item_id=item.item_id,
        title=item.title,
        task=item.task,
        minutes=item.minutes,
        criteria=item.criteria,
        knockouts=item.knockouts,
    )


def _dice(seed: int, what: str) -> random.Random:
    return random.Random(f"{seed}:{what}")  # noqa: S311 -- reproducible on purpose; the seed is kept under lock
