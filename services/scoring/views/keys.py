"""Keys and their corrections: neither answers nor scores."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from libs.chassis.domain import every
from libs.contracts.event import Form, Level, Part
from libs.contracts.scoring import Outcome
from services.scoring.domain.answer_key import KeyCorrection
from services.scoring.domain.script import ScoreChange
from services.scoring.ports import Keys


class CorrectedView(BaseModel):
    """What a corrected key did: how many scripts were marked again, and the codes of those whose score changed."""

    state: Literal["waiting", "corrected"]
    remarked: int
    changed: list[str]


class KeyCorrectionView(BaseModel):
    """Who corrected an item, who agreed, when and why."""

    item: int
    reason: str
    by: str
    second_by: str | None
    at: datetime
    remarked: int
    changed: list[str]


class KeyCorrectionsView(BaseModel):
    """The corrections of one key; `proposed` waits for the second person."""

    paper_id: str
    proposed: KeyCorrectionView | None
    corrections: list[KeyCorrectionView]


class ChangedScript(BaseModel):
    """By how many points one script changes, without a score; `flip` is what comes of the part if that changes."""

    code: str
    points: Decimal
    flip: Outcome | None


class KeyPreview(BaseModel):
    """What a correction would do: scripts marked again, those that change, and how many would pass or fail by it."""

    scripts: int
    passes: int
    fails: int
    changed: list[ChangedScript]


class KeyView(BaseModel):
    """A key that was handed over; `waiting` says whether a correction waits for a second person."""

    paper_id: str
    occupation_code: str
    level: Level
    part: Part
    form: Form
    items: int
    received_by: str
    received_at: datetime
    corrections: int
    waiting: bool


def show_corrected(correction: KeyCorrection | None) -> CorrectedView:
    """What a person who corrects a key is told."""
    if correction is None:
        return CorrectedView(state="waiting", remarked=0, changed=[])
    return CorrectedView(state="corrected", remarked=correction.remarked, changed=correction.changed)


def show_preview(changes: Sequence[ScoreChange]) -> KeyPreview:
    """Those whose outcome changes first."""
    changed = [
        ChangedScript(code=one.code, points=one.after - one.before, flip=one.flip)
        for one in sorted(changes, key=lambda one: (one.flip is None, one.code))
        if one.after != one.before
    ]
    flips = [one.flip for one in changed]
    return KeyPreview(scripts=len(changes), passes=flips.count("passed"), fails=flips.count("failed"), changed=changed)


async def list_keys(keys: Keys, *, batch_id: str) -> list[KeyView]:
    """The keys of a batch, by paper."""
    return [
        KeyView(
            paper_id=key.id,
            occupation_code=key.occupation_code,
            level=key.level,
            part=key.part,
            form=key.form,
            items=key.items,
            received_by=key.received_by,
            received_at=key.received_at,
            corrections=len(key.corrections),
            waiting=key.proposed is not None,
        )
        async for key in every(keys, {"batch_id": batch_id})
    ]


async def show_key_corrections(keys: Keys, *, paper_id: str) -> KeyCorrectionsView:
    """The corrections of one key, in order."""
    key = await keys.get(paper_id)
    return KeyCorrectionsView(
        paper_id=paper_id,
        proposed=_correction(key.proposed) if key.proposed else None,
        corrections=[_correction(correction) for correction in key.corrections],
    )


def _correction(correction: KeyCorrection) -> KeyCorrectionView:
    return KeyCorrectionView(
        item=correction.item,
        reason=correction.reason,
        by=correction.by,
        second_by=correction.second_by or None,
        at=correction.at,
        remarked=correction.remarked,
        changed=correction.changed,
    )
