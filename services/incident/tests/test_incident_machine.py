"""Whatever happens to an incident in whatever order, it agrees with a plain account of the rules."""

from collections import Counter
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from libs.chassis.domain import DomainError
from services.incident.domain.escalation.first_report import Hop, PassedOn
from services.incident.domain.incident import Incident
from services.incident.domain.measures.disposition import Answer
from services.incident.domain.measures.measures import MakeUpTime, MeasureType, SparePaper
from services.incident.domain.people import Person
from services.incident.domain.record.reports import FollowUpKind, ReportForm
from services.incident.storage.collections import INCIDENTS
from services.incident.tests.builders import DISCOVERED, MORNING, NOON, a_closing_report, a_discovery
from services.incident.views.statistics import Figures

MINUTE = 60_000_000
TEN, HALF_AN_HOUR = 10 * MINUTE, 30 * MINUTE
PEOPLE = [
    ("S-1", "invigilator"),
    ("S-2", "site-head"),
    ("S-3", "supervisor"),
    ("S-4", "exam-affairs"),
    ("S-5", "leading-group"),
    ("S-6", "director"),
    ("S-7", "director leading-group"),
]
ON_SITE = {"invigilator", "examiner", "supervisor", "site-head", "exam-affairs", "leading-group"}
PLAN = {  # (kind, measure): who proposes, who approves, two people, minutes it may have lasted
    ("paper-leak", "spare-paper"): ({"leading-group"}, {"director"}, True, None),
    ("faulty-papers", "spare-paper"): (ON_SITE, {"supervisor"}, False, None),
    ("faulty-papers", "make-up-time"): (ON_SITE, {"supervisor", "exam-affairs"}, False, None),
    ("power-or-equipment-failure", "make-up-time"): (ON_SITE, {"exam-affairs", "site-head"}, False, 30),
    ("virus-or-network-fault", "make-up-time"): (ON_SITE, {"site-head"}, False, None),
}
MAJOR = {"paper-leak"}
LADDER = {"site-head", "supervisor", "leading-group", "director"}
OF_THE_LADDER = {"LadderStepCalled", "IncidentAcknowledged", "StageReportMissed", "FirstReportReminded"}
KINDS = ["paper-leak", "faulty-papers", "power-or-equipment-failure", "virus-or-network-fault", "other-general"]

people = st.sampled_from(PEOPLE)
steps = st.sampled_from([1, 999, 1_000, MINUTE, 4 * MINUTE, TEN - 1, TEN]) | st.integers(1, 20 * MINUTE)
sessions = st.lists(st.sampled_from([MORNING, NOON]), min_size=1, max_size=2, unique=True)


def somebody_of(roles):
    """Anybody, but more often somebody of these roles."""
    entitled = [person for person in PEOPLE if set(person[1].split()) & roles]
    return st.sampled_from(entitled * 3 + PEOPLE)


def at(microseconds):
    return DISCOVERED + timedelta(microseconds=microseconds)


def whole(microseconds):
    """The millisecond by which something is due."""
    return -(-microseconds // 1_000) * 1_000


class IncidentMachine(RuleBasedStateMachine):
    """The oracle counts in microseconds and keeps sets and tuples; it shares nothing with the aggregate."""

    @initialize(kind=st.sampled_from(KINDS), person=people, after=st.integers(0, 15 * MINUTE))
    def report(self, kind, person, after):
        self.kind, self.now, self.reporter = kind, after, person
        self.discovered, self.recorded = 0, after
        self.told, self.told_entered = {}, {}
        self.overdue = False
        self.closed = self.merged = False
        self.joined = set()
        self.figures = None
        self.followed_up = set()
        self.proposals = []  # [state, measure, sessions, proposer, answered]
        self.expected: Counter[str] = Counter()
        self.published: Counter[str] = Counter()
        self.armed: dict[str, int] = {}
        self.length = 0
        self.incident = Incident.report(
            a_discovery(kind=kind), by=Person(person[0], set(person[1].split())), now=at(after)
        )
        self.expected["IncidentReported"] += 1
        self.expected["IncidentEscalated"] += kind in MAJOR
        for hop in ("site-head", "leading-group"):
            if hop in person[1].split():
                self._hop(hop, after)
        self._clock()
        self._collect()

    @rule(microseconds=steps)
    def time_passes(self, microseconds):
        until = self.now + microseconds
        while self.armed and min(self.armed.values()) <= until:
            kind = min(self.armed, key=self.armed.__getitem__)
            self.now = max(self.armed.pop(kind), self.now)
            fires = {
                "first-report-due": self.incident.call_overdue,
                "first-report-reminder": self.incident.remind,
                "ladder-due": self.incident.ring_ladder,
            }
            fires[kind](now=at(self.now))
            self._clock()
            self._collect()
        self.now = until

    @rule(
        person=people, hop=st.sampled_from(["site-head", "leading-group"]), ago=st.sampled_from([-1, 0, 1, MINUTE, TEN])
    )
    def the_first_report_is_passed_on(self, person, hop, ago):
        roles, told = set(person[1].split()), self.now - ago
        entitled = hop == "site-head" or roles & {"site-head", "supervisor", "exam-affairs", "leading-group"}
        in_order = self.discovered <= told
        allowed = not self.closed and self._concerned(person) and hop not in self.told and entitled and in_order
        self._try(
            allowed,
            lambda by, now: self.incident.tell(PassedOn(Hop(hop), told_at=at(told)), by=by, now=now),
            person,
        )
        if allowed:
            told = min(told, self.now)
            self._hop(hop, told)
            if hop == "leading-group" and "site-head" in roles and "site-head" not in self.told:
                self._hop("site-head", told)
            self._clock()

    @rule(person=people, moved=st.sampled_from([-TEN, -MINUTE, -1, 0, 1, MINUTE]))
    def discovery_is_corrected(self, person, moved):
        to = self.discovered + moved
        allowed = not self.closed and moved != 0 and to <= min([self.recorded, *self.told.values()])
        self._try(
            allowed,
            lambda by, now: self.incident.correct_discovery(at(to), reason="校准", by=by, now=now),
            person,
        )
        if allowed:
            self.discovered = to
            self.expected["DiscoveryCorrected"] += 1
            self._clock()

    @rule(person=people, moved=st.sampled_from([-HALF_AN_HOUR - 1_000, -HALF_AN_HOUR, -MINUTE, 0, MINUTE, TEN]))
    def somebody_else_reports_the_same(self, person, moved):
        said = min(self.discovered + moved, self.now)
        found = a_discovery(kind=self.kind, room="第二考场", discovered_at=at(self.discovered + moved))
        allowed = not self.closed and abs(said - self.discovered) <= HALF_AN_HOUR
        self._try(allowed, lambda by, now: self.incident.join(found, by=by, now=now), person)
        if allowed:
            self.joined.add(person)
            self.expected["ReportJoined"] += 1
            for hop in {"site-head", "leading-group"} & set(person[1].split()) - self.told.keys():
                self._hop(hop, self.now)
            self.expected["DiscoveryCorrected"] += said < self.discovered
            self.discovered = min(said, self.discovered)
            self._clock()

    @rule(person=people, reporter=people, later=st.sampled_from([0, MINUTE, TEN]))
    def another_incident_turns_out_to_be_this_one(self, person, reporter, later):
        found = a_discovery(kind=self.kind, room="第三考场", discovered_at=at(min(self.discovered + later, self.now)))
        other = Incident.report(found, by=Person(reporter[0], set(reporter[1].split())), now=at(self.now))
        allowed = not self.closed and self._concerned(person) and self._leads(person, self.incident, other)
        self._try(allowed, lambda by, now: self.incident.absorb(other, reason="同一起", by=by, now=now), person)
        assert other.is_open is not bool(allowed)
        if allowed:
            assert not other.awaited
            assert not any(other.collect_deadlines().values())
            self.joined.add(reporter)
            for hop in {"site-head", "leading-group"} & set(reporter[1].split()) - self.told.keys():
                self._hop(hop, self.now)
            self._clock()

    @precondition(lambda self: not self.merged)
    @rule(person=people)
    def this_incident_turns_out_to_be_another(self, person):
        found = a_discovery(kind=self.kind, room="第四考场", discovered_at=at(self.discovered - MINUTE))
        other = Incident.report(found, by=Person("S-9", {"reception"}), now=at(self.now))
        ordered = [p for p in self.proposals if p["state"] in {"approved", "done"}]
        allowed = (
            not self.closed
            and not ordered
            and self._concerned(person)
            and person[1] != "invigilator"
            and self._leads(person, self.incident, other)
        )
        self._try(allowed, lambda by, now: other.absorb(self.incident, reason="同一起", by=by, now=now), person)
        if allowed:
            self.closed = self.merged = True
            self.expected["IncidentMerged"] += 1
            for proposal in self.proposals:
                self.expected["DispositionRefused"] += proposal["state"] == "proposed"
                proposal["state"] = "refused"

    @rule(person=people)
    def somebody_takes_over(self, person):
        ladder = self.incident.ladder
        again = person[0] in ladder.taken_over and not ladder.awaits_report_only
        allowed = not self.closed and set(person[1].split()) & LADDER and not again
        self._try(allowed, lambda by, now: self.incident.acknowledge(by=by, now=now), person)

    @rule(person=people)
    def somebody_says_how_things_stand(self, person):
        allowed = not self.closed and (person == self.reporter or person[1] != "invigilator")
        self._try(
            allowed,
            lambda by, now: self.incident.file_stage_report("考试继续", form=ReportForm.PHONE, by=by, now=now),
            person,
        )
        self.expected["StageReportFiled"] += bool(allowed)

    @rule(kind=st.sampled_from(FollowUpKind))
    def something_is_followed_up(self, kind):
        allowed = True
        self._try(allowed, lambda by, now: self.incident.follow_up(kind, "已办理", by=by, now=now), PEOPLE[3])
        self.followed_up.add(kind)
        self.expected["FollowUpRecorded"] += 1

    @precondition(lambda self: len(self.proposals) < 4)
    @rule(data=st.data(), sessions=sessions, provided=st.sampled_from([True, True, True, False]))
    def a_measure_is_proposed(self, data, sessions, provided):
        measures = [measure for kind, measure in PLAN if kind == self.kind and provided]
        measure = data.draw(st.sampled_from(measures or ["make-up-time", "spare-paper"]))
        lasted = data.draw(st.sampled_from([30, 1, 31]))
        beyond, ends = data.draw(st.sampled_from([(0, 0), (0, 0), (0, -1), (0, 1), (1, 0)]))
        restored = self.now + ends
        if measure == "spare-paper":
            return self._propose(data, SparePaper(session_ids=sessions), fits=True, lasted=0)
        time = MakeUpTime(
            session_ids=sessions,
            minutes=lasted + beyond,
            interrupted_at=at(restored - lasted * MINUTE),
            restored_at=at(restored),
        )
        return self._propose(data, time, fits=ends <= 0 and not beyond, lasted=lasted)

    @precondition(lambda self: self.proposals)
    @rule(data=st.data(), refuse=st.sampled_from([False, False, True]))
    def a_proposal_is_decided(self, data, refuse):
        number = data.draw(st.integers(1, len(self.proposals)))
        proposal = self.proposals[number - 1]
        _, approvers, two_people, _ = PLAN[self.kind, proposal["measure"]]
        person = data.draw(somebody_of(approvers))
        allowed = (
            not self.closed
            and proposal["state"] == "proposed"
            and set(person[1].split()) & approvers
            and not (two_people and person[0] == proposal["by"])
            # nobody has put the papers back into their bag here
            and (refuse or (self.kind, proposal["measure"]) != ("faulty-papers", "spare-paper"))
        )
        if refuse:
            self._try(allowed, lambda by, now: self.incident.refuse(number, reason="否", by=by, now=now), person)
        else:
            self._try(allowed, lambda by, now: self.incident.approve(number, by=by, now=now), person)
        if allowed:
            proposal["state"] = "refused" if refuse else "approved"
            event = {"make-up-time": "TimeExtensionApproved", "spare-paper": "SparePaperApproved"}[proposal["measure"]]
            self.expected[event] += not refuse
            self.expected["DispositionRefused" if refuse else "DispositionApproved"] += 1

    @precondition(lambda self: self.proposals)
    @rule(measure=st.sampled_from(["make-up-time", "spare-paper"]), session=st.sampled_from([MORNING, NOON]))
    def another_service_answers(self, measure, session):
        waiting = [
            p
            for p in self.proposals
            if p["state"] in {"approved", "done"} and p["measure"] == measure and session in p["sessions"]
        ]
        answer = Answer(measure=MeasureType(measure), applied=[session], by="scheduling", at=at(self.now))
        self._try(bool(waiting), lambda _, now: self.incident.note_answer(answer, now=now), PEOPLE[0])
        if waiting:
            [proposal] = waiting
            proposal["answered"].add(session)
            if proposal["answered"] == proposal["sessions"] and proposal["state"] == "approved":
                proposal["state"] = "done"
                self.expected["DispositionDone"] += 1

    @rule(person=people)
    def it_is_closed(self, person):
        settled = self.overdue or "leading-group" in self.told
        held = self.incident.ladder.is_held
        learnt = self.followed_up >= self._wanted()
        undone = [p for p in self.proposals if p["state"] in {"proposed", "approved"}]
        allowed = not self.closed and settled and held and learnt and not undone
        self._try(allowed, lambda by, now: self.incident.close(a_closing_report(), by=by, now=now), person)
        if allowed:
            self.closed = True
            self.expected["IncidentClosed"] += 1

    @invariant()
    def what_was_announced_is_what_the_rules_demand(self):
        assert self.published == +self.expected
        assert self.published["FirstReportOverdue"] == self.overdue <= 1

    @invariant()
    def the_clock_is_armed_exactly_while_the_leading_group_does_not_know(self):
        running = not self.overdue and "leading-group" not in self.told and not self.merged
        assert self.armed.get("first-report-due") == (whole(self.discovered + TEN) if running else None)
        assert (
            self.armed.get("first-report-reminder", self.discovered) <= whole(self.discovered + 8 * MINUTE)
            or not running
        )
        assert running or "first-report-reminder" not in self.armed

    @invariant()
    def an_open_incident_always_has_something_coming_and_a_closed_one_nothing(self):
        assert ("ladder-due" in self.armed) is not self.closed
        assert all(due > self.now for due in self.armed.values())

    @invariant()
    def the_timeline_only_grows(self):
        assert len(self.incident.timeline) >= self.length
        self.length = len(self.incident.timeline)
        entered = [entry.entered_at for entry in self.incident.timeline]
        assert entered == sorted(entered)
        assert all(entry.occurred_at <= entry.entered_at for entry in self.incident.timeline)

    @invariant()
    def it_survives_storage(self):
        stored = INCIDENTS.dump(self.incident)
        assert INCIDENTS.dump(INCIDENTS.load(stored)) == stored

    def _propose(self, data, measure, *, fits, lasted):
        kind, sessions = measure.type.value, measure.session_ids
        proposers, _, _, longest = PLAN.get((self.kind, kind), (set(), set(), False, None))
        person = data.draw(somebody_of(proposers))
        taken = {s for p in self.proposals if p["state"] != "refused" and p["measure"] == kind for s in p["sessions"]}
        allowed = (
            not self.closed
            and self._concerned(person)
            and bool(set(person[1].split()) & proposers)
            and not taken & set(sessions)
            and fits
            and (longest is None or lasted <= longest)
        )
        self._try(allowed, lambda by, now: self.incident.propose(measure, by=by, now=now), person)
        if allowed:
            self.expected["DispositionProposed"] += 1
            self.proposals.append(
                {
                    "state": "proposed",
                    "measure": kind,
                    "sessions": set(sessions),
                    "by": person[0],
                    "answered": set(),
                }
            )

    def _concerned(self, person):
        return person == self.reporter or person in self.joined or person[1] != "invigilator"

    def _leads(self, person, *incidents):
        in_charge = any(person[0] in incident.ladder.holders for incident in incidents)
        return in_charge or bool(set(person[1].split()) & {"leading-group", "director"})

    def _try(self, allowed, act, person):
        before = INCIDENTS.dump(self.incident)
        try:
            act(Person(person[0], set(person[1].split())), at(self.now))
        except DomainError:
            assert not allowed
            assert INCIDENTS.dump(self.incident) == before
        else:
            assert allowed
        self._collect()

    def _hop(self, hop, told):
        self.told[hop], self.told_entered[hop] = told, self.now
        self.expected["FirstReportReceived"] += hop == "leading-group"

    def _clock(self):
        known = self.told_entered.get("leading-group", self.now)
        if not self.overdue and known >= self.discovered + TEN:
            self.overdue = True
            self.expected["FirstReportOverdue"] += 1
            self.expected["IncidentEscalated"] += 1

    def _collect(self):
        events = self.incident.collect_events()
        before, self.figures = self.figures, Figures.of(self.incident)
        assert events or self.figures == before, "the statistics read again only what was announced"
        self.published.update(type(event).__name__ for event in events)
        for key in OF_THE_LADDER:
            self.published.pop(key, None)
        for key, deadline in self.incident.collect_deadlines().items():
            kind = key.removeprefix(f"{self.incident.id}:")
            self.armed.pop(kind, None)
            if deadline is not None:
                self.armed[kind] = (deadline.due_at - DISCOVERED) // timedelta(microseconds=1)

    def _wanted(self):
        major = {"restoration", "investigation", "opinion", "evaluation", "lessons"}
        wanted = major if self.kind in MAJOR else {"restoration"}
        return wanted | ({"written-report"} if self.kind == "faulty-papers" else set())


TestIncidentMachine = IncidentMachine.TestCase
TestIncidentMachine.settings = settings(max_examples=100, stateful_step_count=50)
