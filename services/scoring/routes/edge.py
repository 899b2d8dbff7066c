"""What the routes have in common: repositories by name, roles, and bodies that hold nothing unknown."""

from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, Field

from libs.chassis.web.http import provided, repository
from libs.contracts.event import Level, OccupationCode
from services.scoring.domain.marks import MarkingRules
from services.scoring.domain.session import list_id_of
from services.scoring.ports import (
    Candidates,
    Codes,
    Involvements,
    Keys,
    Lists,
    Marking,
    Papers,
    Results,
    Scripts,
    Seals,
    Sessions,
    Uploads,
)

SessionRepository = Annotated[Sessions, repository("sessions")]
CandidateRepository = Annotated[Candidates, repository("candidates")]
CodeRepository = Annotated[Codes, repository("codes")]
ScriptRepository = Annotated[Scripts, repository("scripts")]
KeyRepository = Annotated[Keys, repository("keys")]
PaperRepository = Annotated[Papers, repository("papers")]
UploadRepository = Annotated[Uploads, repository("uploads")]
ListRepository = Annotated[Lists, repository("lists")]
InvolvementRepository = Annotated[Involvements, repository("involvements")]
ResultRepository = Annotated[Results, repository("results")]

LARGEST_CHUNK = 500
ORGANISERS = ("marking-lead", "exam-affairs")
READERS = ("marking-lead", "exam-affairs", "score-checker", "general-office", "quality", "director", "auditor")

Reason = Annotated[str, Field(max_length=500)]


async def _list_id(batch_id: str, code: OccupationCode, level: Level) -> str:
    return list_id_of(batch_id, code, level)


ListId = Annotated[str, Depends(_list_id)]


class Body(BaseModel):
    """What a request may hold, and nothing else."""

    model_config = ConfigDict(extra="forbid")


async def _marking(  # noqa: PLR0913 -- names all that marking touches
    *,
    sessions: SessionRepository,
    candidates: CandidateRepository,
    scripts: ScriptRepository,
    keys: KeyRepository,
    uploads: UploadRepository,
    lists: ListRepository,
    involvements: InvolvementRepository,
    seals: Annotated[Seals, provided("seals")],
    rules: Annotated[MarkingRules, provided("rules")],
) -> Marking:
    return Marking(
        sessions=sessions,
        candidates=candidates,
        scripts=scripts,
        keys=keys,
        uploads=uploads,
        lists=lists,
        involvements=involvements,
        seals=seals,
        rules=rules,
    )


InMarking = Annotated[Marking, Depends(_marking)]
