"""One record on its way to the platform, which must have it once."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal, Self

from libs.chassis.domain import Act, Aggregate, Cipher, Decision
from libs.contracts.plain_text import in_one_line
from libs.contracts.sync import UploadSettled
from services.sync.domain.errors import UploadStateError
from services.sync.domain.row import RecordData, RecordKind, Row

# A request is given up after half a minute; whoever claimed a record longer ago has ended.
CLAIM = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
THE_PLATFORM = "平台"
THE_SYSTEM = "系统"
LONGEST_WORDS: Final = 200
# A resident identity number, of today or of before 1999.
IDENTIFIER: Final = re.compile(r"(?<![A-Z\d])\d{15}(?:\d{2}[\dXx])?(?!\d)")
UNREADABLE = "姓名等个人信息无法解密，请联系系统运维人员"


class UploadState(StrEnum):
    """Where a record stands. What is `sending` or `uncertain` may be there: it is never sent again blindly."""

    WAITING = "waiting"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    GIVEN_UP = "given-up"
    SUPERSEDED = "superseded"

    @property
    def words(self) -> str:
        """What the office calls it."""
        return _WORDS[self]


_WORDS = {
    UploadState.WAITING: "待上报",
    UploadState.SENDING: "上报中",
    UploadState.UNCERTAIN: "结果不明",
    UploadState.ACCEPTED: "平台已接收",
    UploadState.REJECTED: "平台退回",
    UploadState.GIVEN_UP: "不再上报",
    UploadState.SUPERSEDED: "已被替代",
}
OPEN = (UploadState.WAITING, UploadState.SENDING, UploadState.UNCERTAIN, UploadState.REJECTED)
THERE = (UploadState.SENDING, UploadState.UNCERTAIN, UploadState.ACCEPTED)
Change = Literal["new", "suspended", "reinstated", "revoked", "voided", "corrected"]
ENDS: Final = frozenset({"revoked", "voided"})


@dataclass(frozen=True, kw_only=True)
class Step:
    """What happened to a record, when, by whom, and what was said."""

    state: UploadState
    at: datetime
    by: str
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the platform says of one record: taken, or refused for a reason, with the column where it says so.

    Its words are a stranger's: they have one line, end somewhere, and name no identifier that they might repeat.
    """

    accepted: bool
    reason: str = ""
    column: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", _in_short(self.reason))
        object.__setattr__(self, "column", _in_short(self.column))


def _in_short(words: str) -> str:
    return IDENTIFIER.sub("＊", in_one_line(words))[:LONGEST_WORDS]


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One record as it is sent: under its key, with all columns."""

    key: str
    kind: RecordKind
    batch_id: str
    number: str
    change: Change
    row: Row


@dataclass(kw_only=True)
class Upload(Aggregate):
    """One certificate or result as it is reported; a later change is a revision of its own, sent after this one.

    It waits, is claimed in a commit of its own before anything is sent, and is settled by what the platform says of it.
    An answer that never came leaves it uncertain: the platform is asked, and only what is not there waits again. What
    is refused goes to people, who send it again after a correction or give it up with a reason. Its id is the key under
    which it is sent, the same for every attempt. `newest` is the number of the last word about the certificate that was
    heard, among all that certification told of it; of a result it is how often that was changed.
    """

    id: str
    batch_id: str
    number: str
    revision: int
    change: Change
    data: RecordData
    newest: int = 0
    state: UploadState = UploadState.WAITING
    attempts: int = 0
    claimed_at: datetime | None = None
    not_before: datetime | None = None
    alone: bool = False
    package_id: str = ""
    reason: str = ""
    column: str = ""
    steps: list[Step] = field(default_factory=list)

    @classmethod
    def begin(
        cls, data: RecordData, *, revision: int = 1, change: Change = "new", newest: int, told_at: datetime
    ) -> Self:
        """It waits from when it was told."""
        upload = cls(
            id=upload_id(data.kind, data.number, revision),
            batch_id=data.batch_id,
            number=data.number,
            revision=revision,
            change=change,
            data=data,
            newest=newest,
        )
        upload._enter(UploadState.WAITING, by=THE_SYSTEM, at=told_at)
        return upload

    def row(self, cipher: Cipher) -> Row:
        """All columns, the personal ones opened; it is not kept. Raises `SealBrokenError`."""
        return self.data.row(cipher)

    @property
    def kind(self) -> RecordKind:
        return self.data.kind

    @property
    def may_be_there(self) -> bool:
        """Whether the platform has it, as far as anybody knows."""
        return self.state in THERE

    @property
    def worked_at(self) -> datetime | None:
        """From when on the worker takes it up by itself: to send it, to ask for it, or to see that a claim lapsed."""
        if self.package_id or self.state not in {UploadState.WAITING, UploadState.UNCERTAIN, UploadState.SENDING}:
            return None
        if self.state is UploadState.SENDING:
            return (self.claimed_at or self.steps[-1].at) + CLAIM
        return self.not_before or self.steps[-1].at

    # ---- on the way

    def claim(self, act: Act, *, package_id: str = "") -> None:
        """It is being sent; committed before a byte leaves. Raises `UploadStateError`."""
        self._must_be(UploadState.WAITING, act="上报")
        self.attempts += 1
        self.claimed_at, self.package_id = act.at, package_id
        self._enter(UploadState.SENDING, by=act.by, at=act.at, said=package_id)

    def can_go(self, cipher: Cipher, *, now: datetime) -> bool:
        """Asked before it is claimed: what cannot be opened here goes to people, and holds up nobody beside it."""
        unreadable = self.data.unreadable(cipher)
        if unreadable:
            self._must_be(UploadState.WAITING, act="上报")
            self.reason, self.column = UNREADABLE, unreadable[0]
            self._enter(UploadState.REJECTED, by=THE_SYSTEM, at=now, said=UNREADABLE)
            self._tell("rejected", now=now)
        return not unreadable

    def settle(self, verdict: Verdict, *, by: str = THE_PLATFORM, now: datetime) -> None:
        """What the platform says. An answer that contradicts what it said before makes it uncertain again."""
        wanted = UploadState.ACCEPTED if verdict.accepted else UploadState.REJECTED
        if self.state is wanted:
            return
        if self.state in {UploadState.ACCEPTED, UploadState.REJECTED}:
            self.lose(now=now, said="平台前后答复不一致")
            return
        self._must_be(UploadState.SENDING, UploadState.UNCERTAIN, act="登记平台结果")
        self.reason, self.column = verdict.reason, verdict.column
        self._enter(wanted, by=by, at=now, said=verdict.reason)
        self._tell("accepted" if verdict.accepted else "rejected", now=now)

    def lose(self, *, now: datetime, said: str) -> None:
        """Nobody knows whether the platform has it. It is asked after a pause, which a lapsed claim has had."""
        lapsed = self.claimed_at is not None and now >= self.claimed_at + CLAIM
        self._pause(now)
        self.not_before = now if lapsed else self.not_before
        self._enter(UploadState.UNCERTAIN, by=THE_SYSTEM, at=now, said=said)

    def put_back(self, *, now: datetime, said: str, not_before: datetime | None = None, alone: bool = False) -> None:
        """The platform certainly has not taken it: it waits again."""
        self._must_be(UploadState.SENDING, UploadState.UNCERTAIN, act="退回待上报")
        self._pause(now)
        self.not_before = not_before or self.not_before
        self.alone = alone
        self._enter(UploadState.WAITING, by=THE_SYSTEM, at=now, said=said)

    def find_absent(self, *, by: str = THE_PLATFORM, now: datetime) -> None:
        """It was asked for and is not there: it waits again, at once."""
        self._must_be(UploadState.UNCERTAIN, act="登记平台没有")
        self.not_before = None
        self._enter(UploadState.WAITING, by=by, at=now, said="平台没有该记录")

    def wait_for_answer(self, *, now: datetime) -> None:
        """The question failed too: it stays uncertain and is asked again later."""
        self._must_be(UploadState.UNCERTAIN, act="再次查询")
        self.attempts += 1
        self._pause(now)

    def find_missing(self, *, now: datetime) -> None:
        """It had been taken, and is not in the platform's list any more."""
        self._must_be(UploadState.ACCEPTED, act="登记平台缺失")
        self.lose(now=now, said="对账时平台清单中没有")

    # ---- people

    def retry(self, decision: Decision) -> None:
        """It is sent again after a correction. Raises `UploadStateError`."""
        self._must_be(UploadState.REJECTED, UploadState.GIVEN_UP, act="重新上报")
        self.not_before, self.reason, self.column, self.attempts = None, "", "", 0
        self._enter(UploadState.WAITING, by=decision.by, at=decision.at, said=decision.reason)

    def give_up(self, decision: Decision) -> None:
        """It is not reported any more, for a reason. Raises `UploadStateError`."""
        self._must_be(UploadState.WAITING, UploadState.REJECTED, UploadState.UNCERTAIN, act="不再上报")
        self.reason = decision.reason
        self._enter(UploadState.GIVEN_UP, by=decision.by, at=decision.at, said=decision.reason)
        self._tell("given-up", now=decision.at)

    def supersede(self, *, now: datetime) -> bool:
        """Whether it was kept from the platform: what is certainly not there is not sent any more."""
        if self.state in {UploadState.WAITING, UploadState.REJECTED, UploadState.GIVEN_UP}:
            self._enter(UploadState.SUPERSEDED, by=THE_SYSTEM, at=now)
        return self.state is UploadState.SUPERSEDED

    # ---- inside

    def _must_be(self, *states: UploadState, act: str) -> None:
        if self.state not in states:
            raise UploadStateError(self.state.words, act)

    def _pause(self, now: datetime) -> None:
        self.not_before = now + min(FIRST_PAUSE * 2 ** min(self.attempts, 10), LONGEST_PAUSE)

    def _enter(self, state: UploadState, *, by: str, at: datetime, said: str = "") -> None:
        if state is not UploadState.SENDING:
            self.claimed_at = None
        if state is UploadState.WAITING:
            self.package_id = ""
        self.state = state
        self.steps.append(Step(state=state, at=at, by=by, said=said))

    def _tell(self, outcome: Literal["accepted", "rejected", "given-up"], *, now: datetime) -> None:
        self.record(
            UploadSettled(
                upload_id=self.id,
                batch_id=self.batch_id,
                kind=self.kind.value,
                certificate_number=self.number if self.kind is RecordKind.CERTIFICATE else "",
                application_id=self.data.holder.application_id,
                revision=self.revision,
                outcome=outcome,
                reason=self.reason,
                settled_at=now,
            )
        )


def upload_id(kind: RecordKind, number: str, revision: int) -> str:
    """The key that a record is sent under: of what it is about, never of an attempt."""
    return hashlib.sha256(f"{kind}\n{number}\n{revision}".encode()).hexdigest()
