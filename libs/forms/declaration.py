"""What a service declares: its forms and ledgers, and the book of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from libs.contracts.event import Event
from libs.forms.errors import FormNotFoundError, LedgerNotFoundError
from libs.forms.form import YEARS_KEPT, Due, Each, Form, MisdeclaredError, Signature
from libs.forms.ledger import Ledger, Move, Stocktake, Way
from libs.forms.subject import role_of

__all__ = [
    "YEARS_KEPT", "Book", "Due", "Each", "Form", "Ledger", "MisdeclaredError", "Move", "Signature", "Stocktake", "Way",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Book:
    """The forms and ledgers of a service, what it publishes of them, and who reads all of them.

    Each kind of entry of a ledger is a form as any other.
    """

    forms: Sequence[Form] = ()
    ledgers: Sequence[Ledger] = ()
    recorded: Callable[..., Event]
    overdue: Callable[..., Event]
    readers: tuple[str, ...] = ()
    by_name: Mapping[str, Form] = field(init=False)

    def __post_init__(self) -> None:
        forms = [*self.forms, *(form for ledger in self.ledgers for form in ledger.forms)]
        by_name = {form.name: form for form in forms}
        if len(by_name) < len(forms):
            message = "two forms have one name"
            raise MisdeclaredError(message)
        object.__setattr__(self, "by_name", by_name)

    @property
    def writers(self) -> list[str]:
        """Every role that fills in or signs one of them."""
        return sorted({role_of(one) for form in self.by_name.values() for one in form.writers})

    def form(self, name: str) -> Form:
        """One form. Raises `FormNotFoundError`."""
        if name not in self.by_name:
            raise FormNotFoundError
        return self.by_name[name]

    def about(self, kind: str, tags: frozenset[str]) -> Iterator[Form]:
        """The forms that a subject has."""
        return (form for form in self.by_name.values() if form.about == kind and form.only <= tags)

    def ledger(self, name: str) -> Ledger:
        """One ledger. Raises `LedgerNotFoundError`."""
        found = next((one for one in self.ledgers if one.name == name), None)
        if found is None:
            raise LedgerNotFoundError
        return found

    def booked_in(self, form: Form) -> tuple[Ledger, Move] | None:
        """The ledger that a form is an entry of, and the kind of entry; none for any other form."""
        return next(
            ((ledger, ledger.by_form[form.name]) for ledger in self.ledgers if form.name in ledger.by_form), None
        )

    def counts(self, form: Form) -> Ledger | None:
        """The ledger whose stocktake a form is."""
        return next((ledger for ledger in self.ledgers if form.name == ledger.counting), None)
