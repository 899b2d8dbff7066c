"""What the routes of scheduling share: who may use them, and what they are handed."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from libs.chassis.domain import Act, Cipher
from libs.chassis.identity import Actor
from libs.chassis.web.http import allow, provided, repositories
from libs.contracts.plain_text import in_one_line
from services.scheduling.domain.registry.site import SiteAct
from services.scheduling.domain.sessions.exam_clock import Office
from services.scheduling.ports import OrderDesk, PlanDesk, TicketDesk

ON_DUTY = ("invigilator", "examiner")
WATCHING = ("supervisor",)
# They sign what the site does for a room.
SITE_OFFICES: tuple[Office, ...] = ("site-head", "exam-affairs")
# They see every session with its seats, though without names.
INSPECTORS = ("exam-affairs", "quality", "director", "site-head", "leading-group", "auditor")
# They see plans and the list of sessions as well; who sits where is not for those who handle papers and marks.
OVERSEERS = (*INSPECTORS, "item-bank", "general-office", "coder", "marking-lead", "operator")

# They read the registers of people and rooms.
REGISTRY_READERS = ("exam-affairs", "general-office", "quality", "director", "auditor")

Plans = Annotated[PlanDesk, repositories(PlanDesk)]
Orders = Annotated[OrderDesk, repositories(OrderDesk)]
Tickets = Annotated[TicketDesk, repositories(TicketDesk)]
Sealing = Annotated[Cipher, provided("cipher")]
ExamAffairs = Annotated[Actor, allow("exam-affairs")]
Registrar = Annotated[Actor, allow("exam-affairs", "general-office")]
# Who cancels a qualification, and who rules on the appeal.
Decider = Annotated[Actor, allow("director", "quality")]
# Who reports what somebody of the staff did.
BreachReporter = Annotated[Actor, allow("exam-affairs", "quality")]
RegistryReader = Annotated[Actor, allow(*REGISTRY_READERS)]
Overseer = Annotated[Actor, allow(*OVERSEERS)]
TicketPrinter = Annotated[Actor, allow("exam-affairs", "reception")]
OnDuty = Annotated[Actor, allow(*ON_DUTY)]
OnSite = Annotated[Actor, allow(*ON_DUTY, *WATCHING, *SITE_OFFICES)]
SiteOffice = Annotated[Actor, allow(*SITE_OFFICES)]
OverseerOrOnDuty = Annotated[Actor, allow(*OVERSEERS, *ON_DUTY, *WATCHING)]
InspectorOrOnDuty = Annotated[Actor, allow(*INSPECTORS, *ON_DUTY, *WATCHING)]
ShortText = Annotated[str, AfterValidator(in_one_line), Field(min_length=1, max_length=100)]


def for_the_site(actor: Actor, now: datetime) -> SiteAct:
    """Somebody who acts by the offices that are theirs."""
    return SiteAct(Act(actor.id, now), frozenset(office for office in SITE_OFFICES if actor.has_any(office)))
