"""Who is on duty for incidents: which person holds which post, where, on which days, and how they are reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from libs.chassis.domain import Aggregate
from services.incident.domain.duty.evacuation import EvacuationPlan
from services.incident.domain.duty.post import Post
from services.incident.domain.notices.notice import Channel
from services.incident.domain.people import Person


def address_owner(batch_id: str, person_id: str, channel: Channel) -> str:
    """Whose a sealed address is."""
    return f"{batch_id}/{person_id}/{channel}"


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One person on one post. No site is every site, no days are all days. Addresses are kept sealed."""

    post: Post
    person_id: str
    name: str = ""
    site: str = ""
    days: list[date] = field(default_factory=list)
    addresses: dict[Channel, str] = field(default_factory=dict)
    order: list[Channel] = field(default_factory=list)
    reachable: bool = True

    def covers(self, site: str, day: date) -> bool:
        """Whether this person can be called there on that day."""
        return self.reachable and self.site in {"", site} and (not self.days or day in self.days)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Who is on duty at one site on one day, and `everybody` on the list, whatever their site and days.

    Without a roster every post is taken to be manned by its role.
    """

    duties: tuple[Duty, ...] = ()
    everybody: tuple[Duty, ...] = ()
    is_listed: bool = False

    def on(self, *posts: Post) -> list[Duty]:
        """The people on these posts, each once."""
        return _each_once(duty for duty in self.duties if duty.post in posts)

    def to_call(self, *posts: Post) -> list[Duty]:
        """The people on these posts; everybody on the list when nobody is."""
        return self.on(*posts) or self.everyone

    @property
    def everyone(self) -> list[Duty]:
        """Everybody on the list, once each, those on duty first."""
        return _each_once((*self.duties, *self.everybody))

    def lists(self, person_id: str, post: Post) -> bool:
        """Whether this person is on this post now or, while nobody is, on any day."""
        listed = self.on(post) or [duty for duty in self.everybody if duty.post is post]
        return any(duty.person_id == person_id for duty in listed)

    def known_as(self, person_id: str) -> list[Duty]:
        """The person with this number, once, if the list has them on any day."""
        return [duty for duty in (*self.duties, *self.everybody) if duty.person_id == person_id][:1]

    def is_manned(self, post: Post) -> bool:
        """Whether calling this post can reach anybody."""
        return not self.is_listed or bool(self.on(post))

    def answers_for(self, person: Person, post: Post) -> bool:
        """Whether this person may take over: who is on this post, and while nobody is, who has it or its role."""
        return self.lists(person.id, post) or (not self.on(post) and person.holds(post.role))


NO_DUTY_LIST: Final = Watch()


def _each_once(duties: Iterable[Duty]) -> list[Duty]:
    found: dict[str, Duty] = {}
    for duty in duties:
        found.setdefault(duty.person_id, duty)
    return list(found.values())


@dataclass(kw_only=True)
class Roster(Aggregate):
    """The duty list of a batch; a new one replaces the old."""

    id: str
    duties: list[Duty]
    entered_by: str
    entered_at: datetime
    evacuation: list[EvacuationPlan] = field(default_factory=list)

    def replace(
        self, duties: Sequence[Duty], evacuation: Sequence[EvacuationPlan], *, by: Person, now: datetime
    ) -> None:
        """Put another list in the place of this one. An address holds for every post that its person is on."""
        known: dict[str, dict[Channel, str]] = {}
        for duty in duties:
            known[duty.person_id] = {**duty.addresses, **known.get(duty.person_id, {})}
        self.duties = [replace(duty, addresses=duty.addresses | known[duty.person_id]) for duty in duties]
        self.evacuation = list(evacuation)
        self.entered_by = by.id
        self.entered_at = now

    def watch(self, site: str, day: date) -> Watch:
        """Who is on duty there on that day."""
        on_duty = tuple(duty for duty in self.duties if duty.covers(site, day))
        reachable = tuple(duty for duty in self.duties if duty.reachable)
        return Watch(duties=on_duty, everybody=reachable or tuple(self.duties), is_listed=True)

    @property
    def sites(self) -> list[str]:
        """The sites that the list names; one without a name if it names none."""
        named = {duty.site for duty in self.duties} | {plan.site for plan in self.evacuation}
        return sorted(named - {""}) or [""]

    def of(self, person_id: str) -> Duty | None:
        """How this person is reached."""
        return next((duty for duty in self.duties if duty.person_id == person_id), None)


def channels_for(duty: Duty, wanted: tuple[Channel, ...]) -> list[Channel]:
    """The channels of a step in the order in which this person wants them tried; all of them if none fits."""
    own = duty.order or list(duty.addresses)
    return [channel for channel in own if channel in wanted] or list(own) or [Channel.CONSOLE]
