"""What the item bank announces about papers: their digests and their custody, never their content."""

from typing import ClassVar

from libs.contracts.event import DispositionAnswer, Event, Fact, Form, Level, Moment, OccupationCode, Part
from libs.contracts.forms import OverdueForm, RecordedForm


class PaperSealed(Event):
    """A reviewed paper is sealed; `digest` is the SHA-256 of its canonical content, hexadecimal."""

    routing_key: ClassVar[str] = "itembank.paper-sealed.v1"
    creates_rights: ClassVar[bool] = True

    paper_id: str
    batch_id: str
    occupation_code: OccupationCode
    level: Level
    part: Part
    form: Form
    items: int
    digest: str
    sealed_at: Moment


class PaperOpened(Event):
    """Two people opened a sealed paper for one session inside its window."""

    routing_key: ClassVar[str] = "itembank.paper-opened.v1"

    paper_id: str
    batch_id: str
    session_id: str
    opened_by: list[str]
    opened_at: Moment


class SparePaperReleased(Event):
    """The spare of a session's paper may be used in it. Scheduling notes the form; the incident shows it as done."""

    routing_key: ClassVar[str] = "itembank.spare-paper-released.v1"
    creates_rights: ClassVar[bool] = True

    paper_id: str
    batch_id: str
    session_id: str
    incident_id: str
    released_at: Moment


class ReleasedKey(Fact):
    """What lies in the seal that the item bank releases and scoring opens: a key, and the one paper it is the key of.

    It is no event and no part of one.
    """

    paper_id: str
    form: Form
    digest: str
    key: dict[str, object]


class PaperDispositionAnswered(Event, DispositionAnswer):
    """What became of an order about papers (spare, reprint). The incident shows it."""

    routing_key: ClassVar[str] = "itembank.disposition-answered.v1"
    creates_rights: ClassVar[bool] = True


class BankFormRecorded(Event, RecordedForm):
    """A form of the item bank was written, corrected or signed. The archive files it."""

    routing_key: ClassVar[str] = "itembank.form-recorded.v1"
    creates_rights: ClassVar[bool] = True


class BankFormOverdue(Event, OverdueForm):
    """A form of the item bank is not there at its time, or lacks a signature."""

    routing_key: ClassVar[str] = "itembank.form-overdue.v1"


class BankItemsRead(Event):
    """Somebody read items of a bank: which ones, never what they say. The archive has it in the evidence chain."""

    routing_key: ClassVar[str] = "itembank.items-read.v1"

    occupation_code: OccupationCode
    level: Level
    revision: int
    item_ids: list[str]
    read_by: str
    read_at: Moment


class SecretMaterialHandled(Event):
    """A secret carrier was registered, or a step of a handling was done or fell due: the chain keeps it.

    `people` are whoever travels with it or escorts it, by staff number; `at_hand` is how many copies lie in the cabinet
    afterwards. `overdue`: lent or taken copies are not back.
    """

    routing_key: ClassVar[str] = "itembank.secret-material-handled.v1"

    material_id: str
    handling: int
    deed: str
    step: str
    copies: int
    at_hand: int
    people: list[str]
    by: str
    at: Moment
