"""Three disjoint forms of 100 items with 150 pairs of enemies, from banks of 600, 1,000 and 5,000 items.

Beside ours, in the same run, the same model as one writes it down at first, for CP-SAT and for HiGHS (both as they come
with OR-Tools): a decision for each item and form, one worker, a limit of time. Each answer is held to the blueprint by
the check of the item bank; its gap is how much spread over points it lacks of a bound that no forms of this bank can
pass: nought is a proof, and more is at most so far from the best.
"""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from benchmarks.bench import Bench
from benchmarks.measured import spread
from services.itembank.domain.items.item import ItemCard
from services.itembank.domain.selection import CLOSE, FormDemand, Forms, faults_of, most_spread, select, spread_of

SIZES = (600, 1_000, 5_000)
POINTS, AREAS, PAIRS, FORMS = 160, "ABCDEFGH", 150, 3
LIMIT_SECONDS = 60.0
DEMAND = FormDemand(
    kinds={"choice": 80, "judgement": 20},
    ranges=dict(zip(AREAS, (20, 16, 14, 12, 12, 10, 8, 8), strict=True)),
    difficulty=65_000,
)


def run(bench: Bench) -> None:
    """A line for each size."""
    for size in bench.sizes or SIZES:
        cards = _bank(size)
        bench.say(f"assemble: {size} items")
        ours = [_measured(cards, _ours) for _ in range(bench.repetitions)]
        bare = {"cp_sat": _measured(cards, _by_cp_sat), "highs": _measured(cards, _by_highs)}
        seconds = spread([one.seconds for one in ours])
        bench.results.add(
            "assemble",
            min(one.seconds for one in bare.values()) / seconds["median"],
            items=size,
            seconds=seconds,
            gap=max(one.gap for one in ours),
            faults=sum(one.faults for one in ours),
            **{f"{name}_{what}": value for name, one in bare.items() for what, value in vars(one).items()},
        )


@dataclass(frozen=True)
class Assembled:
    """What one search took, and how good its answer is; a gap of -1 is no answer."""

    seconds: float
    gap: int
    faults: int


def _measured(cards: Sequence[ItemCard], search: Callable[[Sequence[ItemCard]], Forms]) -> Assembled:
    begun = time.perf_counter()
    forms = search(cards)
    seconds = round(time.perf_counter() - begun, 3)
    if not forms:
        return Assembled(seconds, -1, 0)
    asked = sum(spread_of(form, cards, DEMAND) for form in forms)
    faults = len(list(faults_of(forms, cards, DEMAND)))
    return Assembled(seconds, FORMS * most_spread(cards, DEMAND) - asked, faults)


def _bank(size: int) -> list[ItemCard]:
    dice = random.Random(size)
    points = [f"{AREAS[number % len(AREAS)]}-{number:03d}" for number in range(POINTS)]
    enemies: dict[int, set[int]] = defaultdict(set)
    for _ in range(PAIRS):
        one, other = dice.sample(range(size), 2)
        enemies[one].add(other)
        enemies[other].add(one)
    return [
        ItemCard(
            item_id=f"T-{number:05d}",
            kind="choice" if dice.random() < 0.7 else "judgement",  # noqa: PLR2004 -- seven of ten
            point=dice.choice(points),
            difficulty=dice.randrange(350, 900),
            enemies=tuple(f"T-{other:05d}" for other in sorted(enemies[number])),
        )
        for number in range(size)
    ]


def _ours(cards: Sequence[ItemCard]) -> Forms:
    return select(cards, DEMAND, forms=FORMS, seed=1)


# ---- the model as one writes it down at first: the same for both


@dataclass(frozen=True)
class Line:
    """So much at least and at most of some items of one form; or a count of a point, up to a share."""

    weights: dict[tuple[str, int], int]
    least: int
    most: int


def _lines(cards: Sequence[ItemCard]) -> Iterable[Line]:
    for card in cards:
        yield Line({(card.item_id, form): 1 for form in range(FORMS)}, 0, 1)
    pairs = {frozenset((card.item_id, enemy)) for card in cards for enemy in card.enemies}
    for form in range(FORMS):
        for pair in sorted(map(sorted, pairs)):
            yield Line({(item, form): 1 for item in pair}, 0, 1)
        for kind, wanted in DEMAND.kinds.items():
            yield Line({(card.item_id, form): 1 for card in cards if card.kind == kind}, wanted, wanted)
        for prefix, wanted in DEMAND.ranges.items():
            yield Line({(card.item_id, form): 1 for card in cards if card.point[0] == prefix}, wanted, wanted)
        miss = CLOSE * DEMAND.items
        weights = {(card.item_id, form): card.difficulty for card in cards}
        yield Line(weights, DEMAND.difficulty - miss, DEMAND.difficulty + miss)


def _shares(cards: Sequence[ItemCard]) -> Iterable[tuple[list[tuple[str, int]], int]]:
    """The items of each point in each form, and up to how many of them count: what `spread_of` counts."""
    of_point: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        of_point[card.point].append(card.item_id)
    of_range = Counter(point[0] for point in of_point)
    for form in range(FORMS):
        for point, found in of_point.items():
            wanted, points = DEMAND.ranges[point[0]], of_range[point[0]]
            for share in (wanted // points, -(-wanted // points)):
                if share:
                    yield [(item, form) for item in found], share


def _by_cp_sat(cards: Sequence[ItemCard]) -> Forms:
    model, solver = cp_model.CpModel(), cp_model.CpSolver()
    chosen = {(card.item_id, form): model.new_bool_var("") for card in cards for form in range(FORMS)}
    for line in _lines(cards):
        total = cp_model.LinearExpr.weighted_sum([chosen[key] for key in line.weights], list(line.weights.values()))
        model.add_linear_constraint(total, line.least, line.most)
    counted = []
    for keys, share in _shares(cards):
        counted.append(model.new_int_var(0, share, ""))
        model.add(counted[-1] <= cp_model.LinearExpr.sum([chosen[key] for key in keys]))
    model.maximize(cp_model.LinearExpr.sum(counted))
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = LIMIT_SECONDS
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return []
    return _forms(cards, lambda key: solver.boolean_value(chosen[key]))


def _by_highs(cards: Sequence[ItemCard]) -> Forms:
    solver = pywraplp.Solver.CreateSolver("HIGHS")
    solver.SetTimeLimit(round(LIMIT_SECONDS * 1000))
    chosen = {(card.item_id, form): solver.BoolVar("") for card in cards for form in range(FORMS)}
    for line in _lines(cards):
        row = solver.RowConstraint(line.least, line.most, "")
        for key, weight in line.weights.items():
            row.SetCoefficient(chosen[key], weight)
    objective = solver.Objective()
    objective.SetMaximization()
    for keys, share in _shares(cards):
        counted = solver.IntVar(0, share, "")
        objective.SetCoefficient(counted, 1)
        row = solver.RowConstraint(-solver.infinity(), 0, "")
        row.SetCoefficient(counted, 1)
        for key in keys:
            row.SetCoefficient(chosen[key], -1)
    if solver.Solve() not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
        return []
    return _forms(cards, lambda key: chosen[key].solution_value() > 0.5)  # noqa: PLR2004 -- nearer to one


def _forms(cards: Sequence[ItemCard], is_in: Callable[[tuple[str, int]], Any]) -> Forms:
    return [[card.item_id for card in cards if is_in((card.item_id, form))] for form in range(FORMS)]
