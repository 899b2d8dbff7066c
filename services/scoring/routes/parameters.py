"""What the routes have in common: who may come, with what they work, and what stands in their paths and bodies."""

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from libs.chassis.identity import Actor
from libs.chassis.web.access import allow
from libs.chassis.web.http import repositories, repository
from libs.contracts.event import Level, OccupationCode
from services.scoring.domain.session import list_id_of
from services.scoring.ports import CodingDesk, ItemFiguresDesk, KeyRecheckDesk, MarkingDesk, PublicationDesk, Results

AtCodingDesk = Annotated[CodingDesk, repositories(CodingDesk)]
AtMarkingDesk = Annotated[MarkingDesk, repositories(MarkingDesk)]
AtItemFiguresDesk = Annotated[ItemFiguresDesk, repositories(ItemFiguresDesk)]
AtKeyRecheckDesk = Annotated[KeyRecheckDesk, repositories(KeyRecheckDesk)]
AtPublicationDesk = Annotated[PublicationDesk, repositories(PublicationDesk)]
ResultRepository = Annotated[Results, repository("results")]

ORGANISERS = ("marking-lead", "exam-affairs")
READERS = ("marking-lead", "exam-affairs", "score-checker", "general-office", "quality", "director", "auditor")
Lead = Annotated[Actor, allow("marking-lead")]
Organiser = Annotated[Actor, allow(*ORGANISERS)]
Examiner = Annotated[Actor, allow("examiner")]
Reader = Annotated[Actor, allow(*READERS)]

Reason = Annotated[str, Field(max_length=500)]


async def _list_id(batch_id: str, code: OccupationCode, level: Level) -> str:
    return list_id_of(batch_id, code, level)


ListId = Annotated[str, Depends(_list_id)]
