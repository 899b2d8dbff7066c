"""The institution's staff at their desks: every act is an HTTP request with the token of one person."""

import asyncio
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from apps.cli.bag import export_batch
from apps.cli.system import System
from apps.demo.clock import AGAIN_AFTER, PATIENCE, Clock

# Papers are assembled many at a time: on a busy machine the last of them waits for minutes.
PATIENCE_WITH_ONE = 600.0
AT_ONCE = 8


class RefusedError(Exception):
    """A service refused what the demo's script says must work."""

    def __init__(self, method: str, url: str, status: int, answer: str) -> None:
        super().__init__(f"{method} {url} → {status}: {answer[:500]}")
        self.status = status


class NeverCameError(Exception):
    """What the services should have done by themselves did not happen in time."""


class Office:
    """Finds people by role and lets them act. A person acts with all the roles that the staff list gives them."""

    def __init__(self, system: System, staff: Sequence[Mapping[str, Any]]) -> None:
        self._system = system
        self.staff: dict[str, Mapping[str, Any]] = {member["staff_id"]: member for member in staff}
        self._tokens: dict[str, str] = {}
        self._desks = asyncio.Semaphore(AT_ONCE)
        # One for each service: a client looks through all of its connections at every request.
        self._clients = {
            name: httpx.AsyncClient(base_url=url, timeout=PATIENCE_WITH_ONE, trust_env=False)
            for name, url in system.addresses.items()
        }
        self.requests: Counter[str] = Counter()

    async def close(self) -> None:
        """Everybody goes home."""
        await asyncio.gather(*(client.aclose() for client in self._clients.values()))

    def who(self, role: str, ordinal: int = 0) -> str:
        """The id of the somebody with a role; `ordinal` counts from 0. Who has that role alone comes first."""
        holders = [staff_id for staff_id, member in self.staff.items() if role in member["roles"]]
        return sorted(holders, key=lambda staff_id: (len(self.staff[staff_id]["roles"]), staff_id))[ordinal]

    def _authorization(self, staff_id: str) -> dict[str, str]:
        if staff_id not in self._tokens:
            member = self.staff[staff_id]
            self._tokens[staff_id] = self._system.token(staff_id, member["roles"])
        return {"Authorization": f"Bearer {self._tokens[staff_id]}"}

    def clock(self, service: str, *, by: str) -> Clock:
        """The clock of a service, for a person who looks at it again and again."""
        return Clock(self._system.addresses[service], self._authorization(by)["Authorization"])

    async def ask(self, service: str, path: str, *, by: str, **params: Any) -> Any:
        """GET as a person."""
        answer = await self._send("GET", service, path, by=by, params=params)
        return answer.json()

    async def fetch(self, service: str, path: str, *, by: str) -> bytes:
        """GET a file as a person."""
        return (await self._send("GET", service, path, by=by)).content

    async def package(self, batch_id: str, file: Path, *, by: str) -> None:
        """Have the archive's package of a batch written, as a person."""
        archive = httpx.Client(
            base_url=self._system.addresses["archive"], headers=self._authorization(by), timeout=60.0, trust_env=False
        )
        with archive:
            await asyncio.to_thread(export_batch, archive, batch_id, file)

    async def order(self, service: str, path: str, *, by: str, method: str = "POST", **content: Any) -> Any:
        """Give a command as a person; answers its JSON, or None."""
        answer = await self._send(method, service, path, by=by, **content)
        return answer.json() if answer.content else None

    async def refused(self, service: str, path: str, *, by: str, method: str = "POST", **content: Any) -> str:
        """Give a command that must be refused; answers the slug of the refusal."""
        try:
            await self._send(method, service, path, by=by, **content)
        except RefusedError as refusal:
            return str(refusal).partition("problem:")[2].partition('"')[0]
        message = f"{method} {path} was not refused"
        raise AssertionError(message)

    async def _send(self, method: str, service: str, path: str, *, by: str, **content: Any) -> httpx.Response:
        headers = self._authorization(by) | content.pop("headers", {})
        if method != "GET":
            headers["Idempotency-Key"] = uuid.uuid4().hex
        async with self._desks:
            answer = await self._answered(self._clients[service], method, path, headers=headers, **content)
        self.requests[service] += 1
        if answer.is_error:
            raise RefusedError(method, path, answer.status_code, answer.text)
        return answer

    @staticmethod
    async def _answered(client: httpx.AsyncClient, method: str, path: str, **content: Any) -> httpx.Response:
        """Send it, and send it again under its one key while nobody answers or the answer is to come again."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answer = await client.request(method, path, **content)
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > until:
                    return answer
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise
            await asyncio.sleep(AGAIN_AFTER)

    async def in_chunks(self, service: str, path: str, *, by: str) -> int:
        """Repeat a bulk command until nothing remains; answers how many were done."""
        done: int = 0
        while True:
            answer = await self.order(service, path, by=by)
            done += answer["done"]
            if not answer["remaining"]:
                return done

    async def pages(self, service: str, path: str, *, by: str, **params: Any) -> AsyncIterator[dict[str, Any]]:
        """Every item of a listing."""
        cursor: dict[str, Any] = {}
        while True:
            page = await self.ask(service, path, by=by, **params, **cursor)
            for item in page["items"]:
                yield item
            if page["next"] is None:
                return
            cursor = {"cursor": page["next"]}

    async def until(self, what: str, arrived: Callable[[], Awaitable[bool]]) -> None:
        """Wait for something that the services do by themselves. Raises `NeverCameError`."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not await arrived():  # noqa: ASYNC110 -- it happens in other processes
                    await asyncio.sleep(0.05)
        except TimeoutError as late:
            message = f"after {PATIENCE:.0f} s: {what}"
            raise NeverCameError(message) from late
