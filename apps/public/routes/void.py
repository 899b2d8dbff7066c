"""无效证书公告: what was declared void, by number, or by subject and time; nobody's name."""

from fastapi import Request
from fastapi.responses import Response

from apps.public.pages import Pages, page
from apps.public.public import InPublic

pages = Pages()

GROUNDS = {
    "forged": "伪造、仿制",
    "against-rules": "违规发放",
    "own-number": "自行编制证书编码",
    "seal-or-procedure": "印鉴或手续不符合规范",
    "outside-scope": "超范围发放",
    "by-hand": "非打印机打印，自行填写、手写",
}


@pages.get("/void-certificates")
async def list_void(request: Request, public: InPublic, cursor: str = "") -> Response:
    """Papers one by one, and on the first page what was issued outside the filed scope."""
    papers = await public.read(request, "certification", "/void-papers", cursor=cursor)
    scopes = {"items": []} if cursor else await public.read(request, "certification", "/void-scopes")
    return page(request, "void.html", papers=papers, scopes=scopes["items"], grounds=GROUNDS)
