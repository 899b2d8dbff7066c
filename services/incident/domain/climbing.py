"""The part of an incident that calls people up the ladder until somebody takes over and keeps reporting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from libs.contracts.incident import (
    IncidentAcknowledged,
    IncidentEscalated,
    LadderStepCalled,
    StageReportFiled,
    StageReportMissed,
)
from services.incident.domain.case import OVERSEERS, Case
from services.incident.domain.errors import ReporterNotDesignatedError, TextMissingError
from services.incident.domain.escalation import Acknowledgement, Escalation, Reason
from services.incident.domain.first_report import ReportForm
from services.incident.domain.ladder import LADDER_DUE, Call, Why
from services.incident.domain.ladder_plans import EVERYTHING
from services.incident.domain.notices import EVERY_GROUP, Urgency
from services.incident.domain.people import Person, Role
from services.incident.domain.report import StageReport
from services.incident.domain.roster import UNLISTED, Duty, Post, Watch
from services.incident.domain.timeline import SYSTEM, Step, beijing

WHY: Final = {
    Why.REPORTED: "请确认接报",
    Why.UNANSWERED: "此前无人确认接报，请立即确认",
    Why.FIRST_REPORT_OVERDUE: "初次报告未在十分钟内送达，请立即处置",
    Why.NO_STAGE_REPORT: "未按时收到阶段性报告，请跟进",
    Why.RECLASSIFIED: "事件已重新认定，请确认接报",
    Why.CORRECTED: "发现时间已更正，请立即确认",
    Why.LIST_CHANGED: "值班名单已变更，请确认接报",
}


@dataclass(kw_only=True)
class Climbing(Case):
    """Calls, acknowledgements and stage reports."""

    def acknowledge(self, *, by: Person, now: datetime, watch: Watch = UNLISTED) -> None:
        """Take the incident over. This does not stand in for the first report."""
        self._must_be_open()

        self._take_over(by, now, watch)

    def ring_ladder(self, *, now: datetime, watch: Watch = UNLISTED) -> None:
        """Something is due and was not done: call on, or call again."""
        self._must_be_open()
        was_held, due_at = self.ladder.is_held, self.first_report.discovered_at + self.ladder.due
        calls = self.ladder.ring(self._elapsed(now), watch)

        if was_held:
            self._miss_stage_report(due_at, now, watch)
        self._announce_calls(calls, now, watch)

    def note_reach(self, notice_id: str, person_id: str, *, unreached: bool, now: datetime, watch: Watch) -> bool:
        """No channel has reached somebody who was called, or one has after all; answers whether that is news."""
        called = self.ladder.called.get(person_id)
        if not self.is_open or called is None or notice_id != f"{self.id}:call-{called.call}:{person_id}":
            return False
        if not self.ladder.note_reach(person_id, call=called.call, unreached=unreached):
            return False

        step, what = (Step.CALL_UNREACHED, "各种方式均未送达") if unreached else (Step.CALL_REACHED, "已送达")
        self._enter(step, SYSTEM, now, note=f"{called.post.zh}（{self._shown(person_id)}）：{what}")
        if called.post in self.ladder.unreached:
            self._announce_unreached(called.post, called.call, now, watch)
        elif not self.ladder.unreached:
            self.unreached_since = None
        return True

    def has_settled(self, person_id: str, *, urgency: Urgency, decided_at: datetime) -> bool:
        """Whether what a notice wants done is done: an alarm when somebody has taken over since, any at the end."""
        if not self.is_open or urgency is not Urgency.ALARM:
            return not self.is_open
        since = [one.by for one in self.acknowledgements if one.at > decided_at]
        return person_id in since or (self.ladder.is_held and (bool(since) or person_id == EVERY_GROUP))

    def note_withdrawn(self, person_id: str, *, now: datetime) -> None:
        """A notice is not sent any more, because it is settled what it wanted done."""
        why = "已有人接报" if self.is_open else "事件已并入另一起" if self.merged_into else "事件已办结"
        self._enter(Step.CALL_WITHDRAWN, SYSTEM, now, note=f"{self._shown(person_id)}：{why}")

    def follow_roster(self, *, now: datetime, watch: Watch) -> bool:
        """The duty list was changed; answers whether somebody is called for it."""
        self._must_be_open()
        calls = self.ladder.follow(watch, self._elapsed(now))

        self._announce_calls(calls, now, watch)
        return bool(calls)

    def designate_reporter(self, person_id: str, *, by: Person, now: datetime, watch: Watch = UNLISTED) -> None:
        """Name who follows the incident and reports how it stands (INC-07)."""
        self._must_concern(by)
        self._must_be_open()

        self.reporter = person_id
        for duty in watch.known_as(person_id):
            self._know(duty)
        self._enter(Step.REPORTER_DESIGNATED, by.id, now, note=person_id)

    def file_stage_report(self, text: str, *, form: ReportForm, by: Person, now: datetime) -> StageReport:
        """Say how things stand; the next report is due by the interval of the tier."""
        self._must_concern(by)
        self._must_be_open()
        if by.id != self.reporter and not by.holds(*(role for role in OVERSEERS if role is not Role.AUDITOR)):
            raise ReporterNotDesignatedError
        if not text.strip():
            raise TextMissingError
        report = StageReport(number=len(self.stage_reports) + 1, text=text, form=form, by=by.id, at=now)

        self.stage_reports.append(report)
        self.ladder.note_report(self._elapsed(now))
        self._arm_ladder()
        self._enter(Step.STAGE_REPORT_FILED, by.id, now, note=f"第 {report.number} 次")
        next_due_at = self.first_report.discovered_at + self.ladder.due
        self.record(
            StageReportFiled(
                **self._named(), number=report.number, filed_by=by.id, filed_at=now, next_due_at=next_due_at
            )
        )
        return report

    def _take_over(self, by: Person, now: datetime, watch: Watch) -> None:
        post = self.ladder.take_over(by, self._elapsed(now), watch)

        self._meet(by, watch)
        if self.ladder.is_held:
            self.unreached_since = None
        self.acknowledgements.append(Acknowledgement(by=by.id, at=now, post=post))
        self._arm_ladder()
        self._enter(Step.ACKNOWLEDGED, by.id, now, note=post.zh)
        self.record(IncidentAcknowledged(**self._named(), acknowledged_by=by.id, acknowledged_at=now, step=post.value))

    def _take_over_by_acting(self, by: Person, now: datetime, watch: Watch) -> None:
        """Who enters an incident or passes it on knows of it, and stands for the own step of the ladder."""
        stands_for_a_step = any(watch.answers_for(by, step.post) for step in self.ladder.plan.steps)
        if stands_for_a_step and by.id not in self.ladder.taken_over:
            self._take_over(by, now, watch)

    def _arm_ladder(self) -> None:
        self._arm(LADDER_DUE, self.first_report.discovered_at + self.ladder.due)

    def _announce_calls(self, calls: Sequence[Call], now: datetime, watch: Watch) -> None:
        """Tell everybody on the steps that were called, and the other services that they were."""
        due_at = self.first_report.discovered_at + self.ladder.due
        for call in calls:
            skipped = f"；跳过无人的{'、'.join(post.zh for post in call.skipped)}" if call.skipped else ""
            self._enter(Step.LADDER_CALLED, SYSTEM, now, note=f"{_called(call, watch)}：{WHY[call.why]}{skipped}")
            self.record(
                LadderStepCalled(
                    **self._named(),
                    tier=self.classification.tier,
                    step=call.post.value,
                    reason=call.why.value,
                    round=call.round,
                    skipped=[post.value for post in call.skipped],
                    called_at=now,
                    due_at=due_at,
                )
            )
            channels = self.ladder.plan.step(call.post).channels
            text = f"{WHY[call.why]}。"
            self._say(f"call-{call.number}", call.people, text, urgency=Urgency.ALARM, channels=channels)
        if calls and not any(call.people for call in calls):
            self._say_unreached(calls[-1].post, calls[-1].number, now)
        self._arm_ladder()

    def _announce_unreached(self, post: Post, call: int, now: datetime, watch: Watch) -> None:
        """That nobody of a step could be told is an alarm of its own, by every other way there is."""
        tried = self.ladder.called_last(post)
        others = [duty for duty in watch.everyone if duty.person_id not in tried]
        self._enter(Step.CALL_UNREACHED, SYSTEM, now, note=f"{post.zh}无人通知到，改用其他一切方式告知")
        self._say_unreached(post, call, now, others)

    def _say_unreached(self, post: Post, call: int, now: datetime, others: Sequence[Duty] = ()) -> None:
        self.unreached_since = self.unreached_since or now
        text = f"{post.zh}无人通知到，请立即设法联系并处置。"
        self._say(f"unreached-{call}-{post}", others, text, urgency=Urgency.ALARM, channels=EVERYTHING)
        self._say_to_every_group(f"unreached-{call}-{post}", text)

    def _escalate(self, reason: Reason, *, now: datetime) -> None:
        """Say that the leading group was called past those below it, and who had been silent."""
        post = self.ladder.step.post
        skipped = self.first_report.missing if reason is Reason.FIRST_REPORT_OVERDUE else []
        self.escalations.append(Escalation(reason=reason, to=post.role, post=post, skipped=skipped, at=now))
        silent = f"；未履行初次报告：{'、'.join(Role(hop).zh for hop in skipped)}" if skipped else ""
        self._enter(Step.ESCALATED, SYSTEM, now, note=f"升级至{post.zh}{silent}")
        self.record(
            IncidentEscalated(
                **self._named(),
                tier=self.classification.tier,
                reason=reason.value,
                escalated_to=post.role.value,
                escalated_at=now,
                step=post.value,
                skipped=[hop.value for hop in skipped],
            )
        )

    def _miss_stage_report(self, due_at: datetime, now: datetime, watch: Watch) -> None:
        self._enter(Step.STAGE_REPORT_MISSED, SYSTEM, now, at=due_at, note=self.reporter)
        self.record(StageReportMissed(**self._named(), reporter=self.reporter, due_at=due_at, missed_at=now))
        people = watch.known_as(self.reporter)
        text = f"阶段性报告应于 {beijing(due_at)} 前提交，请立即补报。"
        self._say(f"missed-{self.ladder.round}", people, text, urgency=Urgency.REMINDER, channels=EVERYTHING)


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
