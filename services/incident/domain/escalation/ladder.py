"""The escalation ladder: who is called when, who must take over, and what happens when nobody does.

Every time on it is an offset from discovery, so a corrected discovery moves all of them and nothing else does. There is
always a next one: silence climbs, at the top it repeats and reaches further, and who took over must keep reporting.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from libs.contracts.incident import Tier
from services.incident.domain.duty.post import Post
from services.incident.domain.duty.roster import Duty, Watch
from services.incident.domain.escalation.errors import AlreadyAcknowledgedError, LadderNotDueError, NotOnLadderError
from services.incident.domain.escalation.ladder_plans import LADDERS, LadderPlan, LadderStep, Needed
from services.incident.domain.people import Person

SEVERAL: Final = 2

LADDER_DUE: Final = "ladder-due"


class CallReason(StrEnum):
    """Why a step is called."""

    REPORTED = "reported"
    UNANSWERED = "unanswered"
    FIRST_REPORT_OVERDUE = "first-report-overdue"
    NO_STAGE_REPORT = "no-stage-report"
    RECLASSIFIED = "reclassified"
    CORRECTED = "discovery-corrected"
    LIST_CHANGED = "duty-list-changed"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One step called, with those below it that had nobody and, at the top, those called beside it.

    `people` are those whom the duty list names for it. Every call of an incident has its `number`.
    """

    post: Post
    why: CallReason
    round: int
    skipped: list[Post] = field(default_factory=list)
    called_with: list[Post] = field(default_factory=list)
    people: list[Duty] = field(default_factory=list)
    number: int = 0

    @property
    def posts(self) -> tuple[Post, ...]:
        """Everybody this call goes to."""
        return (self.post, *self.called_with)


@dataclass(frozen=True, kw_only=True)
class CalledPerson:
    """A person who was called: for which post, by which call, and whether no channel has reached them."""

    post: Post
    call: int
    unreached: bool = False


@dataclass(kw_only=True)
class Ladder:
    """How far up an incident was called: `position` is the highest step called, `due` when the next thing happens."""

    tier: Tier
    position: int = -1
    round: int = 0
    breadth: int = 0
    due: timedelta = timedelta(0)
    taken_over: dict[str, Post] = field(default_factory=dict)
    is_held: bool = False
    awaits_report_only: bool = False
    called: dict[str, CalledPerson] = field(default_factory=dict)
    calls: int = 0

    @property
    def plan(self) -> LadderPlan:
        """The steps of this tier."""
        return LADDERS[self.tier]

    @property
    def step(self) -> LadderStep:
        """The highest step that was called."""
        return self.plan.steps[self.position]

    def start(self, elapsed: timedelta, watch: Watch, why: CallReason = CallReason.REPORTED) -> list[Call]:
        """Call the first step and those that are called with it; steps whose time is over are called at once."""
        return self._climb(elapsed, watch, why) + self._climb_while_due(elapsed, watch, why)

    def ring(self, elapsed: timedelta, watch: Watch, why: CallReason = CallReason.UNANSWERED) -> list[Call]:
        """Something is due and nobody did it: a report of who holds the step, or the taking over of the step."""
        if elapsed < self.due:
            raise LadderNotDueError
        if self.is_held:
            return self._reopen(elapsed, watch)
        if self.awaits_report_only:
            self._release()
        calls = self._climb(elapsed, watch, why)
        return calls + self._climb_while_due(elapsed, watch, why) if self.round == 0 else calls

    def raise_to(self, post: Post, elapsed: timedelta, watch: Watch, why: CallReason) -> list[Call]:
        """Call at least this step; one higher if it was called already."""
        target = max(self._index(post), self.position + 1)
        self._release()
        calls = self._climb(elapsed, watch, why)
        while self._may_climb and self.position < target:
            calls += self._climb(elapsed, watch, why)
        return calls

    def take_over(self, by: Person, elapsed: timedelta, watch: Watch) -> Post:
        """Acknowledge for the highest step this person answers for; with enough of them the step is held."""
        own = self.called[by.id].post if by.id in self.called else None
        mine = [step.post for step in self.plan.steps if step.post is own or watch.answers_for(by, step.post)]
        if not mine:
            raise NotOnLadderError
        post = mine[-1]

        if by.id in self.taken_over and not self.awaits_report_only:
            raise AlreadyAcknowledgedError

        self.carry_over(by.id, post, elapsed, watch)
        return post

    def carry_over(self, person_id: str, post: Post, elapsed: timedelta, watch: Watch) -> None:
        """Somebody has taken over for a post; with enough of them the step is held."""
        self.taken_over[person_id] = post
        if self._holds(post, watch):
            self.is_held, self.awaits_report_only, self.breadth = True, False, 0
            self._await_report(elapsed)

    def note_report(self, elapsed: timedelta) -> None:
        """A stage report came: the next one is due; a step reopened only for want of it is held again."""
        if self.awaits_report_only:
            self.is_held, self.awaits_report_only = True, False
        if self.is_held:
            self._await_report(elapsed)

    def replan(self, tier: Tier, elapsed: timedelta, watch: Watch) -> list[Call]:
        """Follow the ladder of the other tier. Who was called stays called; a step that is held stays held."""
        called = [step.post for step in self.plan.steps[: self.position + 1]]
        self.tier = tier
        self.position = max(self._index(post) for post in called)
        if self.is_held:
            self._await_report(elapsed)
            return []
        self.due = self._next_due(elapsed)
        return self._climb_while_due(elapsed, watch, CallReason.RECLASSIFIED)

    def follow(self, watch: Watch, elapsed: timedelta) -> list[Call]:
        """The duty list was changed: who is off it holds nothing any more, who is new on a called step is called."""
        self.taken_over = {who: post for who, post in self.taken_over.items() if watch.lists(who, post)}
        if self.is_held or self.awaits_report_only:
            if any(self._holds(post, watch) for post in self.taken_over.values()):
                return []
            self.is_held = self.awaits_report_only = False
            return self._call_again(elapsed, watch, CallReason.LIST_CHANGED)
        called = [step.post for step in self.plan.steps[: self.position + 1]]
        fresh = [duty for duty in watch.on(*called) if duty.person_id not in self.called]
        if not fresh:
            return []
        return [self._call(CallReason.LIST_CHANGED, watch, only=fresh)]

    def note_reach(self, person_id: str, *, call: int, unreached: bool) -> bool:
        """Whether their last call has reached this person; answers whether that is news."""
        one = self.called.get(person_id)
        if one is None or one.call != call or one.unreached is unreached:
            return False
        self.called[person_id] = replace(one, unreached=unreached)
        return True

    def called_last(self, post: Post) -> dict[str, CalledPerson]:
        """Whom the last call of this post went to."""
        last = max((one.call for one in self.called.values() if one.post is post), default=0)
        return {who: one for who, one in self.called.items() if one.post is post and one.call == last}

    @property
    def unreached(self) -> list[Post]:
        """The posts of which nobody could be told; while there is no duty list, the step that was called."""
        if self.calls and not self.called:
            return [self.step.post]
        posts = dict.fromkeys(one.post for one in self.called.values())
        return [post for post in posts if all(one.unreached for one in self.called_last(post).values())]

    @property
    def holders(self) -> list[str]:
        """Who took over, while the step is held."""
        return list(self.taken_over) if self.is_held else []

    @property
    def _may_climb(self) -> bool:
        return self.position < len(self.plan.steps) - 1

    def _climb(self, elapsed: timedelta, watch: Watch, why: CallReason) -> list[Call]:
        skipped: list[Post] = []
        if not self._may_climb:
            self.round += 1
            self.breadth = min(self.breadth + 1, self.position)
        while self._may_climb:
            self.position += 1
            if watch.is_manned(self.step.post):
                break
            skipped.append(self.step.post)
        if not watch.is_manned(self.step.post):
            self.breadth = self.position
        self.due = self._next_due(elapsed)
        return [self._call(why, watch, skipped)]

    def _climb_while_due(self, elapsed: timedelta, watch: Watch, why: CallReason) -> list[Call]:
        """Call what is called together with the step, and everything whose time is over already."""
        calls: list[Call] = []
        while self._may_climb and (self.plan.steps[self.position + 1].at_once or elapsed >= self.step.within):
            calls += self._climb(elapsed, watch, why)
        return calls

    def _reopen(self, elapsed: timedelta, watch: Watch) -> list[Call]:
        self.is_held, self.awaits_report_only = False, True
        self.round += 1
        return self._call_again(elapsed, watch, CallReason.NO_STAGE_REPORT)

    def _call_again(self, elapsed: timedelta, watch: Watch, why: CallReason) -> list[Call]:
        if not watch.is_manned(self.step.post):
            return self._climb(elapsed, watch, why)
        self.due = self._next_due(elapsed)
        return [self._call(why, watch)]

    def _release(self) -> None:
        self.is_held = self.awaits_report_only = False
        self.taken_over.clear()

    def _call(self, why: CallReason, watch: Watch, skipped: Sequence[Post] = (), only: Sequence[Duty] = ()) -> Call:
        called_with = [step.post for step in self.plan.steps[self.position - self.breadth : self.position]]
        people = list(only) or watch.to_call(self.step.post, *called_with)
        self.calls += 1
        self.called |= {duty.person_id: CalledPerson(post=duty.post, call=self.calls) for duty in people}
        return Call(
            post=self.step.post,
            why=why,
            round=self.round,
            skipped=list(skipped),
            called_with=called_with,
            people=people,
            number=self.calls,
        )

    def _next_due(self, elapsed: timedelta) -> timedelta:
        """The step's own time; once that is over, the next tick of the repeating grid."""
        if elapsed < self.step.within:
            return self.step.within
        return (elapsed // self.plan.repeat + 1) * self.plan.repeat

    def _await_report(self, elapsed: timedelta) -> None:
        """A sign of life inside an interval covers that interval; the next report is due at the end of the next one."""
        interval = self.plan.stage_report
        self.due = (-(-elapsed // interval) + 1) * interval

    def _holds(self, post: Post, watch: Watch) -> bool:
        return self._index(post) >= self.position - self.breadth and self._are_enough(post, watch)

    def _are_enough(self, post: Post, watch: Watch) -> bool:
        known = max(len(watch.on(post)), 1)
        needed = {Needed.ONE: 1, Needed.SEVERAL: min(SEVERAL, known), Needed.ALL: known}[self.plan.step(post).must]
        return sum(one is post for one in self.taken_over.values()) >= needed

    def _index(self, post: Post) -> int:
        return next(index for index, step in enumerate(self.plan.steps) if step.post is post)
