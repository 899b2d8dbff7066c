"""The register of secret carriers (涉密载体): where each is, and what is refused before its approval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, Self

from libs.chassis.domain import Act, Aggregate, Deadline, Decision
from libs.contracts.itembank import SecretMaterialHandled
from services.itembank.domain.errors.secret_material import (
    BackBeforeOutError,
    CopiesNotAtHandError,
    DueInPastError,
    EscortMissingError,
    HandlingBackError,
    HandlingDecidedError,
    HandlingIncompleteError,
    HandlingNotDueError,
    HandlingNotFoundError,
    HandlingNotOpenError,
    HandlingUnsignedError,
    NotApprovedByHeadError,
    NotTheEscortError,
    NotTheirHandlingError,
    NotTheKeeperError,
    OwnHandlingError,
    ReceiversUncountedError,
    TwoTogetherError,
)

Carrier = Literal["bank", "paper", "drive", "meeting-document", "other"]
Deed = Literal["lend", "take-out", "copy", "destroy"]
HandlingStep = Literal[
    "registered",
    "asked",
    "approved",
    "refused",
    "signed",
    "escorted",
    "handed-over",
    "returned",
    "destroyed",
    "overdue",
]

MATERIAL_KIND: Final = "secret-material-due"
TOGETHER: Final = 2
GENERAL_OFFICE: Final = "general-office"
KEEPERS: Mapping[Carrier, str] = {"meeting-document": GENERAL_OFFICE}
"""What was brought from a meeting is kept by the general office, everything else by the item bank (SEC-02, SEC-05)."""
ASKED_OF: Mapping[Deed, Sequence[str]] = {
    "lend": ("purpose", "due_back"),
    "take-out": ("purpose", "due_back", "place", "measures"),
    "copy": ("purpose",),
    "destroy": ("purpose", "place"),
}
# At its moment it may still come back.
AT_ONCE: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, kw_only=True)
class CarrierEntry:
    """A line of the register: what it is, how many copies, where it is kept, and from whom or what it comes."""

    name: str
    carrier: Carrier
    copies: int
    place: str
    source: str


@dataclass(frozen=True, kw_only=True)
class HandlingRequest:
    """What somebody wants to do with how many copies.

    `place` is where it is taken to, or destroyed; `measures` keep it safe on the way; `people` are the staff numbers of
    those who travel together; `due_back` is when lent or taken copies are back.
    """

    deed: Deed
    copies: int
    purpose: str
    place: str = ""
    measures: str = ""
    people: list[str] = field(default_factory=list)
    due_back: datetime | None = None

    def must_be_whole(self, *, now: datetime) -> None:
        """Refuse what lacks something that the head has to know. Raises what is missing."""
        if lacking := [name for name in ASKED_OF[self.deed] if not str(getattr(self, name) or "").strip()]:
            raise HandlingIncompleteError(lacking)
        if self.deed == "take-out" and len(set(self.people)) < TOGETHER:
            raise TwoTogetherError
        if self.due_back and self.due_back <= now:
            raise DueInPastError


@dataclass(kw_only=True)
class Handling:
    """One of them, from the request to its end.

    Approved by the head, then signed by whoever takes it in hand: the pledge not to excerpt, show or spread, and never
    to let it out of hand or into a public place. Only then the keeper hands it over.
    """

    no: int
    request: HandlingRequest
    asked: Act
    approved: bool | None = None
    decision: Decision | None = None
    signed: list[Act] = field(default_factory=list)
    escort: str = ""
    handed_over: Act | None = None
    receivers: dict[str, int] = field(default_factory=dict)
    ended: Act | None = None
    overdue_at: datetime | None = None

    @property
    def signers(self) -> set[str]:
        """Whose hands it goes into."""
        match self.request.deed:
            case "take-out":
                return set(self.request.people)
            case "destroy":
                return set()
            case _:
                return {self.asked.by}

    @property
    def is_out(self) -> bool:
        """Whether its copies have left the cabinet and are not accounted for yet."""
        return self.handed_over is not None and self.ended is None

    def must_be_approved(self) -> None:
        """Nothing is done before the head approved it. Raises `NotApprovedByHeadError`."""
        if not self.approved:
            raise NotApprovedByHeadError


@dataclass(kw_only=True)
class SecretMaterial(Aggregate):
    """A secret carrier with its copies: in the cabinet of its keeper, or in known hands.

    Whatever leaves the cabinet has the head's approval first, is signed for, and is counted: lent and taken copies come
    back by their day or ring, copies are made up to the number that was approved and given to named receivers, and what
    is destroyed goes with an escort whom the general office names. Nobody decides about a handling of their own, and no
    keeper hands anything to themselves.
    """

    id: str
    entry: CarrierEntry
    copies: int
    registered: Act
    handlings: list[Handling] = field(default_factory=list)

    @classmethod
    def register(cls, id: str, entry: CarrierEntry, *, roles: frozenset[str], act: Act) -> Self:
        """Enter it into the register; what comes from a meeting is handed to the general office (SEC-05)."""
        material = cls(id=id, entry=entry, copies=entry.copies, registered=act)
        material._must_be_keeper(roles)
        material._note("registered", 0, entry.copies, act)
        return material

    @property
    def keeper(self) -> str:
        """The role that keeps it."""
        return KEEPERS.get(self.entry.carrier, "item-bank")

    @property
    def at_hand(self) -> int:
        """How many copies lie in the cabinet."""
        return self.copies - sum(one.request.copies for one in self.handlings if one.is_out)

    @property
    def waits(self) -> bool:
        """Whether a request waits for the head."""
        return any(one.approved is None for one in self.handlings)

    @property
    def is_out(self) -> bool:
        """Whether anything of it is to come back."""
        return any(one.is_out and one.request.due_back for one in self.handlings)

    @property
    def awaited(self) -> list[Deadline]:
        """The moments by which copies are back."""
        return [
            Deadline(
                key=f"secret-material/{self.id}/{one.no}",
                due_at=one.request.due_back + AT_ONCE,
                kind=MATERIAL_KIND,
                payload={"id": self.id, "no": one.no},
            )
            for one in self.handlings
            if one.is_out and one.request.due_back and one.overdue_at is None
        ]

    def ask(self, request: HandlingRequest, *, act: Act) -> Handling:
        """Ask the head for a handling (SEC-03, SEC-04, SEC-05, SEC-11)."""
        request.must_be_whole(now=act.at)
        if request.deed != "copy" and request.copies > self.at_hand:
            raise CopiesNotAtHandError(have=self.at_hand)

        handling = Handling(no=len(self.handlings) + 1, request=request, asked=act)
        self.handlings.append(handling)
        self._note("asked", handling.no, request.copies, act)
        return handling

    def decide(self, no: int, *, approved: bool, decision: Decision) -> None:
        """The head approves or refuses; not what concerns themselves."""
        handling = self._handling(no)
        if handling.approved is not None:
            raise HandlingDecidedError
        if decision.by in {handling.asked.by, *handling.request.people}:
            raise OwnHandlingError

        handling.approved, handling.decision = approved, decision
        step: HandlingStep = "approved" if approved else "refused"
        self._note(step, no, handling.request.copies, Act(decision.by, decision.at))

    def sign(self, no: int, *, act: Act) -> None:
        """Whoever takes it in hand signs the pledge, each in person."""
        handling = self._open(no)
        if act.by not in handling.signers:
            raise NotTheirHandlingError

        if all(one.by != act.by for one in handling.signed):
            handling.signed.append(act)
            self._note("signed", no, 0, act)

    def name_escort(self, no: int, escort: str, *, act: Act) -> None:
        """The general office names who goes along to the place of destruction (SEC-11)."""
        handling = self._open(no)
        if handling.request.deed != "destroy":
            raise HandlingNotOpenError
        if escort == handling.asked.by:
            raise OwnHandlingError

        handling.escort = escort
        self._note("escorted", no, 0, act)

    def hand_over(self, no: int, *, receivers: Mapping[str, int], roles: frozenset[str], act: Act) -> None:
        """The keeper lets approved copies go, or makes them: to whom and how many is registered."""
        handling = self._open(no)
        self._must_be_keeper(roles)
        self._must_be_ready(handling, act)
        request = handling.request
        if request.deed == "copy":
            _must_be_within(receivers, request.copies)
            self.copies += sum(receivers.values())
            handling.receivers, handling.ended = dict(receivers), act
        elif request.copies > self.at_hand:
            raise CopiesNotAtHandError(have=self.at_hand)

        handling.handed_over = act
        for deadline in self.awaited:
            self.set_deadline(deadline)
        self._note("handed-over", no, sum(receivers.values()) or request.copies, act)

    def hand_over_export(self, no: int, *, act: Act) -> None:
        """The keeper of a bank takes its items out, as a copy that was approved, for whoever asked (SEC-16)."""
        handling = self._open(no)
        if self.entry.carrier != "bank" or handling.request.deed != "copy":
            raise HandlingNotOpenError
        self.hand_over(no, receivers={handling.asked.by: 1}, roles=frozenset({self.keeper}), act=act)

    def take_back(self, no: int, *, copies: int, roles: frozenset[str], act: Act) -> None:
        """All copies are back in the cabinet."""
        handling = self._out(no, "lend", "take-out")
        self._must_be_keeper(roles)
        if copies != handling.request.copies:
            raise ReceiversUncountedError(allowed=handling.request.copies)

        handling.ended = act
        self.cancel_deadline(f"secret-material/{self.id}/{no}")
        self._note("returned", no, copies, act)

    def confirm_destruction(self, no: int, *, act: Act) -> None:
        """The escort saw it destroyed at the set place."""
        handling = self._out(no, "destroy")
        if act.by != handling.escort:
            raise NotTheEscortError

        handling.ended = act
        self.copies -= handling.request.copies
        self._note("destroyed", no, handling.request.copies, act)

    def ring(self, no: int, *, now: datetime) -> None:
        """Copies should be back and are not. Raises `HandlingBackError` or `HandlingNotDueError`."""
        handling = self._handling(no)
        due = handling.request.due_back
        if not handling.is_out or handling.overdue_at or due is None:
            raise HandlingBackError
        if now <= due:
            raise HandlingNotDueError

        handling.overdue_at = now
        self._note("overdue", no, handling.request.copies, Act(handling.asked.by, now))

    def _must_be_ready(self, handling: Handling, act: Act) -> None:
        if handling.request.deed == "destroy" and not handling.escort:
            raise EscortMissingError
        if missing := handling.signers - {one.by for one in handling.signed}:
            raise HandlingUnsignedError(len(missing))
        if act.by in {handling.asked.by, handling.escort, *handling.request.people}:
            raise OwnHandlingError

    def _must_be_keeper(self, roles: frozenset[str]) -> None:
        if self.keeper not in roles:
            raise NotTheKeeperError

    def _handling(self, no: int) -> Handling:
        if not 1 <= no <= len(self.handlings):
            raise HandlingNotFoundError(no)
        return self.handlings[no - 1]

    def _open(self, no: int) -> Handling:
        handling = self._handling(no)
        handling.must_be_approved()
        if handling.handed_over:
            raise HandlingNotOpenError
        return handling

    def _out(self, no: int, *deeds: Deed) -> Handling:
        handling = self._handling(no)
        handling.must_be_approved()
        if not handling.is_out or handling.request.deed not in deeds:
            raise BackBeforeOutError
        return handling

    def _note(self, step: HandlingStep, no: int, copies: int, act: Act) -> None:
        handling = self.handlings[no - 1] if no else None
        self.record(
            SecretMaterialHandled(
                material_id=self.id,
                handling=no,
                deed=handling.request.deed if handling else "register",
                step=step,
                copies=copies,
                at_hand=self.at_hand,
                people=[*handling.request.people, *filter(None, [handling.escort])] if handling else [],
                by=act.by,
                at=act.at,
            )
        )


def _must_be_within(receivers: Mapping[str, int], allowed: int) -> None:
    """No more copies than were approved, each in named hands (SEC-05)."""
    if not receivers or sum(receivers.values()) > allowed:
        raise ReceiversUncountedError(allowed=allowed)
