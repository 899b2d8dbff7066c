"""Calling people up the ladder until somebody takes over and keeps reporting, and saying so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from libs.contracts.incident import (
    IncidentAcknowledged,
    IncidentEscalated,
    LadderStepCalled,
    StageReportFiled,
    StageReportMissed,
    Tier,
)
from services.incident.domain.duty.post import Post
from services.incident.domain.duty.roster import Duty, Watch
from services.incident.domain.escalation.escalation import Acknowledgement, Escalation, EscalationReason
from services.incident.domain.escalation.first_report import FirstReport
from services.incident.domain.escalation.ladder import LADDER_DUE, Call, CallReason, Ladder
from services.incident.domain.escalation.ladder_plans import ALL_CHANNELS
from services.incident.domain.notices.notice import Urgency
from services.incident.domain.people import Person, Role
from services.incident.domain.record.journal import Journal
from services.incident.domain.record.reports import StageReport
from services.incident.domain.record.timeline import SYSTEM, EntryKind, beijing

REASON_WORDS: Final = {
    CallReason.REPORTED: "请确认接报",
    CallReason.UNANSWERED: "此前无人确认接报，请立即确认",
    CallReason.FIRST_REPORT_OVERDUE: "初次报告未在十分钟内送达，请立即处置",
    CallReason.NO_STAGE_REPORT: "未按时收到阶段性报告，请跟进",
    CallReason.RECLASSIFIED: "事件已重新认定，请确认接报",
    CallReason.CORRECTED: "发现时间已更正，请立即确认",
    CallReason.LIST_CHANGED: "值班名单已变更，请确认接报",
}


@dataclass(kw_only=True)
class Calls:
    """Works the ladder of one incident during one act.

    `unreached_since` is when nobody of a called step could be told, until somebody can or takes over.
    """

    ladder: Ladder
    first_report: FirstReport
    escalations: list[Escalation]
    acknowledgements: list[Acknowledgement]
    unreached_since: datetime | None
    watch: Watch
    journal: Journal

    @property
    def due_at(self) -> datetime:
        """When the next thing happens by itself."""
        return self.first_report.discovered_at + self.ladder.due

    def start(self) -> None:
        """Call those who stand on the first steps."""
        self._announce(self.ladder.start(self._elapsed, self.watch))

    def call_on(self, reporter: str, why: CallReason = CallReason.UNANSWERED) -> None:
        """Something is due and was not done: call on, or call again."""
        was_held, due_at = self.ladder.is_held, self.due_at
        calls = self.ladder.ring(self._elapsed, self.watch, why)

        if was_held:
            self._miss_stage_report(reporter, due_at)
        self._announce(calls)

    def catch_up(self, reporter: str) -> None:
        """The discovery was corrected and the whole ladder moved with it: what is due by now happens now."""
        if self.due_at <= self.journal.entered_at:
            self.call_on(reporter, CallReason.CORRECTED)
        self.arm()

    def replan(self, tier: Tier) -> None:
        """Go on with the ladder of the other tier."""
        self._announce(self.ladder.replan(tier, self._elapsed, self.watch))

    def follow_roster(self) -> bool:
        """The duty list was changed; answers whether somebody is called for it."""
        calls = self.ladder.follow(self.watch, self._elapsed)
        self._announce(calls)
        return bool(calls)

    def call_past_the_silent(self) -> None:
        """The first report is overdue: call the leading group past whoever has not passed it on."""
        self._announce(
            self.ladder.raise_to(Post.DUTY_OFFICER, self._elapsed, self.watch, CallReason.FIRST_REPORT_OVERDUE)
        )
        self.escalate(EscalationReason.FIRST_REPORT_OVERDUE)

    def escalate(self, reason: EscalationReason) -> None:
        """Say that the leading group was called past those below it, and who had been silent."""
        post = self.ladder.step.post
        skipped = self.first_report.missing if reason is EscalationReason.FIRST_REPORT_OVERDUE else []
        now = self.journal.now
        self.escalations.append(Escalation(reason=reason, to=post.role, post=post, skipped=skipped, at=now))
        silent = f"；未履行初次报告：{'、'.join(Role(hop).zh for hop in skipped)}" if skipped else ""
        self.journal.enter(EntryKind.ESCALATED, SYSTEM, note=f"升级至{post.zh}{silent}")
        self.journal.record(
            IncidentEscalated(
                **self.journal.ids,
                tier=self.ladder.tier,
                reason=reason.value,
                escalated_to=post.role.value,
                escalated_at=now,
                step=post.value,
                skipped=[hop.value for hop in skipped],
            )
        )

    def take_over(self, by: Person) -> None:
        """Somebody on the ladder takes the incident over."""
        post = self.ladder.take_over(by, self._elapsed, self.watch)

        self.journal.meet(by, self.watch)
        self._acknowledge(by.id, post, post.zh)
        self._close_taking_over()

    def take_over_by_acting(self, by: Person) -> None:
        """Who enters an incident or passes it on knows of it, and stands for the own step of the ladder."""
        has_a_step = any(self.watch.answers_for(by, step.post) for step in self.ladder.plan.steps)
        if has_a_step and by.id not in self.ladder.taken_over:
            self.take_over(by)

    def carry_over(self, taken_over: Mapping[str, Post], merged_id: str) -> None:
        """Who has taken over an incident that is a part of this one has taken over this one."""
        for who, post in taken_over.items():
            if who not in self.ladder.taken_over:
                self.ladder.carry_over(who, post, self._elapsed, self.watch)
                self._acknowledge(who, post, f"{post.zh}（已接手 {merged_id}）")
        self._close_taking_over()

    def note_stage_report(self, report: StageReport) -> None:
        """A report came; the next is due by the interval of the tier."""
        self.ladder.note_report(self._elapsed)
        self.arm()
        self.journal.enter(EntryKind.STAGE_REPORT_FILED, report.by, note=f"第 {report.number} 次")
        self.journal.record(
            StageReportFiled(
                **self.journal.ids,
                number=report.number,
                filed_by=report.by,
                filed_at=report.at,
                next_due_at=self.due_at,
            )
        )

    def note_reach(self, notice_id: str, person_id: str, *, unreached: bool) -> bool:
        """No channel has reached somebody who was called, or one has after all; answers whether that is news."""
        called = self.ladder.called.get(person_id)
        if called is None or notice_id != f"{self.journal.incident.id}:call-{called.call}:{person_id}":
            return False
        if not self.ladder.note_reach(person_id, call=called.call, unreached=unreached):
            return False

        step, what = (EntryKind.CALL_UNREACHED, "各种方式均未送达") if unreached else (EntryKind.CALL_REACHED, "已送达")
        self.journal.enter(step, SYSTEM, note=f"{called.post.zh}（{self.journal.shown(person_id)}）：{what}")
        if called.post in self.ladder.unreached:
            self._announce_unreached(called.post, called.call)
        elif not self.ladder.unreached:
            self.unreached_since = None
        return True

    def arm(self) -> None:
        """Wait for the next thing that is due."""
        self.journal.arm(LADDER_DUE, self.due_at)

    @property
    def _elapsed(self) -> timedelta:
        return self.journal.entered_at - self.first_report.discovered_at

    def _acknowledge(self, who: str, post: Post, note: str) -> None:
        now = self.journal.now
        self.acknowledgements.append(Acknowledgement(by=who, at=now, post=post))
        self.journal.enter(EntryKind.ACKNOWLEDGED, who, note=note)
        self.journal.record(
            IncidentAcknowledged(**self.journal.ids, acknowledged_by=who, acknowledged_at=now, step=post.value)
        )

    def _close_taking_over(self) -> None:
        if self.ladder.is_held:
            self.unreached_since = None
        self.arm()

    def _announce(self, calls: Sequence[Call]) -> None:
        """Tell everybody on the steps that were called, and the other services that they were."""
        for call in calls:
            skipped = f"；跳过无人的{'、'.join(post.zh for post in call.skipped)}" if call.skipped else ""
            self.journal.enter(
                EntryKind.LADDER_CALLED, SYSTEM, note=f"{_called(call, self.watch)}：{REASON_WORDS[call.why]}{skipped}"
            )
            self.journal.record(
                LadderStepCalled(
                    **self.journal.ids,
                    tier=self.ladder.tier,
                    step=call.post.value,
                    reason=call.why.value,
                    round=call.round,
                    skipped=[post.value for post in call.skipped],
                    called_at=self.journal.now,
                    due_at=self.due_at,
                )
            )
            channels = self.ladder.plan.step(call.post).channels
            text = f"{REASON_WORDS[call.why]}。"
            self.journal.say(f"call-{call.number}", call.people, text, urgency=Urgency.ALARM, channels=channels)
        if calls and not any(call.people for call in calls):
            self._say_unreached(calls[-1].post, calls[-1].number)
        self.arm()

    def _announce_unreached(self, post: Post, call: int) -> None:
        """That nobody of a step could be told is an alarm of its own, by every other way there is."""
        tried = self.ladder.called_last(post)
        others = [duty for duty in self.watch.everyone if duty.person_id not in tried]
        self.journal.enter(EntryKind.CALL_UNREACHED, SYSTEM, note=f"{post.zh}无人通知到，改用其他一切方式告知")
        self._say_unreached(post, call, others)

    def _say_unreached(self, post: Post, call: int, others: Sequence[Duty] = ()) -> None:
        self.unreached_since = self.unreached_since or self.journal.now
        key, text = f"unreached-{call}-{post}", f"{post.zh}无人通知到，请立即设法联系并处置。"
        self.journal.say(key, others, text, urgency=Urgency.ALARM, channels=ALL_CHANNELS)
        self.journal.say_to_every_group(key, text)

    def _miss_stage_report(self, reporter: str, due_at: datetime) -> None:
        now = self.journal.now
        self.journal.enter(EntryKind.STAGE_REPORT_MISSED, SYSTEM, at=due_at, note=reporter)
        self.journal.record(StageReportMissed(**self.journal.ids, reporter=reporter, due_at=due_at, missed_at=now))
        text = f"阶段性报告应于 {beijing(due_at)} 前提交，请立即补报。"
        people = self.watch.known_as(reporter)
        key = f"missed-{self.ladder.round}"
        self.journal.say(key, people, text, urgency=Urgency.REMINDER, channels=ALL_CHANNELS)


def _called(call: Call, watch: Watch) -> str:
    """Who was called, by post, and which posts nobody is on."""
    if not call.people:
        return f"应呼叫{'、'.join(post.zh for post in call.posts)}，但没有值班名单，没有呼叫到任何人"
    if not watch.on(*call.posts):
        return f"当前无人值班，呼叫名单上所有人员（{'、'.join(map(_named, call.people))}）"
    chosen = {duty.person_id for duty in call.people}
    posts: list[str] = []
    for post in call.posts:
        people = [_named(duty) for duty in watch.on(post) if duty.person_id in chosen]
        posts.append(f"{post.zh}（{'、'.join(people) or '无人'}）")
    return f"呼叫{'、'.join(posts)}"


def _named(duty: Duty) -> str:
    return f"{duty.name} {duty.person_id}".strip()
