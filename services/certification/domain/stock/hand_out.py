"""How a certificate reached its holder: signed for, or posted."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.certification.domain.stock.errors import ReceiptMissingError

WORDS = {"in-person": "当面领取，领取人已签字", "post": "邮寄"}


@dataclass(frozen=True, kw_only=True)
class HandOut:
    """In person it is signed for on the list; by post it has a consignment number."""

    way: Literal["in-person", "post"]
    on: date
    signed: bool
    consignment: str

    def words(self) -> str:
        """What stands in the ledger. Raises `ReceiptMissingError`."""
        consignment = self.consignment.strip()
        if not (self.signed if self.way == "in-person" else consignment):
            raise ReceiptMissingError
        return " ".join(filter(None, [f"{self.on:%Y-%m-%d}", WORDS[self.way], consignment]))
