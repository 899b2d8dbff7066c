"""批量查验: an employer with a key asks about many certificates at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import JSONResponse, Response

from apps.public.pages import Pages, as_json, page, wants_json
from apps.public.public import InPublic, visitor_of
from apps.public.routes.verification import LAST_SIX, MOST, STATES, TOO_OFTEN, UNKNOWN_STATE, fields_of
from libs.chassis.web.problems import problem
from libs.contracts.plain_text import in_one_line

pages = Pages()

MOST_PAPERS = 100
LONGEST_KEY = 100
ANSWERED, NOT_FOUND = 200, 404
SPENT = "quota-spent"
# A name may have several.
FEWEST_PARTS = 3
NOT_A_KEY = "查询密钥不正确，或者已经到期、停用。请与评价机构联系。"
OFTEN = "查询过于频繁，请稍后再试。"
QUOTA = "本次查验的本数超出密钥当天的限额。"
NOT_FOUND_STATE = ("没有查到", "late", "编号、姓名或者证件号码与证书不一致，也可能评价机构没有核发过这本证书。")
CLOSED = ("今天不能查验", "warn", "这个编号今天多次填错，已经停止按内容查验，第二天恢复；请扫描证书上的二维码查验。")
LINE = f"每行依次填写证书编号、姓名、证件号码后六位，用空格隔开，最多 {MOST_PAPERS} 行。"


@dataclass(frozen=True)
class Asked:
    """A key and the lines that were typed in, and what of them cannot be right."""

    key: str = ""
    lines: str = ""

    @property
    def papers(self) -> list[dict[str, str]]:
        """What stands in the lines, as certification takes it; a line of another shape is left out."""
        split = (line.split() for line in self.lines.splitlines())
        return [
            {"number": number, "name": " ".join(name), "last_six": last_six}
            for number, *name, last_six in (parts for parts in split if len(parts) >= FEWEST_PARTS)
        ]

    @property
    def refusals(self) -> dict[str, str]:
        """Field → why it was not taken."""
        told = {} if 0 < len(self.key) <= LONGEST_KEY else {"key": "请填写评价机构发放的查询密钥。"}
        lines = [line for line in self.lines.splitlines() if line.strip()]
        papers = self.papers
        if not 0 < len(lines) <= MOST_PAPERS:
            told["lines"] = f"请填写 1 至 {MOST_PAPERS} 行。"
        elif len(papers) < len(lines):
            told["lines"] = f"有 {len(lines) - len(papers)} 行不是三项。{LINE}"
        elif any(len(one[name]) > most for one in papers for name, most in MOST.items()) or any(
            len(one["last_six"]) != LAST_SIX for one in papers
        ):
            told["lines"] = "有的行太长，或者后六位不是六位。"
        return told


async def _asked(request: Request) -> Asked:
    sent = await fields_of(request)
    lines = "\n".join(in_one_line(line) for line in sent.get("lines", "").splitlines())
    return Asked(key=in_one_line(sent.get("key", "")).strip(), lines=lines)


@pages.get("/employers")
async def ask(request: Request) -> Response:
    """The form."""
    return page(request, "employers.html", asked=Asked(), refusals={}, line=LINE, rows=None)


@pages.post("/employers")
async def verify_batch(request: Request, public: InPublic, asked: Annotated[Asked, Depends(_asked)]) -> Response:
    """Each paper in its order; key and papers are in the form, never in an address."""
    if asked.refusals:
        return _refused(request, asked, asked.refusals, status=422)
    body = {"key": asked.key, "papers": asked.papers}
    answer = await public.services.ask("certification", "/verify/batch", visitor=visitor_of(request), body=body)
    if answer.status == ANSWERED and wants_json(request):
        return as_json(JSONResponse(answer.told))
    if answer.status == ANSWERED:
        rows = [(one["number"], one["certificate"], _state(one)) for one in answer.told]
        return page(request, "employers.html", asked=Asked(), refusals={}, line=LINE, rows=rows)
    if answer.status == TOO_OFTEN.status:
        spent = answer.told.get("title") == SPENT
        refused = _refused(request, asked, {"lines": QUOTA if spent else OFTEN}, status=answer.status)
        if answer.retry_after:
            refused.headers["Retry-After"] = answer.retry_after
        return refused
    return _refused(request, asked, {"key": NOT_A_KEY}, status=NOT_FOUND)


def _state(paper: Mapping[str, Any]) -> tuple[str, str, str]:
    if paper["certificate"]:
        return STATES.get(paper["certificate"]["status"], UNKNOWN_STATE)
    return CLOSED if paper["closed"] else NOT_FOUND_STATE


def _refused(request: Request, asked: Asked, refusals: dict[str, str], *, status: int) -> Response:
    if wants_json(request):
        errors = [{"field": field, "error": why} for field, why in refusals.items()]
        return as_json(problem(status, "not-asked", "没有查成，请看标出的地方。", errors=errors))
    return page(request, "employers.html", status=status, asked=asked, refusals=refusals, line=LINE, rows=None)
