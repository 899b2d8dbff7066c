"""What `skillseal account` asks: JSON with an operator's token, so that the first people can get in."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body, Request
from pydantic import BaseModel, ConfigDict

from apps.gateway.domain.account import SLIP_LASTS, Account
from apps.gateway.identity.provider import identity_of
from apps.gateway.ports import Records
from apps.gateway.routes.administration.accounts import StaffNumber, state_of
from apps.gateway.screens.fields import Key, Name
from apps.gateway.use_cases import accounts
from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, Routes, allow, repositories, secret

router = Routes(prefix="/operator/accounts", tags=["operator"])

Operator = Annotated[Actor, allow("operator")]
Kept = Annotated[Records, repositories(Records)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewAccount(Strict):
    account_id: StaffNumber
    name: Name
    request: Key


class NewGrant(Strict):
    id: Key
    role: str
    starts_on: date
    ends_on: date


@router.get("")
async def list_accounts(kept: Kept, now: Now, _: Operator) -> list[dict[str, Any]]:
    return [_shown(account, now) async for account in accounts.all_accounts(kept)]


@router.post("", status_code=201, dependencies=[secret])
async def add_account(request: Request, body: NewAccount, kept: Kept, now: Now, actor: Operator) -> dict[str, str]:
    """An account with the slip that opens it."""
    code = request.app.state.service.slip(body.account_id, body.request)
    await accounts.add_account(kept, id=body.account_id, name=body.name, code=code, by=_by(actor), now=now)
    return {"account_id": body.account_id, "slip": code, "ends_at": (now + SLIP_LASTS).isoformat()}


@router.post("/{account_id}/slip", dependencies=[secret])
async def issue_slip(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    request: Request,
    account_id: str,
    key: Annotated[Key, Body(embed=True, alias="request")],
    kept: Kept,
    now: Now,
    actor: Operator,
) -> dict[str, str]:
    code = request.app.state.service.slip(account_id, key)
    await accounts.issue_slip(kept, id=account_id, code=code, by=_by(actor), now=now)
    return {"account_id": account_id, "slip": code, "ends_at": (now + SLIP_LASTS).isoformat()}


@router.put("/{account_id}/identity", status_code=204)
async def identify_account(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    request: Request,
    account_id: str,
    subject: Annotated[str, Body(embed=True, max_length=255)],
    kept: Kept,
    now: Now,
    actor: Operator,
) -> None:
    """Who this is at the identity provider: the first people there is no administrator for yet."""
    identity = identity_of(request.app.state.service.settings.oidc_issuer, subject) if subject else ""
    await accounts.identify_account(kept, id=account_id, identity=identity, by=_by(actor), now=now)


@router.post("/{account_id}/grants")
async def grant_role(account_id: str, body: NewGrant, kept: Kept, now: Now, actor: Operator) -> dict[str, str]:
    state = await accounts.bootstrap_role(kept, account_id=account_id, by=_by(actor), now=now, **body.model_dump())
    return {"state": state}


def _by(actor: Actor) -> str:
    """No person of the gateway: an operator has no account under this name."""
    return f"运维 {actor.id}"


def _shown(account: Account, now: Any) -> dict[str, Any]:
    return {
        "account_id": account.id,
        "name": account.name,
        "state": state_of(account),
        "roles": sorted(account.roles(now)),
        "proposed": sorted({grant.role for grant in account.grants if grant.state(now) == "proposed"}),
    }
