"""Which items an examination used: under lock, as it says what its papers ask."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Self

from libs.chassis.domain import Act, Aggregate
from services.itembank.domain.content import PaperContent
from services.itembank.domain.envelope import Envelope, Vault
from services.itembank.domain.resources import canonical


@dataclass(kw_only=True)
class ItemUse(Aggregate):
    """The items of the papers of one batch and one bank; assembled anew, the newer ones take their place.

    The next batch leaves them alone, as far as the stock allows. `items` says which paper has which; of uses that were
    stored before it did, all of them together.
    """

    id: str
    bank_id: str
    batch_id: str
    assembled_at: datetime
    items: Envelope

    @classmethod
    def note(cls, papers: Iterable[PaperContent], *, bank_id: str, batch_id: str, vault: Vault, act: Act) -> Self:
        """The items of papers that were just assembled."""
        name = f"{batch_id}:{bank_id}"
        used = {paper.paper_id: sorted(paper.item_ids) for paper in papers}
        return cls(
            id=name,
            bank_id=bank_id,
            batch_id=batch_id,
            assembled_at=act.at,
            items=vault.close(canonical(used), context=name),
        )

    def item_ids(self, vault: Vault) -> frozenset[str]:
        """The items, of all parts and forms."""
        used = json.loads(vault.open(self.items, context=self.id))
        return frozenset(used if isinstance(used, list) else chain.from_iterable(used.values()))

    def exposed(self, opened: Collection[str], vault: Vault) -> frozenset[str]:
        """The items that candidates have seen: those of the papers that were opened."""
        used = json.loads(vault.open(self.items, context=self.id))
        if isinstance(used, list):
            return frozenset(used if opened else ())
        return frozenset(chain.from_iterable(used[paper_id] for paper_id in opened if paper_id in used))


def resting(uses: Sequence[ItemUse], *, batch_id: str, vault: Vault) -> frozenset[str]:
    """The items of the batch before this one."""
    others = [use for use in uses if use.batch_id != batch_id]
    latest = max(others, key=lambda use: use.assembled_at, default=None)
    return latest.item_ids(vault) if latest else frozenset()
