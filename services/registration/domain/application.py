"""An application: what a person applies for in a batch, and what became of it (REG-07, REG-15, REG-16)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Act, Aggregate, Decision
from libs.contracts.beijing import beijing_day
from libs.contracts.event import Part
from libs.contracts.registration import ApplicationRefused, CandidateApproved, CandidateDisqualified
from services.registration.domain.admission.conditions import Claim, Proof
from services.registration.domain.admission.eligibility import AdmissionRules
from services.registration.domain.bars.errors import BarredError
from services.registration.domain.batch import Batch
from services.registration.domain.errors.application import (
    AlreadyConfirmedError,
    DowngradeRefusedError,
    FeeAlreadyWaivedError,
    FeeNotDueError,
    LevelNotLowerError,
    NoPapersMissingError,
    NotEligibleError,
    NothingToCancelError,
    NotRefusedError,
    PapersRequestInvalidError,
    PartNotAppliedForError,
    RefusedAtReviewError,
    ReviewerRegisteredError,
)
from services.registration.domain.errors.conditions import LevelRefusedError, ProofMissingError
from services.registration.domain.errors.eligibility import NotOfferedError
from services.registration.domain.errors.entry import NotConfirmedByCandidateError, RowRefusedError
from services.registration.domain.identity import IdentityKind
from services.registration.domain.photos.errors import NoPhotoWantedError
from services.registration.domain.photos.photo import PhotoTaken
from services.registration.domain.resident_number import Sex
from services.registration.domain.roster.entry import RosterEntry


class ApplicationState(StrEnum):
    """Eligible waits for the reviewer, incomplete for papers; of the two decided, a refused one may be readmitted.

    A refused one is superseded when a later roster brings the same person again; it is counted nowhere then.
    One that is disqualified keeps its place, so that nobody applies anew for the same examination.
    """

    ELIGIBLE = "eligible"
    INCOMPLETE = "incomplete"
    APPROVED = "approved"
    REFUSED = "refused"
    DISQUALIFIED = "disqualified"
    SUPERSEDED = "superseded"


OPEN = frozenset({ApplicationState.ELIGIBLE, ApplicationState.INCOMPLETE, ApplicationState.APPROVED})
PLACED = OPEN | {ApplicationState.DISQUALIFIED}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that stands against an application."""

    slug: str
    column: str
    reason: str
    about_level: bool

    @classmethod
    def of(cls, refusal: RowRefusedError) -> Self:
        return cls(
            slug=refusal.slug,
            column=refusal.column,
            reason=refusal.sentence,
            about_level=isinstance(refusal, LevelRefusedError),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class SealedPerson:
    """Who applies, unreadable at rest. The fingerprint is there only for a number that can be real."""

    name: str
    id_number: str
    phone: str
    prior_number: str
    fingerprint: str | None
    name_fingerprint: str | None = None
    # only where the number does not tell it
    birth_date: str | None = None
    employer: str | None = None
    # what is only handed on, as JSON
    particulars: str | None = None


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where an application came from: its place in the batch, and the file it stood in."""

    batch_id: str
    number: int
    upload_id: str
    edition: str = ""

    @property
    def application_id(self) -> str:
        """The id of the application that comes of it."""
        return f"{self.batch_id}-{self.number:05d}"


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """The next sitting of a part is free, because this one was cancelled (INC-20). `used_by` sits the next."""

    part: Part
    incident_id: str
    approved_by: str
    noted_at: datetime
    used_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class KeptPart:
    """A part that was passed and counts until a day (SCO-03). `used_by` sits the next and pays no certificate fee."""

    part: Part
    valid_until: date
    used_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class PapersAsked:
    """Papers that the reviewer asked for, and until when they are to be handed in."""

    proofs: list[Proof]
    due_on: date
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class PapersHandedIn:
    """Papers that came in later, or were verified online (REG-06), and who took them."""

    proofs: list[Proof]
    verified_online: bool
    taken_by: str
    taken_at: datetime


@dataclass(frozen=True, kw_only=True)
class Downgrade:
    """The lower level, the condition claimed for it, and the proofs handed in for that."""

    level: int
    condition: str
    proofs: list[Proof]


@dataclass(kw_only=True, slots=True)
class Application(Aggregate):
    """One row of a roster, kept with its outcome whatever it is.

    It is received as eligible, or as refused with all that stands against it.
    An eligible one waits for the review by somebody else, who approves it, asks for papers that are then handed in, or
    refuses it for what was presented.
    A refused one comes back when the candidate confirms the data and nothing else stood against it, or by a downgrade
    to a lower level whose condition is met.
    While it is not refused, it takes up the person's only place in the occupation.
    An approved one is told to the other services, and its number never changes.
    When its sitting is cancelled, an order may waive the fee of its parts; the person's next application takes those
    waivers over, each once.
    """

    id: str
    batch_id: str
    upload_id: str
    number: int
    row: int
    person: SealedPerson
    occupation_code: str
    occupation: str
    work_type: str
    level: int | None
    parts: list[Part]
    claim: Claim
    class_name: str | None
    employer: str
    findings: list[Finding] = field(default_factory=list)
    state: ApplicationState = ApplicationState.ELIGIBLE
    received_at: datetime
    received_by: str
    confirmed_at: datetime | None = None
    downgraded_from: int | None = None
    id_kind: IdentityKind = IdentityKind.RESIDENT
    sex: Sex | None = None
    superseded_by: str | None = None
    edition: str = ""
    kept_part: KeptPart | None = None
    certificate_fee_free: bool = False
    papers_asked: PapersAsked | None = None
    papers_handed_in: list[PapersHandedIn] = field(default_factory=list)
    decided_at: datetime | None = None
    decided_by: str | None = None
    waivers: list[Waiver] = field(default_factory=list)
    free_of_charge: list[Part] = field(default_factory=list)
    photo: PhotoTaken | None = None
    ticket_number: str | None = None
    ticket_seq: int = 0

    @classmethod
    def receive(
        cls,
        entry: RosterEntry,
        *,
        origin: Origin,
        person: SealedPerson,
        refusals: Sequence[RowRefusedError],
        act: Act,
    ) -> Self:
        """Take a roster row in: eligible, or refused with its reasons."""
        application = cls(
            id=origin.application_id,
            batch_id=origin.batch_id,
            upload_id=origin.upload_id,
            number=origin.number,
            row=entry.row,
            person=person,
            occupation_code=entry.occupation_code,
            occupation=entry.occupation,
            work_type=entry.work_type,
            level=entry.level,
            parts=entry.parts,
            claim=entry.claim,
            class_name=entry.class_name,
            employer=entry.employer,
            id_kind=entry.identity.kind if entry.identity else IdentityKind.RESIDENT,
            sex=entry.sex,
            edition=origin.edition,
            received_at=act.at,
            received_by=act.by,
        )
        if not any(isinstance(refusal, NotConfirmedByCandidateError) for refusal in refusals):
            application.confirmed_at = act.at
        if refusals:
            application._refuse([Finding.of(refusal) for refusal in refusals], act)
        return application

    @property
    def place(self) -> str | None:
        """The person's place in the occupation; two applications never take up the same, so nobody applies twice."""
        return self.place_sought if self.state in PLACED else None

    @property
    def place_sought(self) -> str | None:
        """The place that this one would take up; none for somebody whose number cannot be real."""
        fingerprint = self.person.fingerprint
        return place_of(self.batch_id, self.occupation_code, fingerprint) if fingerprint else None

    def says_the_same(self, other: Self) -> bool:
        """Whether the other asks for the same with the same figures; what is sealed differs each time it is sealed."""
        return self._stated == other._stated

    @property
    def _stated(self) -> tuple[object, ...]:
        return (
            self.person.name_fingerprint,
            self.work_type,
            self.level,
            self.parts,
            self.claim,
            self.class_name,
            self.employer,
        )

    @property
    def offer_key(self) -> str:
        """The `key` of the offer applied for; applications are totalled by it."""
        return f"{self.occupation_code}|{self.work_type}|{self.level}"

    def approve(self, act: Act) -> None:
        self._must_be_eligible()
        if act.by == self.received_by:
            raise ReviewerRegisteredError(self.id)
        fingerprint, level = self.person.fingerprint, self.level
        if fingerprint is None or level is None or self.confirmed_at is None:
            raise NotEligibleError(self.id)

        self._decide(ApplicationState.APPROVED, act)
        self.record(
            CandidateApproved(
                application_id=self.id,
                batch_id=self.batch_id,
                name=self.person.name,
                id_number=self.person.id_number,
                id_fingerprint=fingerprint,
                occupation_code=self.occupation_code,
                occupation=self.occupation,
                work_type=self.work_type,
                level=level,
                parts=self.parts,
                class_name=self.class_name,
                id_kind=self.id_kind.value,
                sex=self.sex.value if self.sex else None,
                employer=self.person.employer,
                approved_at=act.at,
            )
        )

    def refuse_at_review(self, decision: Decision) -> None:
        """Cancel an application whose documents do not hold (REG-16)."""
        self._must_be_eligible()

        self._refuse([Finding.of(RefusedAtReviewError(reason=decision.reason))], decision)

    def refuse_as_barred(self, barred: BarredError, act: Act) -> None:
        """The person was barred while the application waited for its review."""
        self._refuse([*self.findings, Finding.of(barred)], act)

    def disqualify(self, act: Act, *, session_id: str | None) -> None:
        """Cancel the examination qualification (DIS-01); those who were told of the approval are told of this."""
        if self.state not in OPEN:
            raise NothingToCancelError(self.id)

        was_told = self.state is ApplicationState.APPROVED
        self._decide(ApplicationState.DISQUALIFIED, act)
        if was_told:
            self.record(
                CandidateDisqualified(
                    application_id=self.id, batch_id=self.batch_id, session_id=session_id, disqualified_at=act.at
                )
            )

    def supersede(self, *, by: str, act: Act) -> None:
        """A later roster brought the person again, put right; this refused row is counted no more."""
        if self.state is not ApplicationState.REFUSED:
            raise NotRefusedError(self.id)

        self.superseded_by = by
        self._decide(ApplicationState.SUPERSEDED, act)

    def confirm(self, batch: Batch, act: Act) -> None:
        """The candidate has confirmed the data after all; with nothing else against it the application is eligible."""
        if self.state is ApplicationState.SUPERSEDED:
            raise NotEligibleError(self.id)
        if self.confirmed_at is not None:
            raise AlreadyConfirmedError(self.id)
        batch.readmit(now=act.at)

        self.confirmed_at = act.at
        self.findings = [f for f in self.findings if f.slug != NotConfirmedByCandidateError.slug]
        if not self.findings:
            self._decide(ApplicationState.ELIGIBLE, act)

    def ask_for_papers(self, proofs: Sequence[Proof], *, due_on: date, act: Act) -> None:
        """Put the review off until these are handed in."""
        self._must_be_eligible()
        if not proofs or due_on < beijing_day(act.at):
            raise PapersRequestInvalidError

        self.papers_asked = PapersAsked(proofs=list(proofs), due_on=due_on, asked_by=act.by, asked_at=act.at)
        self._decide(ApplicationState.INCOMPLETE, act)

    def hand_in(self, batch: Batch, papers: PapersHandedIn, *, admission: AdmissionRules, born_on: date | None) -> None:
        """Take papers in. What was asked for and is complete, or was refused for them alone, waits for the review."""
        if self.state not in {ApplicationState.INCOMPLETE, ApplicationState.REFUSED}:
            raise NoPapersMissingError(self.id)
        batch.readmit(now=papers.taken_at)

        act = Act(papers.taken_by, papers.taken_at)
        presented = {*self.claim.proofs, *papers.proofs}
        self.claim = replace(self.claim, proofs=[proof for proof in Proof if proof in presented])
        self.papers_handed_in = [*self.papers_handed_in, papers]
        lacking = [one for one in self._level_refusals(admission, born_on, act) if isinstance(one, ProofMissingError)]
        self.findings = [one for one in self.findings if one.slug != ProofMissingError.slug] + [
            Finding.of(refusal) for refusal in lacking
        ]
        asked = self.papers_asked.proofs if self.papers_asked else []
        if not self.findings and set(asked) <= self._handed_in:
            self._decide(ApplicationState.ELIGIBLE, act)

    @property
    def _handed_in(self) -> set[Proof]:
        """What came in since papers were asked for: one that is asked for again was not good enough."""
        asked_at = self.papers_asked.asked_at if self.papers_asked else None
        return {
            proof
            for papers in self.papers_handed_in
            if asked_at is None or papers.taken_at >= asked_at
            for proof in papers.proofs
        }

    def _level_refusals(self, admission: AdmissionRules, born_on: date | None, act: Act) -> Sequence[LevelRefusedError]:
        if self.level is None:
            return []
        return admission.level_refusals(
            self.occupation_code, self.claim, self.level, born_on=born_on, today=beijing_day(act.at)
        )

    def downgrade(
        self, batch: Batch, to: Downgrade, *, admission: AdmissionRules, born_on: date | None, act: Act
    ) -> None:
        """Apply for a lower level instead (REG-16). Refused if what stands against it is not the level alone."""
        if self.state in {ApplicationState.APPROVED, ApplicationState.SUPERSEDED}:
            raise NotEligibleError(self.id)
        if self.level is None or to.level <= self.level:
            raise LevelNotLowerError
        presented = [proof for proof in Proof if proof in {*self.claim.proofs, *to.proofs}]
        claim = replace(self.claim, condition=to.condition, proofs=presented)
        offered = batch.offer_at(self.occupation_code, self.work_type, to.level)
        against: list[RowRefusedError] = [] if offered else [NotOfferedError()]
        against += admission.level_refusals(
            self.occupation_code, claim, to.level, born_on=born_on, today=beijing_day(act.at)
        )
        reasons = [f.reason for f in self.findings if not f.about_level] + [refusal.sentence for refusal in against]
        if reasons:
            raise DowngradeRefusedError(reasons)
        batch.readmit(now=act.at)

        self.downgraded_from, self.level, self.claim, self.findings = self.level, to.level, claim, []
        self._decide(ApplicationState.ELIGIBLE, act)

    def waive_fees(self, parts: Sequence[Part], *, incident_id: str, act: Act) -> None:
        """Let the candidate off the fee for the next sitting of these parts, once (INC-20, INC-32)."""
        if self.state is not ApplicationState.APPROVED:
            raise FeeNotDueError
        concerned = [part for part in self.parts if part in parts]
        if not concerned:
            raise PartNotAppliedForError
        waived = {waiver.part for waiver in self.waivers}
        fresh = [part for part in concerned if part not in waived]
        if not fresh:
            raise FeeAlreadyWaivedError

        self.waivers += [
            Waiver(part=part, incident_id=incident_id, approved_by=act.by, noted_at=act.at) for part in fresh
        ]

    def take_photo(self, photo: PhotoTaken) -> None:
        """Take a photo in, in place of any before."""
        if self.state is ApplicationState.SUPERSEDED:
            raise NoPhotoWantedError

        self.photo = photo

    @property
    def has_photo(self) -> bool:
        """Whether a photo was taken in: those without one are listed."""
        return self.photo is not None

    def note_ticket(self, number: str, *, seq: int) -> None:
        """Scheduling gave a ticket; of several the newest counts. Files with photos may be named after it."""
        if seq > self.ticket_seq:
            self.ticket_number, self.ticket_seq = number, seq

    @property
    def fee_waived(self) -> bool:
        """Whether an order let off this candidate: for the next sitting, or for this one by an earlier order."""
        return bool(self.waivers or self.free_of_charge)

    @property
    def free_parts(self) -> list[Part]:
        """The parts whose next sitting costs nothing."""
        return [waiver.part for waiver in self.waivers if waiver.used_by is None]

    @property
    def waiver_key(self) -> str | None:
        """The same for one person, occupation and level in every batch; None if the person cannot be told."""
        return f"{self.occupation_code}|{self.level}|{self.person.fingerprint}" if self.person.fingerprint else None

    @property
    def unused_waiver_key(self) -> str | None:
        """The same while a waiver is unused: a later application looks for it."""
        return self.waiver_key if self.free_parts else None

    def keep_part(self, part: Part, *, valid_until: date) -> None:
        """Certification has found that one part of it counts on."""
        self.kept_part = KeptPart(part=part, valid_until=valid_until)

    @property
    def unused_kept_key(self) -> str | None:
        """Whose kept part is unused, and for what: a later application looks for it."""
        return self.waiver_key if self.kept_part and self.kept_part.used_by is None else None

    def use_kept_part(self, earlier: Self, *, sat_on: date) -> None:
        """Pay neither for a part that is kept nor for the certificate, once (SCO-04)."""
        kept = earlier.kept_part
        if kept is None or kept.used_by is not None or sat_on > kept.valid_until or self.certificate_fee_free:
            return

        self.certificate_fee_free = True
        if kept.part in self.parts and kept.part not in self.free_of_charge:
            self.free_of_charge = [*self.free_of_charge, kept.part]
        earlier.kept_part = replace(kept, used_by=self.id)

    def take_over_waivers(self, earlier: Self) -> None:
        """Sit without a fee what was waived when an earlier sitting was cancelled, once for each waiver (INC-20)."""
        parts = [part for part in earlier.free_parts if part in self.parts and part not in self.free_of_charge]

        self.free_of_charge += parts
        earlier.use_waivers(parts, used_by=self.id)

    def use_waivers(self, parts: Sequence[Part], *, used_by: str) -> None:
        """Note which application sits these parts without a fee."""
        self.waivers = [
            replace(waiver, used_by=used_by) if waiver.part in parts and waiver.used_by is None else waiver
            for waiver in self.waivers
        ]

    def _must_be_eligible(self) -> None:
        if self.state is not ApplicationState.ELIGIBLE:
            raise NotEligibleError(self.id)

    def _refuse(self, findings: list[Finding], act: Act | Decision) -> None:
        self.findings = findings
        self._decide(ApplicationState.REFUSED, act)
        self.record(
            ApplicationRefused(
                application_id=self.id, batch_id=self.batch_id, reason=findings[0].slug, refused_at=act.at
            )
        )

    def _decide(self, state: ApplicationState, act: Act | Decision) -> None:
        self.state, self.decided_by, self.decided_at = state, act.by, act.at


def place_of(batch_id: str, occupation_code: str, fingerprint: str) -> str:
    """A person's one place in one occupation of a batch."""
    return f"{batch_id}|{occupation_code}|{fingerprint}"
