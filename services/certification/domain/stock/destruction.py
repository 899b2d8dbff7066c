"""Void certificates are destroyed by two."""

from dataclasses import dataclass
from typing import Self

from libs.chassis.domain import Act, Aggregate
from services.certification.domain.stock.errors import DestroyedAloneError, DestructionDoneError


@dataclass(kw_only=True)
class StockDestruction(Aggregate):
    """What is to be destroyed, entered by one; carried out with the signature of another one who held it against it."""

    id: str
    serials: list[str]
    method: str
    entered: Act
    signed: Act | None = None

    @classmethod
    def enter(cls, serials: list[str], *, id: str, method: str, act: Act) -> Self:
        """Enter what is to be destroyed, and how."""
        return cls(id=id, serials=list(dict.fromkeys(serials)), method=method, entered=act)

    def sign(self, act: Act) -> None:
        """It was destroyed before both. Raises `DestroyedAloneError`, `DestructionDoneError`."""
        if self.signed is not None:
            raise DestructionDoneError
        if act.by == self.entered.by:
            raise DestroyedAloneError

        self.signed = act
