"""Finding somebody again: names and identifiers lie sealed, so they are found by keyed fingerprints."""

from dataclasses import dataclass
from typing import Protocol
from unicodedata import normalize

from services.registration.domain.errors import SearchEmptyError


class Fingerprints(Protocol):
    """Makes keyed fingerprints."""

    def fingerprint(self, text: str) -> str: ...


def name_fingerprint(name: str, cipher: Fingerprints) -> str:
    """What a name is found by; no identifier has the same."""
    return cipher.fingerprint(f"name:{name.strip()}")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Who is looked for; what is empty is not asked for. Raises `SearchEmptyError` if nothing is."""

    name: str = ""
    id_number: str = ""
    batch_id: str | None = None

    def __post_init__(self) -> None:
        if not (self.name.strip() or self.id_number.strip()):
            raise SearchEmptyError

    def where(self, cipher: Fingerprints) -> dict[str, object]:
        """The same as the applications are indexed."""
        where: dict[str, object] = {}
        if self.name.strip():
            where["name"] = name_fingerprint(self.name, cipher)
        if self.id_number.strip():
            where["person"] = cipher.fingerprint(normalize("NFKC", self.id_number).strip().upper())
        if self.batch_id:
            where["batch_id"] = self.batch_id
        return where
