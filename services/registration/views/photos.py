"""What became of the photos of a ZIP."""

from collections.abc import Sequence

from pydantic import BaseModel

from services.registration.domain.photos.photo import PhotoOutcome


class PhotoView(BaseModel):
    """One file; `slug` and `reason` where it was not kept."""

    name: str
    application_ids: list[str]
    slug: str | None
    reason: str | None


class PhotosView(BaseModel):
    """How many were kept, and each file in its order."""

    kept: int
    items: list[PhotoView]


def show_photos(outcomes: Sequence[PhotoOutcome]) -> PhotosView:
    items = [
        PhotoView(
            name=one.name,
            application_ids=one.application_ids,
            slug=one.refusal.slug if one.refusal else None,
            reason=one.refusal.sentence if one.refusal else None,
        )
        for one in outcomes
    ]
    return PhotosView(kept=sum(one.slug is None for one in items), items=items)
