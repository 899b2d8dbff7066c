"""What is due to be reported, and who reported it."""

from libs.chassis.domain import Act
from libs.chassis.web.http import Now, Routes, Strict, versioned
from services.sync.routes.parameters import AtDesk, GeneralOffice, Reader, ShortText
from services.sync.use_cases import reporting
from services.sync.views import uploads as views

router = Routes(prefix="/reports", tags=["reports"], dependencies=[versioned(report_id="reports")])


class MadeBody(Strict):
    """The receipt that the platform gave, if it gives one."""

    receipt: ShortText = ""


@router.get("")
async def list_reports(desk: AtDesk, now: Now, _: Reader) -> list[views.ReportView]:
    """What is still to be reported, the next due first."""
    return await views.list_reports(desk, now=now)


@router.get("/{report_id}")
async def show_report(report_id: str, desk: AtDesk, now: Now, _: Reader) -> views.ReportView:
    return await views.show_report(desk, await desk.reports.get(report_id), now=now)


@router.post("/{report_id}/made", status_code=204)
async def make(report_id: str, body: MadeBody, desk: AtDesk, now: Now, actor: GeneralOffice) -> None:
    await reporting.make(desk, id=report_id, receipt=body.receipt, act=Act(actor.id, now))
