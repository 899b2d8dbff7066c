"""Answer cards that a person has to look at: what the reader saw beside what is typed off the card."""

from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.screens.exam_day import FORMS
from apps.gateway.screens.fields import Keyed

pages = Pages()

CASES = "/sessions/{session_id}/sheet-cases"
TROUBLES = {
    "unknown-code": "编号不属于本场",
    "duplicate": "编号重复",
    "read-again": "已读过的答题卡",
    "other-form": "卷型与考场记录不一致",
    "short": "答案少于题数",
    "long": "答案多于题数",
    "shifted": "疑似整列错位",
    "several-marks": "一题多涂",
    "unreadable": "无法辨认",
    "no-answer": "答案不在选项内",
}
ACTS = {"take": "按卡面录入", "dismiss": "不采用此卡"}


class SettlementForm(Keyed):
    """What stands on the card, or that it is put aside."""

    act: Literal["take", "dismiss"]
    code: Annotated[str, Field(max_length=40)] = ""
    form: Annotated[str, Field(max_length=10)] = ""
    answers: Annotated[str, Field(max_length=1000)] = ""
    reason: Annotated[str, Field(min_length=2, max_length=500)]


@pages.shows("sheet_cases")
async def show_cases(visit: InVisit, session_id: str) -> Response:
    told = await visit.ask("scoring").get(CASES, session_id=session_id)
    return visit.draw("sheet_cases.html", session_id=session_id, told=told, troubles=TROUBLES, acts=ACTS, forms=FORMS)


@pages.does("sheet_cases", "/{case_id}")
async def settle_case(
    visit: InVisit, session_id: str, case_id: str, sent: Annotated[SettlementForm, Form()]
) -> Response:
    body = {"act": sent.act, "reason": sent.reason}
    if sent.act == "take":
        answers = "".join(sent.answers.split()).upper()
        body |= {"code": sent.code.strip(), "form": sent.form, "answers": answers}
    done = await visit.ask("scoring").do(
        "POST",
        CASES + "/{case_id}/settlement",
        key=sent.key,
        body=body,
        beside="answers",
        session_id=session_id,
        case_id=case_id,
    )
    said = "已处理。" if done["state"] == "settled" else "已记录您的读卡结果，等待另一人独立录入同样的结果。"
    return visit.go("sheet_cases", session_id=session_id, said=said)
