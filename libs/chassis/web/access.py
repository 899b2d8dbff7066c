"""Who may ask: every route names the roles that may use it, and they are asked before anything else is looked at."""

from typing import Any

from fastapi import Depends, Request

from libs.chassis.domain import ForbiddenError
from libs.chassis.identity import Actor
from libs.chassis.web.served import service_of


class RoleMissingError(ForbiddenError):
    """The token does not carry a role that this route asks for."""

    says = "您的岗位没有执行此操作的权限。"


class UndeclaredAccessError(TypeError):
    """A route names neither the roles that may use it nor that it is public; found when the route is declared."""


class Access:
    """A dependency that lets through only holders of one of its roles."""

    def __init__(self, *roles: str, public: bool = False) -> None:
        self.roles = roles
        self.public = public

    async def __call__(self, request: Request) -> Actor:
        """The actor. Raises `UnauthenticatedError` or `RoleMissingError`."""
        if self.public:
            return Actor("public")
        actor = service_of(request).tokens.actor(request.headers.get("Authorization"))
        request.state.actor = actor
        if self.roles and not actor.has_any(*self.roles):
            raise RoleMissingError
        return actor

    @property
    def named(self) -> list[str]:
        """Who may, as the schema tells it."""
        return ["public"] if self.public else sorted(self.roles) or ["staff"]


class _Allow:
    """`allow("a", "b")`: any of these roles; `allow.staff()`: any valid token; `allow.anyone()`: public."""

    def __call__(self, *roles: str) -> Any:
        if not roles:
            message = "name at least one role, or use allow.staff() or allow.anyone()"
            raise UndeclaredAccessError(message)
        return Depends(Access(*roles))

    def staff(self) -> Any:
        return Depends(Access())

    def anyone(self) -> Any:
        return Depends(Access(public=True))


allow = _Allow()
