"""What a candidate does against the rules, and what follows: three classes, and going on after the stop order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from libs.chassis.domain import Act, Decision
from services.scheduling.domain.errors.session import (
    MisconductDecidedError,
    NothingToConfirmError,
    OwnReportError,
)
from services.scheduling.domain.forms.conduct import CLASS_1, CLASS_2, CLASS_3
from services.scheduling.domain.registry.site import SiteAct

AFTER_STOP: Final = "after-stop"
ACTS: Final = {**CLASS_1, **CLASS_2, **CLASS_3, AFTER_STOP: "无视停止口令继续操作"}


class Measure(StrEnum):
    """What follows; warning and reminder at once, the others once whoever leads the site has confirmed them."""

    WARNED = "warned"
    REMINDED = "reminded"
    PAPER_VOID = "paper-void"
    SCORE_CANCELLED = "score-cancelled"
    DISQUALIFIED = "disqualified"
    RESULT_VOID = "result-void"

    @property
    def is_final(self) -> bool:
        """Whether it is more than a word to the candidate."""
        return self not in {Measure.WARNED, Measure.REMINDED}

    @property
    def sends_out(self) -> bool:
        """Whether the candidate leaves the room at once (DIS-09, DIS-14)."""
        return self in {Measure.SCORE_CANCELLED, Measure.DISQUALIFIED}


# What follows the first time and what the second time, by the class of the act (DIS-03, DIS-09, DIS-14, EXM-52).
_SCALE: Final = {
    "1": (Measure.WARNED, Measure.PAPER_VOID),
    "2": (Measure.REMINDED, Measure.SCORE_CANCELLED),
    "3": (Measure.DISQUALIFIED, Measure.DISQUALIFIED),
    AFTER_STOP: (Measure.RESULT_VOID, Measure.RESULT_VOID),
}


def grade_of(act: str) -> str:
    """The class that an act is of."""
    return act if act == AFTER_STOP else act[0]


@dataclass(frozen=True, kw_only=True)
class Observed:
    """Somebody on duty saw a candidate do it."""

    application_id: str
    act: str
    facts: str
    seen: Act


@dataclass(frozen=True, kw_only=True)
class SiteRuling:
    """What is decided for a site, and why."""

    actor: SiteAct
    upheld: bool
    opinion: str


@dataclass(frozen=True, kw_only=True)
class Misconduct:
    """One act on record, and what follows from it; `upheld` once it was decided."""

    number: int
    application_id: str
    act: str
    facts: str
    by: str
    at: datetime
    measure: Measure
    upheld: bool | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    opinion: str = ""

    @classmethod
    def of(cls, observed: Observed, earlier: Sequence["Misconduct"]) -> "Misconduct":
        """The second act of one class in a session has not been corrected, whichever of its acts it is."""
        grade = grade_of(observed.act)
        before = [
            one for one in earlier if one.application_id == observed.application_id and grade_of(one.act) == grade
        ]
        return cls(
            number=len(earlier) + 1,
            application_id=observed.application_id,
            act=observed.act,
            facts=observed.facts,
            by=observed.seen.by,
            at=observed.seen.at,
            measure=_SCALE[grade][1 if before else 0],
        )

    def decided(self, decision: Decision, *, upheld: bool) -> "Misconduct":
        """Somebody else who leads the site upholds it, or not; once."""
        if not self.measure.is_final:
            raise NothingToConfirmError(self.number)
        if self.upheld is not None:
            raise MisconductDecidedError(self.number)
        if decision.by == self.by:
            raise OwnReportError(self.number)
        return replace(self, upheld=upheld, decided_by=decision.by, decided_at=decision.at, opinion=decision.reason)
