"""What requests to consult, to lend and to destroy carry."""

from typing import Annotated

from pydantic import AfterValidator, Field

from libs.chassis.domain import Cipher
from libs.chassis.web.http import Strict
from libs.contracts.plain_text import in_one_line
from libs.contracts.sealing import Purpose
from services.archive.domain.access.consultation import Watcher
from services.archive.domain.access.person import Outsider
from services.archive.domain.destruction import Side

Identifier = Annotated[str, Field(min_length=1, max_length=100)]
Name = Annotated[str, AfterValidator(in_one_line), Field(min_length=1, max_length=100)]
Number = Annotated[str, AfterValidator(in_one_line), Field(min_length=6, max_length=40)]
Reason = Annotated[str, Field(max_length=500)]
Story = Annotated[str, Field(max_length=4000)]
ItemIds = Annotated[list[Identifier], Field(min_length=1, max_length=100)]


class PersonBody(Strict):
    """Whoever reads or borrows: as on the identity card, with the staff number of one of our own."""

    name: Name
    id_number: Number
    organisation: Annotated[str, Field(max_length=200)] = ""
    staff_id: Annotated[str, Field(max_length=100)] = ""

    def sealed(self, cipher: Cipher) -> Outsider:
        """The same, unreadable at rest."""
        number = self.id_number.strip().upper()
        fingerprint = cipher.fingerprint(number)
        return Outsider(
            name=cipher.seal(self.name, purpose=Purpose.ARCHIVE_READER, owner=fingerprint),
            id_number=cipher.seal(number, purpose=Purpose.ARCHIVE_READER, owner=fingerprint),
            fingerprint=fingerprint,
            organisation=self.organisation,
            staff_id=self.staff_id,
        )


class ConsultationBody(Strict):
    """A request to see items."""

    item_ids: ItemIds
    reader: PersonBody
    reason: Reason


class LoanBody(Strict):
    """A request to take papers along."""

    item_ids: ItemIds
    borrower: PersonBody
    days: Annotated[int, Field(ge=1, le=2**31 - 1)]
    reason: Reason


class VerdictBody(Strict):
    """What the head says, and why."""

    approved: bool
    reason: Reason = ""


class OfficeBody(Strict):
    """For which office somebody is there."""

    office: Watcher


class RecordBody(Strict):
    """What was read in a consultation."""

    record: Story


class RenewalBody(Strict):
    """For how many days more, and why."""

    days: Annotated[int, Field(ge=1, le=2**31 - 1)]
    reason: Reason


class ReturnBody(Strict):
    """The pages of each item that came back."""

    pages: Annotated[dict[str, Annotated[int, Field(ge=0, le=10_000)]], Field(max_length=100)]


class ReviewBody(Strict):
    """What is put before a group: papers by their numbers, or everything electronic of the batch."""

    side: Side
    item_ids: list[Identifier] = Field(default=[], max_length=500)


class GroupBody(Strict):
    """The members of the group, by their staff numbers."""

    members: Annotated[list[Identifier], Field(max_length=30)]


class OpinionBody(Strict):
    """What a member of the group thinks."""

    value: Story
    future_need: Story
    destroy: bool
