"""The rows that are wrong on purpose: each in one way, so that the reason is beyond doubt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from examples.days import CLOSES_ON
from examples.people import CHECKS, check_digit, years_before
from examples.roster_entry import Entry

DUPLICATE = "duplicate-application"

Fault = Callable[[list[Entry], int], Entry | None]


def spoil(entries: list[Entry], count: int, random: Random) -> dict[int, str]:
    """Make about so many rows wrong, every kind in turn; answers index -> kind, the slug registration refuses it by."""
    order = list(range(len(entries)))
    random.shuffle(order)
    wrong: dict[int, str] = {}
    kept: set[int] = set()
    for ordinal in range(max(1, count)):
        kind = list(FAULTS)[ordinal % len(FAULTS)]
        for index in order:
            spoiled = FAULTS[kind](entries, index) if index not in wrong and index not in kept else None
            first = _first_of(entries, spoiled) if spoiled and kind == DUPLICATE else None
            if spoiled is not None and (first is None or first not in wrong):
                entries[index] = spoiled
                wrong[index] = kind
                kept |= {first} if first is not None else set()
                break
    return dict(sorted(wrong.items()))


def _first_of(entries: list[Entry], entry: Entry) -> int:
    return next(index for index, other in enumerate(entries) if other.person == entry.person)


def _wrong_check_digit(entries: list[Entry], index: int) -> Entry:
    entry = entries[index]
    right = check_digit(entry.person.id_number[:17])
    other = CHECKS[(CHECKS.index(right) + 3) % len(CHECKS)]
    return replace(entry, person=replace(entry.person, id_number=entry.person.id_number[:17] + other))


def _too_young(entries: list[Entry], index: int) -> Entry | None:
    """Fifteen now, and still fifteen on the last examination day."""
    entry = entries[index]
    if entry.condition.code != "L5-ENTRY" or not entry.class_name:
        return None
    born = years_before(CLOSES_ON, 16) + timedelta(days=90 + index % 200)
    first17 = f"{entry.person.id_number[:6]}{born:%Y%m%d}{entry.person.id_number[14:17]}"
    person = replace(entry.person, id_number=first17 + check_digit(first17), born=born)
    return replace(entry, person=person)


def _missing_proof(entries: list[Entry], index: int) -> Entry | None:
    entry = entries[index]
    if not entry.condition.proofs:
        return None
    return replace(entry, proofs=tuple(proof for proof in entry.proofs if proof != entry.condition.proofs[0]))


def _too_few_years(entries: list[Entry], index: int) -> Entry | None:
    """One year short of the years the claimed condition asks for."""
    entry = entries[index]
    if not entry.condition.years or entry.condition.prior_level:
        return None
    return replace(entry, years=entry.condition.years - 1)


def _prior_too_recent(entries: list[Entry], index: int) -> Entry | None:
    """The earlier certificate is held a year less than the claimed condition asks for."""
    entry = entries[index]
    if not entry.condition.years_since:
        return None
    issued = years_before(CLOSES_ON, entry.condition.years_since - 1) - timedelta(days=30 + index % 100)
    number = f"{entry.prior_number[:13]}{issued:%y}{entry.prior_number[15:]}"
    return replace(entry, prior_date=issued.isoformat(), prior_number=number)


def _duplicate(entries: list[Entry], index: int) -> Entry | None:
    """Somebody of an earlier row applies for the same occupation and level once more."""
    entry = entries[index]
    earlier = [
        other
        for other in entries[:index]
        if (other.trade, other.level, other.parts) == (entry.trade, entry.level, "全部")
    ]
    return earlier[index % len(earlier)] if earlier else None


FAULTS: dict[str, Fault] = {
    "resident-number-check-digit": _wrong_check_digit,
    "too-young": _too_young,
    "proof-missing": _missing_proof,
    "too-few-years": _too_few_years,
    DUPLICATE: _duplicate,
    "prior-certificate-too-recent": _prior_too_recent,
}
