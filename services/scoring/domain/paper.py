"""A sealed paper as the item bank announced it: what a key must be the key of."""

from dataclasses import dataclass, field
from typing import Self

from libs.chassis.domain import Aggregate, Followed
from libs.contracts.event import Form, Level, Part
from libs.contracts.itembank import PaperSealed
from services.scoring.domain.answer_key import AnswerKey
from services.scoring.domain.errors.paper import KeyNotOfSealedPaperError


@dataclass(kw_only=True)
class Paper(Aggregate):
    """What was sealed, as the item bank announced it: a key is taken for exactly this. The newest sealing counts."""

    id: str
    batch_id: str
    occupation_code: str
    level: Level
    part: Part
    form: Form
    items: int
    digest: str
    followed: Followed = field(default_factory=Followed)

    @classmethod
    def seal(cls, sealed: PaperSealed, *, followed: Followed) -> Self:
        """What the item bank said when it sealed the paper."""
        return cls(
            id=sealed.paper_id,
            batch_id=sealed.batch_id,
            occupation_code=sealed.occupation_code,
            level=sealed.level,
            part=sealed.part,
            form=sealed.form,
            items=sealed.items,
            digest=sealed.digest,
            followed=followed,
        )

    def must_be_of(self, key: AnswerKey) -> None:
        """Refuse the key of anything else than what was sealed."""
        described = (key.batch_id, key.occupation_code, key.level, key.part, key.form, key.items, key.paper_digest)
        if described != (
            self.batch_id, self.occupation_code, self.level, self.part, self.form, self.items, self.digest,
        ):  # fmt: skip
            raise KeyNotOfSealedPaperError(self.id)
