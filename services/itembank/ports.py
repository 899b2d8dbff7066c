"""What the use cases need from outside: the collections, and somebody who seals a text for scoring."""

from typing import Protocol

from libs.chassis.domain import Repository
from libs.contracts.sealing import Purpose
from services.itembank.domain.bank import Bank
from services.itembank.domain.blueprint import Blueprint
from services.itembank.domain.disposition import Disposition
from services.itembank.domain.opening import Opening
from services.itembank.domain.paper import Paper
from services.itembank.domain.session import ExamSession

Banks = Repository[Bank]
Blueprints = Repository[Blueprint]
Papers = Repository[Paper]
Sessions = Repository[ExamSession]
Openings = Repository[Opening]
Dispositions = Repository[Disposition]


class Sealer(Protocol):
    """Seals a text under the keys that services share, so that only they read it."""

    def seal(self, text: str, *, purpose: Purpose, owner: str) -> str: ...
