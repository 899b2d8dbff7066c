"""Routes of the files of qualifications: application, steps, decisions, and what asks for attention."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Body
from pydantic import BaseModel, Field

from libs.chassis.domain import Act, Decision, Page
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, versioned
from libs.contracts.beijing import beijing_day
from libs.contracts.event import Day, OccupationCode, Whole
from services.scheduling.domain.qualifications.admission import Admission, ApplicationPaper, ItemWriting, Title
from services.scheduling.domain.qualifications.calls import Dispatch, Turnout
from services.scheduling.domain.qualifications.kinds import QualificationKind
from services.scheduling.domain.qualifications.qualification import Appointment, Qualification
from services.scheduling.domain.qualifications.removal import Ground, TakenBack
from services.scheduling.domain.qualifications.yearly import Grade, YearlyDuty, YearlyRecord
from services.scheduling.domain.registry.breach import BreachSeen, BreachVerdict
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.routes.access import (
    BreachReporter,
    Decider,
    Plans,
    Registrar,
    RegistryReader,
    Sealing,
    ShortText,
    SiteOffice,
    for_the_site,
)
from services.scheduling.use_cases import qualifications
from services.scheduling.views import qualifications as views

router = Routes(tags=["qualifications"])

Years = Annotated[Whole, Field(ge=0, le=80)]
Score = Annotated[Whole, Field(ge=0, le=100)]
Remark = Annotated[str, Field(max_length=500)]
Reason = Annotated[str, Field(min_length=1, max_length=500)]


class AdmissionBody(Strict):
    """What was shown to become one (PER-02, 03, QSP-02, ITB-19, 21); `exception_signed_by` is the head's (PER-05)."""

    certificate_level: Annotated[Whole, Field(ge=1, le=6)] = 6
    title: Title = Title.NONE
    practice_years: Annotated[Whole, Field(ge=0)] = 0
    occupation_highest_level: Literal[1, 2] = 1
    examining_years: Years = 0
    is_excellent: bool = False
    works_in_certification: bool = False
    item_writing: ItemWriting = ItemWriting.NONE
    exception_signed_by: ShortText | None = None

    def shown(self) -> Admission:
        """In the words of the domain."""
        return Admission(
            certificate_level=self.certificate_level,
            title=self.title,
            practice_years=self.practice_years,
            occupation_highest_level=self.occupation_highest_level,
            examining_years=self.examining_years,
            is_excellent=self.is_excellent,
            works_in_certification=self.works_in_certification,
            item_writing=self.item_writing,
            exception_signed_by=self.exception_signed_by,
        )


class ApplicationBody(Strict):
    """Who applies for what, with which papers; of the id number only a fingerprint is kept."""

    kind: QualificationKind
    code: OccupationCode | None = None
    id_number: ShortText
    papers: list[ApplicationPaper] = Field(max_length=20)
    recommended_by: ShortText | None = None
    admission: AdmissionBody

    def application(self, staff_id: str) -> Qualification:
        """In the words of the domain."""
        return Qualification(
            kind=self.kind,
            staff_id=staff_id,
            occupation_code=self.code,
            admission=self.admission.shown(),
            papers=self.papers,
            recommended_by=self.recommended_by,
        )


class ReviewBody(Strict):
    step: Literal["review"]
    is_accepted: bool
    remark: Remark = ""

    def take(self, file: Qualification, act: Act) -> None:
        file.review(act, is_accepted=self.is_accepted, remark=self.remark)


class TrainingBody(Strict):
    step: Literal["training"]
    on: Day

    def take(self, file: Qualification, act: Act) -> None:
        file.train(act, on=self.on)


class ScoresBody(Strict):
    """Supervisors are tested in writing alone, examiners in both parts."""

    step: Literal["test"]
    on: Day
    written: Score
    practical: Score | None = None

    def take(self, file: Qualification, act: Act) -> None:
        practical = {} if self.practical is None else {"practical": self.practical}
        file.test(act, on=self.on, scores={"written": self.written, **practical})


class AppointmentBody(Strict):
    step: Literal["appointment"]
    card_number: ShortText | None = None
    issued_on: Day | None = None
    valid_until: Day | None = None
    term_from: Day | None = None
    term_until: Day

    def take(self, file: Qualification, act: Act) -> None:
        appointment = Appointment(
            card_number=self.card_number,
            issued_on=self.issued_on,
            valid_until=self.valid_until,
            term_from=self.term_from,
            term_until=self.term_until,
        )
        file.appoint(act, appointment)


class YearlyBody(Strict):
    """`remark` is what the merit file says; of the same day it corrects what was said before."""

    step: Literal["yearly"]
    duty: YearlyDuty
    on: Day
    grade: Grade
    remark: Remark = ""

    def take(self, file: Qualification, act: Act) -> None:
        file.keep_yearly(act, YearlyRecord(duty=self.duty, on=self.on, grade=self.grade, remark=self.remark, by=act.by))


class CallBody(Strict):
    step: Literal["call"]
    on: Day
    answer: Turnout
    session_id: ShortText | None = None

    def take(self, file: Qualification, act: Act) -> None:
        file.keep_call(act, Dispatch(on=self.on, answer=self.answer, session_id=self.session_id, by=act.by))


class RenewalBody(Strict):
    step: Literal["renewal"]
    term_until: Day
    evaluation: Reason

    def take(self, file: Qualification, act: Act) -> None:
        file.renew(act, term_until=self.term_until, evaluation=self.evaluation)


class AftermathBody(Strict):
    step: Literal["aftermath"]
    done: TakenBack

    def take(self, file: Qualification, act: Act) -> None:
        file.note_aftermath(act, self.done)


class AppealBody(Strict):
    step: Literal["appeal"]
    text: Reason

    def take(self, file: Qualification, act: Act) -> None:
        file.appeal(act, self.text)


class RemovalBody(Strict):
    """`referred_to`: the authority that was told of a crime (PER-33)."""

    step: Literal["removal"]
    ground: Ground
    reason: Reason
    referred_to: ShortText | None = None

    def take(self, file: Qualification, act: Act) -> None:
        file.remove(Decision(act.by, act.at, self.reason), self.ground, referred_to=self.referred_to)


class RulingBody(Strict):
    step: Literal["ruling"]
    is_granted: bool
    reason: Reason

    def take(self, file: Qualification, act: Act) -> None:
        file.rule_on_appeal(Decision(act.by, act.at, self.reason), is_granted=self.is_granted)


class ActBody(Strict):
    """What somebody of the staff did."""

    act: Literal["absent", "appearance", "neglect", "unreported", "leak", "favour"]
    facts: Annotated[str, Field(min_length=1, max_length=1000)]
    external: bool = False

    def seen(self, on: date) -> BreachSeen:
        return BreachSeen(act=self.act, on=on, facts=self.facts, external=self.external)


class BreachBody(ActBody):
    """The same with its day, for the file of a person."""

    on: Day


class SiteBreachBody(ActBody):
    """By whom of those on duty in the session, on whose day it was."""

    staff_id: ShortText


class VerdictBody(Strict):
    """`measure`: of the scale of the act; none where it is not upheld."""

    step: Literal["verdict"]
    upheld: bool
    measure: ShortText | None = None
    employer_told_on: Day | None = None
    referred_to: ShortText | None = None
    reason: Reason

    def take(self, member: StaffMember, number: int, act: Act) -> None:
        verdict = BreachVerdict(
            upheld=self.upheld,
            measure=self.measure,
            employer_told_on=self.employer_told_on,
            referred_to=self.referred_to,
        )
        member.decide_breach(number, verdict, Decision(act.by, act.at, self.reason))


class BreachRulingBody(Strict):
    step: Literal["ruling"]
    is_granted: bool
    reason: Reason

    def take(self, member: StaffMember, number: int, act: Act) -> None:
        member.rule_on_breach(number, Decision(act.by, act.at, self.reason), is_granted=self.is_granted)


class BreachAppealBody(Strict):
    """What the person says against it, as the office received it."""

    text: Reason


class ReportedBreach(BaseModel):
    """The number of what was reported, in the file of the person."""

    number: int


StepBody = Annotated[
    ReviewBody
    | TrainingBody
    | ScoresBody
    | AppointmentBody
    | YearlyBody
    | CallBody
    | RenewalBody
    | AftermathBody
    | AppealBody,
    Body(discriminator="step"),
]
DecisionBody = Annotated[RemovalBody | RulingBody, Body(discriminator="step")]


@router.get("/qualifications")
async def list_attention(
    desk: Plans, now: Now, _: RegistryReader, on: Day | None = None, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.AttentionView]:
    """Whose qualification does not hold on a day (today), who is proposed for removal, and what a removal still asks.

    A page is made of as many people as `limit` says; it may have fewer rows than that.
    """
    return await views.list_attention(desk.staff, on=on or beijing_day(now), after=cursor, limit=limit)


@router.get("/staff/{staff_id}")
async def show_file(staff_id: str, desk: Plans, now: Now, _: RegistryReader) -> views.FileView:
    """The file of somebody: every qualification with its steps, years, calls, and why it cannot be used today."""
    return await views.show_file(desk.staff, staff_id, today=beijing_day(now))


@router.post("/staff/{staff_id}/qualifications", status_code=204)
async def apply_for(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    staff_id: str, body: ApplicationBody, desk: Plans, cipher: Sealing, now: Now, actor: Registrar
) -> None:
    """Take an application; with a paper, a condition or a recommendation missing it is refused, and all are named."""
    person = cipher.fingerprint(body.id_number.strip().upper())
    await qualifications.apply_for(desk.staff, body.application(staff_id), person=person, act=Act(actor.id, now))


@router.post("/staff/{staff_id}/qualifications/{file}/steps", status_code=204)
async def take_step(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    staff_id: str, file: str, body: StepBody, desk: Plans, now: Now, actor: Registrar
) -> None:
    """Review, training, test, appointment, yearly duties, calls, renewal, what follows a removal, an appeal."""
    act = Act(actor.id, now)
    await qualifications.change_file(desk.staff, staff_id=staff_id, key=file, change=lambda held: body.take(held, act))


@router.post("/staff/{staff_id}/qualifications/{file}/decisions", status_code=204)
async def decide(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    staff_id: str, file: str, body: DecisionBody, desk: Plans, now: Now, actor: Decider
) -> None:
    """Cancel a qualification, or rule on the appeal against that."""
    act = Act(actor.id, now)
    await qualifications.change_file(desk.staff, staff_id=staff_id, key=file, change=lambda held: body.take(held, act))


@router.post("/staff/{staff_id}/breaches", status_code=201)
async def report_breach(
    staff_id: str, body: BreachBody, desk: Plans, now: Now, actor: BreachReporter
) -> ReportedBreach:
    """Put on record what somebody of the staff did against the rules (DIS-25 to DIS-32)."""
    seen, act = body.seen(body.on), Act(actor.id, now)
    breach = await qualifications.change_breaches(
        desk.staff, staff_id=staff_id, change=lambda member: member.report_breach(seen, act)
    )
    return ReportedBreach(number=breach.number)


@router.post("/sessions/{session_id}/breaches", status_code=201, dependencies=[versioned(session_id="sessions")])
async def report_breach_on_site(
    session_id: str, body: SiteBreachBody, desk: Plans, now: Now, actor: SiteOffice
) -> ReportedBreach:
    """Whoever leads the site puts on record what somebody on duty in this session did."""
    breach = await qualifications.report_breach_on_site(
        desk, session_id=session_id, staff_id=body.staff_id, seen=body.seen, actor=for_the_site(actor, now)
    )
    return ReportedBreach(number=breach.number)


@router.post("/staff/{staff_id}/breaches/{number}/decisions", status_code=204)
async def decide_breach(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    staff_id: str,
    number: int,
    body: Annotated[VerdictBody | BreachRulingBody, Body(discriminator="step")],
    desk: Plans,
    now: Now,
    actor: Decider,
) -> None:
    """Uphold it with a measure of its scale or not, or rule on the appeal; each by somebody else."""
    act = Act(actor.id, now)
    await qualifications.change_breaches(
        desk.staff, staff_id=staff_id, change=lambda member: body.take(member, number, act)
    )


@router.post("/staff/{staff_id}/breaches/{number}/appeal", status_code=204)
async def appeal_breach(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    staff_id: str, number: int, body: BreachAppealBody, desk: Plans, now: Now, actor: Registrar
) -> None:
    """Take what the person says against it."""
    act = Act(actor.id, now)
    await qualifications.change_breaches(
        desk.staff, staff_id=staff_id, change=lambda member: member.appeal_breach(number, body.text, act)
    )
