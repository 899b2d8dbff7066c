"""证书查验: whether a certificate is real, by its QR code or by what is typed in from the paper."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from fastapi.responses import JSONResponse, Response

from apps.public.asking import Answer
from apps.public.pages import Pages, as_json, page, wants_json
from apps.public.public import InPublic, visitor_of
from libs.chassis.web.commands import MIB, read_whole
from libs.chassis.web.problems import problem
from libs.contracts.plain_text import in_one_line

pages = Pages()

CODE, HAND = "code", "hand"
MOST = {"number": 40, "name": 100, "last_six": 6}
LAST_SIX = 6
STATES = {
    "valid": ("有效", "good", "评价机构核发过这本证书，现在有效。"),
    "suspended": ("暂停使用", "warn", "评价机构核发过这本证书，现在暂停使用。请向评价机构核实，核实以前不要采信。"),
    "revoked": ("已撤回", "late", "评价机构核发过这本证书，现在已经撤回，持证人的技能等级已经取消。"),
    "void": ("已作废", "late", "评价机构核发过这本证书，现在已经作废，不再有效。"),
    "replaced": ("已换发", "warn", "评价机构核发过这本证书，现在已经补发，这一份不再有效。请以补发的证书为准。"),
}
UNKNOWN_STATE = ("请向评价机构核实", "warn", "评价机构核发过这本证书。它现在的状态本页说明不了，请向评价机构核实。")


@dataclass(frozen=True)
class Refused:
    """Why nothing is shown; the page has the slug's name."""

    status: int
    slug: str
    words: str


NOT_VERIFIED = Refused(404, "not-verified", "没有查到与所填内容一致的证书。")
TOO_OFTEN = Refused(
    429,
    "too-often",
    "查询过于频繁，请稍后再试。同一证书编号当天多次填错，也会停止手工查验，第二天恢复；扫描二维码查验不受影响。",
)
# What cannot be a number or a token, a name or six places (422) is not found like every other.
REFUSED = {404: NOT_VERIFIED, 422: NOT_VERIFIED, 429: TOO_OFTEN}


@dataclass(frozen=True)
class Typed:
    """What somebody typed in from the paper, and what of it cannot be right."""

    number: str = ""
    name: str = ""
    last_six: str = ""

    @property
    def refusals(self) -> dict[str, str]:
        """Field → why it was not taken."""
        told = {field: "请填写。" for field in MOST if not getattr(self, field)}
        told |= {field: "太长，请核对。" for field, most in MOST.items() if len(getattr(self, field)) > most}
        if self.last_six and len(self.last_six) != LAST_SIX:
            told["last_six"] = "请填写证件号码的最后六位。"
        return told


async def fields_of(request: Request) -> dict[str, str]:
    """Read a form as browsers send it, without a second parser for the kinds of form that this page has not."""
    body = await (await read_whole(request, MIB)).body()
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=20))
    except ValueError:
        return {}


async def _typed(request: Request) -> Typed:
    sent = await fields_of(request)
    return Typed(**{field: in_one_line(sent.get(field, "")).strip() for field in MOST})


@pages.get("/")
@pages.get("/verify")
async def ask(request: Request) -> Response:
    """The form."""
    return page(request, "verify.html", typed=Typed(), refusals={})


@pages.get("/offline")
async def explain_offline(request: Request, public: InPublic) -> Response:
    """How the code of a certificate is checked without asking anybody, and the key for it."""
    return page(request, "offline.html", key=await public.read(request, "certification", "/verification-key"))


@pages.get("/verify/{number}")
async def verify_by_code(request: Request, public: InPublic, number: str, token: str = "") -> Response:
    """Where the QR code of a certificate leads; the address is printed for good."""
    answer = await public.services.ask(
        "certification",
        "/verify/{number}",
        visitor=visitor_of(request),
        parts={"number": number[:41]},
        query={"token": token[:101]},
    )
    return _shown(request, public, CODE, answer, Typed(number=number[: MOST["number"]]))


@pages.post("/verify")
async def verify_by_hand(request: Request, public: InPublic, typed: Annotated[Typed, Depends(_typed)]) -> Response:
    """The same for what is typed in: the identifier is in the form, never in an address."""
    if typed.refusals:
        if wants_json(request):
            errors = [{"field": field, "error": why} for field, why in typed.refusals.items()]
            return as_json(problem(422, "malformed-request", "有内容没有填对，请看标出的地方。", errors=errors))
        return page(request, "verify.html", status=422, typed=typed, refusals=typed.refusals)
    public.must_have_left("wrong")
    body = {"number": typed.number, "name": typed.name, "last_six": typed.last_six}
    answer = await public.services.ask("certification", "/verify", visitor=visitor_of(request), body=body)
    if REFUSED.get(answer.status) is NOT_VERIFIED:
        public.spend("wrong")
    return _shown(request, public, HAND, answer, typed)


def _shown(request: Request, public: InPublic, way: str, answer: Answer, typed: Typed) -> Response:
    refusal = REFUSED.get(answer.status)
    public.meters.verified.add(way, refusal.slug if refusal else "verified")
    if refusal is None:
        if wants_json(request):
            return as_json(JSONResponse(answer.told))
        state = STATES.get(answer.told["status"], UNKNOWN_STATE)
        return page(request, "verified.html", certificate=answer.told, state=state)
    if wants_json(request):
        shown: Response = as_json(problem(refusal.status, refusal.slug, refusal.words))
    else:
        shown = page(
            request, f"{refusal.slug}.html", status=refusal.status, words=refusal.words, typed=typed, refusals={}
        )
    if answer.retry_after:
        shown.headers["Retry-After"] = answer.retry_after
    return shown
