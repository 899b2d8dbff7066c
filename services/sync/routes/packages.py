"""Files that people carry to the platform, and the answers that they bring back."""

from fastapi import Response
from pydantic import BaseModel

from libs.chassis.domain import Act, Page
from libs.chassis.web.http import Cursor, Limit, Now, RawBody, Routes, Strict, versioned
from services.sync.domain.row import LAYOUTS, RecordKind
from services.sync.domain.upload import Change
from services.sync.routes.parameters import AtDesk, GeneralOffice, Reader, ShortText
from services.sync.use_cases import carrying
from services.sync.views import uploads as views

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
router = Routes(tags=["packages"], dependencies=[versioned(package_id="packages")])


class PackageBody(Strict):
    kind: RecordKind = RecordKind.CERTIFICATE
    change: Change = "new"


class CarriedBody(Strict):
    """The batch number that the authority gave for the upload."""

    platform_batch: ShortText


class AnsweredView(BaseModel):
    """How many records of the file stand where, and numbers in the answer that are none of its own."""

    accepted: int
    rejected: int
    uncertain: int
    strangers: list[str]


@router.post("/batches/{batch_id}/packages", status_code=201)
async def make_package(
    batch_id: str, body: PackageBody, desk: AtDesk, now: Now, actor: GeneralOffice
) -> views.PackageView:
    """Put what waits of a batch into one file, at most 500 records."""
    number = await desk.packages.count({"batch_id": batch_id}) + 1
    package = await carrying.make_package(
        desk,
        id=f"{batch_id}~{number}",
        batch_id=batch_id,
        contents=carrying.Contents(kind=body.kind, change=body.change),
        act=Act(actor.id, now),
    )
    return views.show_package(package)


@router.get("/batches/{batch_id}/score-roster", response_class=Response)
async def show_score_roster(batch_id: str, desk: AtDesk, _: GeneralOffice) -> Response:
    """成绩花名册 of a batch whose results are all released, with names and numbers in full."""
    return Response(desk.sheets.roster(await views.list_scores(desk, batch_id)), media_type=XLSX)


@router.get("/batches/{batch_id}/withheld-results")
async def list_withheld(
    batch_id: str, desk: AtDesk, _: Reader, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.WithheldView]:
    """Whose results are not for the platform yet, by application, and why."""
    return await views.list_withheld(desk, batch_id, cursor=cursor, limit=limit)


@router.get("/packages/{package_id}")
async def show_package(package_id: str, desk: AtDesk, _: Reader) -> views.PackageView:
    return views.show_package(await desk.packages.get(package_id))


@router.get("/packages/{package_id}/sheet", response_class=Response)
async def show_sheet(package_id: str, desk: AtDesk, _: GeneralOffice) -> Response:
    """The certificate data sheet, or the score roster, with names and numbers in full."""
    package = await desk.packages.get(package_id)
    write = {RecordKind.CERTIFICATE: desk.sheets.write, RecordKind.SCORE: desk.sheets.roster}[package.kind]
    return Response(write(await views.list_rows(desk, package)), media_type=XLSX)


@router.get("/packages/{package_id}/confirmation", response_class=Response)
async def show_confirmation(package_id: str, desk: AtDesk, _: GeneralOffice) -> Response:
    """表5, to be signed and sealed."""
    package = await desk.packages.get(package_id)
    content = await views.show_confirmation(desk, package)
    return Response(await desk.sheets.confirmation(content, at=package.made_at), media_type="application/pdf")


@router.post("/packages/{package_id}/carriage", status_code=204)
async def carry(package_id: str, body: CarriedBody, desk: AtDesk, now: Now, actor: GeneralOffice) -> None:
    """Say that it was uploaded."""
    await carrying.carry(desk, id=package_id, platform_batch=body.platform_batch, act=Act(actor.id, now))


@router.post("/packages/{package_id}/withdrawal", status_code=204)
async def withdraw(package_id: str, desk: AtDesk, now: Now, actor: GeneralOffice) -> None:
    await carrying.withdraw(desk, id=package_id, act=Act(actor.id, now))


@router.post("/packages/{package_id}/answer")
async def read_answer(package_id: str, body: RawBody, desk: AtDesk, now: Now, actor: GeneralOffice) -> AnsweredView:
    """Read the platform's result file, an XLSX or XLS workbook."""
    package = await desk.packages.get(package_id)
    verdicts = desk.sheets.verdicts(body, LAYOUTS[package.kind])
    answered = await carrying.read_answer(desk, id=package_id, verdicts=verdicts, act=Act(actor.id, now))
    return AnsweredView(
        accepted=answered.accepted,
        rejected=answered.rejected,
        uncertain=answered.uncertain,
        strangers=answered.strangers,
    )
