"""One bank: families turned into numbered items with points, weights, difficulties and enemies."""

import json
from collections import Counter
from collections.abc import Iterable
from itertools import cycle
from random import Random
from statistics import mean

from examples.chance import chance
from examples.items.defence import questions_of
from examples.items.drafts import Draft, Family
from examples.items.families import families_of
from examples.items.making import making_of
from examples.items.tasks import Task, tasks_of
from examples.people import People
from examples.staff import an_adult
from examples.trades import Trade

AREAS = "ABCDE"
# Weights of the ranges; every one is what a paper of 100 items draws.
AREA_WEIGHTS = {5: (30, 20, 20, 15, 15), 4: (25, 20, 20, 20, 15), 3: (20, 20, 20, 20, 20), 2: (20, 20, 20, 20, 20)}
# A technician's theory and tasks are those of a senior worker; what is their own is the defence.
ASKED_AS = {2: 3}
CHOICES_A_WEIGHT, JUDGEMENTS_A_WEIGHT = 5.2, 1.1
MOST_POINTS = {"A": 20, "B": 15, "C": 15, "D": 15, "E": 15}
# Two sets of numbers are nearly the same when their relative differences add up to no more than this.
NEAR = 0.03
DIFFICULTY = 0.65
LETTERS = "ABCD"
# What the members of an acceptance group know.
FIELDS = ("technical", "training", "assessment")

Json = dict[str, object]


class Bank:
    """The bank of one occupation and level."""

    def __init__(self, trade: Trade, level: int, seed: int) -> None:
        self.trade = trade
        self.level = level
        self._seed = seed
        self._asked = ASKED_AS.get(level, level)
        self._tasks = tasks_of(trade.slug, self._asked)
        self._questions = questions_of(trade.slug) if level in ASKED_AS else ()
        self._codes = self._point_codes()
        self._families = [family for family in self._offered() if (family.area, family.point) in self._codes]
        # So that the bank as a whole is as hard as its blueprint wants.
        self._shift = DIFFICULTY - mean(family.easiness for family in self._families)

    def content(self) -> Json:
        """What the bank file holds."""
        group = self._acceptance_group()
        content: Json = {
            "occupation_code": self.trade.code,
            "level": self.level,
            "acceptance": {
                "accepted_on": "2026-06-18",
                "signatures": group,
                "members": group,
                "fields": dict(zip(group, cycle(FIELDS), strict=False)),
            },
            "making": making_of(self.trade.name, self._points(), self._chance("making")),
            "points": self._points(),
            "theory": self._theory(),
            "practical": [self._practical(task) for task in self._tasks],
        }
        return content | ({"defence": self._defence()} if self._questions else {})

    def blueprint(self) -> Json:
        """How papers are drawn from it."""
        weights = zip(AREAS, AREA_WEIGHTS[self.level], strict=True)
        return {
            "occupation_code": self.trade.code,
            "level": self.level,
            "theory": {
                "minutes": 90,
                "choice": 80,
                "judgement": 20,
                "marks_each": 1,
                "ranges": [{"prefix": prefix, "weight": weight} for prefix, weight in weights],
                "difficulty": DIFFICULTY,
            },
            "practical": {"minutes": 120, "tasks": 1},
        }

    def _chance(self, *topic: object) -> Random:
        return chance(self._seed, self.trade.code, self.level, *topic)

    def _acceptance_group(self) -> list[str]:
        random = self._chance("acceptance")
        people = People(random)
        return [an_adult(people, random).name for _ in range(5 + self.level % 2 * 2)]

    def _offered(self) -> list[Family]:
        return [family for family in families_of(self.trade.slug) if self._asked in family.levels]

    def _point_codes(self) -> dict[tuple[str, str], str]:
        """Codes of the points this level asks: those its tasks need, and as many others as the range holds."""
        codes: dict[tuple[str, str], str] = {}
        needed = {task.point for task in self._tasks} | {asked.point for asked in self._questions}
        for area in AREAS:
            names = list(dict.fromkeys(family.point for family in self._offered() if family.area == area))
            surplus = max(0, len(names) - MOST_POINTS[area])
            dropped = self._chance("points", area).sample([name for name in names if name not in needed], surplus)
            kept = [name for name in names if name not in dropped]
            codes |= {(area, name): f"{area}-{ordinal:03d}" for ordinal, name in enumerate(kept, start=1)}
        return codes

    def _points(self) -> list[Json]:
        points: list[Json] = []
        for area, weight in zip(AREAS, AREA_WEIGHTS[self.level], strict=True):
            names = [name for of, name in self._codes if of == area]
            for ordinal, name in enumerate(names):
                share = weight // len(names) + (1 if ordinal < weight % len(names) else 0)
                points.append({"code": self._codes[area, name], "name": name, "weight": share})
        return points

    def _theory(self) -> list[Json]:
        items: list[Json] = []
        drafts: list[Draft] = []
        for area, weight in zip(AREAS, AREA_WEIGHTS[self.level], strict=True):
            families = [family for family in self._families if family.area == area]
            chosen = [
                *self._fill(families, "choice", round(weight * CHOICES_A_WEIGHT)),
                *self._fill(families, "judgement", round(weight * JUDGEMENTS_A_WEIGHT + 0.4)),
            ]
            numbers: Counter[str] = Counter()
            for family, draft in sorted(chosen, key=lambda pair: families.index(pair[0])):
                numbers[family.slug] += 1
                items.append(self._item(family, draft, numbers[family.slug]))
                drafts.append(draft)
        for item, enemies in zip(items, _enemies(drafts), strict=True):
            item["enemies"] = [items[index]["item_id"] for index in enemies]
        return items

    def _fill(self, families: list[Family], kind: str, count: int) -> list[tuple[Family, Draft]]:
        """One question of each family in turn until the range has enough."""
        offers = [(family, iter(self._drafts(family, kind))) for family in families]
        chosen: list[tuple[Family, Draft]] = []
        empty = 0
        for family, drafts in cycle(offers):
            if len(chosen) == count:
                return chosen
            draft = next(drafts, None)
            empty = empty + 1 if draft is None else 0
            if empty > len(offers):
                raise ValueError(f"{self.trade.slug}-{self.level} {families[0].area}: {len(chosen)} of {count} {kind}")
            if draft is not None:
                chosen.append((family, draft))
        return chosen

    def _drafts(self, family: Family, kind: str) -> Iterable[Draft]:
        random = self._chance(family.slug, kind)
        return family.choices(random) if kind == "choice" else family.judgements(random)

    def _item(self, family: Family, draft: Draft, ordinal: int) -> Json:
        random = self._chance(family.slug, draft.stem)
        options = random.sample([draft.right, *draft.wrong], 4) if draft.kind == "choice" else []
        answer = LETTERS[options.index(draft.right)] if options else "T" if draft.holds else "F"
        easiness = family.easiness + self._shift + random.uniform(-0.12, 0.12)
        return {
            "item_id": f"{self.trade.code.replace('-', '')}-{self.level}-{family.slug}-{ordinal:02d}",
            "kind": draft.kind,
            "point": self._codes[family.area, family.point],
            "difficulty": round(min(0.9, max(0.3, easiness)), 2),
            "stem": draft.stem if options else f"（　）{draft.stem}",
            "options": options,
            "answer": answer,
            "enemies": [],
        }

    def _defence(self) -> list[Json]:
        return [
            {
                "item_id": f"{self.trade.code.replace('-', '')}-{self.level}-defence-{number:02d}",
                "point": self._codes[asked.area, asked.point],
                "question": asked.question,
            }
            for number, asked in enumerate(self._questions, start=1)
        ]

    def _practical(self, task: Task) -> Json:
        return {
            "item_id": f"{self.trade.code.replace('-', '')}-{self.level}-{task.slug}",
            "point": self._codes[task.area, task.point],
            "title": task.title,
            "task": task.task,
            "minutes": task.minutes,
            "criteria": [
                {"no": number, "text": text, "marks": marks}
                for number, (text, marks) in enumerate(task.criteria, start=1)
            ],
        }


def _enemies(drafts: list[Draft]) -> list[list[int]]:
    """For every draft the others of its family that speak of the same fact or of nearly the same numbers."""
    by_family: dict[str, list[int]] = {}
    for index, draft in enumerate(drafts):
        by_family.setdefault(draft.family, []).append(index)
    return [
        [other for other in by_family[draft.family] if other != index and _gives_away(draft, drafts[other])]
        for index, draft in enumerate(drafts)
    ]


def _gives_away(one: Draft, other: Draft) -> bool:
    if one.about == other.about:
        return True
    if not one.numbers or len(one.numbers) != len(other.numbers):
        return False
    pairs = zip(one.numbers, other.numbers, strict=True)
    return sum(abs(a - b) / max(abs(a), abs(b), 1e-9) for a, b in pairs) <= NEAR


def compact(content: Json) -> str:
    """JSON with one theory item a line: small, and a change shows as a line."""
    return "{\n" + ",\n".join(f"{_dump(key)}: {_lines(value)}" for key, value in content.items()) + "\n}\n"


def _lines(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(_dump(entry) for entry in value) + "\n]"
    return _dump(value)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
