"""The emergency plan as data: kinds, how they are handled, which measures they allow."""

from typing import Self

from pydantic import BaseModel

from libs.contracts.incident import Tier
from services.incident.domain.classification.classification import THRESHOLDS, Facts, classify
from services.incident.domain.classification.errors import QuestionsUnansweredError
from services.incident.domain.classification.kinds import KINDS, Heading, Kind
from services.incident.domain.measures.playbook import Permission, permissions
from services.incident.domain.people import Role


class MeasureLine(BaseModel):
    """One measure that the plan allows for a kind."""

    type: str
    name: str
    rule: str
    wording: str
    proposers: list[Role]
    approvers: list[Role]
    two_people: bool
    immediate: bool
    only_under: str | None

    @classmethod
    def of(cls, one: Permission) -> Self:
        """The line of this permission."""
        return cls(
            type=one.measure.value,
            name=one.measure.zh,
            rule=one.rule,
            wording=one.wording,
            proposers=sorted(one.proposers),
            approvers=sorted(one.approvers),
            two_people=one.needs_two_people,
            immediate=one.is_immediate,
            only_under=one.only_under,
        )


class ThresholdLine(BaseModel, from_attributes=True):
    """A figure that overrules what the kind alone would say."""

    rule: str
    wording: str
    fact: str
    at_least: int
    at_most: int | None
    tier: Tier
    category: str | None


class KindLine(BaseModel):
    """One kind of incident, in the emergency plan's words."""

    code: str
    name: str
    tier: Tier
    clause: str
    heading: Heading
    wording: str
    rule: str
    handling_rule: str
    handling: str
    thresholds: list[ThresholdLine]
    measures: list[MeasureLine]

    @classmethod
    def of(cls, kind: Kind) -> Self:
        """The line of this kind."""
        figures = [one for one in THRESHOLDS if one.only_for in {None, kind.code}]
        return cls(
            code=kind.code,
            name=kind.name,
            tier=kind.tier,
            clause=kind.clause,
            heading=kind.heading,
            wording=kind.wording,
            rule=kind.rule,
            handling_rule=kind.handling_rule,
            handling=kind.handling,
            thresholds=[ThresholdLine.model_validate(one) for one in figures],
            measures=[MeasureLine.of(one) for one in permissions(kind.code)],
        )


class Proposal(BaseModel):
    """What a report would become, and the rule that decides; nothing while the questions are open."""

    category: str | None
    tier: Tier | None
    rule: str
    wording: str


def show_proposal(kind: str | None, facts: Facts) -> Proposal:
    """How the plan would classify this, without reporting anything."""
    try:
        verdict = classify(kind, facts)
    except QuestionsUnansweredError as unanswered:
        return Proposal(category=None, tier=None, rule="INC-04", wording=unanswered.sentence)
    return Proposal(category=verdict.category, tier=verdict.tier, rule=verdict.rule, wording=verdict.wording)


def list_kinds() -> list[KindLine]:
    """The eight major and six general kinds."""
    return [KindLine.of(kind) for kind in KINDS.values()]
