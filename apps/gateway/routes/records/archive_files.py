"""The files of a batch: papers are filed, scanned and found, and the files closed when nothing is missing."""

import hashlib
from typing import Annotated

from fastapi import Form, UploadFile
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.ordering import order
from apps.gateway.screens.fields import Keyed, SentKey

pages = Pages()

OFFICE, DIRECTOR = frozenset({"general-office"}), frozenset({"director"})
WHY = {
    "not-filed": "未归档",
    "not-signed": "未签齐",
    "no-content": "无纸质件也无电子件",
    "on-loan": "借出未还",
    "pages-missing": "缺页",
}
FILE = "/batches/{batch_id}/file"
Short = Annotated[str, Field(max_length=200)]


class ItemForm(Keyed):
    """A paper; `subject` is its session where it is about one, `concerns` staff numbers, one in each line."""

    kind: Short
    subject: Short = ""
    other_title: Short = ""
    pages: Annotated[int, Field(ge=0, le=10_000)] = 0
    place: Short = ""
    envelope: Short = ""
    concerns: Annotated[str, Field(max_length=2000)] = ""


class AbsenceForm(Keyed):
    """What a batch has nothing of, and why."""

    kind: Short
    reason: Annotated[str, Field(min_length=2, max_length=500)]


class PersonForm(Keyed):
    """Who wants to see or to take along an item, and why."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    id_number: Annotated[str, Field(min_length=6, max_length=40)]
    organisation: Short = ""
    staff_id: Annotated[str, Field(max_length=100)] = ""
    reason: Annotated[str, Field(min_length=2, max_length=500)]

    def person(self) -> dict[str, str]:
        """As the archive takes it."""
        told = {"name": self.name, "id_number": self.id_number, "staff_id": self.staff_id}
        return told | {"organisation": self.organisation}


class LoanForm(PersonForm):
    """The same for a loan, with its days."""

    days: Annotated[int, Field(ge=1, le=2**31 - 1)]


@pages.shows("batch_file")
async def show_file(visit: InVisit, batch_id: str) -> Response:
    archive = visit.ask("archive")
    file = await archive.get(FILE, batch_id=batch_id)
    kinds = await archive.get("/kinds")
    return visit.draw(
        "batch_file.html",
        batch_id=batch_id,
        file=file,
        kinds={one["name"]: f"{one['volume']}：{one['title']}" for one in kinds},
        absent={one["name"]: one["title"] for one in kinds if one["may_lack"]},
        missing=Listing(items=file["missing"]),
        why=WHY,
        item=visit.form("batch_file", "/items", batch_id=batch_id),
        absence=visit.form("batch_file", "/absences", batch_id=batch_id),
        closing=visit.form("batch_file", "/closing", batch_id=batch_id),
        package=visit.form("batch_file", "/package", batch_id=batch_id),
    )


@pages.does("batch_file", "/items", roles=OFFICE)
async def file_item(visit: InVisit, batch_id: str, sent: Annotated[ItemForm, Form()]) -> Response:
    body = {
        "kind": sent.kind,
        "subject_id": sent.subject or batch_id,
        "title": sent.other_title,
        "pages": sent.pages,
        "place": sent.place,
        "envelope": sent.envelope,
        "concerns": sent.concerns.split(),
    }
    path = "/batches/{batch_id}/items"
    item = await visit.ask("archive").do("POST", path, key=sent.key, body=body, batch_id=batch_id)
    return visit.go("archived_item", item_id=item["id"], said=f"已归档，编号 {item['id']}。")


@pages.does("batch_file", "/absences", roles=OFFICE)
async def declare_absent(visit: InVisit, batch_id: str, sent: Annotated[AbsenceForm, Form()]) -> Response:
    body = {"kind": sent.kind, "reason": sent.reason}
    path = "/batches/{batch_id}/absences"
    await visit.ask("archive").do("POST", path, key=sent.key, body=body, batch_id=batch_id)
    return visit.go("batch_file", batch_id=batch_id, said="已记录本批次没有这项材料。")


@pages.does("batch_file", "/closing", roles=OFFICE)
async def close_file(visit: InVisit, batch_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    await visit.ask("archive").do("POST", "/batches/{batch_id}/closing", key=sent.key, batch_id=batch_id)
    return visit.go("batch_file", batch_id=batch_id, said="案卷已立卷归档，保管期从今天起计算。")


@pages.does("batch_file", "/package", roles=DIRECTOR, step_up=True)
async def order_package(visit: InVisit, batch_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    """As a job: what the archive can prove of the batch, its scans sealed."""
    return await order(visit, "batch-package", f"制作证明包（{batch_id}）", {"batch_id": batch_id}, key=sent.key)


@pages.shows("archived_item")
async def show_item(visit: InVisit, item_id: str) -> Response:
    item = await visit.ask("archive").get("/items/{item_id}", item_id=item_id)
    return visit.draw(
        "archived_item.html",
        item=item,
        scan=visit.form("archived_item", "/scan", item_id=item_id),
        consultation=visit.form("archived_item", "/consultation", item_id=item_id),
        loan=visit.form("archived_item", "/loan", item_id=item_id),
    )


@pages.does("archived_item", "/scan", roles=OFFICE)
async def file_scan(visit: InVisit, item_id: str, key: SentKey, file: UploadFile) -> Response:
    """The digest is taken here, where the file came in: the archive holds what it gets to it."""
    content = await file.read()
    path = f"/items/{{item_id}}/scan?sha256={hashlib.sha256(content).hexdigest()}"
    await visit.ask("archive").do("POST", path, key=key, body=content, beside="file", item_id=item_id)
    return visit.go("archived_item", item_id=item_id, said="电子件已归档。")


@pages.does("archived_item", "/consultation", roles=OFFICE)
async def ask_to_consult(visit: InVisit, item_id: str, sent: Annotated[PersonForm, Form()]) -> Response:
    body = {"item_ids": [item_id], "reader": sent.person(), "reason": sent.reason}
    asked = await visit.ask("archive").do("POST", "/consultations", key=sent.key, body=body)
    return visit.go("consultation", consultation_id=asked["id"], said="查阅申请已登记，待主任批准。")


@pages.does("archived_item", "/loan", roles=OFFICE)
async def ask_to_borrow(visit: InVisit, item_id: str, sent: Annotated[LoanForm, Form()]) -> Response:
    body = {"item_ids": [item_id], "borrower": sent.person(), "days": sent.days, "reason": sent.reason}
    asked = await visit.ask("archive").do("POST", "/loans", key=sent.key, body=body)
    return visit.go("loan", loan_id=asked["id"], said="外借申请已登记，待主任批准。")
