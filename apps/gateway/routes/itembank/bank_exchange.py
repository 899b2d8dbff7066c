"""Items in from files of other systems: looked at, confirmed; and out as an approved copy."""

import base64
import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Form, UploadFile
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.kept_uploads import keep, kept
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.domain.errors import FileTooLargeError
from apps.gateway.domain.kept_upload import LARGEST
from apps.gateway.screens.fields import Keyed, SentKey

pages = Pages()

MEGABYTE = 1024 * 1024
ZIP = "application/zip"
FORMATS = {
    "xlsx": "XLSX 工作簿",
    "word": "从 Word 复制的文字",
    "qti": "QTI 2.x 或 3.0",
    "moodle-xml": "Moodle XML",
    "gift": "GIFT",
}
WRITTEN = {"qti-3": "QTI 3.0", "qti-2": "QTI 2.1", "xlsx": "XLSX 工作簿"}
ReadFormat = Literal["xlsx", "word", "qti", "moodle-xml", "gift"]


class ConfirmForm(Keyed):
    """The file that was looked at."""

    form: ReadFormat
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ExportForm(Keyed):
    """In which format, and by which approved handling."""

    form: Literal["qti-3", "qti-2", "xlsx"]
    handling: Annotated[int, Field(ge=1, le=100_000)]


@pages.shows("bank_exchange")
async def show_exchange(visit: InVisit, code: str, level: str) -> Response:
    here = {"code": code, "level": level}
    return visit.draw(
        "bank_exchange.html",
        code=code,
        level=level,
        formats=FORMATS,
        written=WRITTEN,
        check=visit.form("bank_exchange", "/check", **here),
        take_out=visit.form("bank_exchange", "/export", **here),
    )


@pages.does("bank_exchange", "/check", most=LARGEST)
async def check_items(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    visit: InVisit,
    code: str,
    level: str,
    key: SentKey,
    form: Annotated[ReadFormat, Form()],
    text: Annotated[str, Form(max_length=LARGEST)] = "",
    file: UploadFile | None = None,
) -> Response:
    """Look at it and keep it for the confirmation. What is shown of the bank is read, on record. Nothing comes in."""
    content = (await file.read() if file else b"") or text.encode()
    if len(content) > LARGEST:
        raise FileTooLargeError(LARGEST // MEGABYTE)
    path = "/banks/{code}/{level}/imports/{form}/preview"
    here = {"code": code, "level": level}
    seen = await visit.ask("itembank").do("POST", path, key=key, body=content, beside="file", form=form, **here)
    await keep(visit, _about(code, level, form), content)
    _, sha256 = await kept(visit, _about(code, level, form))
    confirm = visit.form("bank_exchange", "/confirm", **here)
    shown = {"seen": seen, "form": form, "formats": FORMATS, "sha256": sha256, "confirm": confirm}
    return visit.draw("bank_import.html", code=code, level=level, **shown)


@pages.does("bank_exchange", "/confirm")
async def import_items(visit: InVisit, code: str, level: str, sent: Annotated[ConfirmForm, Form()]) -> Response:
    content, _ = await kept(visit, _about(code, level, sent.form), sha256=sent.sha256)
    path, here = "/banks/{code}/{level}/imports/{form}", {"code": code, "level": level}
    bank = await visit.ask("itembank").do("POST", path, key=sent.key, body=content, form=sent.form, **here)
    has = f"理论题 {bank['theory']} 道、操作题 {bank['practical']} 道、综合评审题 {bank['defence']} 道"
    said = f"已导入，题库现有{has}，为第 {bank['revision']} 次修订，须重新验收。"
    return visit.go("bank", **here, said=said)


@pages.does("bank_exchange", "/export", step_up=True)
async def export_items(visit: InVisit, code: str, level: str, sent: Annotated[ExportForm, Form()]) -> Response:
    """The package, and beside it the list of what it could not say."""
    path, body = "/banks/{code}/{level}/exports", {"form": sent.form, "handling": sent.handling}
    told = await visit.ask("itembank").do(
        "POST", path, key=sent.key, body=body, beside="handling", code=code, level=level
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            f"{code}-{level}-{sent.form}.{'xlsx' if sent.form == 'xlsx' else 'zip'}", base64.b64decode(told["content"])
        )
        package.writestr("未导出.csv", _listed(told["losses"]))
    named = {"Content-Disposition": f'attachment; filename="bank-{code}-{level}.zip"'}
    return Response(content.getvalue(), media_type=ZIP, headers=named)


def _listed(losses: Sequence[Any]) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(["试题", "字段", "原因"])
    lines.writerows([one["item"], one["field"], one["reason"]] for one in losses)
    return text.getvalue().encode("utf-8-sig")


def _about(code: str, level: str, form: str) -> str:
    return f"bank/{code}/{level}/{form}"
