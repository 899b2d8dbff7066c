"""What the routes have in common: who may come, and with what they work."""

from typing import Annotated

from pydantic import AfterValidator, Field

from libs.chassis.identity import Actor
from libs.chassis.web.http import allow, repositories
from libs.contracts.plain_text import in_one_line
from services.sync.ports import SyncDesk

AtDesk = Annotated[SyncDesk, repositories(SyncDesk)]
GeneralOffice = Annotated[Actor, allow("general-office")]
Reader = Annotated[Actor, allow("general-office", "quality", "director", "auditor")]
Reason = Annotated[str, AfterValidator(in_one_line), Field(min_length=2, max_length=200)]
ShortText = Annotated[str, AfterValidator(in_one_line), Field(max_length=100)]
