"""Who may call, and what routes are handed."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends
from pydantic import AfterValidator, Field

from libs.chassis.domain import Files, Repository
from libs.chassis.identity import Actor
from libs.chassis.sealing import FieldCipher
from libs.chassis.store.files import Piece, StoredFiles
from libs.chassis.web.http import allow, provided, repositories, repository
from libs.contracts.incident import Identifier
from libs.contracts.plain_text import in_one_line
from libs.contracts.sealing import Purpose
from services.incident.domain.people import Person, StaffAct
from services.incident.domain.record.discovery import LONGEST_TEXT
from services.incident.ports import DispositionDesk, IncidentDesk, PreparationDesk
from services.incident.ports import Incidents as IncidentsPort
from services.incident.ports import Notifications as NotificationsPort
from services.incident.ports import PlannedSessions as PlannedSessionsPort
from services.incident.ports import Printer as PrinterPort
from services.incident.ports import Rosters as RostersPort


async def _photos(
    pieces: Annotated[Repository[Piece], repository("photos")], cipher: Annotated[FieldCipher, provided("cipher")]
) -> Files:
    return StoredFiles(pieces, cipher, Purpose.INCIDENT_PHOTO)


Incidents = Annotated[IncidentsPort, repository("incidents")]
Rosters = Annotated[RostersPort, repository("rosters")]
Notifications = Annotated[NotificationsPort, repository("notifications")]
PlannedSessions = Annotated[PlannedSessionsPort, repository("sessions")]
AtTheDesk = Annotated[IncidentDesk, repositories(IncidentDesk)]
AtDispositions = Annotated[DispositionDesk, repositories(DispositionDesk)]
AtPreparations = Annotated[PreparationDesk, repositories(PreparationDesk)]
Photos = Annotated[Files, Depends(_photos)]
Printer = Annotated[PrinterPort, provided("printer")]

Name = Annotated[str, AfterValidator(in_one_line), Field(min_length=1, max_length=100)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Sessions = Annotated[list[Identifier], Field(max_length=1000)]

Staff = Annotated[Actor, allow.staff()]
Command = Annotated[Actor, allow("exam-affairs", "leading-group")]
Commanders = Annotated[Actor, allow("leading-group", "director")]
Director = Annotated[Actor, allow("director")]
LeadingGroup = Annotated[Actor, allow("leading-group")]
ExamAffairs = Annotated[Actor, allow("exam-affairs")]
OnTheLadder = Annotated[Actor, allow("site-head", "supervisor", "leading-group", "director")]
OnSite = Annotated[Actor, allow("invigilator", "examiner", "supervisor", "site-head", "exam-affairs", "leading-group")]
Approver = Annotated[Actor, allow("supervisor", "site-head", "exam-affairs", "leading-group", "director")]
Overseer = Annotated[Actor, allow("site-head", "supervisor", "exam-affairs", "leading-group", "director", "auditor")]
RegisterReader = Annotated[
    Actor,
    allow(
        "site-head", "supervisor", "exam-affairs", "leading-group", "director", "quality", "general-office", "auditor"
    ),
]


def acting(actor: Actor, now: datetime) -> StaffAct:
    """What the actor does now."""
    return StaffAct(person(actor), now)


def person(actor: Actor) -> Person:
    """The actor as the domain knows people."""
    return Person(actor.id, actor.roles)
