"""A file that a person carries to the platform, and what came back."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from libs.chassis.domain import Act, Aggregate
from services.sync.domain.errors import NoConfirmationError, PackageStateError
from services.sync.domain.row import RecordKind


class PackageState(StrEnum):
    """Made, carried to the platform, answered; or withdrawn before it was carried."""

    MADE = "made"
    CARRIED = "carried"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        return {"made": "待上传", "carried": "已上传", "answered": "已回填结果", "withdrawn": "已撤回"}[self.value]


@dataclass(kw_only=True)
class Package(Aggregate):
    """One file of records of one batch. While it is on its way its records are nobody else's to send."""

    id: str
    batch_id: str
    kind: RecordKind = RecordKind.CERTIFICATE
    upload_ids: list[str]
    made_by: str
    made_at: datetime
    state: PackageState = PackageState.MADE
    platform_batch: str = ""
    carried_by: str = ""
    carried_at: datetime | None = None
    answered: list[datetime] = field(default_factory=list)

    def carry(self, act: Act, *, platform_batch: str) -> None:
        """Somebody uploaded it, under the batch number that the authority gave. Raises `PackageStateError`."""
        self._must_be(PackageState.MADE, act="登记上传")
        self.state, self.platform_batch = PackageState.CARRIED, platform_batch
        self.carried_by, self.carried_at = act.by, act.at

    def withdraw(self) -> None:
        """It was not uploaded. Raises `PackageStateError`."""
        self._must_be(PackageState.MADE, act="撤回")
        self.state = PackageState.WITHDRAWN

    def answer(self, *, now: datetime) -> None:
        """A result file was read; a second one may say more. Raises `PackageStateError`."""
        self._must_be(PackageState.CARRIED, PackageState.ANSWERED, act="回填平台结果")
        self.state = PackageState.ANSWERED
        self.answered.append(now)

    def must_have_confirmation(self) -> None:
        """表5 goes with certificate data alone. Raises `NoConfirmationError`."""
        if self.kind is not RecordKind.CERTIFICATE:
            raise NoConfirmationError

    def _must_be(self, *states: PackageState, act: str) -> None:
        if self.state not in states:
            raise PackageStateError(self.state.words, act)
