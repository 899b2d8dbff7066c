"""The photo of a candidate: what it must be, and under which key it is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from libs.chassis.domain import Aggregate, DomainError


@dataclass(frozen=True, kw_only=True)
class PhotoRules:
    """What is taken, and what becomes of it: a JPEG of `width`×`height` points.

    `leeway` is how much of a side may be cut off so that the sides fit, in hundredths; `ground` a colour of `GROUNDS`,
    or "any".
    """

    width: int = 295
    height: int = 413
    least_width: int = 120
    least_height: int = 160
    leeway: int = 15
    ground: Literal["white", "blue", "red", "any"] = "white"


@dataclass(frozen=True, kw_only=True)
class PhotoTaken:
    """That there is a photo, by its digest, and who took it in."""

    sha256: str
    by: str
    at: datetime


@dataclass(kw_only=True)
class PhotoKey(Aggregate):
    """The key of a batch's photos, sealed. Once it is empty nobody sees any of them, in no copy of the store."""

    id: str
    sealed: str


@dataclass(kw_only=True)
class CandidatePhoto(Aggregate):
    """The picture of one application, sealed under the key of its batch."""

    id: str
    batch_id: str
    sealed: str


@dataclass(frozen=True, kw_only=True)
class PhotoOutcome:
    """What became of one file of a ZIP: whose it is, or why it was not kept."""

    name: str
    application_ids: list[str]
    refusal: DomainError | None = None
