"""Every refusal of the house: a slug of its own, one sentence, and fields that fill its holes."""

import inspect
from dataclasses import fields
from datetime import UTC, datetime
from string import Formatter

import pytest

from libs.chassis.domain import Aggregate, DomainError
from libs.chassis.store.port import Absent, Collection
from tests.refusals_plugin import SERVICES, collections, refusals

ALL = refusals()
SAID = [kind for kind in ALL if hasattr(kind, "says")]


def holes(kind: type[DomainError]) -> set[str]:
    """The names that a sentence leaves open."""
    return {name.partition(".")[0] for _, name, _, _ in Formatter().parse(kind.says) if name is not None}


def test_holes_of_a_sentence_are_fields_or_read_off_them() -> None:
    assert [kind for kind in SAID if not holes(kind) <= names_of_fields(kind) | read_off(kind)] == []
    assert [kind for kind in SAID if not set(kind.shown) <= names_of_fields(kind) | set(vars(kind))] == []


def names_of_fields(kind: type[DomainError]) -> set[str]:
    return {one.name for one in fields(kind)}  # type: ignore[arg-type]  # what says something is a dataclass


def read_off(kind: type[DomainError]) -> set[str]:
    return {name for name, value in inspect.getmembers(kind) if isinstance(value, property)}


def test_a_sentence_is_chinese_and_ends() -> None:
    assert [kind for kind in SAID if kind.says[-1] not in "。}？" and kind.__mro__[1].__name__ != "ShortageError"] == []
    assert [kind for kind in SAID if not (holes(kind) or any("一" <= sign <= "鿿" for sign in kind.says))] == []


def test_what_says_nothing_is_a_family_and_not_a_refusal() -> None:
    assert [kind for kind in ALL if not hasattr(kind, "says") and not kind.__subclasses__()] == []


def test_a_refusal_keeps_nothing_that_can_be_read_only_once() -> None:
    kept = [(kind, one) for kind in SAID for one in fields(kind)]  # type: ignore[arg-type]  # likewise

    assert [(kind, one.name) for kind, one in kept if "Iterable" in str(one.type)] == []


def test_a_sentence_lists_what_a_collection_holds_and_tells_beijing_time() -> None:
    class LateError(DomainError):
        says = "{names}：{at:%H:%M}"
        names: tuple[str, ...]
        at: datetime

    assert str(LateError(("甲", "乙"), datetime(2026, 11, 29, 16, 30, tzinfo=UTC))) == "甲、乙：00:30"


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_collection_lacks_is_told_under_a_slug_of_its_own(service: str) -> None:
    absent = [one.missing for one in collections(service) if isinstance(one.missing, Absent) and one.missing != UNNAMED]

    assert absent
    assert len({one.slug for one in absent}) == len(absent)
    assert [one for one in absent if one.slug in {kind.slug for kind in ALL if f".{service}." in kind.__module__}] == []
    assert [one for one in absent if one.says[-1] != "。" or not fits(one.says)] == []


def fits(sentence: str) -> bool:
    """The id is its one hole; where there is one of a kind alone, it has none."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None} <= {"id"}


UNNAMED = Collection("any", Aggregate).missing


def test_a_sentence_of_a_collection_names_what_was_asked_for() -> None:
    refusal = Absent("room-not-found", "没有考场 {id}。")("T-101")

    assert (refusal.slug, str(refusal), refusal.extra) == ("room-not-found", "没有考场 T-101。", {})
