"""What every command contract has in common."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Command(BaseModel):
    """What a member of staff wants one service to do, sent by a program that cannot wait for the answer.

    Who that is says a staff token, which travels beside the command in the header `authorization`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    routing_key: ClassVar[str]
