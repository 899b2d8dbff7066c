"""Finding somebody again: names and identifiers lie sealed, so they are found by keyed fingerprints."""

from dataclasses import dataclass

from libs.chassis.domain import Cipher
from services.registration.domain.errors.search import SearchEmptyError
from services.registration.domain.spelling import name_written, number_written


def name_fingerprint(name: str, cipher: Cipher) -> str:
    """What a name is found by; no identifier has the same."""
    return cipher.fingerprint(f"name:{name_written(name)}")


@dataclass(frozen=True, kw_only=True)
class Search:
    """Whose applications are looked for. An empty field is not asked for; raises `SearchEmptyError` if both are."""

    name: str = ""
    id_number: str = ""
    batch_id: str | None = None

    def __post_init__(self) -> None:
        if not (self.name.strip() or self.id_number.strip()):
            raise SearchEmptyError

    def where(self, cipher: Cipher) -> dict[str, object]:
        """The same, by the fields that applications are indexed by."""
        where: dict[str, object] = {}
        if self.name.strip():
            where["name"] = name_fingerprint(self.name, cipher)
        if self.id_number.strip():
            where["person"] = cipher.fingerprint(number_written(self.id_number))
        if self.batch_id:
            where["batch_id"] = self.batch_id
        return where
