"""The part of an incident that decides what is done about it, and keeps what came of that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from libs.contracts.incident import DispositionApproved, DispositionDone, DispositionProposed, DispositionRefused
from services.incident.domain.case import Case
from services.incident.domain.dispositions import Answer, Disposition, DispositionState
from services.incident.domain.errors import SessionNotConcernedError
from services.incident.domain.measure_types import MeasureType
from services.incident.domain.measures import Measure
from services.incident.domain.orders import THE_PEOPLE, Approval
from services.incident.domain.people import Person
from services.incident.domain.timeline import SYSTEM, Step
from services.incident.domain.touched import NOBODY, Touched


@dataclass(kw_only=True)
class Handling(Case):
    """Proposals, decisions, orders and answers."""

    def propose(
        self,
        measure: Measure,
        *,
        by: Person,
        now: datetime,
        touched: Touched = NOBODY,
        planned: Collection[str] = (),
    ) -> Disposition:
        """Put a disposition forward; nothing happens before it is approved, unless the plan wants it at once.

        It may name the sessions of its reports, and those of the same batch that are planned: who reports in the first
        minute names none, and what began in one room reaches another.
        """
        self._must_concern(by)
        self._must_be_open()
        sessions = measure.session_ids
        named = bool(sessions) or measure.by_people
        if not named or len(set(sessions)) < len(sessions) or not set(sessions) <= {*self.session_ids, *planned}:
            raise SessionNotConcernedError
        disposition = self.dispositions.propose(measure, found=self.classification, by=by, now=now)

        number, rule = disposition.number, disposition.rule
        self._enter(Step.DISPOSITION_PROPOSED, by.id, now, note=f"第 {number} 号，{measure.summary}")
        self.record(DispositionProposed(**self._about(disposition), rule=rule, proposed_by=by.id, proposed_at=now))
        if disposition.permission.is_immediate:
            self.approve(number, by=by, now=now, touched=touched)
        return disposition

    def approve(
        self, number: int, *, by: Person, now: datetime, touched: Touched = NOBODY, seen: str | None = None
    ) -> None:
        """Let a disposition happen to exactly these: the service that carries it out is told."""
        self._must_be_open()
        disposition = self.dispositions.numbered(number)
        disposition.approve(touched, seen=seen, by=by, now=now)

        self._enter(Step.DISPOSITION_APPROVED, by.id, now, note=f"第 {number} 号，{disposition.rule}")
        self.record(DispositionApproved(**self._about(disposition), approved_by=by.id, approved_at=now))
        order = disposition.measure.order(
            Approval(**self._named(), disposition=number, approved_by=by.id, approved_at=now), touched
        )
        if order is not None:
            self.record(order)
        if self.is_drill and order is not None:
            self._note(disposition, Answer(by=SYSTEM, at=now, applied=disposition.targets), now, "（演练，未下达）")
        elif disposition.measure.type is MeasureType.CONTINUE:
            self._note(disposition, Answer(by=by.id, at=now, applied=[THE_PEOPLE]), now)

    def refuse(self, number: int, *, reason: str, by: Person, now: datetime) -> None:
        """Turn a disposition down."""
        self._must_be_open()
        disposition = self.dispositions.numbered(number)
        disposition.refuse(reason=reason, by=by, now=now)

        self._announce_refusal(disposition, by.id, now)

    def complete(self, number: int, *, note: str, by: Person, now: datetime, at: datetime | None = None) -> None:
        """Say that people have carried out what people carry out."""
        self._must_concern(by)
        self._must_be_open()
        disposition = self.dispositions.numbered(number)
        entered_at = self._at(now)
        disposition.complete(at=at or entered_at, by=by, now=entered_at)

        what = f"第 {number} 号：{note or disposition.measure.type.zh}"
        self._enter(Step.DISPOSITION_DONE, by.id, now, at=at, note=what)
        self._announce_done(disposition, now)

    def note_answer(self, answer: Answer, *, now: datetime) -> None:
        """Enter what another service did with an order, for some of its targets or for all."""
        disposition = self.dispositions.answered(answer)
        self._note(disposition, answer, now)
        for clash in disposition.note_clashes(answer.clashes):
            what = f"第 {disposition.number} 号，{clash.session_id}：{clash.reason}"
            self._enter(Step.DISPOSITION_CLASHES, answer.by, now, at=answer.at, note=what)

    def _note(self, disposition: Disposition, answer: Answer, now: datetime, remark: str = "") -> None:
        fresh = [target for target in answer.targets if disposition.awaits(target)]
        if not disposition.note(answer):
            return

        number, done = disposition.number, [target for target in answer.applied if target in fresh]
        if done:
            what = f"第 {number} 号，{disposition.measure.type.zh}：{_counted(done)}{remark}"
            self._enter(Step.DISPOSITION_DONE, answer.by, now, at=answer.at, note=what)
        for one in answer.refused:
            if one.target in fresh:
                what = f"第 {number} 号，{one.target}：{one.reason}"
                self._enter(Step.DISPOSITION_UNFULFILLED, answer.by, now, at=answer.at, note=what)
        self._announce_done(disposition, now)

    def _lapse_what_is_undecided(self, reason: str, by: str, now: datetime) -> None:
        """Undecided proposals were made for what the incident was; they fall away and may be made anew."""
        for disposition in self.dispositions.items:
            if disposition.state is DispositionState.PROPOSED:
                disposition.lapse(reason=reason, by=by, now=now)
                self._announce_refusal(disposition, by, now)

    def _announce_refusal(self, disposition: Disposition, by: str, now: datetime) -> None:
        note = f"第 {disposition.number} 号：{disposition.reason}"
        self._enter(Step.DISPOSITION_REFUSED, by, now, note=note)
        self.record(DispositionRefused(**self._about(disposition), refused_by=by, refused_at=now))

    def _announce_done(self, disposition: Disposition, now: datetime) -> None:
        if disposition.state is DispositionState.DONE:
            counts = {"applied": len(disposition.done_at), "refused": len(disposition.unfulfilled)}
            self.record(DispositionDone(**self._about(disposition), **counts, done_at=now))

    def _about(self, disposition: Disposition) -> dict[str, str | int]:
        return {**self._named(), "disposition": disposition.number, "measure": disposition.measure.type.value}


FEW = 3


def _counted(targets: list[str]) -> str:
    """Few by name, many by number."""
    return "、".join(targets) if len(targets) <= FEW else f"共 {len(targets)} 项"
