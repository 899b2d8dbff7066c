"""The signed end of a day: how many events there were, their root, and the end of the chain."""

from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Aggregate
from libs.contracts.archive import ArchiveActed
from libs.contracts.merkle import signed_text


@dataclass(kw_only=True)
class TreeHead(Aggregate):
    """Its id is the day in Beijing that has ended. Whoever keeps it can hold the archive to it later."""

    id: str
    size: int
    root: str
    chain_head: str
    signed_at: datetime
    signature: str = ""
    key: str = ""

    @property
    def text(self) -> bytes:
        """The text that is signed."""
        return signed_text(self.id, self.size, self.root, self.chain_head)

    def sign(self, signature: str, key: str) -> None:
        """Take the signature; the head stands in the chain, too, from the next day on."""
        self.signature, self.key = signature, key
        self.record(ArchiveActed(deed="tree-signed", at=self.signed_at, figure=self.size, digest=self.root))
