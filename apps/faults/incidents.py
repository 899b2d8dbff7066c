"""Incidents entered so that steps of the plan fall due when a run wants them, and an ear on the bus that hears them."""

import asyncio
import json
import math
import time
from datetime import UTC, datetime
from itertools import repeat
from types import TracebackType
from typing import Any, NamedTuple, Self

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

from apps.demo.office import Office
from apps.faults.steps import HELD, UNANSWERED, Heard

BATCH = "2026-autumn"
KINDS = {"general": "power-or-equipment-failure", "major": "paper-leak"}
POSTS = {
    "site-head": "site-head",
    "inspector": "supervisor",
    "duty-officer": "leading-group",
    "group-head": "leading-group",
    "director": "director",
}
ROLES = ("invigilator", "exam-affairs", "auditor", *POSTS.values())
STAFF = [{"staff_id": f"S-{number:04}", "roles": [role]} for number, role in enumerate(ROLES, start=1)]
A_COMMAND = 0.02
BESIDE = (0.0, 0.000_999, 0.499_500, 0.999_999)
# With these ten minutes over, the first report is overdue; a correction then moves the ladder and nothing else.
OVERDUE = 10.5 * 60


class Aim(NamedTuple):
    """A step that an incident is entered shortly before."""

    tier: str
    minutes: int
    held: bool

    @property
    def by_correction(self) -> bool:
        """Whether it lies further from the step before it than a run lasts."""
        return self.held or (self.tier, self.minutes) == ("general", 16)


AIMS = [Aim(tier, minutes, plan is HELD) for plan in (UNANSWERED, HELD) for tier in plan for minutes in plan[tier]]


async def put_on_duty(office: Office) -> None:
    """One person on each post of the ladder; their notices go to the console."""
    duties = [{"post": post, "person_id": office.who(role, int(post == "group-head"))} for post, role in POSTS.items()]
    await office.order(
        "incident", f"/rosters/{BATCH}", method="PUT", by=office.who("exam-affairs"), json={"duties": duties}
    )


async def report(office: Office, number: int, tier: str, discovered: float) -> str:
    """Report an incident in a room of its own; answers its id."""
    content = {
        "batch_id": BATCH,
        "site": "主考点",
        "room": f"第{number}考场",
        "kind": KINDS[tier],
        "description": "停电" if tier == "general" else "试卷疑似泄露",
        "discovered_at": _text(discovered),
    }
    answer = await office.order("incident", "/incidents", by=office.who("invigilator"), json=content)
    return str(answer["incident_id"])


async def enter(office: Office, number: int, due: float) -> None:
    """Enter an incident so that the step whose turn it is falls due at a moment."""
    aim = AIMS[number % len(AIMS)]
    discovered = due - 60 * aim.minutes
    if not aim.by_correction:
        await report(office, number, aim.tier, discovered)
        return
    incident = await report(office, number, aim.tier, time.time() - OVERDUE)
    if aim.held:
        await office.order("incident", f"/incidents/{incident}/acknowledgements", by=office.who("director"))
    correction = {"discovered_at": _text(discovered), "reason": "核对监控记录"}
    await office.order("incident", f"/incidents/{incident}/corrections", by=office.who("exam-affairs"), json=correction)


async def enter_many(office: Office, count: int, *, seconds: int) -> tuple[float, float]:
    """Enter incidents whose steps fall due, several at once, from when all are in; answers from when to when.

    They are due on and beside whole seconds and milliseconds, where what rounds in two ways loses a deadline.
    """
    begin = math.ceil(time.time() + 3 + count * A_COMMAND)
    due = [begin + number * seconds // count + BESIDE[number % len(BESIDE)] for number in range(count)]
    await asyncio.gather(*map(enter, repeat(office), range(count), due))
    if time.time() > begin:
        message = "the machine is too slow: steps were due before all incidents were in"
        raise TimeoutError(message)
    return begin, begin + seconds


class Ear:
    """Hears every event of the incident service, and notes when."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.heard: list[Heard] = []

    async def __aenter__(self) -> Self:
        self._connection = await aio_pika.connect(self._url)
        channel = await self._connection.channel()
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(await channel.get_exchange("events"), "incident.#")
        await queue.consume(self._take, no_ack=True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connection.close()

    async def _take(self, message: AbstractIncomingMessage) -> None:
        content: dict[str, Any] = json.loads(message.body)
        self.heard.append(Heard(message.message_id or "", message.routing_key or "", content, time.time()))


def _text(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()
