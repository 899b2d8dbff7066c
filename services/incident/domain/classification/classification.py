"""From what is known to a kind and a tier, and to the rule that decided it (INC-04, INC-11 to INC-13, INC-32)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal, Self

from libs.contracts.incident import Figures, Tier
from services.incident.domain.classification.errors import QuestionsUnansweredError, UnknownKindError
from services.incident.domain.classification.kinds import (
    KINDS,
    MASS_DISORDER,
    OTHER_GENERAL,
    OTHER_MAJOR,
    POWER_FAILURE,
)

REPAIRED_ON_SITE_WITHIN: Final = timedelta(minutes=30)
BEYOND_THE_SITE: Final = "INC-32"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a reporter can say: the three questions, and the figures that the thresholds look at.

    None is "not known", which is neither yes nor no and no small number.
    """

    exam_can_go_on: bool | None = None
    grave_harm: bool | None = None
    rooms_in_disorder: int | None = None
    outage_minutes: int | None = None
    region_wide: bool = False

    @classmethod
    def of(cls, said: Figures) -> Self:
        """What a report or a reclassification says of them."""
        return cls(
            exam_can_go_on=said.answers.exam_can_go_on if said.answers else None,
            grave_harm=said.answers.grave_harm if said.answers else None,
            rooms_in_disorder=said.rooms_in_disorder,
            outage_minutes=said.outage_minutes,
            region_wide=said.region_wide,
        )


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A figure of the plan that overrules what the kind alone would say. Both bounds belong to it."""

    rule: str
    wording: str
    fact: Literal["rooms_in_disorder", "outage_minutes", "region_wide"]
    at_least: int = 0
    at_most: int | None = None
    only_for: str | None = None
    tier: Tier
    category: str | None = None

    def is_met(self, category: str, facts: Facts) -> bool:
        """Whether the facts reach this figure."""
        value = getattr(facts, self.fact)
        if value is None or self.only_for not in {None, category}:
            return False
        return self.at_least <= value and (self.at_most is None or value <= self.at_most)


# The first that is met decides.
THRESHOLDS: Final = (
    Threshold(
        rule="INC-12",
        wording="考点有两个以上考场秩序混乱，出现大面积舞弊现象，为重大事件。",
        fact="rooms_in_disorder",
        at_least=2,
        tier="major",
    ),
    Threshold(
        rule="INC-12",
        wording="秩序混乱的考场不足两个，不属于重大事件。",
        fact="rooms_in_disorder",
        at_most=1,
        only_for=MASS_DISORDER,
        tier="general",
        category=OTHER_GENERAL,
    ),
    Threshold(
        rule=BEYOND_THE_SITE,
        wording="区域大面积停电：领导小组立即向评价机构负责人报告，根据指示决定。",
        fact="region_wide",
        at_least=1,
        only_for=POWER_FAILURE,
        tier="general",
    ),
    Threshold(
        rule=BEYOND_THE_SITE,
        wording="停电或设备故障超过 30 分钟未恢复，比照区域大面积停电处理。",
        fact="outage_minutes",
        at_least=REPAIRED_ON_SITE_WITHIN // timedelta(minutes=1) + 1,
        only_for=POWER_FAILURE,
        tier="general",
    ),
)


@dataclass(frozen=True)
class Finding:
    """What an incident is taken for: a kind of the plan, or without one what the facts say."""

    kind: str | None
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class Classification:
    """What a report turned out to be, and the rule that decided it, in the plan's words."""

    category: str
    tier: Tier
    rule: str
    wording: str = ""

    @property
    def tier_zh(self) -> str:
        """The word that the plan itself has for it."""
        return "重大事件" if self.tier == "major" else "一般事件"


def classify(kind: str | None, facts: Facts) -> Classification:
    """Derive category and tier from the kind picked, or without one from the three questions; figures overrule both."""
    listed = _of_kind(kind) if kind is not None else _of_answers(facts)
    threshold = next((one for one in THRESHOLDS if one.is_met(listed.category, facts)), None)
    if threshold is None or threshold.tier == listed.tier == "major":
        return listed
    return Classification(
        category=threshold.category or listed.category,
        tier=threshold.tier,
        rule=threshold.rule,
        wording=threshold.wording,
    )


def _of_kind(code: str) -> Classification:
    kind = KINDS.get(code)
    if kind is None:
        raise UnknownKindError(code)
    return Classification(category=code, tier=kind.tier, rule=kind.rule, wording=kind.wording)


def _of_answers(facts: Facts) -> Classification:
    if facts.exam_can_go_on is None or facts.grave_harm is None:
        raise QuestionsUnansweredError
    if facts.rooms_in_disorder is not None and facts.rooms_in_disorder > 1:
        return _of_kind(MASS_DISORDER)
    if facts.grave_harm or not facts.exam_can_go_on:
        wording = "考试不能正常进行，或对考试的安全、结果以及形象造成恶劣影响，为重大事件。"
        return Classification(category=OTHER_MAJOR, tier="major", rule="INC-04", wording=wording)
    wording = "有一定影响，经过妥善处理，考试可以正常进行，为一般事件。"
    return Classification(category=OTHER_GENERAL, tier="general", rule="INC-04", wording=wording)
