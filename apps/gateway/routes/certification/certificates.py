"""Certificates of a batch: the list, one of them, and its PDF."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Choice, Column, DeclaredList, asked, leading, occupation, plain, status
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import ExportForm, exported
from apps.gateway.long_work.ordering import order
from apps.gateway.routes.certification.notices import OUTCOMES
from apps.gateway.routes.certification.reissues import CAUSES
from apps.gateway.screens.fields import Keyed
from apps.gateway.screens.page_map import GENERAL_OFFICE
from apps.web.words import day
from libs.contracts.names import LEVEL_NAMES

pages = Pages()

STATES = {
    "valid": ("有效", "good"),
    "suspended": ("暂停使用", "late"),
    "revoked": ("已撤回", "late"),
    "void": ("已宣布无效", "late"),
}
COPY_ENDS = {"lost": "遗失", "taken-back": "收回"}


class ReissueForm(Keyed):
    """What the clerk reads off the card in hand; `found_on` is when the entry was found in the national system."""

    cause: Literal["lost", "damaged", "wrong-data"]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    id_number: Annotated[str, Field(min_length=1, max_length=40)]
    found_on: date
    original_seen: Literal["yes", ""] = ""


LIST = DeclaredList(
    page="certificates",
    service="certification",
    path="/batches/{batch_id}/certificates",
    caption="证书",
    columns=[
        Column("证书编号", leading("certificate", "number")),
        Column("姓名", plain("name")),
        Column("职业", occupation),
        Column("等级", plain("level_name")),
        Column("发证日期", lambda row: day(row["issued_on"])),
        Column("状态", status("status", STATES)),
    ],
    choices=[
        Choice(name="status", label="状态", options={code: word for code, (word, _) in STATES.items()}),
        Choice(name="level", label="等级", options={str(code): word for code, word in LEVEL_NAMES.items()}),
    ],
    further=[
        Column("报名编号", plain("application_id")),
        Column("职业编码", plain("occupation_code")),
        Column("理论成绩", plain("theory_score")),
        Column("实操成绩", plain("practical_score")),
        Column("印刷流水号", plain("print_serial")),
    ],
    identifiers=[Column("证件号码", plain("id_number"))],
    whole_for=GENERAL_OFFICE,
    empty="还没有发证：公示期满后自动编号发证。",
)
exported(pages, LIST)


@pages.shows("certificates")
async def show_certificates(visit: InVisit, batch_id: str) -> Response:
    listing = await LIST.shown(visit, batch_id=batch_id)
    return visit.draw(
        "certificates.html",
        batch_id=batch_id,
        listing=listing,
        files=visit.form("certificates", "/files", batch_id=batch_id),
        print=visit.form("certificates", "/print", batch_id=batch_id),
    )


@pages.does("certificates", "/files", step_up=True)
async def order_files(visit: InVisit, batch_id: str, sent: Annotated[ExportForm, Form()]) -> Response:
    """The electronic certificates of those that are filtered, as a job."""
    chosen = LIST.chosen(asked(sent.asked))
    title = "，".join(filter(None, [f"打包证书（{batch_id}", LIST.words(chosen)])) + "）"
    given = {"batch_id": batch_id, "status": "", "level": ""} | chosen
    return await order(visit, "certificates", title, given, key=sent.key, discloses=True)


@pages.does("certificates", "/print", step_up=True)
async def order_print(visit: InVisit, batch_id: str, sent: Annotated[ExportForm, Form()]) -> Response:
    """One file for the printer of those that are filtered, as a job: whatever is not valid is not printed."""
    chosen = LIST.chosen(asked(sent.asked)) | {"status": "valid"}
    title = f"合并打印证书（{batch_id}，{LIST.words(chosen)}）"
    given = {"batch_id": batch_id, "level": ""} | chosen
    return await order(visit, "certificate-print", title, given, key=sent.key, discloses=True)


@pages.shows("certificate")
async def show_certificate(visit: InVisit, number: str) -> Response:
    certificate = await visit.ask("certification").get("/certificates/{number}", number=number)
    return visit.draw(
        "certificate.html",
        certificate=certificate,
        states=STATES,
        outcomes=OUTCOMES,
        ends=COPY_ENDS,
        causes=CAUSES,
        ask=visit.form("certificate", "/reissues", number=number),
    )


@pages.does("certificate", "/reissues")
async def ask_for_reissue(visit: InVisit, number: str, sent: Annotated[ReissueForm, Form()]) -> Response:
    body = {
        "cause": sent.cause,
        "name": sent.name,
        "id_number": sent.id_number,
        "found_on": sent.found_on.isoformat(),
        "original_seen": sent.original_seen == "yes",
    }
    reissue = await visit.ask("certification").do(
        "POST", "/certificates/{number}/reissues", key=sent.key, body=body, number=number
    )
    return visit.go("reissue", reissue_id=reissue["reissue_id"], said="已受理补发申请，等待审批。")


@pages.does("certificate", "/pdf", step_up=True)
async def show_pdf(visit: InVisit, number: str) -> Response:
    """A POST, so that no copied address leads to somebody's certificate; the whole identifier is on it alone."""
    answer = await visit.ask("certification").file("/certificates/{number}/pdf", number=number)
    return Response(
        answer.content,
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="certificate-{number}.pdf"'},
    )
