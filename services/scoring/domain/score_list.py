"""The list of an occupation and level in a batch: marked, checked, approved, published, in this order."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from libs.chassis.domain import Aggregate
from libs.contracts.event import Level
from services.scoring.domain.errors import (
    CheckerMarkedError,
    ListBeingPublishedError,
    ListIncompleteError,
    ListStateError,
    ScoreMismatchError,
    ScoresRegisteredError,
)


class ListState(StrEnum):
    """How far a list is; from APPROVED on its scores are registered."""

    OPEN = "open"
    CHECKED = "checked"
    APPROVED = "approved"
    PUBLISHED = "published"


STATE_NAMES = {
    ListState.OPEN: "阅卷中",
    ListState.CHECKED: "已核实",
    ListState.APPROVED: "已登记",
    ListState.PUBLISHED: "已公布",
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether everything that a list needs is there. `candidates` are those who came or were absent.

    `done` are the scripts that are marked or need no marks, `sessions` those whose scripts they are.
    """

    candidates: int
    scripts: int
    done: int
    sessions_open: int
    candidates_open: int
    sessions: tuple[str, ...] = ()

    def must_be_complete(self) -> None:
        """Refuse while a script is unmarked, a session runs, or a candidate's examination is unknown (SCO-10)."""
        unmarked = self.scripts - self.done
        if not self.candidates or unmarked or self.sessions_open or self.candidates_open:
            raise ListIncompleteError(
                unmarked=unmarked, sessions_open=self.sessions_open, candidates_open=self.candidates_open
            )


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Who took a step, and when; `scripts` is how many it covered."""

    by: str
    at: datetime
    scripts: int


@dataclass(kw_only=True)
class ScoreList(Aggregate):
    """Holds the steps, not the scores. `published_until` is the last application that was published.

    `registered` are the sessions whose scores are registered. After a resit the list is worked through once more; what
    was registered before stays.
    """

    id: str
    batch_id: str
    occupation_code: str
    level: Level
    state: ListState = ListState.OPEN
    corrections: int = 0
    dispositions: int = 0
    check: Signed | None = None
    approval: Signed | None = None
    published_until: str = ""
    published: int = 0
    publication: Signed | None = None
    registered: list[str] = field(default_factory=list)

    def check_scores(
        self, standing: Standing, *, mismatches: list[str], markers: Collection[str], by: str, now: datetime
    ) -> None:
        """One designated person, who marked none of them, has all scores recomputed once (SCO-10)."""
        self.must_not_be_registered()
        standing.must_be_complete()
        if by in markers:
            raise CheckerMarkedError
        if mismatches:
            raise ScoreMismatchError(mismatches)

        self.state = ListState.CHECKED
        self.check = Signed(by=by, at=now, scripts=standing.scripts)

    def approve(self, standing: Standing, *, by: str, now: datetime) -> None:
        """The marking lead registers the scores; only from now on may codes be looked up (SCO-19)."""
        if self.state is not ListState.CHECKED or self.check is None:
            raise self._wrong_state(ListState.CHECKED)
        standing.must_be_complete()
        if standing.scripts != self.check.scripts:
            raise ListIncompleteError(
                unmarked=standing.scripts - self.check.scripts, sessions_open=0, candidates_open=0
            )

        self.state = ListState.APPROVED
        self.registered = sorted({*self.registered, *standing.sessions})
        self.approval = Signed(by=by, at=now, scripts=standing.scripts)

    def note_correction(self, session_id: str) -> None:
        """A score was corrected: a check that was made has to be made again. Registered scores stay (SCO-09)."""
        if self.holds(session_id):
            raise ScoresRegisteredError
        self.note_key_correction()

    def note_key_correction(self) -> None:
        """The key itself was corrected; what was registered before a resit stays, too."""
        self.must_not_be_registered()

        self.corrections += 1
        self.state, self.check = ListState.OPEN, None

    def holds(self, session_id: str) -> bool:
        """Whether the scores of a session are registered: a resit opens the list, not them."""
        return session_id in self.registered

    def note_late_session(self) -> None:
        """A session's scripts came after the check, so that it has to be made again."""
        self.must_not_be_registered()

        self.state, self.check = ListState.OPEN, None

    def take_resit(self) -> None:
        """Parts that are void were sat again (INC-16): checked, approved and published once more, for them."""
        if self.state is ListState.APPROVED:
            raise ListBeingPublishedError(self.id)

        self.state = ListState.OPEN
        self.check = self.approval = self.publication = None
        self.published_until = ""

    def note_disposition(self) -> None:
        """Something on it became void or zero by decision; no score is touched by that, so its step stands."""
        self.dispositions += 1

    def must_not_be_registered(self) -> None:
        """Refuse any change of what is registered (SCO-09)."""
        if self.state in {ListState.APPROVED, ListState.PUBLISHED}:
            raise ScoresRegisteredError

    def must_be_open_for_publication(self) -> None:
        """Refuse to join codes and candidates before the approval (SCO-19, SCO-27)."""
        if self.state is not ListState.APPROVED:
            raise self._wrong_state(ListState.APPROVED)

    def publish_until(self, application_id: str, *, done: int, remaining: int, by: str, now: datetime) -> None:
        """Note how far the publication is; the list is published with its last candidate."""
        self.must_be_open_for_publication()

        self.published_until = application_id
        self.published += done
        if remaining == 0:
            self.state = ListState.PUBLISHED
            self.publication = Signed(by=by, at=now, scripts=self.published)

    def _wrong_state(self, wanted: ListState) -> ListStateError:
        return ListStateError(STATE_NAMES[self.state], STATE_NAMES[wanted])
