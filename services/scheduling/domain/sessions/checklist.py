"""What was done of the steps of one session's day: who signed when, what they counted, and what is late."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from libs.chassis.domain import Act
from libs.contracts.beijing import beijing_day, beijing_time
from libs.contracts.event import Part
from services.scheduling.domain.errors.session import (
    CountsDifferError,
    EndSignalAwaitedError,
    StepBeforeError,
    StepFiguresError,
    StepNotFoundError,
    StepNotYetError,
    StepOfOthersError,
    StepSignedError,
    WitnessesMissingError,
)
from services.scheduling.domain.sessions.exam_clock import TIMELINES, Anchor, Checkpoint, Medium, Signer
from services.scheduling.domain.sessions.seats import Seats
from services.scheduling.domain.sessions.team import Team

FIGURES = {
    "packages": "试卷袋数",
    "papers": "试卷份数",
    "present": "参考人数",
    "absent": "缺考人数",
    "computers": "查看的计算机台数",
    "faulty": "不能正常使用的台数",
    "restored": "已调试或更换的台数",
    "drawn": "抽签并签字的人数",
    "answered": "已答试卷份数",
    "unanswered": "缺考试卷份数",
    "spare": "备用空白试卷份数",
}
# A moment is over with the next one that the clock tells.
NEXT = timedelta(milliseconds=1)


@dataclass(frozen=True, kw_only=True)
class StepSignature:
    """One person's word for a step."""

    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class StepRecord:
    """What is on record of one step; `witnesses` are numbers of seats."""

    name: str
    signatures: Sequence[StepSignature]
    figures: Mapping[str, int] = field(default_factory=dict)
    witnesses: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class StepSigning:
    """Somebody signs a step: what they counted, who witnessed it; `offices` are those of the site that they hold."""

    act: Act
    offices: frozenset[Signer] = frozenset()
    figures: Mapping[str, int] = field(default_factory=dict)
    witnesses: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """The steps of one session, those of its part in the order of the day. A signature answers the records as then.

    `lost` are papers that the examination office has given up: the count goes without them.
    """

    part: Part
    medium: Medium
    starts_at: datetime
    ends_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    team: Team
    seating: Seats
    records: Sequence[StepRecord]
    lost: int = 0

    @property
    def steps(self) -> tuple[Checkpoint, ...]:
        """All lines of the day, those that nobody signs included."""
        return tuple(step for step in TIMELINES[self.part] if step.medium in {None, self.medium})

    def at(self, step: Checkpoint) -> datetime:
        """The moment of a step: after the start signal, counted from it and not from the plan."""
        has_begun = self.started_at and step.anchor is Anchor.START and step.minutes > 0
        starts_at = self.started_at if has_begun and self.started_at else self.starts_at
        return step.at(starts_at=starts_at, ends_at=self.ends_at)

    def opens_at(self, step: Checkpoint) -> datetime:
        """From when on it may be signed: its moment, or the beginning of the day if that is the last one for it."""
        return beijing_time(beijing_day(self.starts_at)) if step.may_be_early else self.at(step)

    def late_after(self, step: Checkpoint) -> datetime | None:
        """The last moment at which it is in time; None where the rulebook sets none."""
        if not step.signers or step.within is None:
            return None
        return self.at(step) + timedelta(minutes=step.within)

    def record_of(self, step: Checkpoint) -> StepRecord:
        """What is on record of it, perhaps nothing."""
        return next((one for one in self.records if one.name == step.name), StepRecord(name=step.name, signatures=()))

    def signatures_wanted(self, step: Checkpoint) -> int:
        """How many have to sign it."""
        return step.signatures or sum(duty in step.signers for _, duty in self.team.posts)

    def done_at(self, step: Checkpoint) -> datetime | None:
        """When the last signature was given that it needs."""
        given = self.record_of(step).signatures
        return given[-1].at if step.signers and len(given) >= self.signatures_wanted(step) else None

    def is_late(self, step: Checkpoint, now: datetime) -> bool:
        """Whether it was done after its time, or is not done though that is over."""
        last = self.late_after(step)
        return last is not None and (self.done_at(step) or now) > last

    def late(self, now: datetime) -> list[Checkpoint]:
        """What is not done though its time is over."""
        return [step for step in self.steps if not self.done_at(step) and self.is_late(step, now)]

    def next_late_at(self, *, but: Collection[str]) -> datetime | None:
        """When the next of what is not done, `but` these, would be late."""
        ends = [self.late_after(step) for step in self.steps if not self.done_at(step) and step.name not in but]
        return min((one + NEXT for one in ends if one), default=None)

    def may_sign(self, step: Checkpoint, by: str, offices: frozenset[Signer]) -> bool:
        """Whether it is this person's to sign: by the duty in the room, or by an office of the site."""
        duties = {duty for staff_id, duty in self.team.posts if staff_id == by}
        return not (duties | offices).isdisjoint(step.signers)

    def signed(self, name: str, signing: StepSigning) -> list[StepRecord]:
        """The records with one more signature. Raises what refuses it."""
        step = next((one for one in self.steps if one.name == name and one.signers), None)
        if step is None:
            raise StepNotFoundError(name)
        if not self.may_sign(step, signing.act.by, signing.offices):
            raise StepOfOthersError(step.task)
        if signing.act.at < self.opens_at(step):
            raise StepNotYetError(step.task, self.opens_at(step))
        if step.follows_the_end and not self.finished_at:
            raise EndSignalAwaitedError(step.task)
        before = next((one for one in self.steps if one.name == step.after), None)
        if before and not self.done_at(before):
            raise StepBeforeError(step.task, before.task)
        record = self.record_of(step)
        if self.done_at(step) or signing.act.by in {one.by for one in record.signatures}:
            raise StepSignedError(step.task)
        self._must_be_counted(step, record, signing.figures)
        self._must_be_witnessed(step, signing.witnesses)
        signature = StepSignature(by=signing.act.by, at=signing.act.at)
        signed = replace(
            record,
            signatures=[*record.signatures, signature],
            figures=dict(signing.figures),
            witnesses=list(signing.witnesses),
        )
        return [*(one for one in self.records if one.name != name), signed]

    def _must_be_counted(self, step: Checkpoint, record: StepRecord, figures: Mapping[str, int]) -> None:
        if set(figures) != set(step.figures):
            raise StepFiguresError([FIGURES[name] for name in step.figures])
        for name, counted in figures.items():
            for against, expected in self._expected(step, record, figures, name):
                if counted != expected:
                    raise CountsDifferError(FIGURES[name], counted, against, expected)

    def _expected(
        self, step: Checkpoint, record: StepRecord, figures: Mapping[str, int], figure: str
    ) -> list[tuple[str, int]]:
        """What a figure has to be, and by whose word."""
        found = [("前一人清点数", record.figures[figure])] if record.signatures else []
        if figure in {"present", "computers"} or (figure == "answered" and not self.lost):
            found.append(("签到人数", self.seating.present))
        elif figure == "absent" or (figure == "unanswered" and not self.lost):
            found.append(("未签到人数", len(self.seating.absent)))
        elif figure == "drawn":
            signed = sum(lot.signed_at is not None for lot in self.seating.lots)
            found += [("签到人数", self.seating.present), ("已抽签并签字人数", signed)]
        elif figure == "restored":
            found.append((FIGURES["faulty"], figures["faulty"]))
        elif figure == "spare":
            opened = self._figures_of("papers-opened")["papers"]
            others = figures["answered"] + figures["unanswered"] + self.lost
            found.append((f"启封 {opened} 份减去其余各项", opened - others))
        if step.name == "papers-accepted":
            found.append(("监考人员清点数", self._figures_of("papers-counted")[figure]))
        return found

    def _figures_of(self, name: str) -> Mapping[str, int]:
        return next(one for one in self.records if one.name == name).figures

    def _must_be_witnessed(self, step: Checkpoint, witnesses: Sequence[int]) -> None:
        signed_in = {place.number for place in self.seating.places if place.checked_in_at}
        wanted = min(step.witnesses, len(signed_in))
        if len(witnesses) != wanted or len(set(witnesses) & signed_in) != wanted:
            raise WitnessesMissingError(wanted)
