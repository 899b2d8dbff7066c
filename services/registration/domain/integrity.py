"""The integrity file of a person (诚信档案): what they did against the rules, in whatever batch."""

from dataclasses import dataclass, field
from datetime import datetime

from libs.chassis.domain import Aggregate


@dataclass(frozen=True, kw_only=True)
class IntegrityEntry:
    """One thing that was established. `act`: of conduct, its number; `forged`; or why a certificate went."""

    key: str
    batch_id: str
    application_id: str
    act: str
    measure: str
    noted_by: str
    noted_at: datetime
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class BulkApproval:
    """How far an approval of many has come; `set_aside` have something in their file and are seen one by one."""

    done: int
    remaining: int
    set_aside: int


@dataclass(kw_only=True)
class IntegrityFile(Aggregate):
    """Of one person, known by the fingerprint of the identifier; nothing in it is ever taken out."""

    id: str
    entries: list[IntegrityEntry] = field(default_factory=list)

    def note(self, entry: IntegrityEntry) -> None:
        """Add what was established; the same again changes nothing."""
        if entry.key not in {one.key for one in self.entries}:
            self.entries = [*self.entries, entry]
