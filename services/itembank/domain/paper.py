"""A paper from assembly to the release of its key; its content is under lock at every moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Act, Aggregate
from libs.contracts.event import Form, Part
from libs.contracts.itembank import PaperSealed, ReleasedKey
from services.itembank.domain.content import PaperContent
from services.itembank.domain.custody import CustodyAct, CustodyEntry
from services.itembank.domain.envelope import Envelope, Vault
from services.itembank.domain.errors.paper import (
    DraftClosedError,
    KeyReleaseTooEarlyError,
    NoSessionPlannedError,
    PaperAlteredError,
    PaperNotAwaitingReviewError,
    PaperNotReviewedError,
    PaperNotSealedError,
    PapersAlreadyAssembledError,
    ReviewByAssemblerError,
)
from services.itembank.domain.errors.provenance import CityApprovalNotAskedError, PaperNotApprovedByCityError
from services.itembank.domain.resources import digest_of
from services.itembank.domain.writing.provenance import CityApproval, Origin


class PaperState(StrEnum):
    """Where a paper is on its way into the room."""

    ASSEMBLED = "assembled"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    SEALED = "sealed"


@dataclass(frozen=True, kw_only=True)
class Examination:
    """One occupation and level of one batch: what five papers are made for, and of whose items."""

    batch_id: str
    occupation_code: str
    level: int
    origin: Origin = "own"


@dataclass(kw_only=True)
class Paper(Aggregate):
    """One form of one part for one occupation and level of one batch; its content is under lock at every moment.

    It is assembled together with the four others of its examination. Somebody other than the assembler reads it and
    approves it, or returns it; returned, it is assembled anew with the others, as long as none of them is sealed.
    Sealing fixes its content under a digest that is announced, and locks it under a key that nobody has used before.
    From then on it is read in its sessions alone, each time proved to be what was sealed. When every session that may
    write it has ended, its key is released, once for each who asks; a practical one's is its score sheet. Each of these
    acts is a line of its ledger, and the ledger of a returned paper goes on in the one that follows it.
    """

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
    state: PaperState = PaperState.ASSEMBLED
    digest: str | None = None
    sealed_at: datetime | None = None
    review_remark: str = ""
    custody: list[CustodyEntry] = field(default_factory=list)
    origin: Origin = "own"
    city_approval: CityApproval | None = None
    gap: int | None = None
    miss: int | None = None

    @classmethod
    def assemble(
        cls, content: PaperContent, *, examination: Examination, vault: Vault, earlier: Self | None, act: Act
    ) -> Self:
        """Lock freshly assembled content away; the ledger of a returned predecessor goes on."""
        paper = cls(
            id=content.paper_id,
            batch_id=examination.batch_id,
            occupation_code=examination.occupation_code,
            level=examination.level,
            part=content.part,
            form=content.form,
            items=content.items,
            content=vault.close(content.as_bytes(), context=content.paper_id),
            solver=content.provenance.solver,
            input_digest=content.provenance.input_digest,
            assembled_by=act.by,
            assembled_at=act.at,
            custody=list(earlier.custody) if earlier else [],
            origin=examination.origin,
            gap=content.provenance.gap,
            miss=content.provenance.miss,
        )
        paper._note("assembled", act)
        return paper

    def read_for_review(self, vault: Vault, *, act: Act) -> PaperContent:
        """A reviewer reads it with its answers, until it is sealed."""
        if self.state is PaperState.SEALED:
            raise DraftClosedError(self.id)
        self._must_not_be_assembler(act.by)

        self._note("read-for-review", act)
        return PaperContent.from_bytes(self._unlocked(vault))

    def review(self, *, approved: bool, remark: str, act: Act) -> None:
        """Somebody other than the assembler approves it, or returns it to be assembled anew."""
        if self.state is not PaperState.ASSEMBLED:
            raise PaperNotAwaitingReviewError(self.id)
        self._must_not_be_assembler(act.by)

        self.state = PaperState.REVIEWED if approved else PaperState.RETURNED
        self.review_remark = remark
        self._note("approved" if approved else "returned", act)

    def hear_city(self, approval: CityApproval, *, act: Act) -> None:
        """The city centre approves a reviewed paper of national items (ITB-03)."""
        if self.origin != "national":
            raise CityApprovalNotAskedError(self.id)
        if self.state is not PaperState.REVIEWED:
            raise PaperNotReviewedError(self.id)

        self.city_approval = approval
        self._note("city-approved", act)

    def seal(self, vault: Vault, *, act: Act) -> None:
        """Fix the content under a digest and lock it under a key that nobody has used before."""
        if self.state is not PaperState.REVIEWED:
            raise PaperNotReviewedError(self.id)
        if self.origin == "national" and self.city_approval is None:
            raise PaperNotApprovedByCityError(self.id)

        content = self._unlocked(vault)
        self.digest = digest_of(content)
        self.content = vault.close(content, context=self.id)
        self.state = PaperState.SEALED
        self.sealed_at = act.at
        self._note("sealed", act)
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
                sealed_at=act.at,
            )
        )

    def unseal(self, vault: Vault) -> PaperContent:
        """The content, proved to be what was sealed. Whether it may be seen is for the caller's rules."""
        self.must_be_sealed()
        content = self._unlocked(vault)
        if digest_of(content) != self.digest:
            raise PaperAlteredError(self.id)
        return PaperContent.from_bytes(content)

    def release_key(self, vault: Vault, *, sessions_end: Sequence[datetime], act: Act) -> ReleasedKey:
        """Hand the key over, with the paper it is of, once every session of this examination has ended."""
        self.must_be_sealed()
        if not sessions_end:
            raise NoSessionPlannedError(self.id)
        if act.at < max(sessions_end):
            raise KeyReleaseTooEarlyError(max(sessions_end))

        key = self.unseal(vault).key()
        self._note("key-released", act)
        return ReleasedKey(paper_id=self.id, form=self.form, digest=str(self.digest), key=key)

    def reprint(self, *, act: Act) -> None:
        """Note that it is printed again, under whose approval (INC-17, INC-18, INC-29)."""
        self.must_be_sealed()

        self._note("reprinted", act)

    def must_be_sealed(self) -> None:
        """Only a sealed paper is used."""
        if self.state is not PaperState.SEALED:
            raise PaperNotSealedError(self.id)

    def _must_not_be_assembler(self, by: str) -> None:
        if by == self.assembled_by:
            raise ReviewByAssemblerError(self.id)

    def _unlocked(self, vault: Vault) -> bytes:
        return vault.open(self.content, context=self.id)

    def _note(self, what: CustodyAct, act: Act) -> None:
        self.custody.append(CustodyEntry(act=what, by=act.by, at=act.at))


def must_allow_reassembly(earlier: Iterable[Paper]) -> None:
    """The papers of a level share no item, so they are made anew together: if one was returned and none is sealed."""
    papers = list(earlier)
    if any(paper.state is PaperState.SEALED for paper in papers) or (
        papers and all(paper.state is not PaperState.RETURNED for paper in papers)
    ):
        raise PapersAlreadyAssembledError(papers[0].id)
