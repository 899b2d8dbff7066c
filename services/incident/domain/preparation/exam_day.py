"""A day of examinations, and the look a day before at who and what is missing (INC-26, INC-40)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Self

from libs.chassis.domain import Aggregate, Deadline, Harm
from libs.contracts.beijing import beijing_time
from libs.contracts.incident import ReadinessChecked
from services.incident.domain.duty.evacuation import EvacuationPlan
from services.incident.domain.duty.post import ALWAYS_MANNED, Post
from services.incident.domain.duty.roster import Roster, Watch, channels_for
from services.incident.domain.escalation.ladder_plans import ALL_CHANNELS, LADDERS
from services.incident.domain.notices.notice import Notify, Urgency

EVACUATION: Final = "evacuation-plan"
READINESS_DUE: Final = "readiness-due"
# At noon of the day before: late enough for the list to be there, early enough to fill it.
CHECKED_AT: Final = time(12)
ON_THE_LADDER: Final = tuple(dict.fromkeys(step.post for plan in LADDERS.values() for step in plan.steps))


@dataclass(frozen=True, kw_only=True)
class Manning:
    """One post at one site on one day, and who is on it."""

    post: Post
    site: str
    people: list[str]

    @property
    def is_gap(self) -> bool:
        """Whether a call would reach nobody."""
        return not self.people

    @property
    def name(self) -> str:
        """Post and, if each site has its own, site."""
        return f"{self.post.value}:{self.site}" if self.site else self.post.value


def readiness(roster: Roster | None, day: date) -> list[Manning]:
    """Look at every step of every ladder, and at the telephone and the contact that must be there day and night."""
    sites = roster.sites if roster else [""]
    found: list[Manning] = []
    for post in (*ON_THE_LADDER, *ALWAYS_MANNED):
        for site in sites if post.is_of_a_site else [""]:
            watch = roster.watch(site, day) if roster else Watch(is_listed=True)
            found.append(Manning(post=post, site=site, people=[duty.person_id for duty in watch.on(post)]))
    return found


def unprepared(roster: Roster | None) -> dict[str, list[str]]:
    """Site → what its evacuation plan lacks; sites whose plan lacks nothing are left out (INC-26)."""
    plans = {plan.site: plan for plan in roster.evacuation} if roster else {}
    sites = roster.sites if roster else [""]
    lacking = {site: plans.get(site, EvacuationPlan(site=site)).missing for site in sites}
    return {site: missing for site, missing in lacking.items() if missing}


@dataclass(kw_only=True)
class ExamDay(Aggregate):
    """One day on which a batch examines."""

    id: str
    batch_id: str
    day: date
    checked_at: datetime | None = None
    gaps: list[str] | None = None

    @classmethod
    def plan(cls, batch_id: str, day: date) -> Self:
        """Have the day before checked."""
        exam_day = cls(id=identifier(batch_id, day), batch_id=batch_id, day=day)
        exam_day.set_deadline(exam_day.look)
        return exam_day

    @property
    def look(self) -> Deadline:
        """When it is checked: at noon of the day before."""
        noon_before = beijing_time(self.day - timedelta(days=1), CHECKED_AT)
        return Deadline(
            key=f"{self.id}:{READINESS_DUE}",
            due_at=noon_before,
            kind=READINESS_DUE,
            payload={"exam_day_id": self.id},
            harm=Harm.LATE,
        )

    def check(self, roster: Roster | None, *, now: datetime) -> list[Notify]:
        """Look who is missing, and tell those who are there."""
        posts = [manning.name for manning in readiness(roster, self.day) if manning.is_gap]
        plans = [f"{EVACUATION}:{site}" if site else EVACUATION for site in unprepared(roster)]
        self.gaps = [*posts, *plans]
        self.checked_at = now

        self.record(ReadinessChecked(batch_id=self.batch_id, exam_day=self.day, gaps=self.gaps, checked_at=now))
        if roster is None or not self.gaps:
            return []
        watch = Watch(duties=tuple(duty for duty in roster.duties if duty.reachable), is_listed=True)
        return [
            Notify(
                key=f"{self.id}:readiness:{duty.person_id}",
                person_id=duty.person_id,
                channels=channels_for(duty, ALL_CHANNELS),
                title="考前应急准备检查未通过",
                text=f"{self.day:%Y-%m-%d} 考试，以下岗位无人值守或疏散方案不全：{'、'.join(self.gaps)}。",
                urgency=Urgency.REMINDER,
            )
            for duty in watch.on(Post.CONTACT, Post.DUTY_OFFICER)
        ]


def identifier(batch_id: str, day: date) -> str:
    """The id of a day of a batch."""
    return f"{batch_id}:{day.isoformat()}"
