"""What the routes have in common: who may come, with what they work, and the texts that bodies hold."""

from typing import Annotated

from pydantic import AfterValidator, Field

from libs.chassis.identity import Actor
from libs.chassis.web.http import Strict, allow, repositories
from libs.contracts.event import Level, OccupationCode
from libs.contracts.plain_text import in_one_line
from services.registration.domain.scope import Offer
from services.registration.ports import RegistrationDesk

REGISTRARS = ("reception", "exam-affairs")
READERS = (*REGISTRARS, "quality", "finance", "general-office", "director", "auditor")

AtDesk = Annotated[RegistrationDesk, repositories(RegistrationDesk)]
ExamAffairs = Annotated[Actor, allow("exam-affairs")]
Director = Annotated[Actor, allow("director")]
Registrar = Annotated[Actor, allow(*REGISTRARS)]
Reader = Annotated[Actor, allow(*READERS)]
Anyone = Annotated[Actor, allow.anyone()]
BatchId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
ShortText = Annotated[str, AfterValidator(in_one_line), Field(max_length=200)]


class OfferBody(Strict):
    occupation_code: OccupationCode
    occupation: ShortText
    work_type: ShortText = "--"
    level: Level

    def offer(self) -> Offer:
        return Offer(
            occupation_code=self.occupation_code,
            occupation=self.occupation,
            work_type=self.work_type,
            level=self.level,
        )
