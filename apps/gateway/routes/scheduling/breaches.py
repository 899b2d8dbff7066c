"""What people of the staff did wrong: reported, decided by others, appealed against, ruled on."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.routes.scheduling.registries import REGISTRARS
from apps.gateway.routes.scheduling.staff_files import DECIDERS, OnDay
from apps.gateway.screens.exam_day import STAFF_ACTS
from apps.gateway.screens.fields import Keyed

pages = Pages()

REPORTERS = frozenset({"exam-affairs", "quality"})


class BreachForm(Keyed):
    """What somebody of the staff did, and when."""

    act: Literal["absent", "appearance", "neglect", "unreported", "leak", "favour"]
    on: date
    facts: Annotated[str, Field(min_length=1, max_length=1000)]
    external: bool = False

    def body(self) -> dict[str, Any]:
        """As scheduling takes it."""
        return self.model_dump(mode="json", include={"act", "on", "facts", "external"})


class VerdictForm(Keyed):
    """A measure of the scale, or none: then it is not upheld."""

    measure: Annotated[str, Field(max_length=40)] = ""
    employer_told_on: OnDay = ""
    referred_to: Annotated[str, Field(max_length=100)] = ""
    reason: Annotated[str, Field(min_length=1, max_length=500)]

    def body(self) -> dict[str, Any]:
        """As scheduling takes it."""
        typed = self.model_dump(mode="json", include={"measure", "employer_told_on", "referred_to"})
        stated = {name: value for name, value in typed.items() if value}
        return {"step": "verdict", "upheld": bool(self.measure), "reason": self.reason, **stated}


class RulingForm(Keyed):
    """Whether an appeal is granted."""

    is_granted: Literal["yes", "no"]
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class AppealForm(Keyed):
    """What the person says against it."""

    text: Annotated[str, Field(min_length=1, max_length=500)]


@pages.shows("breaches")
async def show_breaches(visit: InVisit, staff_id: str) -> Response:
    person = await visit.ask("scheduling").get("/staff/{staff_id}", staff_id=staff_id)
    return visit.draw(
        "breaches.html",
        person=person,
        acts=STAFF_ACTS,
        may_report=bool(REPORTERS & visit.roles),
        may_keep=bool(REGISTRARS & visit.roles),
        may_decide=bool(DECIDERS & visit.roles),
        form=visit.form("breaches", "/new", staff_id=staff_id),
        forms={
            one["number"]: {
                step: visit.form("breaches", f"/{one['number']}/{step}", staff_id=staff_id)
                for step in ("verdict", "appeal", "ruling")
            }
            for one in person["breaches"]
        },
    )


@pages.does("breaches", "/new", roles=REPORTERS)
async def report_breach(visit: InVisit, staff_id: str, sent: Annotated[BreachForm, Form()]) -> Response:
    path = "/staff/{staff_id}/breaches"
    await visit.ask("scheduling").do("POST", path, key=sent.key, body=sent.body(), staff_id=staff_id)
    return visit.go("breaches", staff_id=staff_id, said="已登记，请由他人作出处理。")


@pages.does("breaches", "/{number}/verdict", roles=DECIDERS)
async def decide_breach(visit: InVisit, staff_id: str, number: int, sent: Annotated[VerdictForm, Form()]) -> Response:
    return await _decided(visit, staff_id, number, sent.key, sent.body())


@pages.does("breaches", "/{number}/ruling", roles=DECIDERS)
async def rule_on_breach(visit: InVisit, staff_id: str, number: int, sent: Annotated[RulingForm, Form()]) -> Response:
    body = {"step": "ruling", "is_granted": sent.is_granted == "yes", "reason": sent.reason}
    return await _decided(visit, staff_id, number, sent.key, body)


async def _decided(visit: Visit, staff_id: str, number: int, key: str, body: dict[str, Any]) -> Response:
    path = "/staff/{staff_id}/breaches/{number}/decisions"
    await visit.ask("scheduling").do("POST", path, key=key, body=body, staff_id=staff_id, number=str(number))
    said = "决定已登记。已发布的安排如须改派，请看各批次的考场编排。"
    return visit.go("breaches", staff_id=staff_id, said=said)


@pages.does("breaches", "/{number}/appeal", roles=REGISTRARS)
async def appeal_breach(visit: InVisit, staff_id: str, number: int, sent: Annotated[AppealForm, Form()]) -> Response:
    path = "/staff/{staff_id}/breaches/{number}/appeal"
    body = {"text": sent.text}
    await visit.ask("scheduling").do("POST", path, key=sent.key, body=body, staff_id=staff_id, number=str(number))
    return visit.go("breaches", staff_id=staff_id, said="申诉已登记，请由未办理过此事的人复核。")
