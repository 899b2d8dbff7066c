"""How an incident stands at one look: what is overdue and since when, and which act is due next."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from services.incident.domain.incident import Incident
from services.incident.domain.measures.disposition import DispositionState
from services.incident.domain.record.timeline import EntryKind


class DueAct(StrEnum):
    """What somebody has to do."""

    TAKE_OVER = "acknowledgement"
    FIRST_REPORT = "first-report"
    STAGE_REPORT = "stage-report"
    DECIDE = "disposition"


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """As of the last thing that happened: nothing becomes overdue without an entry. What is overdue is done first."""

    overdue: DueAct | None = None
    overdue_since: datetime | None = None
    next_act: DueAct | None = None
    next_act_due_at: datetime | None = None

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """The standing of this incident."""
        if not incident.is_open:
            return cls()
        act, due_at = min(_awaited(incident).items(), key=lambda item: item[1])
        if due_at <= incident.changed_at:
            return cls(overdue=act, overdue_since=due_at, next_act=act, next_act_due_at=due_at)
        waits = any(one.state is DispositionState.PROPOSED for one in incident.dispositions.items)
        if act is DueAct.STAGE_REPORT and waits:
            return cls(next_act=DueAct.DECIDE)
        return cls(next_act=act, next_act_due_at=due_at)


def _awaited(incident: Incident) -> dict[DueAct, datetime]:
    """Every act that is wanted and was not done, with when it was or will be due."""
    clock, ladder = incident.first_report, incident.ladder
    awaited: dict[DueAct, datetime] = {}
    if clock.received_at is None:
        awaited[DueAct.FIRST_REPORT] = clock.due_at
    missed = [entry.occurred_at for entry in incident.timeline if entry.step is EntryKind.STAGE_REPORT_MISSED]
    if ladder.is_held:
        awaited[DueAct.STAGE_REPORT] = clock.discovered_at + ladder.due
    elif ladder.awaits_report_only:
        awaited[DueAct.STAGE_REPORT] = missed[-1]
    else:
        # Who had taken over is asked again when the ten minutes are over.
        let_go = clock.overdue_at if incident.acknowledgements else None
        first_step = clock.discovered_at + ladder.plan.steps[0].within
        awaited[DueAct.TAKE_OVER] = missed[-1] if missed else let_go or first_step
    return awaited
