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
from services.scoring.domain.result import RecheckedScript
from services.scoring.domain.script import ScoreChange
from services.scoring.ports import Keys, Lists


class CorrectedView(BaseModel):
    """What a corrected key did: how many scripts were marked again, and the codes of those whose score changed."""

    state: Literal["waiting", "corrected"]
    remarked: int
    changed: list[str]


class RecheckedView(CorrectedView):
    """The same after the registration: how many results were posted anew, and who was looked at alone and is kept."""

    posted: int
    kept: list[str]


class KeyCorrectionView(BaseModel):
    """Who corrected an item, who agreed, when and why."""

    item: int
    reason: str
    by: str
    second_by: str | None
    at: datetime
    remarked: int
    changed: list[str]
    authority: str
    posted: int
    kept: list[str]


class KeyCorrectionsView(BaseModel):
    """The corrections of one key; `proposed` waits for the second person.

    `registered`: scores are registered, so that only a re-check with a document behind it corrects it.
    """

    paper_id: str
    registered: bool
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


class RecheckedResult(ChangedScript):
    """The same after the registration: whose posted result it is, and whether it is left alone."""

    application_id: str | None
    before: Decimal | None
    after: Decimal | None
    kept: bool


class KeyRecheckPreview(BaseModel):
    """What a re-check of a key would do; a score is told only of results that are posted."""

    scripts: int
    passes: int
    fails: int
    changed: list[RecheckedResult]


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


def show_rechecked(correction: KeyCorrection | None) -> RecheckedView:
    """What a person who re-checks a key is told."""
    told = show_corrected(correction)
    return RecheckedView(
        state=told.state,
        remarked=told.remarked,
        changed=told.changed,
        posted=correction.posted if correction else 0,
        kept=correction.kept if correction else [],
    )


def show_preview(changes: Sequence[ScoreChange]) -> KeyPreview:
    """Those whose outcome changes first."""
    changed = [
        ChangedScript(code=one.code, points=one.after - one.before, flip=one.flip)
        for one in sorted(changes, key=lambda one: (one.flip is None, one.code))
        if one.after != one.before
    ]
    flips = [one.flip for one in changed]
    return KeyPreview(scripts=len(changes), passes=flips.count("passed"), fails=flips.count("failed"), changed=changed)


def show_recheck_preview(found: Sequence[RecheckedScript]) -> KeyRecheckPreview:
    """Those whose outcome changes first; of a result that is not posted yet no score is told (SEC-08)."""
    changed = [
        RecheckedResult(
            code=one.change.code,
            points=one.change.after - one.change.before,
            flip=None if one.kept else one.change.flip,
            application_id=one.result.id if one.result else None,
            before=one.result.theory.score if one.result else None,
            after=one.change.after if one.result else None,
            kept=one.kept,
        )
        for one in sorted(found, key=lambda one: (one.change.flip is None, one.change.code))
        if one.change.after != one.change.before
    ]
    flips = [one.flip for one in changed]
    return KeyRecheckPreview(
        scripts=len(found), passes=flips.count("passed"), fails=flips.count("failed"), changed=changed
    )


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


async def show_key_corrections(keys: Keys, lists: Lists, *, paper_id: str) -> KeyCorrectionsView:
    """The corrections of one key, in order."""
    key = await keys.get(paper_id)
    score_list = await lists.find_one(key.list_id)
    return KeyCorrectionsView(
        paper_id=paper_id,
        registered=score_list is not None and score_list.is_registered,
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
        authority=correction.authority,
        posted=correction.posted,
        kept=correction.kept,
    )
