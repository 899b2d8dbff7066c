"""The plan that seats everybody, and what changes of it when somebody or something is missing."""

import asyncio
from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.errors import ServiceRefusedError
from apps.gateway.screens.fields import Keyed, days
from apps.gateway.screens.page_map import EXAM_AFFAIRS

pages = Pages()

MISSING = 404
STATES = {
    "awaited": ("未编排", "warn"),
    "draft": ("未发布", "warn"),
    "publishing": ("发布中", "warn"),
    "published": ("已发布", "good"),
}
POSTS = {
    "chief-invigilator": "监考（主）",
    "safety-officer": "专职安全人员",
    "deputy-invigilator": "监考（副）",
    "leader": "考评组长",
    "examiner": "考评员",
    "supervisor": "督导员",
}
GAPS = {"room": "考场不符", "unfit": "人员不能到岗", "recused": "须回避", "clash": "时间冲突"}


class PlanForm(Keyed):
    """The days of the examination, one a line."""

    theory_days: Annotated[str, Field(min_length=1, max_length=1000)]
    practical_days: Annotated[str, Field(max_length=1000)] = ""

    def body(self) -> dict[str, Any]:
        """As scheduling takes it. Raises `LineNotReadError`."""
        return {
            "theory_days": [day.isoformat() for day in days(self.theory_days, field="theory_days")],
            "practical_days": [day.isoformat() for day in days(self.practical_days, field="practical_days")],
        }


class LossForm(Keyed):
    """Who cannot come and which rooms cannot be used, one a line."""

    away: Annotated[str, Field(max_length=2000)] = ""
    lost_rooms: Annotated[str, Field(max_length=2000)] = ""

    def body(self) -> dict[str, Any]:
        """As scheduling takes it."""
        return {"away": self.away.split(), "lost_rooms": self.lost_rooms.split()}


class AmendmentForm(LossForm):
    """`digest`: of the difference that was looked at."""

    digest: Annotated[str, Field(min_length=1, max_length=100)]


@pages.shows("plan")
async def show_plan(visit: InVisit, batch_id: str) -> Response:
    return await _drawn(visit, batch_id)


@pages.does("plan", "/lacks", roles=EXAM_AFFAIRS)
async def find_lacks(visit: InVisit, batch_id: str, sent: Annotated[PlanForm, Form()]) -> Response:
    """What is short for a plan on these days; nothing is changed."""
    path = "/batches/{batch_id}/plan/lacks"
    answer = await visit.ask("scheduling").look(path, body=sent.body(), batch_id=batch_id)
    return await _drawn(visit, batch_id, lacks=answer.json())


@pages.does("plan", "/amendments/draft", roles=EXAM_AFFAIRS)
async def draft_amendment(visit: InVisit, batch_id: str, sent: Annotated[LossForm, Form()]) -> Response:
    """What would change; it is shown before it is published."""
    path = "/batches/{batch_id}/amendments/draft"
    answer = await visit.ask("scheduling").look(path, body=sent.body(), batch_id=batch_id)
    return await _drawn(visit, batch_id, amendment=answer.json() | {"typed": sent})


@pages.does("plan", "/amendments", roles=EXAM_AFFAIRS)
async def publish_amendment(visit: InVisit, batch_id: str, sent: Annotated[AmendmentForm, Form()]) -> Response:
    path = "/batches/{batch_id}/amendments"
    body = sent.body() | {"digest": sent.digest}
    told = await visit.ask("scheduling").do("POST", path, key=sent.key, body=body, batch_id=batch_id)
    late = len({seat["application_id"] for seat in told["late"]})
    seated = f"后补考生 {late} 人已排座，准考证已生成。" if late else ""
    said = f"已发布 {len(told['changes'])} 处调整，有关人员和考生已重新通知。{seated}"
    return visit.go("plan", batch_id=batch_id, said=said)


async def _drawn(
    visit: Visit, batch_id: str, *, lacks: list[dict[str, Any]] | None = None, amendment: dict[str, Any] | None = None
) -> Response:
    progress, plan, gaps = await asyncio.gather(
        visit.ask("scheduling").get("/batches/{batch_id}/progress", batch_id=batch_id),
        _plan_of(visit, batch_id),
        visit.ask("scheduling").get("/batches/{batch_id}/gaps", batch_id=batch_id),
    )
    return visit.draw(
        "plan.html",
        batch_id=batch_id,
        progress=progress,
        plan=plan,
        gaps=gaps,
        kinds=GAPS,
        states=STATES,
        lacks=lacks,
        amendment=amendment,
        posts=POSTS,
        lose=visit.form("plan", "/amendments/draft", batch_id=batch_id),
        amend=visit.form("plan", "/amendments", batch_id=batch_id),
        form=visit.form("plan", batch_id=batch_id),
        publish=visit.form("plan", "/publication", batch_id=batch_id),
    )


async def _plan_of(visit: Visit, batch_id: str) -> Any:
    """The figures of the plan; none as long as nothing was planned."""
    try:
        return await visit.ask("scheduling").get("/batches/{batch_id}/plan", batch_id=batch_id)
    except ServiceRefusedError as refusal:
        if refusal.status != MISSING:
            raise
        return None


@pages.does("plan", roles=EXAM_AFFAIRS)
async def plan_batch(visit: InVisit, batch_id: str, sent: Annotated[PlanForm, Form()]) -> Response:
    planned = await visit.ask("scheduling").do(
        "POST", "/batches/{batch_id}/plan", key=sent.key, body=sent.body(), batch_id=batch_id
    )
    said = f"已编排 {planned['sessions']} 场，{planned['candidates']} 人。核对后再发布。"
    return visit.go("plan", batch_id=batch_id, said=said)


@pages.does("plan", "/publication", roles=EXAM_AFFAIRS)
async def publish_plan(visit: InVisit, batch_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    """As many as scheduling takes at a time; the button is there again until nothing remains."""
    told = await visit.ask("scheduling").do(
        "POST", "/batches/{batch_id}/plan/publication", key=sent.key, batch_id=batch_id
    )
    remaining = (
        f"还有 {told['remaining']} 项，请再按一次发布。" if told["remaining"] else "编排已全部发布，准考证已生成。"
    )
    return visit.go("plan", batch_id=batch_id, said=f"已发布 {told['done']} 项。{remaining}")
