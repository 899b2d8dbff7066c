"""结果公示: who passed and who did not, people masked, without scores, as long as it stands."""

from fastapi import Request
from fastapi.responses import Response

from apps.public.errors import NotShownError
from apps.public.pages import Pages, page
from apps.public.public import InPublic

pages = Pages()


@pages.get("/notices")
async def list_batches(request: Request, public: InPublic) -> Response:
    """The batches of which results stand in public notice."""
    return page(request, "notices.html", batches=await public.read(request, "certification", "/public-notices"))


@pages.get("/notices/{batch_id}")
async def show_batch(request: Request, public: InPublic, batch_id: str, cursor: str = "") -> Response:
    """The results of one."""
    listed = await public.read(request, "certification", "/public-notices/{batch_id}", cursor=cursor, batch_id=batch_id)
    if not listed["items"] and not cursor:  # never was, or is over: the same
        raise NotShownError
    return page(request, "notice.html", batch_id=batch_id, listed=listed, is_first=not cursor)
