"""A roster file that is handed in: how its rows are judged, and the record of one that was imported."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property, partial

from libs.chassis.domain import Act, Aggregate, Cipher
from libs.contracts.beijing import beijing_day
from libs.contracts.sealing import Purpose
from services.registration.domain.admission.conditions import Clause
from services.registration.domain.admission.eligibility import AdmissionRules, Sought
from services.registration.domain.application import Application, ApplicationState, Origin, SealedPerson, place_of
from services.registration.domain.bars.bar import Bar
from services.registration.domain.bars.errors import BarredError
from services.registration.domain.batch import Batch
from services.registration.domain.errors.identity import NumberCutOffError
from services.registration.domain.resident_number import ResidentNumber
from services.registration.domain.roster.entry import RosterEntry, is_likely_cut
from services.registration.domain.roster.table import RosterRow, RosterTable
from services.registration.domain.search import name_fingerprint
from services.registration.domain.spelling import number_written

# A genuine number ends in three noughts once in 1,100; of a list that was cut, nearly all do.
FEWEST_CUT = 2
ROWS_TO_ONE_CUT = 200


@dataclass(kw_only=True)
class RosterUpload(Aggregate):
    """The record of one import. Its id names the batch and the content, so the same bytes are imported once a batch."""

    id: str
    batch_id: str
    rows: int
    eligible: int
    refused: int
    unchanged: int = 0
    uploaded_by: str
    uploaded_at: datetime


class RowOutcome(StrEnum):
    """What becomes of a row."""

    ELIGIBLE = "eligible"
    REFUSED = "refused"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row with the application that it makes, or with the one that said the same before."""

    row: RosterRow
    application: Application
    is_new: bool = True
    other_ways: Sequence[Clause] = ()

    @property
    def outcome(self) -> RowOutcome:
        if not self.is_new:
            return RowOutcome.UNCHANGED
        return RowOutcome.REFUSED if self.application.state is ApplicationState.REFUSED else RowOutcome.ELIGIBLE


@dataclass(frozen=True, kw_only=True)
class JudgedRoster:
    """A whole roster, judged row by row; nothing of it is kept yet. `superseded` are earlier rows put right by it."""

    batch: Batch
    upload: RosterUpload
    roster: RosterTable
    rows: list[JudgedRow]
    superseded: list[Application]

    @property
    def applications(self) -> list[Application]:
        """Those that the rows make."""
        return [judged.application for judged in self.rows if judged.is_new]


@dataclass(frozen=True, kw_only=True)
class Intake:
    """Turns the rows of one roster into applications."""

    batch: Batch
    admission: AdmissionRules
    cipher: Cipher
    upload_id: str
    act: Act
    bars: Mapping[str, Bar] = field(default_factory=dict)

    def judge(self, roster: RosterTable, *, earlier: Sequence[Application]) -> JudgedRoster:
        """Make an application of every row that says something new, whatever becomes of it.

        `earlier` are the batch's applications: one that holds the person's place stands, a refused one gives way.
        """
        offset = self.batch.take_roster(last_row=roster.rows[-1].number, now=self.act.at)
        is_cut = self._is_cut(roster.rows)
        known = _Known(earlier, self.cipher)
        judged, superseded = [], []
        for row in roster.rows:
            entry = self._read(row)
            if is_cut and entry.looks_cut_off:
                entry.refusals.append(NumberCutOffError())
            application = self._receive(entry, offset, known)
            before = known.placed.get(application.place_sought or "")
            if before is not None and self._same(before, application, entry):
                judged.append(JudgedRow(row, before, is_new=False))
                continue
            if application.place:
                known.taken.add(application.place)
            for refused in known.give_way(application, entry):
                refused.supersede(by=application.id, act=self.act)
                superseded.append(refused)
            judged.append(JudgedRow(row, application, other_ways=self._other_ways(application, entry)))
        return JudgedRoster(
            batch=self.batch, upload=self._record(judged), roster=roster, rows=judged, superseded=superseded
        )

    def _read(self, row: RosterRow) -> RosterEntry:
        return RosterEntry.read(row, today=self._today, codes=self._codes)

    def _is_cut(self, rows: Sequence[RosterRow]) -> bool:
        """Whether more numbers end in noughts than people have (1 in 1,100); only those that may are read for it."""
        suspect = [row for row in rows if is_likely_cut(number_written(row["证件号码"]))]
        return sum(self._read(row).looks_cut_off for row in suspect) >= max(FEWEST_CUT, len(rows) / ROWS_TO_ONE_CUT)

    def _other_ways(self, application: Application, entry: RosterEntry) -> Sequence[Clause]:
        """For a row that is refused for its level alone: by which condition it would be admitted."""
        if not application.findings or not all(finding.about_level for finding in application.findings):
            return ()
        sought = sought_by(application, born_on=entry.born_on)
        return self.admission.assess(sought, self.batch, today=self._today).other_ways

    def _record(self, judged: Sequence[JudgedRow]) -> RosterUpload:
        counted = Counter(one.outcome for one in judged)
        return RosterUpload(
            id=self.upload_id,
            batch_id=self.batch.id,
            rows=len(judged),
            eligible=counted[RowOutcome.ELIGIBLE],
            refused=counted[RowOutcome.REFUSED],
            unchanged=counted[RowOutcome.UNCHANGED],
            uploaded_by=self.act.by,
            uploaded_at=self.act.at,
        )

    def _same(self, before: Application, application: Application, entry: RosterEntry) -> bool:
        """A row that is already registered; a telephone or an old number put right is no such row."""
        return before.says_the_same(application) and _opened(before, self.cipher) == (entry.phone, entry.prior_number)

    def _receive(self, entry: RosterEntry, offset: int, known: "_Known") -> Application:
        fingerprint = self.cipher.fingerprint(entry.identity.text) if entry.identity else None
        place = place_of(self.batch.id, entry.occupation_code, fingerprint) if fingerprint else None
        edition = self.admission.standards.in_force(entry.occupation_code, self._today)
        origin = Origin(
            batch_id=self.batch.id,
            number=offset + entry.row,
            upload_id=self.upload_id,
            edition=edition.name if edition else "",
        )
        seal = partial(self.cipher.seal, owner=origin.application_id)
        return Application.receive(
            entry,
            origin=origin,
            person=SealedPerson(
                name=seal(entry.name, purpose=Purpose.CANDIDATE_NAME),
                id_number=seal(entry.id_number, purpose=Purpose.RESIDENT_NUMBER),
                phone=seal(entry.phone, purpose=Purpose.PHONE),
                prior_number=seal(entry.prior_number, purpose=Purpose.PRIOR_CERTIFICATE),
                fingerprint=fingerprint,
                name_fingerprint=name_fingerprint(entry.name, self.cipher),
                birth_date=seal(entry.stated_birth.isoformat(), purpose=Purpose.BIRTH_DATE)
                if entry.stated_birth
                else None,
                employer=seal(entry.employer, purpose=Purpose.EMPLOYER) if entry.employer else None,
                particulars=seal(json.dumps(entry.particulars), purpose=Purpose.PARTICULARS)
                if entry.particulars
                else None,
            ),
            refusals=[
                *self._barred(fingerprint),
                *self.admission.refusals_of(entry, self.batch, duplicate=place in known.taken, today=self._today),
            ],
            act=self.act,
        )

    def _barred(self, fingerprint: str | None) -> Sequence[BarredError]:
        """That the person is on the list of those who may not apply, by which clause and until when."""
        bar = self.bars.get(fingerprint or "")
        return [BarredError(clause=bar.ground.clause, until=bar.ground.until)] if bar else []

    @cached_property
    def _today(self) -> date:
        return beijing_day(self.act.at)

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {offer.occupation: offer.occupation_code for offer in self.batch.plan.offers}


class _Known:
    """What the batch holds before a roster comes in: who has a place, and whose refused row may give way."""

    def __init__(self, earlier: Sequence[Application], cipher: Cipher) -> None:
        self._cipher = cipher
        self.placed = {one.place: one for one in earlier if one.place}
        self.taken = set(self.placed)
        self._refused: dict[object, list[Application]] = defaultdict(list)
        for one in earlier:
            if one.state is ApplicationState.REFUSED:
                self._refused[one.place_sought or _nameless(one)].append(one)

    def give_way(self, application: Application, entry: RosterEntry) -> list[Application]:
        """The refused rows of the same person; of one whose number could not be real, by name and telephone."""
        same = self._refused.pop(application.place_sought, []) if application.place_sought else []
        nameless = self._refused.get(_nameless(application), [])
        known = [one for one in nameless if entry.phone and _opened(one, self._cipher)[0] == entry.phone]
        for one in known:
            nameless.remove(one)
        return [*same, *known]


def _nameless(application: Application) -> object:
    return application.occupation_code, application.person.name_fingerprint


def _opened(application: Application, cipher: Cipher) -> tuple[str, str]:
    opened = partial(cipher.open, owner=application.id)
    person = application.person
    return opened(person.phone, purpose=Purpose.PHONE), opened(person.prior_number, purpose=Purpose.PRIOR_CERTIFICATE)


def particulars_of(application: Application, cipher: Cipher) -> dict[str, str]:
    """What was stated beside, by column; it is handed on to the platform."""
    sealed = application.person.particulars
    if sealed is None:
        return {}
    told: dict[str, str] = json.loads(cipher.open(sealed, purpose=Purpose.PARTICULARS, owner=application.id))
    return told


def sought_by(application: Application, *, born_on: date | None) -> Sought:
    """What an application is held against the standard with."""
    return Sought(
        occupation_code=application.occupation_code,
        work_type=application.work_type,
        level=application.level,
        claim=application.claim,
        born_on=born_on,
    )


def born_on(application: Application, cipher: Cipher) -> date | None:
    """When the person was born, as the document or the row told; None if nothing did."""
    opened = partial(cipher.open, owner=application.id)
    if application.person.birth_date:
        return date.fromisoformat(opened(application.person.birth_date, purpose=Purpose.BIRTH_DATE))
    number = opened(application.person.id_number, purpose=Purpose.RESIDENT_NUMBER)
    known = application.person.fingerprint and application.id_kind.tells_birth(number)
    return ResidentNumber(number).born_on if known else None
