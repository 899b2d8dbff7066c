"""What the provincial platform must have: what is due, where each record stands, and the files that people carry."""

from typing import Annotated, Any, Literal

from fastapi import Form, UploadFile
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Listing, plain, status
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import Keyed, SentKey
from apps.gateway.screens.page_map import GENERAL_OFFICE, address

pages = Pages()

STATES = {
    "waiting": ("待上报", "warn"),
    "sending": ("上报中", "warn"),
    "uncertain": ("结果不明", "late"),
    "accepted": ("平台已接收", "good"),
    "rejected": ("平台退回", "late"),
    "given-up": ("不再上报", ""),
    "superseded": ("已被替代", ""),
}
KINDS = {"certificate": "证书数据", "score": "成绩"}
CHANGES = {
    "new": "新增",
    "suspended": "暂停",
    "reinstated": "恢复",
    "revoked": "注销",
    "voided": "作废",
    "corrected": "更正",
}
DIFFERENCES = {
    "missing": "平台没有",
    "extra": "平台多出",
    "different": "内容不一致",
    "not-ours-to-have": "平台有，本系统未记为已接收",
}
# What the service takes of a workbook.
LARGEST = 4 * 1024 * 1024
PROBLEMS = ("rejected", "uncertain")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Reason = Annotated[str, Field(min_length=2, max_length=200)]


class ReasonForm(Keyed):
    """Why a record goes again, or does not."""

    reason: Reason


class FoundForm(Keyed):
    """Whether somebody saw it in the platform."""

    there: Literal["yes", "no"]


class ReceiptForm(Keyed):
    """A matter, and the receipt that the platform gave for it."""

    report: Annotated[str, Field(max_length=100)]
    receipt: Annotated[str, Field(max_length=100)] = ""


class PackageForm(Keyed):
    """What kind of records one file holds."""

    kind: Literal["certificate", "score"] = "certificate"
    change: Literal["new", "suspended", "reinstated", "revoked", "voided", "corrected"]


class CarriedForm(Keyed):
    """The batch number that the authority gave."""

    platform_batch: Annotated[str, Field(min_length=1, max_length=100)]


LIST = DeclaredList(
    page="batch_reporting",
    service="sync",
    path="/batches/{batch_id}/uploads",
    caption="上报记录",
    columns=[
        Column("证书或报名编号", lambda row: Cell(row["number"], to=address("upload", upload_id=row["id"]))),
        Column("内容", lambda row: KINDS[row["kind"]]),
        Column("数据类型", lambda row: CHANGES[row["change"]]),
        Column("状态", status("state", STATES)),
        Column("退回原因", plain("reason")),
    ],
    choices=[
        Choice(name="kind", label="内容", options=KINDS),
        Choice(name="state", label="状态", options={code: word for code, (word, _) in STATES.items()}),
    ],
    further=[Column("退回字段", plain("column")), Column("上报次数", plain("attempts"))],
    empty="本批次还没有已发布的成绩和已签发的证书。",
)
exported(pages, LIST)


@pages.shows("reporting")
async def show_reporting(visit: InVisit) -> Response:
    """What is due first; then what somebody has to look at."""
    sync = visit.ask("sync")
    reports = await sync.get("/reports")
    problems = [one for state in PROBLEMS for one in await sync.every("/uploads", query={"state": state})]
    return visit.draw(
        "reporting.html",
        reports=Listing(items=reports),
        problems=Listing(items=problems),
        withheld=Listing(items=[one for one in reports if one["withheld"]]),
        reported={one["id"]: f"{one['title']}（{one['batch_id']}）" for one in reports},
        states=STATES,
        kinds=KINDS,
        made=visit.form("reporting", "/made"),
    )


@pages.does("reporting", "/made", roles=GENERAL_OFFICE)
async def make_report(visit: InVisit, sent: Annotated[ReceiptForm, Form()]) -> Response:
    path, body = "/reports/{report_id}/made", {"receipt": sent.receipt}
    await visit.ask("sync").do("POST", path, key=sent.key, body=body, report_id=sent.report)
    return visit.go("reporting", said="已登记办结。")


@pages.shows("batch_reporting")
async def show_batch(visit: InVisit, batch_id: str) -> Response:
    account = await visit.ask("sync").get("/batches/{batch_id}/account", batch_id=batch_id)
    here = {"batch_id": batch_id}
    withheld = await visit.ask("sync").get("/batches/{batch_id}/withheld-results", batch_id=batch_id)
    return visit.draw(
        "batch_reporting.html",
        withheld=Listing(items=withheld["items"]),
        account=account,
        listing=await LIST.shown(visit, batch_id=batch_id),
        states=STATES,
        changes=CHANGES,
        contents=KINDS,
        differences=Listing(items=account["differences"]),
        kinds=DIFFERENCES,
        packages=[(one, _package_forms(visit, one)) for one in reversed(account["packages"])],
        make=visit.form("batch_reporting", "/packages", **here),
        compare=visit.form("batch_reporting", "/listing", **here),
        roster=visit.form("batch_reporting", "/score-roster", **here),
    )


def _package_forms(visit: Visit, package: dict[str, Any]) -> dict[str, Any]:
    number = package["id"].rpartition("~")[2]
    names = ("sheet", "confirmation", "carriage", "withdrawal", "answer")
    here = {"batch_id": package["batch_id"]}
    return {name: visit.form("batch_reporting", f"/packages/{number}/{name}", **here) for name in names}


@pages.does("batch_reporting", "/packages", roles=GENERAL_OFFICE)
async def make_package(visit: InVisit, batch_id: str, sent: Annotated[PackageForm, Form()]) -> Response:
    path, body = "/batches/{batch_id}/packages", {"kind": sent.kind, "change": sent.change}
    made = await visit.ask("sync").do("POST", path, key=sent.key, body=body, batch_id=batch_id)
    return visit.go("batch_reporting", batch_id=batch_id, said=f"已生成上报文件，共 {made['records']} 条。")


@pages.does("batch_reporting", "/score-roster", roles=GENERAL_OFFICE, step_up=True)
async def show_score_roster(visit: InVisit, batch_id: str) -> Response:
    """Names and numbers in full, too, and only of a batch whose results are all released."""
    answer = await visit.ask("sync").file("/batches/{batch_id}/score-roster", batch_id=batch_id)
    named = {"Content-Disposition": f'attachment; filename="scores-{batch_id}.xlsx"'}
    return Response(answer.content, media_type=XLSX, headers=named)


@pages.does("batch_reporting", "/packages/{package}/sheet", roles=GENERAL_OFFICE, step_up=True)
async def show_sheet(visit: InVisit, batch_id: str, package: int) -> Response:
    """Names and numbers in full: it takes a fresh code."""
    answer = await visit.ask("sync").file("/packages/{id}/sheet", id=f"{batch_id}~{package}")
    named = {"Content-Disposition": f'attachment; filename="upload-{batch_id}-{package}.xlsx"'}
    return Response(answer.content, media_type=XLSX, headers=named)


@pages.does("batch_reporting", "/packages/{package}/confirmation", roles=GENERAL_OFFICE)
async def show_confirmation(visit: InVisit, batch_id: str, package: int) -> Response:
    answer = await visit.ask("sync").file("/packages/{id}/confirmation", id=f"{batch_id}~{package}")
    named = {"Content-Disposition": 'inline; filename="confirmation.pdf"'}
    return Response(answer.content, media_type="application/pdf", headers=named)


@pages.does("batch_reporting", "/packages/{package}/carriage", roles=GENERAL_OFFICE)
async def carry(visit: InVisit, batch_id: str, package: int, sent: Annotated[CarriedForm, Form()]) -> Response:
    body = {"platform_batch": sent.platform_batch}
    await visit.ask("sync").do("POST", "/packages/{id}/carriage", key=sent.key, body=body, id=f"{batch_id}~{package}")
    return visit.go("batch_reporting", batch_id=batch_id, said="已登记上传，请在平台给出结果后回填。")


@pages.does("batch_reporting", "/packages/{package}/withdrawal", roles=GENERAL_OFFICE)
async def withdraw(visit: InVisit, batch_id: str, package: int, sent: Annotated[Keyed, Form()]) -> Response:
    await visit.ask("sync").do("POST", "/packages/{id}/withdrawal", key=sent.key, id=f"{batch_id}~{package}")
    return visit.go("batch_reporting", batch_id=batch_id, said="上报文件已撤回，其中的记录回到待上报。")


@pages.does("batch_reporting", "/packages/{package}/answer", roles=GENERAL_OFFICE, most=LARGEST)
async def read_answer(visit: InVisit, batch_id: str, package: int, key: SentKey, file: UploadFile) -> Response:
    content = await file.read()
    answered = await visit.ask("sync").do(
        "POST", "/packages/{id}/answer", key=key, body=content, beside="file", id=f"{batch_id}~{package}"
    )
    said = "已回填：接收 {accepted} 条，退回 {rejected} 条，结果不明 {uncertain} 条。".format_map(answered)
    if answered["strangers"]:
        said += f"另有 {len(answered['strangers'])} 个编号不在本文件中。"
    return visit.go("batch_reporting", batch_id=batch_id, said=said)


@pages.does("batch_reporting", "/listing", roles=GENERAL_OFFICE, most=LARGEST)
async def compare(visit: InVisit, batch_id: str, key: SentKey, file: UploadFile) -> Response:
    content, path = await file.read(), "/batches/{batch_id}/listing"
    account = await visit.ask("sync").do("POST", path, key=key, body=content, beside="file", batch_id=batch_id)
    said = f"对账完成，{len(account['differences'])} 处不一致。" if account["differences"] else "对账完成，全部一致。"
    return visit.go("batch_reporting", batch_id=batch_id, said=said)


@pages.shows("upload")
async def show_upload(visit: InVisit, upload_id: str) -> Response:
    upload = await visit.ask("sync").get("/uploads/{upload_id}", upload_id=upload_id)
    return visit.draw(
        "upload.html",
        upload=upload,
        kinds=KINDS,
        states=STATES,
        changes=CHANGES,
        steps=Listing(items=upload["steps"]),
        retry=visit.form("upload", "/retry", upload_id=upload_id),
        dismissal=visit.form("upload", "/dismissal", upload_id=upload_id),
        finding=visit.form("upload", "/finding", upload_id=upload_id),
    )


@pages.does("upload", "/retry", roles=GENERAL_OFFICE)
async def retry(visit: InVisit, upload_id: str, sent: Annotated[ReasonForm, Form()]) -> Response:
    await _decide(visit, upload_id, "retry", sent.key, {"reason": sent.reason})
    return visit.go("upload", upload_id=upload_id, said="已重新列入上报。")


@pages.does("upload", "/dismissal", roles=GENERAL_OFFICE)
async def give_up(visit: InVisit, upload_id: str, sent: Annotated[ReasonForm, Form()]) -> Response:
    await _decide(visit, upload_id, "dismissal", sent.key, {"reason": sent.reason})
    return visit.go("upload", upload_id=upload_id, said="已登记不再上报。")


@pages.does("upload", "/finding", roles=GENERAL_OFFICE)
async def look_up(visit: InVisit, upload_id: str, sent: Annotated[FoundForm, Form()]) -> Response:
    await _decide(visit, upload_id, "finding", sent.key, {"there": sent.there == "yes"})
    return visit.go("upload", upload_id=upload_id, said="已登记核查结果。")


async def _decide(visit: Visit, upload_id: str, act: str, key: str, body: dict[str, Any]) -> None:
    await visit.ask("sync").do("POST", f"/uploads/{{upload_id}}/{act}", key=key, body=body, upload_id=upload_id)
