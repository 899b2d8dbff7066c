"""Which items make which form: a constraint model, and a proof of its answer that does not trust the solver."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from services.itembank.domain.blueprint import TheoryPlan
from services.itembank.domain.errors.selection import (
    BankShortError,
    DifficultyOutOfReachError,
    EnemiesInTheWayError,
    SelectionNotFoundError,
    Shortage,
)
from services.itembank.domain.items.item import ItemCard, Kind

CLOSE = 5
"""Thousandths by which a form's mean difficulty may miss the target at first try; two forms differ by twice that."""
REACH = 50
"""Thousandths beyond which a mean difficulty is refused."""
EFFORT_SECONDS = 4.0
"""Deterministic time of one search, about as many seconds; a wall clock would make answers irreproducible."""
SPREAD = 100
"""What one item of another point is worth, in thousandths of difficulty summed over a form."""

LARGE = 1000
"""Items of a bank beyond which forms are first looked for among a part of it."""
POOL = 2
"""Of each kind in each range, that part holds so many times what all forms together need."""

Forms = list[list[str]]


@dataclass(frozen=True, kw_only=True)
class FormDemand:
    """What each form must have: items of each kind, items of each range, a sum of difficulties."""

    kinds: dict[Kind, int]
    ranges: dict[str, int]
    difficulty: int

    @classmethod
    def of(cls, plan: TheoryPlan) -> "FormDemand":
        """The demand of a blueprint."""
        items = plan.choice + plan.judgement
        return cls(
            kinds={"choice": plan.choice, "judgement": plan.judgement},
            ranges=plan.items_per_range(),
            difficulty=round(plan.difficulty * 1000) * items,
        )

    @property
    def items(self) -> int:
        """How many items a form has."""
        return sum(self.kinds.values())

    def range_of(self, card: ItemCard) -> str | None:
        """The range a card belongs to; ranges never overlap."""
        return next((prefix for prefix in self.ranges if card.point.startswith(prefix)), None)


def select(cards: Sequence[ItemCard], demand: FormDemand, *, forms: int, seed: int) -> Forms:
    """Items for each form. The same cards, demand, seed and solver give the same answer.

    Raises `BankShortError` with every missing item counted, `EnemiesInTheWayError`, or `DifficultyOutOfReachError`.
    """
    usable = sorted((card for card in cards if demand.range_of(card)), key=lambda card: card.item_id)
    random.Random(seed).shuffle(usable)  # noqa: S311 -- reproducible on purpose; the seed is kept under lock
    pool = pool_of(usable, demand, forms=forms) if len(usable) > LARGE else usable
    ideal = _ideal(pool, demand, forms, seed) or (_ideal(usable, demand, forms, seed) if pool is not usable else None)
    if ideal is None:
        must_suffice(usable, demand, forms=forms, seed=seed)
        ideal = _nearest(usable, demand, forms, seed)
    return ideal


def must_suffice(cards: Sequence[ItemCard], demand: FormDemand, *, forms: int, seed: int) -> None:
    """Count what the bank lacks for these forms, if it lacks anything; what only enemies keep apart is not missing."""
    for respect_enemies, refusal in ((False, BankShortError), (True, EnemiesInTheWayError)):
        model = _Model(cards, demand, forms, respect_enemies=respect_enemies)
        missing = model.allow_missing()
        if model.solve(seed, minimise=LinearExpr.sum(list(missing.values()))) is None:
            raise SelectionNotFoundError
        if shortages := model.shortages(missing):
            raise refusal(shortages)


def faults_of(forms: Forms, cards: Sequence[ItemCard], demand: FormDemand) -> Iterator[str]:
    """Everything that a right answer has not: checked on the answer alone."""
    by_id = {card.item_id: card for card in cards}
    used = Counter(item for form in forms for item in form)
    if any(count > 1 for count in used.values()) or not used.keys() <= by_id.keys():
        yield "an item is used twice or does not exist"
        return
    for form in forms:
        chosen = [by_id[item] for item in form]
        if Counter(card.kind for card in chosen) != Counter(demand.kinds):
            yield "a form has the wrong number of items of a kind"
        if Counter(demand.range_of(card) for card in chosen) != Counter(demand.ranges):
            yield "a form has the wrong number of items of a range"
        if any(enemy in form for card in chosen for enemy in card.enemies):
            yield "a form has two enemies"


def mean_difficulty(form: Sequence[str], cards: Sequence[ItemCard]) -> float:
    """How hard a form is, in thousandths."""
    by_id = {card.item_id: card.difficulty for card in cards}
    return sum(by_id[item] for item in form) / len(form)


def pool_of(cards: Sequence[ItemCard], demand: FormDemand, *, forms: int) -> list[ItemCard]:
    """A part of a bank: as many of each range and kind as are needed twice over, from all points in turn."""
    rows: dict[tuple[str | None, Kind], list[tuple[int, str]]] = defaultdict(list)
    of_point: Counter[tuple[Kind, str]] = Counter()
    for card in cards:
        rows[demand.range_of(card), card.kind].append((of_point[card.kind, card.point], card.item_id))
        of_point[card.kind, card.point] += 1
    chosen = {
        item_id
        for (prefix, _), found in rows.items()
        for _, item_id in sorted(found)[: POOL * forms * demand.ranges.get(prefix or "", 0)]
    }
    return [card for card in cards if card.item_id in chosen]


def most_spread(cards: Sequence[ItemCard], demand: FormDemand) -> int:
    """What no form's spread is above, whatever is chosen: see `_Model.spread`."""
    return sum(
        min(wanted, sum(min(share, count) for count in points.values()))
        for prefix, wanted in demand.ranges.items()
        if (points := Counter(card.point for card in cards if card.point.startswith(prefix)))
        for share in _shares(wanted, len(points))
    )


def spread_of(form: Sequence[str], cards: Sequence[ItemCard], demand: FormDemand) -> int:
    """The spread of a form, counted on the answer alone as the model counts it."""
    chosen = set(form)
    points: dict[str, Counter[str]] = {prefix: Counter() for prefix in demand.ranges}
    for card in cards:
        if prefix := demand.range_of(card):
            points[prefix][card.point] += card.item_id in chosen
    return sum(
        min(share, count)
        for prefix, wanted in demand.ranges.items()
        if points[prefix]
        for share in _shares(wanted, len(points[prefix]))
        for count in points[prefix].values()
    )


def _shares(wanted: int, points: int) -> tuple[int, int]:
    """What every point of a range must bear, and what some bear."""
    return wanted // points, ceil(wanted / points)


def _ideal(cards: Sequence[ItemCard], demand: FormDemand, forms: int, seed: int) -> Forms | None:
    model = _Model(cards, demand, forms)
    model.meet_counts()
    model.keep_close(CLOSE * demand.items)
    return model.solve(seed, minimise=-model.spread())


def _nearest(cards: Sequence[ItemCard], demand: FormDemand, forms: int, seed: int) -> Forms:
    """The bank is too easy, too hard or too small for ideal forms: come as near as it allows."""
    model = _Model(cards, demand, forms)
    model.meet_counts()
    nearest = model.solve(seed, minimise=model.distance() - SPREAD * model.spread())
    if nearest is None:
        raise SelectionNotFoundError
    target = demand.difficulty / demand.items
    furthest = max((mean_difficulty(form, cards) for form in nearest), key=lambda mean: abs(mean - target))
    if abs(furthest - target) > REACH:
        raise DifficultyOutOfReachError(target=target / 1000, nearest=furthest / 1000)
    return nearest


class _Model:
    """One decision for each item and form: is it in. No item is in two forms, no two enemies are in one."""

    def __init__(
        self, cards: Sequence[ItemCard], demand: FormDemand, forms: int, *, respect_enemies: bool = True
    ) -> None:
        self._cards = cards
        self._demand = demand
        self._forms = range(forms)
        self._cp = cp_model.CpModel()
        self._solver = cp_model.CpSolver()
        self._in = {(card.item_id, form): self._cp.new_bool_var("") for card in cards for form in self._forms}
        for card in cards:
            self._cp.add_at_most_one(self._in[card.item_id, form] for form in self._forms)
        in_bank = {card.item_id for card in cards}
        pairs = {frozenset((card.item_id, enemy)) for card in cards for enemy in card.enemies if enemy in in_bank}
        for pair in sorted(map(sorted, pairs)) if respect_enemies else ():
            for form in self._forms:
                self._cp.add_at_most_one(self._in[item, form] for item in pair)

    def meet_counts(self) -> None:
        """As many items of each kind and of each range as demanded."""
        for form in self._forms:
            for kind, wanted in self._demand.kinds.items():
                self._cp.add(self._sum(form, [c for c in self._cards if c.kind == kind]) == wanted)
            for prefix, wanted in self._demand.ranges.items():
                self._cp.add(self._sum(form, self._of_range(prefix)) == wanted)

    def allow_missing(self) -> dict[tuple[str, Kind, int], cp_model.IntVar]:
        """The same, but some items of a range, kind and form may be missing: how many is what the variables say."""
        demand = self._demand
        missing = {
            (prefix, kind, form): self._cp.new_int_var(0, min(in_range, of_kind), "")
            for prefix, in_range in demand.ranges.items()
            for kind, of_kind in demand.kinds.items()
            for form in self._forms
        }
        for form in self._forms:
            for kind, wanted in demand.kinds.items():
                there = self._sum(form, [c for c in self._cards if c.kind == kind])
                self._cp.add(
                    there + LinearExpr.sum([missing[prefix, kind, form] for prefix in demand.ranges]) == wanted
                )
            for prefix, wanted in demand.ranges.items():
                there = self._sum(form, self._of_range(prefix))
                self._cp.add(there + LinearExpr.sum([missing[prefix, kind, form] for kind in demand.kinds]) == wanted)
        return missing

    def shortages(self, missing: dict[tuple[str, Kind, int], cp_model.IntVar]) -> list[Shortage]:
        """What the solved model misses, over all forms."""
        total: Counter[tuple[str, Kind]] = Counter()
        for (prefix, kind, _), variable in missing.items():
            total[prefix, kind] += self._solver.value(variable)
        return [Shortage(range=prefix, kind=kind, short=n) for (prefix, kind), n in sorted(total.items()) if n]

    def spread(self) -> LinearExpr:
        """How evenly the items of a form are spread over the points of each range; at best no point is asked twice.

        An item counts in full up to what every point of its range must bear, half for one more, beyond that nothing.
        """
        counted = []
        for prefix, wanted in self._demand.ranges.items():
            points: dict[str, list[str]] = defaultdict(list)
            for card in self._of_range(prefix):
                points[card.point].append(card.item_id)
            for form, items in product(self._forms, points.values()):
                for share in _shares(wanted, len(points)):
                    counts = self._cp.new_int_var(0, share, "")
                    self._cp.add(counts <= LinearExpr.sum([self._in[item, form] for item in items]))
                    counted.append(counts)
        return LinearExpr.sum(counted)

    def keep_close(self, miss: int) -> None:
        """Each form's difficulties sum up to the demand, give or take a miss."""
        for form in self._forms:
            self._cp.add_linear_constraint(
                self._hardness(form), self._demand.difficulty - miss, self._demand.difficulty + miss
            )

    def distance(self) -> LinearExpr:
        """By how much the worst form misses the demand."""
        worst = self._cp.new_int_var(0, 1000 * self._demand.items, "")
        for form in self._forms:
            self._cp.add(self._hardness(form) - self._demand.difficulty <= worst)
            self._cp.add(self._demand.difficulty - self._hardness(form) <= worst)
        return worst

    def solve(self, seed: int, *, minimise: LinearExpr) -> Forms | None:
        """Search with one worker, which makes the answer a function of the model and the seed."""
        self._cp.minimize(minimise)
        self._solver.parameters.num_workers = 1
        self._solver.parameters.random_seed = seed
        self._solver.parameters.max_deterministic_time = EFFORT_SECONDS
        # Measured: with the full linear relaxation a bank of 620 takes 0.3 s, without it seconds.
        self._solver.parameters.linearization_level = 2
        if self._solver.solve(self._cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return [
            [card.item_id for card in self._cards if self._solver.boolean_value(self._in[card.item_id, form])]
            for form in self._forms
        ]

    def _sum(self, form: int, cards: Sequence[ItemCard]) -> LinearExpr:
        return LinearExpr.sum([self._in[card.item_id, form] for card in cards])

    def _hardness(self, form: int) -> LinearExpr:
        return LinearExpr.weighted_sum(
            [self._in[card.item_id, form] for card in self._cards], [card.difficulty for card in self._cards]
        )

    def _of_range(self, prefix: str) -> list[ItemCard]:
        return [card for card in self._cards if card.point.startswith(prefix)]
