"""What the routes of scheduling share: who may use them, and what is handed in."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from libs.chassis.identity import Actor
from libs.chassis.web.http import allow, provided, repository
from libs.contracts.plain_text import in_one_line
from services.scheduling.ports import BatchPlans, Cipher, Desk, Enrolments, ExamDays, Rooms, Sessions, StaffMembers

ON_DUTY = ("invigilator", "examiner")
WATCHING = ("supervisor",)
# They see every session with its seats, though without names.
INSPECTORS = ("exam-affairs", "quality", "director", "site-head", "leading-group", "auditor")
# They see plans and the list of sessions as well; who sits where is not for those who handle papers and marks.
OVERSEERS = (*INSPECTORS, "item-bank", "general-office", "coder", "marking-lead", "operator")

# They read the registers of people and rooms.
REGISTRY_READERS = ("exam-affairs", "general-office", "quality", "director", "auditor")


async def desk(  # noqa: PLR0913, PLR0917 -- the one place where the parts come together
    staff: Annotated[StaffMembers, repository("staff")],
    rooms: Annotated[Rooms, repository("rooms")],
    enrolments: Annotated[Enrolments, repository("enrolments")],
    sessions: Annotated[Sessions, repository("sessions")],
    plans: Annotated[BatchPlans, repository("plans")],
    exam_days: Annotated[ExamDays, repository("exam_days")],
) -> Desk:
    return Desk(staff=staff, rooms=rooms, enrolments=enrolments, sessions=sessions, plans=plans, exam_days=exam_days)


AtDesk = Annotated[Desk, Depends(desk)]
Sealing = Annotated[Cipher, provided("cipher")]
ExamAffairs = Annotated[Actor, allow("exam-affairs")]
Registrar = Annotated[Actor, allow("exam-affairs", "general-office")]
RegistryReader = Annotated[Actor, allow(*REGISTRY_READERS)]
Overseer = Annotated[Actor, allow(*OVERSEERS)]
Printer = Annotated[Actor, allow("exam-affairs", "reception")]
OnDuty = Annotated[Actor, allow(*ON_DUTY)]
OverseerOrOnDuty = Annotated[Actor, allow(*OVERSEERS, *ON_DUTY, *WATCHING)]
InspectorOrOnDuty = Annotated[Actor, allow(*INSPECTORS, *ON_DUTY, *WATCHING)]
Cursor = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=500)]
ShortText = Annotated[str, AfterValidator(in_one_line), Field(min_length=1, max_length=100)]


class Strict(BaseModel):
    """A request body; a misspelt field is an error, not silence."""

    model_config = ConfigDict(extra="forbid")
