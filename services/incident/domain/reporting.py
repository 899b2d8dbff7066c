"""The part of an incident that sees to the first report: two hops within ten minutes of discovery (INC-06)."""

from dataclasses import dataclass
from datetime import datetime

from libs.contracts.incident import DiscoveryCorrected, FirstReportOverdue, FirstReportReceived, FirstReportReminded
from services.incident.domain.climbing import Climbing
from services.incident.domain.errors import FirstReportNotAwaitedError, ReasonMissingError
from services.incident.domain.escalation import Reason
from services.incident.domain.first_report import FIRST_REPORT_DUE, FIRST_REPORT_REMINDER, Hop, ReportForm
from services.incident.domain.ladder import Why
from services.incident.domain.ladder_plans import EVERYTHING
from services.incident.domain.notices import Urgency
from services.incident.domain.people import Person, Role
from services.incident.domain.roster import UNLISTED, Duty, Post, Watch
from services.incident.domain.timeline import SYSTEM, Step, beijing, clocks_differ


@dataclass(kw_only=True)
class Reporting(Climbing):
    """Hops, reminders, the ten minutes, and the corrections that move them."""

    def tell(  # noqa: PLR0913 -- a hop is signed, dated twice and has a form
        self,
        hop: Hop,
        *,
        by: Person,
        now: datetime,
        told_at: datetime | None = None,
        form: ReportForm = ReportForm.PHONE,
        watch: Watch = UNLISTED,
    ) -> None:
        """Pass the first report on: now, or when it is said to have been.

        A site head who tells the leading group has by then been told as well.
        """
        self._must_concern(by)
        self._must_be_open()

        self._tell(hop, told_at=told_at, by=by, now=now, form=form)
        if hop is Hop.LEADING_GROUP and by.holds(Role.SITE_HEAD) and Hop.SITE_HEAD in self.first_report.missing:
            self._tell(Hop.SITE_HEAD, told_at=told_at, by=by, now=now, form=form)
        self._take_over_by_acting(by, now, watch)
        self._settle_clock(now, watch)

    def remind(self, *, now: datetime, watch: Watch = UNLISTED) -> None:
        """Five or eight minutes are over and somebody has not passed the first report on."""
        self._must_be_open()
        minutes = self.first_report.remind(now)

        owing = [hop.owed_by for hop in self.first_report.missing]
        self._enter(Step.FIRST_REPORT_REMINDED, SYSTEM, now, note=f"已过 {minutes} 分钟")
        self.record(FirstReportReminded(**self._named(), minutes=minutes, waiting_for=owing, reminded_at=now))
        people = [*self._reporting_staff(watch, owing), *watch.on(*([Post.SITE_HEAD] if "site-head" in owing else []))]
        text = f"初次报告须于 {beijing(self.first_report.due_at)} 前送达应急处理领导小组，请立即报告。"
        self._say(f"remind-{minutes}", people, text, urgency=Urgency.REMINDER, channels=EVERYTHING)
        self._arm_clock(now)

    def call_overdue(self, *, now: datetime, watch: Watch = UNLISTED) -> None:
        """Ten minutes are over and the leading group does not know: call past whoever is silent."""
        self._must_be_open()
        if not self.first_report.is_awaited:
            raise FirstReportNotAwaitedError(self.id)

        self._call_overdue(now, watch)

    def correct_discovery(
        self, discovered_at: datetime, *, reason: str, by: Person, now: datetime, watch: Watch = UNLISTED
    ) -> None:
        """Put the anchor right, on the record; what was already called stays called."""
        self._must_be_open()
        if not reason.strip():
            raise ReasonMissingError

        self._correct(discovered_at, reason, by, now, watch)

    def _correct(self, discovered_at: datetime, reason: str, by: Person, now: datetime, watch: Watch) -> None:
        before = self.first_report.discovered_at
        self.first_report.correct(discovered_at)

        note = f"{beijing(before)} 更正为 {beijing(discovered_at)}：{reason}"
        self._enter(Step.DISCOVERY_CORRECTED, by.id, now, note=note)
        self.record(
            DiscoveryCorrected(
                **self._named(),
                discovered_at=discovered_at,
                first_report_due_at=self.first_report.due_at,
                corrected_by=by.id,
                corrected_at=now,
            )
        )
        self._settle_clock(now, watch)
        self._catch_ladder_up(now, watch)

    def _tell(
        self, hop: Hop, *, told_at: datetime | None, by: Person, now: datetime, form: ReportForm = ReportForm.PHONE
    ) -> None:
        entered_at = self._at(now)
        stamp = self.first_report.tell(hop, told_at=told_at or entered_at, by=by, now=entered_at, form=form)

        note = clocks_differ(told_at) if told_at and told_at > stamp.told_at else ""
        step = Step.SITE_HEAD_TOLD if hop is Hop.SITE_HEAD else Step.LEADING_GROUP_TOLD
        self._enter(step, by.id, now, at=stamp.told_at, note=note)
        if hop is Hop.LEADING_GROUP:
            self.record(FirstReportReceived(**self._named(), received_at=stamp.told_at))

    def _settle_clock(self, now: datetime, watch: Watch) -> None:
        """Arm, stop or ring the clock, whichever follows from what is known now."""
        if self.first_report.overdue_at is None and self.first_report.is_missed(now):
            self._call_overdue(now, watch)
        elif self.first_report.overdue_at is None:
            self._arm_clock(now)

    def _arm_clock(self, now: datetime) -> None:
        self._arm(FIRST_REPORT_DUE, self.first_report.due_at if self.first_report.is_awaited else None)
        self._arm(FIRST_REPORT_REMINDER, self.first_report.next_reminder_at(now))

    def _call_overdue(self, now: datetime, watch: Watch) -> None:
        due_at = self.first_report.due_at
        self.first_report.overdue_at = now
        self._arm_clock(now)
        silent = [hop.value for hop in self.first_report.missing]
        self._enter(Step.FIRST_REPORT_OVERDUE, SYSTEM, now, at=due_at)
        self.record(FirstReportOverdue(**self._named(), due_at=due_at, overdue_at=now, skipped=silent))
        calls = self.ladder.raise_to(Post.DUTY_OFFICER, self._elapsed(now), watch, Why.FIRST_REPORT_OVERDUE)
        self._announce_calls(calls, now, watch)
        self._escalate(Reason.FIRST_REPORT_OVERDUE, now=now)

    def _catch_ladder_up(self, now: datetime, watch: Watch) -> None:
        """With the anchor the whole ladder moved: what is due by now happens now."""
        was_held, due_at = self.ladder.is_held, self.first_report.discovered_at + self.ladder.due
        if due_at <= self._at(now):
            if was_held:
                self._miss_stage_report(due_at, now, watch)
            self._announce_calls(self.ladder.ring(self._elapsed(now), watch, Why.CORRECTED), now, watch)
        self._arm_ladder()

    def _reporting_staff(self, watch: Watch, owing: list[str]) -> list[Duty]:
        return watch.known_as(self.reported_by) if "staff" in owing else []
