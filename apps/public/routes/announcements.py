"""认定公告: what is examined, for whom, when, where and for how much."""

from fastapi import Request
from fastapi.responses import Response

from apps.public.errors import NotShownError
from apps.public.pages import Pages, page
from apps.public.public import InPublic
from libs.contracts.names import LEVEL_NAMES

pages = Pages()


@pages.get("/announcements")
async def list_announcements(request: Request, public: InPublic, cursor: str = "") -> Response:
    """All of them, the newest first."""
    listed = await public.read(request, "registration", "/announcements", cursor=cursor)
    return page(request, "announcements.html", listed=listed, is_first=not cursor)


@pages.get("/announcements/{announcement_id}")
async def show_announcement(request: Request, public: InPublic, announcement_id: str) -> Response:
    """One, as it was published."""
    told = await public.read(
        request, "registration", "/announcements/{announcement_id}", announcement_id=announcement_id
    )
    if "announcement_id" not in told:  # registration has a table of conditions beside them
        raise NotShownError
    return page(request, "announcement.html", announcement=told, levels=LEVEL_NAMES)
