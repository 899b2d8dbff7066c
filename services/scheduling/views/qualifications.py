"""What people see of the files of qualifications."""

from dataclasses import dataclass
from datetime import date

from libs.chassis.domain import Page, Query
from services.scheduling.domain.forms.conduct import MEASURES, STAFF_ACTS
from services.scheduling.domain.qualifications.calls import Dispatch
from services.scheduling.domain.qualifications.kinds import QualificationKind
from services.scheduling.domain.qualifications.qualification import Appointment, FileStage, Qualification
from services.scheduling.domain.qualifications.removal import Ground, Removal, TakenBack
from services.scheduling.domain.qualifications.yearly import YearlyDuty, YearlyRecord
from services.scheduling.domain.registry.breach import SCALE, Breach, BreachAppeal
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.ports import StaffMembers
from services.scheduling.views.site_time import SiteTime


@dataclass(frozen=True, kw_only=True)
class StepView:
    """Something that was done with a file."""

    what: str
    by: str
    at: SiteTime


@dataclass(frozen=True, kw_only=True)
class QualificationView:
    """One qualification. `lapse`: why it cannot be used today; `grounds` propose a removal."""

    key: str
    kind: QualificationKind
    words: str
    occupation_code: str | None
    stage: FileStage
    stage_words: str
    appointment: Appointment | None
    since: date | None
    tests: list[str]
    yearly_duties: list[YearlyDuty]
    has_card: bool
    yearly: list[YearlyRecord]
    calls: list[Dispatch]
    removal: Removal | None
    lapse: str | None
    grounds: list[Ground]
    outstanding: list[TakenBack]
    steps: list[StepView]

    @classmethod
    def of(cls, one: Qualification, today: date) -> "QualificationView":
        """What is shown of a qualification."""
        return cls(
            key=one.key,
            kind=one.kind,
            words=one.terms.words,
            occupation_code=one.occupation_code,
            stage=one.stage,
            stage_words=one.stage.words,
            appointment=one.appointment,
            since=one.since,
            tests=list(one.terms.tests),
            yearly_duties=list(one.terms.yearly),
            has_card=one.terms.card is not None,
            yearly=one.yearly,
            calls=one.calls,
            removal=one.removal,
            lapse=one.lapse(today),
            grounds=one.grounds(today),
            outstanding=one.outstanding,
            steps=[StepView(what=step.what, by=step.by, at=step.at) for step in one.steps],
        )


@dataclass(frozen=True, kw_only=True)
class BreachView:
    """What somebody did against the rules, and what followed. `measures`: those that may follow."""

    number: int
    act: str
    act_words: str
    on: date
    facts: str
    external: bool
    reported_by: str
    reported_at: SiteTime
    upheld: bool | None
    measure_words: str | None
    decided_by: str | None
    opinion: str | None
    employer_told_on: date | None
    referred_to: str | None
    appeal: BreachAppeal | None
    holds: bool
    measures: dict[str, str]

    @classmethod
    def of(cls, one: Breach) -> "BreachView":
        """What is shown of it."""
        verdict, decision = one.verdict, one.decision
        return cls(
            number=one.number,
            act=one.seen.act,
            act_words=STAFF_ACTS[one.seen.act],
            on=one.seen.on,
            facts=one.seen.facts,
            external=one.seen.external,
            reported_by=one.reported_by,
            reported_at=one.reported_at,
            upheld=verdict.upheld if verdict else None,
            measure_words=MEASURES[verdict.measure] if verdict and verdict.measure else None,
            decided_by=decision.by if decision else None,
            opinion=decision.reason if decision else None,
            employer_told_on=verdict.employer_told_on if verdict else None,
            referred_to=verdict.referred_to if verdict else None,
            appeal=one.appeal,
            holds=one.holds,
            measures={name: MEASURES[name] for name in SCALE[one.seen.act]},
        )


@dataclass(frozen=True, kw_only=True)
class FileView:
    """The file of a member of staff."""

    staff_id: str
    name: str
    roles: list[str]
    available: bool
    black_lists: list[str]
    qualifications: list[QualificationView]
    is_dismissed: bool
    breaches: list[BreachView]


@dataclass(frozen=True, kw_only=True)
class AttentionView:
    """A qualification that somebody has to look at."""

    staff_id: str
    name: str
    key: str
    words: str
    occupation_code: str | None
    lapse: str | None
    grounds: list[Ground]
    outstanding: list[TakenBack]


async def show_file(staff: StaffMembers, staff_id: str, *, today: date) -> FileView:
    """Everything that is on record of somebody's qualifications."""
    member = await staff.get(staff_id)
    return FileView(
        staff_id=member.id,
        name=member.name,
        roles=member.roles,
        available=member.available,
        black_lists=sorted(one.value for one in member.black_lists),
        qualifications=[QualificationView.of(one, today) for one in member.qualifications],
        is_dismissed=member.is_dismissed,
        breaches=[BreachView.of(one) for one in member.breaches],
    )


async def list_attention(staff: StaffMembers, *, on: date, after: str | None, limit: int) -> Page[AttentionView]:
    """What does not hold on a day, person by person."""
    page = await staff.find(Query({}, after=after, limit=limit))
    rows = [
        _attention_of(member, one, on)
        for member in page.items
        for one in member.qualifications
        if one.outstanding or one.grounds(on) or (one.stage is FileStage.IN_FORCE and one.lapse(on))
    ]
    return Page(rows, page.next)


def _attention_of(member: StaffMember, one: Qualification, on: date) -> AttentionView:
    return AttentionView(
        staff_id=member.id,
        name=member.name,
        key=one.key,
        words=one.terms.words,
        occupation_code=one.occupation_code,
        lapse=one.lapse(on),
        grounds=one.grounds(on),
        outstanding=one.outstanding,
    )
