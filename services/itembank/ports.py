"""What the use cases need from outside: the collections, a vault, a cipher, and how long a first key waits."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from libs.chassis.domain import Cipher, Repository, every
from libs.forms.watch import FormWatch
from services.itembank.domain.bank import Bank
from services.itembank.domain.blueprint import Blueprint
from services.itembank.domain.disposition import Disposition
from services.itembank.domain.envelope import Vault
from services.itembank.domain.items.item import Item
from services.itembank.domain.items.item_use import ItemUse
from services.itembank.domain.items.reading import ItemReader
from services.itembank.domain.items.translation import Formats
from services.itembank.domain.opening import Opening
from services.itembank.domain.paper import Paper
from services.itembank.domain.secrecy.secret_material import SecretMaterial
from services.itembank.domain.session import ExamSession
from services.itembank.domain.writing.examiner import Examiner

Banks = Repository[Bank]
Items = Repository[Item]
ItemUses = Repository[ItemUse]
ItemReaders = Repository[ItemReader]
Examiners = Repository[Examiner]
SecretMaterials = Repository[SecretMaterial]
Blueprints = Repository[Blueprint]
Papers = Repository[Paper]
Sessions = Repository[ExamSession]
Openings = Repository[Opening]
Dispositions = Repository[Disposition]


@dataclass(frozen=True, kw_only=True)
class BankDesk:
    """Where banks are taken in, and taken apart into their items."""

    banks: Banks
    items: Items
    examiners: Examiners
    vault: Vault


@dataclass(frozen=True, kw_only=True)
class ReadingDesk(BankDesk):
    """Where items are read; everybody reads so many in an hour."""

    item_readers: ItemReaders
    items_an_hour: int


@dataclass(frozen=True, kw_only=True)
class ExchangeDesk(ReadingDesk):
    """Where items come in from other formats, and go out as approved copies."""

    secret_materials: SecretMaterials
    formats: Formats


@dataclass(frozen=True, kw_only=True)
class StockDesk(BankDesk):
    """Where it is seen how items did, and how often candidates have seen them."""

    item_uses: ItemUses
    openings: Openings

    async def times_seen(self, uses: Iterable[ItemUse]) -> Counter[str]:
        """In how many batches candidates have seen each item: those of the papers that were opened in a room."""
        seen: Counter[str] = Counter()
        for use in uses:
            opened = {one.paper_id async for one in every(self.openings, {"batch_id": use.batch_id}) if one.opened}
            seen.update(use.exposed(opened, self.vault))
        return seen


@dataclass(frozen=True, kw_only=True)
class AssemblyDesk(StockDesk):
    """Where the papers of an examination are assembled."""

    blueprints: Blueprints
    papers: Papers
    item_exposure: int


@dataclass(frozen=True, kw_only=True)
class FiguresDesk:
    """Where scoring's figures find the items that they are about."""

    items: Items
    papers: Papers
    vault: Vault


@dataclass(frozen=True, kw_only=True)
class SealingDesk:
    """Where papers are read for review, and sealed."""

    papers: Papers
    vault: Vault


@dataclass(frozen=True, kw_only=True)
class OpeningDesk:
    """Where papers are opened for a session; the first of two waits so long for the second."""

    papers: Papers
    sessions: Sessions
    openings: Openings
    vault: Vault
    second_key_within: timedelta


@dataclass(frozen=True, kw_only=True)
class KeyDesk:
    """Where keys are handed over, sealed for scoring alone."""

    papers: Papers
    sessions: Sessions
    vault: Vault
    cipher: Cipher


@dataclass(frozen=True, kw_only=True)
class PaperOrderDesk:
    """What an order of the incident service about papers touches."""

    papers: Papers
    sessions: Sessions
    dispositions: Dispositions


@dataclass(frozen=True, kw_only=True)
class PlanDesk:
    """Where the plan of sessions is followed, and the forms of its batches are looked after."""

    sessions: Sessions
    form_watches: Repository[FormWatch]


@dataclass(frozen=True, kw_only=True)
class CustodyDesk:
    """Where it is read who did what to a paper."""

    papers: Papers
    openings: Openings
