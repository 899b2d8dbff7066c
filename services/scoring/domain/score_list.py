"""The list of an occupation and level in a batch: marked, checked, approved, published, in this order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from libs.chassis.domain import Act, Aggregate
from libs.contracts.event import Level
from libs.contracts.scoring import ItemFigures, ItemsAnalysed
from services.scoring.domain.errors.score_list import (
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
class ListProgress:
    """How much of what a list needs is there.

    `candidates` counts those who came or were absent, `done` the scripts that are marked or need no marks,
    `sessions_open` the sessions whose end is still to come, and `candidates_open` the candidates of whom a part is not
    known yet. `reviews_open` counts those of levels 2 and 1 whose review is awaited, `cases_open` the
    answer cards that nobody has settled. `sessions` names the sessions of the scripts.
    """

    candidates: int
    scripts: int
    done: int
    sessions_open: int
    candidates_open: int
    reviews_open: int = 0
    cases_open: int = 0
    sessions: tuple[str, ...] = ()

    def must_be_complete(self) -> None:
        """Refuse while a mark, a session's end, a candidate's examination or a review is awaited (SCO-05, SCO-10)."""
        unmarked = self.scripts - self.done
        open_still = unmarked, self.sessions_open, self.candidates_open, self.reviews_open, self.cases_open
        if not self.candidates or any(open_still):
            raise ListIncompleteError(
                unmarked=unmarked,
                sessions_open=self.sessions_open,
                candidates_open=self.candidates_open,
                reviews_open=self.reviews_open,
                cases_open=self.cases_open,
            )


@dataclass(frozen=True, kw_only=True)
class SignedStep:
    """Who took a step, and when; `scripts` is how many it covered."""

    by: str
    at: datetime
    scripts: int


@dataclass(kw_only=True)
class ScoreList(Aggregate):
    """The steps that an occupation and level of a batch takes to the public; the scores lie in the scripts.

    It is open while scripts are marked.
    When all of it is there, somebody who marked none of it has all scores checked.
    A correction after the check takes the list back: it is checked anew.
    The marking lead approves it; from then on its scores are registered, and nobody changes them.
    It is published in chunks, in order of application: `published_until` is the last one that was published.
    After a resit it takes its steps once more, for the new sessions; `registered` names those whose scores stay.
    A decision that makes something void or zero changes no step, for it changes no score.
    """

    id: str
    batch_id: str
    occupation_code: str
    level: Level
    state: ListState = ListState.OPEN
    corrections: int = 0
    dispositions: int = 0
    check: SignedStep | None = None
    approval: SignedStep | None = None
    published_until: str = ""
    published: int = 0
    publication: SignedStep | None = None
    registered: list[str] = field(default_factory=list)

    def check_scores(
        self, progress: ListProgress, act: Act, *, mismatches: list[str], markers: Collection[str]
    ) -> None:
        """One designated person, who marked none of them, has all scores recomputed once (SCO-10)."""
        self.must_not_be_registered()
        progress.must_be_complete()
        if act.by in markers:
            raise CheckerMarkedError
        if mismatches:
            raise ScoreMismatchError(mismatches)

        self.state = ListState.CHECKED
        self.check = SignedStep(by=act.by, at=act.at, scripts=progress.scripts)

    def approve(self, progress: ListProgress, act: Act) -> None:
        """The marking lead registers the scores; only from now on may codes be looked up (SCO-19)."""
        if self.state is not ListState.CHECKED or self.check is None:
            raise self._wrong_state(ListState.CHECKED)
        progress.must_be_complete()
        if progress.scripts != self.check.scripts:
            raise ListIncompleteError(
                unmarked=progress.scripts - self.check.scripts, sessions_open=0, candidates_open=0, reviews_open=0
            )

        self.state = ListState.APPROVED
        self.registered = sorted({*self.registered, *progress.sessions})
        self.approval = SignedStep(by=act.by, at=act.at, scripts=progress.scripts)

    def note_correction(self, session_id: str) -> None:
        """A score was corrected: a check that was made has to be made again. Registered scores stay (SCO-09)."""
        if self.has_registered(session_id):
            raise ScoresRegisteredError
        self.note_key_correction()

    def note_key_correction(self) -> None:
        """The key itself was corrected; what was registered before a resit stays, too."""
        self.must_not_be_registered()

        self.corrections += 1
        self.state, self.check = ListState.OPEN, None

    def note_key_recheck(self) -> None:
        """A key was found wrong after the registration: scripts are marked again, and what is posted is posted anew.

        The list is written too, so that a publication in the same moment runs again and sees the new scores.
        """
        self.must_be_registered()

        self.corrections += 1

    def must_be_registered(self) -> None:
        """Refuse what only scores that are registered need, all of them: a resit is registered first (SCO-09)."""
        if not self.is_registered:
            raise self._wrong_state(ListState.APPROVED)

    def note_review_changed(self) -> None:
        """A review was corrected: a check that was made has to be made again."""
        self.must_take_reviews()
        self.note_key_correction()

    def must_take_reviews(self) -> None:
        """Refuse any review once scores are registered; a resit opens the list again, not its reviews (SCO-09)."""
        self.must_not_be_registered()
        if self.registered:
            raise ScoresRegisteredError

    @property
    def is_registered(self) -> bool:
        """Whether nobody changes its scores any more."""
        return self.state in {ListState.APPROVED, ListState.PUBLISHED}

    def has_registered(self, session_id: str) -> bool:
        """Whether the scores of this session are registered. A resit opens the list again, not these scores."""
        return session_id in self.registered

    def note_late_session(self) -> None:
        """A session's scripts came after the check, so that it has to be made again."""
        self.must_not_be_registered()

        self.state, self.check = ListState.OPEN, None

    def take_resit(self) -> None:
        """Begin the steps once more, for parts that became void and were sat again (INC-16)."""
        if self.state is ListState.APPROVED:
            raise ListBeingPublishedError(self.id)

        self.state = ListState.OPEN
        self.check = self.approval = self.publication = None
        self.published_until = ""

    def note_disposition(self) -> None:
        """Something on it became void or zero by decision. No score changes by that, so the list stays where it is."""
        self.dispositions += 1

    def must_not_be_registered(self) -> None:
        """Refuse any change of what is registered (SCO-09)."""
        if self.is_registered:
            raise ScoresRegisteredError

    def must_be_open_for_publication(self) -> None:
        """Refuse to join codes and candidates before the approval (SCO-19, SCO-27)."""
        if self.state is not ListState.APPROVED:
            raise self._wrong_state(ListState.APPROVED)

    def must_be_published(self) -> None:
        """Refuse to tell anything of scores before the last of them is public (SEC-08)."""
        if self.state is not ListState.PUBLISHED:
            raise self._wrong_state(ListState.PUBLISHED)

    def publish_until(self, application_id: str, act: Act, *, done: int, remaining: int) -> None:
        """Note how far the publication is; the list is published with its last candidate."""
        self.must_be_open_for_publication()

        self.published_until = application_id
        self.published += done
        if remaining == 0:
            self.state = ListState.PUBLISHED
            self.publication = SignedStep(by=act.by, at=act.at, scripts=self.published)

    def tell_items(self, paper_id: str, figures: Sequence[ItemFigures], act: Act, *, candidates: int) -> None:
        """Tell the bank how the items of a paper did; not before the last score is public (SEC-08)."""
        self.must_be_published()

        self.record(
            ItemsAnalysed(
                paper_id=paper_id,
                batch_id=self.batch_id,
                occupation_code=self.occupation_code,
                level=self.level,
                candidates=candidates,
                items=list(figures),
                analysed_at=act.at,
            )
        )

    def _wrong_state(self, wanted: ListState) -> ListStateError:
        return ListStateError(STATE_NAMES[self.state], STATE_NAMES[wanted])
