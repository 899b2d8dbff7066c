"""A roster file that is handed in: how its rows are judged, and the record of one that was imported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from libs.chassis.domain import Act, Aggregate, Cipher
from libs.contracts.beijing import beijing_day
from libs.contracts.sealing import Purpose
from services.registration.domain.application import Application, ApplicationState, Origin, SealedPerson, place_of
from services.registration.domain.batch import Batch
from services.registration.domain.eligibility import refusals_of
from services.registration.domain.entry import RosterEntry
from services.registration.domain.roster import RosterRow
from services.registration.domain.scope import FiledScope
from services.registration.domain.search import name_fingerprint


@dataclass(kw_only=True)
class RosterUpload(Aggregate):
    """The record of one import. Its id names the batch and the content, so the same bytes are imported once a batch."""

    id: str
    batch_id: str
    rows: int
    eligible: int
    refused: int
    uploaded_by: str
    uploaded_at: datetime


@dataclass(frozen=True, kw_only=True)
class JudgedRoster:
    """A whole roster, judged row by row; nothing of it is kept yet."""

    batch: Batch
    upload: RosterUpload
    rows: list[RosterRow]
    applications: list[Application]


@dataclass(frozen=True, kw_only=True)
class Intake:
    """Turns the rows of one roster into applications."""

    batch: Batch
    scope: FiledScope
    cipher: Cipher
    upload_id: str
    act: Act

    def judge(self, rows: Sequence[RosterRow], *, taken: set[str]) -> JudgedRoster:
        """Make an application of every row, whatever becomes of it.

        `taken` are the places that the batch's applications take up; each eligible row adds its own.
        """
        offset = self.batch.take_roster(last_row=rows[-1].number, now=self.act.at)
        applications = []
        for row in rows:
            application = self._receive(RosterEntry.read(row, today=self._today), offset, taken)
            if application.place:
                taken.add(application.place)
            applications.append(application)
        refused = sum(application.state is ApplicationState.REFUSED for application in applications)
        upload = RosterUpload(
            id=self.upload_id,
            batch_id=self.batch.id,
            rows=len(applications),
            eligible=len(applications) - refused,
            refused=refused,
            uploaded_by=self.act.by,
            uploaded_at=self.act.at,
        )
        return JudgedRoster(batch=self.batch, upload=upload, rows=list(rows), applications=applications)

    def _receive(self, entry: RosterEntry, offset: int, taken: set[str]) -> Application:
        fingerprint = self.cipher.fingerprint(entry.number.text) if entry.number else None
        duplicate = fingerprint is not None and place_of(self.batch.id, entry.occupation_code, fingerprint) in taken
        origin = Origin(batch_id=self.batch.id, number=offset + entry.row, upload_id=self.upload_id)
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
            ),
            refusals=refusals_of(entry, self.batch, self.scope, duplicate=duplicate, today=self._today),
            act=self.act,
        )

    @property
    def _today(self) -> date:
        return beijing_day(self.act.at)
