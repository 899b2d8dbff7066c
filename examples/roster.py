"""The roster: one row a candidate, most of them right, a few wrong on purpose."""

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from examples.chance import chance
from examples.conditions import IDENTITY, PHOTO, of_level
from examples.days import CLOSES_ON
from examples.people import People, years_before
from examples.roster_entry import Entry
from examples.roster_faults import spoil
from examples.trades import LEVEL_NAMES, LEVEL_TITLES, TECHNICIAN, Trade, spread

FIRST_ROW = 2
CLASS_SIZE = 30
ONE_PART_SHARE = 0.04
WRONG_SHARE = 0.03
PRIOR_INSTITUTIONS = ("S000043009001", "S000043009014", "Y000043009027")


@dataclass(frozen=True)
class Roster:
    """All rows, and why the wrong ones are wrong, by their place in the list. The reasons never go into the file."""

    entries: tuple[Entry, ...]
    wrong: dict[int, str]

    @property
    def right(self) -> list[Entry]:
        """The entries that nothing stands against."""
        return [entry for index, entry in enumerate(self.entries) if index not in self.wrong]

    def expected(self) -> dict[str, str]:
        """Row of the sheet, where the header is row 1, and the slug it must be refused by."""
        return {str(index + FIRST_ROW): slug for index, slug in self.wrong.items()}

    def rows(self) -> list[tuple[str, ...]]:
        """The rows under the header, counted from 1."""
        return [entry.cells(row) for row, entry in enumerate(self.entries, start=1)]


def a_roster(candidates: int, seed: int) -> Roster:
    """As many rows as candidates; about three in a hundred are wrong on purpose."""
    people = People(chance(seed, "candidates"))
    random = chance(seed, "roster")
    entries = [
        _entry(people, random, trade, level)
        for (trade, level), count in spread(candidates).items()
        for _ in range(count)
    ]
    random.shuffle(entries)
    entries = _classes(entries)
    wrong = spoil(entries, round(candidates * WRONG_SHARE), chance(seed, "wrong-rows"))
    return Roster(entries=tuple(entries), wrong=wrong)


def a_roster_of_technicians(trade: Trade, count: int, seed: int) -> Roster:
    """Rows of level 2, each for all parts and with nothing against it."""
    people, random = People(chance(seed, "technicians")), chance(seed, "technicians-roster")
    entries = (_entry(people, random, trade, TECHNICIAN) for _ in range(count))
    return Roster(entries=tuple(replace(entry, parts="全部") for entry in entries), wrong={})


def _entry(people: People, random: Random, trade: Trade, level: int) -> Entry:
    conditions = of_level(level)
    condition = random.choices(conditions, weights=[condition.share for condition in conditions])[0]
    age = random.randint(condition.youngest, condition.oldest)
    # At least a month older than the limit on the closing day, so only the rows spoiled on purpose are too young.
    person = people.born_on(years_before(CLOSES_ON, age) - timedelta(days=random.randint(30, 360)))
    most = max(condition.years, age - 18)
    years = random.randint(condition.years, min(most, condition.years + 8)) if age >= 18 else 0  # noqa: PLR2004
    student = condition.studies or (condition.code == "L5-ENTRY" and age < 19)  # noqa: PLR2004
    entry = Entry(
        person=person,
        trade=trade,
        level=level,
        level_text=LEVEL_NAMES[level] + (f"/{LEVEL_TITLES[level]}" if random.random() < 0.3 else ""),  # noqa: PLR2004
        parts=random.choice(("理论", "实操")) if random.random() < ONE_PART_SHARE else "全部",
        condition=condition,
        years=0 if student else years,
        education=random.choice(condition.education or ("初中", "高中", "中专")),
        subject=random.choice(trade.subjects) if condition.education or student else "",
        class_name="在校" if student else "",
        workplace="" if student else random.choice(trade.workplaces),
        proofs=(IDENTITY, *condition.proofs, PHOTO),
    )
    return _with_prior(entry, random) if condition.prior_level else entry


def _with_prior(entry: Entry, random: Random) -> Entry:
    since = max(entry.condition.years_since, 1)
    issued = years_before(CLOSES_ON, since) - timedelta(days=random.randint(20, 700))
    number = (
        f"{random.choice(PRIOR_INSTITUTIONS)}{issued:%y}{entry.condition.prior_level}{random.randrange(1, 999_999):06d}"
    )
    level = entry.condition.prior_level or 0
    return replace(
        entry,
        years=max(entry.years, since),
        prior_level=LEVEL_NAMES[level],
        prior_number=number,
        prior_date=issued.isoformat(),
    )


def _classes(entries: list[Entry]) -> list[Entry]:
    """Those at school get the class of their trade, thirty to a class."""
    seen: dict[tuple[str, int], int] = {}
    placed = []
    for entry in entries:
        if entry.class_name:
            key = (entry.trade.code, entry.level)
            number = seen.get(key, 0) // CLASS_SIZE + 1
            seen[key] = seen.get(key, 0) + 1
            year = 25 if entry.level == 5 else 24  # noqa: PLR2004
            placed.append(replace(entry, class_name=f"{year}{entry.trade.class_name}{number}班"))
        else:
            placed.append(entry)
    return placed
