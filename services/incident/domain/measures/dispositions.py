"""All measures proposed for one incident, and how each is decided, ordered and answered."""

from dataclasses import dataclass, field
from datetime import datetime

from libs.contracts.incident import DispositionApproved, DispositionDone, DispositionProposed, DispositionRefused
from services.incident.domain.classification.classification import Classification
from services.incident.domain.measures.affected import Affected
from services.incident.domain.measures.disposition import Answer, Disposition, DispositionState
from services.incident.domain.measures.errors import (
    AnswerNotAwaitedError,
    CandidatesNotConcernedError,
    DispositionNotFoundError,
    FreeSittingOwedError,
    MeasureBeforeError,
    SessionAlreadyCoveredError,
    WaiverWithoutCancellationError,
)
from services.incident.domain.measures.measures import PEOPLE_ON_SITE, Approval, Measure, MeasureType
from services.incident.domain.measures.playbook import is_free_next_time
from services.incident.domain.people import Person
from services.incident.domain.record.journal import Journal
from services.incident.domain.record.timeline import SYSTEM, EntryKind

FEW = 3


@dataclass(kw_only=True)
class Dispositions:
    """All of one incident, numbered from 1."""

    items: list[Disposition] = field(default_factory=list)

    def propose(
        self, measure: Measure, journal: Journal, *, found: Classification, by: Person, affected: Affected
    ) -> Disposition:
        """Add a proposal. A session stands under one of a type at most, unless people carry it out or it names some.

        What the plan wants done at once is approved with it.
        """
        self._must_not_be_covered(measure)
        disposition = Disposition.propose(measure, number=len(self.items) + 1, found=found, by=by, now=journal.now)
        self._must_follow_a_cancellation(measure)

        self.items.append(disposition)
        number, rule = disposition.number, disposition.rule
        journal.enter(EntryKind.DISPOSITION_PROPOSED, by.id, note=f"第 {number} 号，{measure.summary}")
        journal.record(
            DispositionProposed(**_about(disposition, journal), rule=rule, proposed_by=by.id, proposed_at=journal.now)
        )
        if disposition.permission.is_immediate:
            self.approve(number, journal, affected=affected, seen=None, by=by)
        return disposition

    def approve(self, number: int, journal: Journal, *, affected: Affected, seen: str | None, by: Person) -> None:
        """Let a disposition happen to exactly these: the service that carries it out is told."""
        disposition, now = self.numbered(number), journal.now
        self._must_come_after(disposition)
        disposition.approve(affected, seen=seen, by=by, now=now)

        journal.enter(EntryKind.DISPOSITION_APPROVED, by.id, note=f"第 {number} 号，{disposition.rule}")
        journal.record(DispositionApproved(**_about(disposition, journal), approved_by=by.id, approved_at=now))
        order = disposition.measure.order(
            Approval(**journal.ids, disposition=number, approved_by=by.id, approved_at=now), affected
        )
        if order is not None:
            journal.record(order)
        if journal.is_drill and order is not None:
            carried_out = Answer(by=SYSTEM, at=now, applied=disposition.targets)
            self._note(disposition, carried_out, journal, remark="（演练，未下达）")
        elif disposition.measure.type is MeasureType.CONTINUE:
            self._note(disposition, Answer(by=by.id, at=now, applied=[PEOPLE_ON_SITE]), journal)

    def refuse(self, number: int, journal: Journal, *, reason: str, by: Person) -> None:
        disposition = self.numbered(number)
        disposition.refuse(reason=reason, by=by, now=journal.now)

        self._announce_refusal(disposition, by.id, journal)

    def complete(self, number: int, journal: Journal, *, note: str, by: Person, at: datetime | None) -> None:
        """Say that people have carried out what people carry out."""
        disposition, entered_at = self.numbered(number), journal.entered_at
        disposition.complete(at=at or entered_at, by=by, now=entered_at)

        what = f"第 {number} 号：{note or disposition.measure.type.zh}"
        journal.enter(EntryKind.DISPOSITION_DONE, by.id, at=at, note=what)
        self._announce_done(disposition, journal)

    def note_answer(self, answer: Answer, journal: Journal) -> None:
        """Enter what another service did with an order, for some of its targets or for all."""
        disposition = self.answered(answer)
        self._note(disposition, answer, journal)
        for clash in disposition.note_clashes(answer.clashes):
            what = f"第 {disposition.number} 号，{clash.session_id}：{clash.reason}"
            journal.enter(EntryKind.DISPOSITION_CLASHES, answer.by, at=answer.at, note=what)

    def lapse_undecided(self, journal: Journal, *, reason: str, by: str) -> None:
        """Undecided proposals were made for what the incident was; they fall away and may be made anew."""
        for disposition in self.items:
            if disposition.state is DispositionState.PROPOSED:
                disposition.lapse(reason=reason, by=by, now=journal.now)
                self._announce_refusal(disposition, by, journal)

    def numbered(self, number: int) -> Disposition:
        """The one of that number."""
        if not 1 <= number <= len(self.items):
            raise DispositionNotFoundError(number)
        return self.items[number - 1]

    def answered(self, answer: Answer) -> Disposition:
        """The disposition that an answer is about.

        Two facts may say the same (`ExamTimeExtended`, then `ScheduleDispositionAnswered`): one that is done counts.
        """
        for item in self.items:
            named = item.number == answer.number if answer.number else item.measure.type is answer.measure
            if named and item.is_approved and not item.measure.by_people and set(answer.targets) <= set(item.targets):
                return item
        raise AnswerNotAwaitedError("、".join(answer.targets))

    @property
    def open_numbers(self) -> list[int]:
        """Those that still wait for a decision or an answer."""
        return [item.number for item in self.items if item.is_open]

    @property
    def bound_numbers(self) -> list[int]:
        """Those that were approved and are not over and done with by people on the spot."""
        over = DispositionState.DONE
        return [
            one.number for one in self.items if one.is_approved and not (one.measure.by_people and one.state is over)
        ]

    def must_owe_no_free_sitting(self) -> None:
        """Refuse the end while a sitting is cancelled, and no free one was granted for it as the plan has it."""
        free = {
            session_id
            for item in self.items
            if item.measure.type is MeasureType.FEE_WAIVER and item.is_approved
            for session_id in item.measure.session_ids
        }
        for item in self.items:
            is_cancelled = item.measure.type is MeasureType.CANCELLATION and item.is_approved
            if is_cancelled and is_free_next_time(item.kind, item.rule) and not free.issuperset(item.done_at):
                raise FreeSittingOwedError(item.number)

    def _must_come_after(self, disposition: Disposition) -> None:
        first = disposition.permission.after
        is_done = any(item.measure.type is first and item.state is DispositionState.DONE for item in self.items)
        if first and not is_done:
            raise MeasureBeforeError(disposition.measure.type.zh, first.zh)

    def _must_follow_a_cancellation(self, measure: Measure) -> None:
        if measure.type is not MeasureType.FEE_WAIVER:
            return
        cancelled = {
            session_id
            for item in self.items
            if item.measure.type is MeasureType.CANCELLATION and item.is_approved
            for session_id in item.measure.session_ids
        }
        if not set(measure.session_ids) <= cancelled:
            raise WaiverWithoutCancellationError

    def _must_not_be_covered(self, measure: Measure) -> None:
        if measure.by_people or measure.touches_candidates or measure.type is MeasureType.REPLACE_STAFF:
            return
        for session_id in measure.session_ids:
            if any(item.measure.type is measure.type and item.covers(session_id) for item in self.items):
                raise SessionAlreadyCoveredError(session_id)

    def _note(self, disposition: Disposition, answer: Answer, journal: Journal, *, remark: str = "") -> None:
        fresh = [target for target in answer.targets if disposition.awaits(target)]
        if not disposition.note(answer):
            return

        number, done = disposition.number, [target for target in answer.applied if target in fresh]
        if done:
            what = f"第 {number} 号，{disposition.measure.type.zh}：{_counted(done)}{remark}"
            journal.enter(EntryKind.DISPOSITION_DONE, answer.by, at=answer.at, note=what)
        for one in answer.refused:
            if one.target in fresh:
                what = f"第 {number} 号，{one.target}：{one.reason}"
                journal.enter(EntryKind.DISPOSITION_UNFULFILLED, answer.by, at=answer.at, note=what)
        self._announce_done(disposition, journal)

    def _announce_refusal(self, disposition: Disposition, by: str, journal: Journal) -> None:
        journal.enter(EntryKind.DISPOSITION_REFUSED, by, note=f"第 {disposition.number} 号：{disposition.reason}")
        journal.record(DispositionRefused(**_about(disposition, journal), refused_by=by, refused_at=journal.now))

    def _announce_done(self, disposition: Disposition, journal: Journal) -> None:
        if disposition.state is DispositionState.DONE:
            counts = {"applied": len(disposition.done_at), "refused": len(disposition.unfulfilled)}
            journal.record(DispositionDone(**_about(disposition, journal), **counts, done_at=journal.now))


def _about(disposition: Disposition, journal: Journal) -> dict[str, str | int]:
    return {**journal.ids, "disposition": disposition.number, "measure": disposition.measure.type.value}


def _counted(targets: list[str]) -> str:
    """Few by name, many by number."""
    return "、".join(targets) if len(targets) <= FEW else f"共 {len(targets)} 项"


def limited_to_those_named(measure: Measure, affected: Affected) -> Affected:
    """Whom the measure touches of those in its sessions: those it names, or all."""
    named = getattr(measure, "application_ids", None)
    if named is None:
        return affected
    if not named or len(set(named)) < len(named) or not set(named) <= set(affected.application_ids):
        raise CandidatesNotConcernedError
    return affected.only(named)
