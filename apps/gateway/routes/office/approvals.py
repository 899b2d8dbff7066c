"""What waits for somebody's decision, over all services: each of it leads to where it is decided."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi.responses import Response

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.errors import ServiceAwayError
from apps.gateway.domain.roles import ADMINISTRATOR
from apps.gateway.routes.certification.proceedings import GROUNDS
from apps.gateway.routes.certification.reissues import CAUSES
from apps.gateway.routes.itembank.secret_materials import DEEDS
from apps.gateway.screens.exam_day import FORMS, PARTS
from apps.gateway.screens.page_map import address
from apps.gateway.use_cases import accounts
from apps.web.words import ROLES

pages = Pages()

NEWEST = 20
ASKED_AT_ONCE = 4
PROPOSED = "proposed"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing to be decided: what, of which batch or person, and where."""

    what: str
    about: str
    to: str


Found = list[Waiting]
Batch = Mapping[str, Any]


@pages.shows("approvals")
async def show_approvals(visit: InVisit) -> Response:
    """Each service is asked for what this person may decide, and for nothing else."""
    batches = await visit.ask("registration").get("/batches", query={"limit": NEWEST})
    turns = asyncio.Semaphore(ASKED_AT_ONCE)

    async def found(look: Callable[[], Awaitable[Found]]) -> Found | str:
        async with turns:
            try:
                return await look()
            except ServiceAwayError as away:
                return away.sentence

    looks = [partial(look, visit) for roles, look in AT_ALL if roles & visit.roles]
    looks += [
        partial(look, visit, batch) for batch in batches["items"] for roles, look in OF_A_BATCH if roles & visit.roles
    ]
    told = await asyncio.gather(*map(found, looks))
    return visit.draw(
        "approvals.html",
        items=[one for lines in told if isinstance(lines, list) for one in lines],
        away=sorted({line for line in told if isinstance(line, str)}),
        has_more=bool(batches["next"]),
        newest=NEWEST,
    )


async def _measures(visit: Visit) -> Found:
    """Proposed measures of open incidents that this person's office approves, and did not propose."""
    incident = visit.ask("incident")
    found = (await incident.get("/incidents/open"))["items"]
    shown = await asyncio.gather(
        *(incident.get("/incidents/{incident_id}", incident_id=one["incident_id"]) for one in found)
    )
    return [
        Waiting(
            what=f"批准处置：{one['name']}",
            about=f"{page['name']}，{page['site']} {page['room']}".rstrip(),
            to=address("incident", incident_id=page["incident_id"]),
        )
        for page in shown
        for one in page["dispositions"]
        if one["state"] == PROPOSED and not visit.roles.isdisjoint(one["approvers"])
    ]


async def _grants(visit: Visit) -> Found:
    """Dangerous roles that another administrator proposed."""
    everybody = await visit.read(_everybody)
    return [
        Waiting(
            what=f"批准授权：{ROLES[grant.role]}",
            about=f"{account.name} {account.id}",
            to=address("account", account_id=account.id),
        )
        for account in everybody
        if account.id != visit.account.id
        for grant in account.grants
        if grant.state(visit.now) == PROPOSED and grant.proposed_by != visit.account.id
    ]


async def _everybody(records: Any) -> list[Any]:
    return [account async for account in accounts.all_accounts(records)]


async def _objections(visit: Visit, batch: Batch) -> Found:
    path, query = "/batches/{batch_id}/objections", {"decided": "false"}
    found = await visit.ask("certification").every(path, query=query, batch_id=batch["batch_id"])
    return [
        Waiting(
            what=f"处理异议：{PARTS[one['part']]}",
            about=f"{batch['name']}，{one['application_id']}",
            to=address("objection", objection_id=one["objection_id"]),
        )
        for one in found
    ]


async def _reissues(visit: Visit) -> Found:
    found = await visit.ask("certification").every("/reissues", query={"stage": "asked"})
    return [
        Waiting(
            what="审批证书补发",
            about=f"证书 {one['number']}，{CAUSES[one['cause']]}",
            to=address("reissue", reissue_id=one["reissue_id"]),
        )
        for one in found
        if one["asked_by"] != visit.account.id
    ]


async def _proceedings(visit: Visit) -> Found:
    found = await visit.ask("certification").every("/proceedings", query={"decided": "false"})
    return [
        Waiting(
            what=f"决定证书查处：{GROUNDS[one['ground']]}",
            about=f"编号 {one['number']}",
            to=address("proceeding", proceeding_id=one["proceeding_id"]),
        )
        for one in found
        if one["opened_by"] != visit.account.id
    ]


async def _rechecks(visit: Visit, batch: Batch) -> Found:
    path, query = "/batches/{batch_id}/results", {"awaiting": "true"}
    found = await visit.ask("scoring").every(path, query=query, batch_id=batch["batch_id"])
    return [
        Waiting(
            what=f"复核成绩：{PARTS[waits['part']]}",
            about=f"{batch['name']}，{one['application_id']}",
            to=address("result", application_id=one["application_id"]),
        )
        for one in found
        for waits in one["awaiting"]
    ]


async def _lists(visit: Visit, batch: Batch) -> Found:
    """Score lists that were recomputed."""
    found = await visit.ask("scoring").get("/batches/{batch_id}/lists", batch_id=batch["batch_id"])
    return [
        Waiting(
            what="审批成绩单",
            about=f"{batch['name']}，{one['occupation_code']} {one['level']} 级",
            to=address("score_lists", batch_id=batch["batch_id"]),
        )
        for one in found
        if one["state"] == "checked"
    ]


async def _keys(visit: Visit, batch: Batch) -> Found:
    found = await visit.ask("scoring").get("/batches/{batch_id}/keys", batch_id=batch["batch_id"])
    return [
        Waiting(
            what="确认标准答案更正",
            about=f"{batch['name']}，{FORMS[one['form']]} {one['paper_id']}",
            to=address("answer_key", batch_id=batch["batch_id"], paper_id=one["paper_id"]),
        )
        for one in found
        if one["waiting"]
    ]


async def _papers(visit: Visit, batch: Batch) -> Found:
    query = {"batch_id": batch["batch_id"], "state": "assembled"}
    found = await visit.ask("itembank").every("/papers", query=query)
    return [
        Waiting(
            what=f"审题：{PARTS[one['part']]} {FORMS[one['form']]}",
            about=f"{batch['name']}，{one['occupation_code']} {one['level']} 级",
            to=address("paper", paper_id=one["paper_id"]),
        )
        for one in found
    ]


async def _secrets(visit: Visit) -> Found:
    found = await visit.ask("itembank").every("/secret-materials", query={"waits": "true"})
    return [
        Waiting(
            what=f"审批保密资料{DEEDS[handling['deed']]}",
            about=f"{one['material_id']} {one['name']}，{handling['copies']} 份",
            to=address("secret_material", material_id=one["material_id"]),
        )
        for one in found
        for handling in one["handlings"]
        if handling["approved"] is None and visit.account.id not in (handling["asked_by"], *handling["people"])
    ]


# Who decides what: the roles that its service lets.
AT_ALL = (
    (frozenset({"site-head", "supervisor", "exam-affairs", "leading-group", "director"}), _measures),
    (frozenset({ADMINISTRATOR}), _grants),
    (frozenset({"director", "quality"}), _reissues),
    (frozenset({"director"}), _proceedings),
    (frozenset({"director"}), _secrets),
)
OF_A_BATCH = (
    (frozenset({"director", "quality"}), _objections),
    (frozenset({"marking-lead"}), _rechecks),
    (frozenset({"marking-lead"}), _lists),
    (frozenset({"marking-lead", "exam-affairs"}), _keys),
    (frozenset({"item-reviewer"}), _papers),
)
