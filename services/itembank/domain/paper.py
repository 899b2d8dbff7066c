"""A paper from assembly to the release of its key; its content is under lock at every moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Aggregate
from libs.contracts.event import Form, Part
from libs.contracts.itembank import PaperSealed, ReleasedKey
from services.itembank.domain.content import PaperContent
from services.itembank.domain.custody import Act, CustodyEntry
from services.itembank.domain.envelope import Envelope, Vault
from services.itembank.domain.errors.paper import (
    DraftClosedError,
    KeyReleaseTooEarlyError,
    NoAnswerKeyError,
    NoSessionPlannedError,
    PaperAlteredError,
    PaperNotAwaitingReviewError,
    PaperNotReviewedError,
    PaperNotSealedError,
    PapersAlreadyAssembledError,
    ReviewByAssemblerError,
)
from services.itembank.domain.resources import digest_of


class State(StrEnum):
    """Where a paper is on its way into the room."""

    ASSEMBLED = "assembled"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    SEALED = "sealed"


@dataclass(kw_only=True)
class Paper(Aggregate):
    """One form of one part for one occupation and level of one batch."""

    id: str
    batch_id: str
    occupation_code: str
    level: int
    part: Part
    form: Form
    items: int
    content: Envelope
    solver: str
    input_digest: str
    assembled_by: str
    assembled_at: datetime
    state: State = State.ASSEMBLED
    digest: str | None = None
    sealed_at: datetime | None = None
    review_remark: str = ""
    custody: list[CustodyEntry] = field(default_factory=list)

    @classmethod
    def assemble(  # noqa: PLR0913 -- a paper is named by all of them
        cls,
        content: PaperContent,
        *,
        batch_id: str,
        occupation_code: str,
        level: int,
        vault: Vault,
        earlier: Self | None,
        by: str,
        now: datetime,
    ) -> Self:
        """Lock freshly assembled content away; the ledger of a returned predecessor goes on."""
        paper = cls(
            id=content.paper_id,
            batch_id=batch_id,
            occupation_code=occupation_code,
            level=level,
            part=content.part,
            form=content.form,
            items=content.items,
            content=vault.close(content.as_bytes(), context=content.paper_id),
            solver=content.provenance.solver,
            input_digest=content.provenance.input_digest,
            assembled_by=by,
            assembled_at=now,
            custody=list(earlier.custody) if earlier else [],
        )
        paper._note("assembled", by, now)
        return paper

    def read_for_review(self, vault: Vault, *, by: str, now: datetime) -> PaperContent:
        """A reviewer reads it with its answers, until it is sealed."""
        if self.state is State.SEALED:
            raise DraftClosedError(self.id)
        self._refuse_assembler(by)

        self._note("read-for-review", by, now)
        return PaperContent.from_bytes(self._unlocked(vault))

    def review(self, *, approved: bool, remark: str, by: str, now: datetime) -> None:
        """Somebody other than the assembler approves it, or returns it to be assembled anew."""
        if self.state is not State.ASSEMBLED:
            raise PaperNotAwaitingReviewError(self.id)
        self._refuse_assembler(by)

        self.state = State.REVIEWED if approved else State.RETURNED
        self.review_remark = remark
        self._note("approved" if approved else "returned", by, now)

    def seal(self, vault: Vault, *, by: str, now: datetime) -> None:
        """Fix the content under a digest and lock it under a key that nobody has used before."""
        if self.state is not State.REVIEWED:
            raise PaperNotReviewedError(self.id)

        content = self._unlocked(vault)
        self.digest = digest_of(content)
        self.content = vault.close(content, context=self.id)
        self.state = State.SEALED
        self.sealed_at = now
        self._note("sealed", by, now)
        self.record(
            PaperSealed(
                paper_id=self.id,
                batch_id=self.batch_id,
                occupation_code=self.occupation_code,
                level=self.level,
                part=self.part,
                form=self.form,
                items=self.items,
                digest=self.digest,
                sealed_at=now,
            )
        )

    def unseal(self, vault: Vault) -> PaperContent:
        """The content, proved to be what was sealed. Whether it may be seen is for the caller's rules."""
        self.refuse_unsealed()
        content = self._unlocked(vault)
        if digest_of(content) != self.digest:
            raise PaperAlteredError(self.id)
        return PaperContent.from_bytes(content)

    def release_key(self, vault: Vault, *, sessions_end: Sequence[datetime], by: str, now: datetime) -> ReleasedKey:
        """Hand the key over, with the paper it is of, once every session of this examination has ended."""
        self.refuse_unsealed()
        if self.part != "theory":
            raise NoAnswerKeyError(self.id)
        if not sessions_end:
            raise NoSessionPlannedError(self.id)
        if now < max(sessions_end):
            raise KeyReleaseTooEarlyError(max(sessions_end))

        key = self.unseal(vault).key()
        self._note("key-released", by, now)
        return ReleasedKey(paper_id=self.id, form=self.form, digest=str(self.digest), key=key)

    def reprint(self, *, by: str, now: datetime) -> None:
        """Note that it is printed again, under whose approval (INC-17, INC-18, INC-29)."""
        self.refuse_unsealed()

        self._note("reprinted", by, now)

    def refuse_unsealed(self) -> None:
        """Only a sealed paper is used."""
        if self.state is not State.SEALED:
            raise PaperNotSealedError(self.id)

    def _refuse_assembler(self, by: str) -> None:
        if by == self.assembled_by:
            raise ReviewByAssemblerError(self.id)

    def _unlocked(self, vault: Vault) -> bytes:
        return vault.open(self.content, context=self.id)

    def _note(self, act: Act, by: str, at: datetime) -> None:
        self.custody.append(CustodyEntry(act=act, by=by, at=at))


def refuse_reassembly(earlier: Iterable[Paper]) -> None:
    """The papers of a level share no item, so they are made anew together: if one was returned and none is sealed."""
    papers = list(earlier)
    if any(paper.state is State.SEALED for paper in papers) or (
        papers and all(paper.state is not State.RETURNED for paper in papers)
    ):
        raise PapersAlreadyAssembledError(papers[0].id)
