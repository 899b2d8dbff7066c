"""An incident: reported, reported upward within ten minutes, escalated if not, disposed of, learnt from, closed."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from libs.chassis.domain import Aggregate, Deadline
from libs.contracts.incident import IncidentClosed, IncidentReported
from services.incident.domain.classification.classification import (
    BEYOND_THE_SITE,
    Classification,
    Facts,
    Finding,
    classify,
)
from services.incident.domain.classification.kinds import KINDS, Heading
from services.incident.domain.duty.post import Post
from services.incident.domain.duty.roster import NO_DUTY_LIST, Watch
from services.incident.domain.errors import (
    DispositionOpenError,
    EscalationUnansweredError,
    FirstReportAwaitedError,
    IncidentIsClosedError,
    IncidentIsMergedError,
    MeasuresApprovedError,
    MergerNotEntitledError,
    NotTheSameIncidentError,
    ReasonMissingError,
    SecrecyUnchangedError,
    SessionNotConcernedError,
    TextMissingError,
)
from services.incident.domain.escalation.calls import Calls
from services.incident.domain.escalation.errors import FirstReportNotAwaitedError
from services.incident.domain.escalation.escalation import Acknowledgement, Escalation, EscalationReason
from services.incident.domain.escalation.first_report import (
    FIRST_REPORT_DUE,
    FIRST_REPORT_REMINDER,
    FIRST_REPORT_WITHIN,
    FirstReport,
    Hop,
    PassedOn,
)
from services.incident.domain.escalation.ladder import LADDER_DUE, Ladder
from services.incident.domain.escalation.ladder_plans import ALL_CHANNELS
from services.incident.domain.measures.affected import NOBODY_AFFECTED, Affected
from services.incident.domain.measures.disposition import Answer, Disposition
from services.incident.domain.measures.dispositions import Dispositions
from services.incident.domain.measures.measures import Measure
from services.incident.domain.notices.notice import EVERY_GROUP, Notify, Urgency
from services.incident.domain.notices.places import public_place
from services.incident.domain.people import DisplayName, Person, Role
from services.incident.domain.record.access import Access
from services.incident.domain.record.aftermath import Aftermath
from services.incident.domain.record.discovery import Discovery, FurtherReport
from services.incident.domain.record.joining import Likeness, enter_joined_report, enter_merger
from services.incident.domain.record.journal import Journal, deadline_of
from services.incident.domain.record.photos import Album, Photo
from services.incident.domain.record.reclassification import Reclassification
from services.incident.domain.record.reports import (
    ClosingReport,
    FollowUp,
    FollowUpKind,
    ReportForm,
    Secrecy,
    StageReport,
    Statement,
)
from services.incident.domain.record.timeline import SYSTEM, Entry, EntryKind, beijing, clocks_differ


@dataclass(kw_only=True)
class Incident(Aggregate):
    """Something that keeps an examination from going on as it should, and what was done about it.

    Somebody on site reports what was discovered, and the kind and the figures say how grave it is. From the discovery
    two clocks run. The first report must reach the site head and then the leading group within ten minutes; whoever
    has not passed it on is reminded, and when the ten minutes are over the leading group is called past them. The
    ladder calls people from the site up until enough of them have taken the incident over; then a designated reporter
    owes a report of how things stand at every interval, and silence makes the ladder call again. Others may report the
    same: their reports join it, and two incidents that turn out to be one are merged into the one discovered first.
    Meanwhile measures are proposed and decided as the emergency plan provides, ordered from the services that carry
    them out, and answered. What it was taken for, when it was discovered and who may read it can be put right, on the
    record; nothing starts anew by that. The press is told with one voice, and what is done and learnt afterwards is
    put on record. It is closed with a report to the director, when nothing runs, waits or is missing any more. A drill
    lives the same life, but no other service hears of it. All of it stands in the timeline, which only grows.
    """

    id: str
    discovery: Discovery
    classification: Classification
    facts: Facts
    reported_by: str
    first_report: FirstReport
    ladder: Ladder
    reporter: str
    escalations: list[Escalation] = field(default_factory=list)
    acknowledgements: list[Acknowledgement] = field(default_factory=list)
    stage_reports: list[StageReport] = field(default_factory=list)
    dispositions: Dispositions = field(default_factory=Dispositions)
    secrecy: Secrecy = Secrecy.INTERNAL
    statements: list[Statement] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    closing_report: ClosingReport | None = None
    closed_at: datetime | None = None
    timeline: list[Entry] = field(default_factory=list)
    people: dict[str, DisplayName] = field(default_factory=dict)
    unreached_since: datetime | None = None
    further_reports: list[FurtherReport] = field(default_factory=list)
    merged_into: str | None = None

    @classmethod
    def report(
        cls, discovery: Discovery, *, by: Person, now: datetime, watch: Watch = NO_DUTY_LIST, meant: str | None = None
    ) -> Self:
        """Enter what was discovered. A major incident is escalated at once (INC-14), a late entry too.

        `meant` is the incident that it was to join and could not; why not is for nobody who may not read that one.
        """
        found = classify(discovery.kind, discovery.facts)
        incident = cls(
            id=discovery.incident_id(by.id),
            discovery=discovery,
            classification=found,
            facts=discovery.facts,
            reported_by=by.id,
            reporter=by.id,
            first_report=FirstReport.of(discovery.discovered_at, now=now),
            ladder=Ladder(tier=found.tier),
        )

        journal = incident._journal(now)
        journal.meet(by, watch)
        incident._announce(journal, meant)
        with incident._calls(now, watch) as calls:
            calls.start()
            if found.tier == "major":
                calls.escalate(EscalationReason.MAJOR)
        incident._tell_at_once("reported", [Post.DUTY_OFFICER, Post.GROUP_HEAD], journal, watch)
        incident._tell_the_head(journal, watch)
        for hop in Hop:
            if by.holds(Role(hop)):
                incident.first_report.tell(hop, journal, by=by, told_at=now)
        incident._go_on_by_acting(by, now, watch)
        return incident

    def tell(self, word: PassedOn, *, by: Person, now: datetime, watch: Watch = NO_DUTY_LIST) -> None:
        """Pass the first report on: now, or when it is said to have been.

        A site head who tells the leading group has by then been told as well.
        """
        self._must_be_open_to(by)

        journal = self._journal(now)
        self.first_report.tell(word.to, journal, by=by, told_at=word.told_at, form=word.form)
        has_skipped_themselves = word.to is Hop.LEADING_GROUP and by.holds(Role.SITE_HEAD)
        if has_skipped_themselves and Hop.SITE_HEAD in self.first_report.missing:
            self.first_report.tell(Hop.SITE_HEAD, journal, by=by, told_at=word.told_at, form=word.form)
        self._go_on_by_acting(by, now, watch)

    def remind(self, *, now: datetime, watch: Watch = NO_DUTY_LIST) -> None:
        """Five or eight minutes are over and somebody has not passed the first report on."""
        self._must_be_open()

        self.first_report.remind(self._journal(now), reported_by=self.reported_by, watch=watch)

    def call_overdue(self, *, now: datetime, watch: Watch = NO_DUTY_LIST) -> None:
        """Ten minutes are over and the leading group does not know: call past whoever is silent."""
        self._must_be_open()
        if not self.first_report.is_awaited:
            raise FirstReportNotAwaitedError(self.id)

        self._call_overdue(now, watch)

    def correct_discovery(
        self, discovered_at: datetime, *, reason: str, by: Person, now: datetime, watch: Watch = NO_DUTY_LIST
    ) -> None:
        """Put the anchor right, on the record; what was already called stays called."""
        self._must_be_open()
        _must_say_why(reason)

        self._correct(discovered_at, reason, by, now, watch)

    def acknowledge(self, *, by: Person, now: datetime, watch: Watch = NO_DUTY_LIST) -> None:
        """Take the incident over. This does not stand in for the first report."""
        self._must_be_open()

        with self._calls(now, watch) as calls:
            calls.take_over(by)

    def ring_ladder(self, *, now: datetime, watch: Watch = NO_DUTY_LIST) -> None:
        """Something is due and was not done: call on, or call again."""
        self._must_be_open()

        with self._calls(now, watch) as calls:
            calls.call_on(self.reporter)

    def follow_roster(self, *, now: datetime, watch: Watch) -> bool:
        """The duty list was changed; answers whether somebody is called for it."""
        self._must_be_open()

        with self._calls(now, watch) as calls:
            return calls.follow_roster()

    def note_reach(self, notice_id: str, person_id: str, *, unreached: bool, now: datetime, watch: Watch) -> bool:
        """No channel has reached somebody who was called, or one has after all; answers whether that is news."""
        if not self.is_open:
            return False
        with self._calls(now, watch) as calls:
            return calls.note_reach(notice_id, person_id, unreached=unreached)

    def needs_no_notice(self, person_id: str, *, urgency: Urgency, decided_at: datetime) -> bool:
        """Whether what a notice wants done is done: an alarm when somebody has taken over since, any at the end."""
        if not self.is_open or urgency is not Urgency.ALARM:
            return not self.is_open
        since = [one.by for one in self.acknowledgements if one.at > decided_at]
        return person_id in since or (self.ladder.is_held and (bool(since) or person_id == EVERY_GROUP))

    def note_withdrawn(self, person_id: str, *, now: datetime) -> None:
        """A notice is not sent any more, because it is settled what it wanted done."""
        journal = self._journal(now)
        why = "已有人接报" if self.is_open else "事件已并入另一起" if self.merged_into else "事件已办结"
        journal.enter(EntryKind.CALL_WITHDRAWN, SYSTEM, note=f"{journal.shown(person_id)}：{why}")

    def designate_reporter(self, person_id: str, *, by: Person, now: datetime, watch: Watch = NO_DUTY_LIST) -> None:
        """Name who follows the incident and reports how it stands (INC-07)."""
        self._must_be_open_to(by)

        self.reporter = person_id
        journal = self._journal(now)
        for duty in watch.known_as(person_id):
            journal.know(duty)
        journal.enter(EntryKind.REPORTER_DESIGNATED, by.id, note=person_id)

    def file_stage_report(self, text: str, *, form: ReportForm, by: Person, now: datetime) -> StageReport:
        """Say how things stand; the next report is due by the interval of the tier."""
        self._must_be_open_to(by)
        self.access.must_be_reported_on_by(by, reporter=self.reporter)
        if not text.strip():
            raise TextMissingError
        report = StageReport(number=len(self.stage_reports) + 1, text=text, form=form, by=by.id, at=now)

        self.stage_reports.append(report)
        with self._calls(now) as calls:
            calls.note_stage_report(report)
        return report

    def may_be(self, found: Discovery, *, by: Person, now: datetime) -> bool:
        """Whether what this person reports can be this incident.

        What somebody may not read is never the same, so nobody learns that it is there (INC-10). Raises what `classify`
        raises.
        """
        return self.likeness.fits(found, now=now) and self.is_open and self.may_read(by)

    def join(self, found: Discovery, *, by: Person, now: datetime, watch: Watch = NO_DUTY_LIST) -> None:
        """Enter another report of this incident; if it discovered it earlier, the clock counts from there."""
        if not self.may_be(found, by=by, now=now):
            raise NotTheSameIncidentError
        journal = self._journal(now)
        report = FurtherReport(discovery=found, by=by.id, at=journal.entered_at)
        discovered_at = min(found.discovered_at, report.at)

        self.further_reports.append(report)
        journal.meet(by, watch)
        enter_joined_report(report, discovered_at, journal)
        for hop in self.first_report.missing:
            if by.holds(Role(hop)):
                self.first_report.tell(hop, journal, by=by)
        if discovered_at < self.first_report.discovered_at:
            with self._calls(now, watch) as calls:
                calls.take_over_by_acting(by)
            late = "；登记时距此已满十分钟" if report.at >= discovered_at + FIRST_REPORT_WITHIN else ""
            self._correct(discovered_at, f"另一份报告发现更早{late}", by, now, watch)
        else:
            self._go_on_by_acting(by, now, watch)

    def absorb(self, other: Self, *, reason: str, by: Person, now: datetime, watch: Watch = NO_DUTY_LIST) -> None:
        """Go on for both: with the reports of the other, with who was told there and with who has taken over there.

        What was merged by this very act already stays merged.
        """
        self.access.must_concern(by)
        other.access.must_concern(by)
        if other.merged_into == self.id:
            return
        self._must_be_open()
        other._must_be_open()
        self.likeness.must_be_one_with(other.likeness)
        _must_say_why(reason)
        in_charge = by.id in {*self.ladder.holders, *other.ladder.holders}
        if not in_charge and not by.holds(Role.LEADING_GROUP, Role.DIRECTOR):
            raise MergerNotEntitledError
        if other.dispositions.bound_numbers:
            raise MeasuresApprovedError(other.id, other.dispositions.bound_numbers)

        self.further_reports += other._reports
        self.people = {**other.people, **self.people}
        journal = self._journal(now)
        journal.meet(by, watch)
        journal.enter(
            EntryKind.MERGED, by.id, note=f"{other.id}（{other.likeness.where_and_when}）并入本事件：{reason}"
        )
        self.first_report.carry_over(other.first_report.stamps, other.id, journal)
        with self._calls(now, watch) as calls:
            calls.carry_over(other.ladder.taken_over, other.id)
        self._check_clock(now, watch)
        other._end_in(self.id, reason, by, now)

    def reclassify(
        self, finding: Finding, *, reason: str, by: Person, now: datetime, watch: Watch = NO_DUTY_LIST
    ) -> None:
        """Take the incident for what it turned out to be; what is still open is planned anew, no clock starts again."""
        self._must_be_open_to(by)
        _must_say_why(reason)
        change = Reclassification(before=self.classification, after=classify(finding.kind, finding.facts))
        change.must_be_open_to(by)

        self.classification, self.facts = change.after, finding.facts
        journal = self._journal(now)
        change.announce(journal, reason=reason, by=by.id)
        self.dispositions.lapse_undecided(journal, reason="事件重新认定，本处置不再适用", by=by.id)
        if change.changes_tier:
            with self._calls(now, watch) as calls:
                calls.replan(change.after.tier)
                if change.after.tier == "major":
                    calls.escalate(EscalationReason.MAJOR)
        self._tell_the_head(journal, watch)

    def propose(
        self,
        measure: Measure,
        *,
        by: Person,
        now: datetime,
        affected: Affected = NOBODY_AFFECTED,
        planned: Collection[str] = (),
    ) -> Disposition:
        """Put a disposition forward; nothing happens before it is approved, unless the plan wants it at once.

        It may name the sessions of its reports, and those of the same batch that are planned: who reports in the first
        minute names none, and what began in one room reaches another.
        """
        self._must_be_open_to(by)
        sessions = measure.session_ids
        named = bool(sessions) or measure.by_people
        if not named or len(set(sessions)) < len(sessions) or not set(sessions) <= {*self.session_ids, *planned}:
            raise SessionNotConcernedError

        return self.dispositions.propose(
            measure, self._journal(now), found=self.classification, by=by, affected=affected
        )

    def approve(
        self, number: int, *, by: Person, now: datetime, affected: Affected = NOBODY_AFFECTED, seen: str | None = None
    ) -> None:
        """Let a disposition happen to exactly these: the service that carries it out is told."""
        self._must_be_open()

        self.dispositions.approve(number, self._journal(now), affected=affected, seen=seen, by=by)

    def refuse(self, number: int, *, reason: str, by: Person, now: datetime) -> None:
        self._must_be_open()

        self.dispositions.refuse(number, self._journal(now), reason=reason, by=by)

    def complete(self, number: int, *, note: str, by: Person, now: datetime, at: datetime | None = None) -> None:
        """Say that people have carried out what people carry out."""
        self._must_be_open_to(by)

        self.dispositions.complete(number, self._journal(now), note=note, by=by, at=at)

    def note_answer(self, answer: Answer, *, now: datetime) -> None:
        """Enter what another service did with an order, for some of its targets or for all."""
        self.dispositions.note_answer(answer, self._journal(now))

    def classify_secrecy(self, level: Secrecy, *, reason: str, by: Person, now: datetime) -> None:
        """Widen or narrow who may read the incident (INC-10)."""
        self._must_be_open()
        _must_say_why(reason)
        if level is self.secrecy:
            raise SecrecyUnchangedError

        self.secrecy = level
        self._journal(now).enter(EntryKind.SECRECY_CHANGED, by.id, note=f"{level.zh}：{reason}")

    def release_statement(self, text: str, *, by: Person, now: datetime) -> Statement:
        """Tell the press; also when the incident is closed."""
        return self.aftermath.release(text, self._journal(now), by=by.id)

    def follow_up(self, kind: FollowUpKind, text: str, *, by: Person, now: datetime) -> None:
        """Put a part of the aftermath on record; it may come before or after the incident is closed."""
        self.aftermath.follow_up(kind, text, self._journal(now), by=by.id)

    def add_photo(self, photo: Photo, *, by: Person) -> None:
        """Put a picture into the file; the same picture is there once."""
        self.access.must_be_added_to_by(by)
        self._must_be_open()

        self.album.add(photo, self._journal(photo.at))

    def close(self, report: ClosingReport, *, by: Person, now: datetime) -> None:
        """File the report and end the incident; nothing may still be running, unanswered, undone or unlearnt."""
        self._must_be_open()
        if self.first_report.is_awaited:
            raise FirstReportAwaitedError
        if not self.ladder.is_held:
            raise EscalationUnansweredError
        if self.dispositions.open_numbers:
            raise DispositionOpenError(self.dispositions.open_numbers)
        self.dispositions.must_owe_no_free_sitting()
        self.aftermath.must_be_complete(self.classification)

        self.closing_report, self.closed_at = report, now
        journal = self._journal(now)
        journal.arm(LADDER_DUE, None)
        journal.enter(EntryKind.CLOSED, by.id)
        journal.record(IncidentClosed(**journal.ids, closed_at=now))

    def collect_notices(self) -> list[Notify]:
        """Hand over what is to be said to people since the last call."""
        notices: list[Notify] = self.__dict__.pop("_notices", [])
        return notices

    def concerns(self, person: Person) -> bool:
        return self.access.concerns(person)

    def may_read(self, person: Person) -> bool:
        return self.access.may_read(person)

    @property
    def access(self) -> Access:
        """Who may do with it what."""
        merged = {one.by for one in self.further_reports if one.merged_from is not None}
        return Access(incident_id=self.id, secrecy=self.secrecy, reporters=self.reporters, merged_reporters=merged)

    @property
    def likeness(self) -> Likeness:
        """What tells whether something else is it, too."""
        return Likeness(
            incident_id=self.id,
            batch_id=self.batch_id,
            is_drill=self.is_drill,
            category=self.classification.category,
            tier=self.classification.tier,
            secrecy=self.secrecy,
            discovered_at=self.first_report.discovered_at,
            discoveries=[self.discovery, *(one.discovery for one in self.further_reports)],
        )

    @property
    def aftermath(self) -> Aftermath:
        """What comes with and after its handling."""
        return Aftermath(statements=self.statements, follow_ups=self.follow_ups)

    @property
    def album(self) -> Album:
        return Album(self.photos)

    @property
    def missing_follow_ups(self) -> list[FollowUpKind]:
        """What the plan wants on record before the incident is closed, and is not."""
        return self.aftermath.missing(self.classification)

    @property
    def batch_id(self) -> str:
        """The batch whose examination is disturbed."""
        return self.discovery.batch_id

    @property
    def reporters(self) -> set[str]:
        """Who reported it or reports on it; not whose report came here with another incident."""
        joined = {one.by for one in self.further_reports if one.merged_from is None}
        return {self.reported_by, self.reporter} | joined

    @property
    def session_ids(self) -> list[str]:
        """The sessions that any of its reports names."""
        return list(dict.fromkeys(session_id for one in self.likeness.discoveries for session_id in one.session_ids))

    @property
    def heading(self) -> Heading:
        """Which part of the report's content it belongs to (INC-09): as the reporter said, or as its kind is."""
        return self.discovery.heading or KINDS[self.classification.category].heading

    @property
    def is_drill(self) -> bool:
        """Whether it is only practised."""
        return self.discovery.drill

    @property
    def is_open(self) -> bool:
        """Whether it still has to be handled."""
        return self.closed_at is None

    @property
    def revision(self) -> int:
        """Grows with everything that happens to it."""
        return len(self.timeline)

    @property
    def changed_at(self) -> datetime:
        """When the last thing happened to it."""
        return self.timeline[-1].entered_at

    @property
    def place(self) -> str:
        """Where it is, as far as that can be told to anybody."""
        return public_place(self.discovery.site, self.discovery.room)

    @property
    def precedence(self) -> tuple[datetime, datetime, str]:
        """Which of several goes on when they are merged: what was discovered first, or else entered first."""
        return (self.first_report.discovered_at, self.first_report.recorded_at, self.id)

    @property
    def next_due(self) -> dict[str, datetime]:
        """What happens next by itself, by name."""
        if not self.is_open:
            return {}
        ladder = "stage-report" if self.ladder.is_held else "ladder"
        due = {ladder: self._ladder_due_at}
        if self.first_report.is_awaited:
            due["first-report"] = self.first_report.due_at
        return due

    @property
    def awaited(self) -> list[Deadline]:
        """The deadlines that its last change armed."""
        if not self.is_open:
            return []
        due_at = {
            LADDER_DUE: self._ladder_due_at,
            FIRST_REPORT_DUE: self.first_report.due_at if self.first_report.is_awaited else None,
            FIRST_REPORT_REMINDER: self.first_report.next_reminder_at(self.changed_at),
        }
        return [deadline_of(self.id, kind, moment) for kind, moment in due_at.items() if moment]

    @property
    def _ladder_due_at(self) -> datetime:
        return self.first_report.discovered_at + self.ladder.due

    @property
    def _reports(self) -> list[FurtherReport]:
        """All of its reports, as another incident keeps them."""
        first = FurtherReport(discovery=self.discovery, by=self.reported_by, at=self.first_report.recorded_at)
        return [replace(one, merged_from=one.merged_from or self.id) for one in (first, *self.further_reports)]

    def _must_be_open_to(self, person: Person) -> None:
        self.access.must_concern(person)
        self._must_be_open()

    def _must_be_open(self) -> None:
        if self.merged_into:
            raise IncidentIsMergedError(self.id)
        if not self.is_open:
            raise IncidentIsClosedError(self.id)

    def _journal(self, now: datetime) -> Journal:
        """What its parts write into, as it is at this point of the act."""
        drill = "【演练】" if self.is_drill else ""
        tier = "重大" if self.classification.tier == "major" else "一般"
        return Journal(
            incident=self,
            batch_id=self.batch_id,
            is_drill=self.is_drill,
            title=f"{drill}【{tier}】{KINDS[self.classification.category].name}",
            place=f"{self.place}，{beijing(self.first_report.discovered_at)} 发现。",
            entries=self.timeline,
            people=self.people,
            notices=self.__dict__.setdefault("_notices", []),
            now=now,
        )

    @contextmanager
    def _calls(self, now: datetime, watch: Watch = NO_DUTY_LIST) -> Iterator[Calls]:
        """Work the ladder; since when nobody can be told is kept of it."""
        calls = Calls(
            ladder=self.ladder,
            first_report=self.first_report,
            escalations=self.escalations,
            acknowledgements=self.acknowledgements,
            unreached_since=self.unreached_since,
            watch=watch,
            journal=self._journal(now),
        )
        yield calls
        self.unreached_since = calls.unreached_since

    def _announce(self, journal: Journal, meant: str | None) -> None:
        found, verdict, clock = self.discovery, self.classification, self.first_report
        late = "；登记时距发现已满十分钟" if clock.was_recorded_late else ""
        ahead = f"；{clocks_differ(found.discovered_at)}" if found.discovered_at > clock.discovered_at else ""
        drill = "演练；" if self.is_drill else ""
        alone = f"；未能并入 {meant}，单独登记" if meant else ""
        note = f"{drill}{verdict.tier_zh}（{verdict.rule}）{late}{ahead}{alone}"
        journal.enter(EntryKind.REPORTED, self.reported_by, at=clock.discovered_at, note=note)
        journal.record(
            IncidentReported(
                **journal.ids,
                session_ids=found.session_ids,
                category=verdict.category,
                tier=verdict.tier,
                discovered_at=clock.discovered_at,
                reported_at=journal.now,
                first_report_due_at=clock.due_at,
            )
        )

    def _tell_at_once(self, key: str, posts: Collection[Post], journal: Journal, watch: Watch) -> None:
        """Say it to those on these posts whom the ladder has not called yet; nobody has to answer it."""
        people = [duty for duty in watch.on(*posts) if duty.person_id not in self.ladder.called]
        journal.say(key, people, "现场已报告，请知悉。", urgency=Urgency.INFO, channels=ALL_CHANNELS)

    def _tell_the_head(self, journal: Journal, watch: Watch) -> None:
        """A failure beyond the site is the head's to decide, who hears of it at once (INC-32)."""
        if self.classification.rule == BEYOND_THE_SITE:
            self._tell_at_once("beyond-the-site", [Post.DIRECTOR], journal, watch)

    def _go_on_by_acting(self, by: Person, now: datetime, watch: Watch) -> None:
        """Whoever enters it or passes it on has taken over the own step; then the clock stops, runs or rings."""
        with self._calls(now, watch) as calls:
            calls.take_over_by_acting(by)
        self._check_clock(now, watch)

    def _check_clock(self, now: datetime, watch: Watch) -> None:
        """Arm, stop or ring the clock, whichever follows from what is known now."""
        if self.first_report.is_overdue_now(now):
            self._call_overdue(now, watch)
        elif self.first_report.overdue_at is None:
            self.first_report.arm(self._journal(now))

    def _call_overdue(self, now: datetime, watch: Watch) -> None:
        self.first_report.call_overdue(self._journal(now))
        with self._calls(now, watch) as calls:
            calls.call_past_the_silent()

    def _correct(self, discovered_at: datetime, reason: str, by: Person, now: datetime, watch: Watch) -> None:
        self.first_report.correct(discovered_at, self._journal(now), reason=reason, by=by.id)
        self._check_clock(now, watch)
        with self._calls(now, watch) as calls:
            calls.catch_up(self.reporter)

    def _end_in(self, incident_id: str, reason: str, by: Person, now: datetime) -> None:
        """End as a part of another: nobody is called for this any more, and what it holds stays readable."""
        journal = self._journal(now)
        self.dispositions.lapse_undecided(journal, reason=f"事件已并入 {incident_id}，请在那里重新提出", by=by.id)
        self.closed_at, self.merged_into = now, incident_id
        for kind in (LADDER_DUE, FIRST_REPORT_DUE, FIRST_REPORT_REMINDER):
            journal.arm(kind, None)
        enter_merger(incident_id, journal, reason=reason, by=by.id)


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissingError
