"""The wall clock jumps an hour forward and back, then back and forward, under services that keep time by it."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aio_pika

from apps.cli.keys import Keys
from apps.demo.office import Office
from apps.faults.broker import Broker
from apps.faults.evidence import unproven
from apps.faults.ledger import Armed, Ledger
from apps.faults.publishing import as_published
from apps.faults.scene import LOOK, Record
from apps.faults.system import Setting, Supervised
from apps.faults.wallclock import TRUST, WallClock
from libs.chassis.domain import Harm
from libs.chassis.store.port import OutboxEvent
from libs.contracts.event import Event
from libs.contracts.registration import BatchOpened, CandidateApproved, Offer
from libs.contracts.scoring import ScorePublished

SERVICES = ("certification", "incident", "archive")
KINDS = ("first-report-due", "notice-ends")
HOUR = 3600.0
PUBLISHED = datetime(2026, 9, 24, 2, tzinfo=UTC)
MIDNIGHT = datetime(2026, 10, 9, 16, tzinfo=UTC)  # in Shanghai, after the fifth working day
DAY = timedelta(days=1)
A_WHILE = timedelta(hours=2)  # so that a token is old enough for a clock that was put back an hour
BEFORE_MIDNIGHT = timedelta(seconds=75)
NOTICES, INCIDENTS = 40, 24
LIMIT = 5.0  # a timer looks every second; a busy machine needs a while
EARLY = 0.05
PATIENCE = 60.0
STILL = 8.0
BATCH = "2026-autumn"
COOK: dict[str, Any] = {"occupation_code": "4-03-02-01", "occupation": "中式烹调师", "work_type": "--", "level": 5}


@dataclass
class Watch:
    """Sees each deadline while it is armed and when it is gone."""

    ledger: Ledger
    clock: WallClock
    seen: dict[Armed, float] = field(default_factory=dict)
    gone: dict[Armed, float] = field(default_factory=dict)
    blind: float = 0.0

    async def keep(self) -> None:
        """Look until cancelled."""
        looked = time.monotonic()
        while True:
            armed, now = self.ledger.armed(KINDS), time.monotonic()
            self.blind, looked = max(self.blind, now - looked), now
            for deadline in armed - self.seen.keys():
                self.seen[deadline] = now
            for deadline in self.seen.keys() - armed - self.gone.keys():
                self.gone[deadline] = now
            await asyncio.sleep(LOOK)

    def owed(self, within: float) -> list[Armed]:
        """What must fire within so many seconds, or should have."""
        until = time.monotonic() + within
        return [one for one in self.seen.keys() - self.gone.keys() if self.promised(one) < until]

    async def settle(self) -> None:
        """Return when nothing more is to come within the time of distrust, or does not come."""
        until = time.monotonic() + PATIENCE
        while self.owed(TRUST) and time.monotonic() < until:  # noqa: ASYNC110 -- the stores are read from outside
            await asyncio.sleep(LOOK)

    def promised(self, deadline: Armed) -> float:
        """When it is to fire."""
        return self.clock.promised(deadline.harm, deadline.due_at, self.seen[deadline])

    def late_by(self, deadline: Armed) -> float:
        """Seconds from the moment at which it was to fire; below zero if it came early."""
        return self.gone[deadline] - self.promised(deadline)

    def broken(self) -> list[str]:
        """What did not fire, fired early, or late by more than the limit and the longest time between two looks."""
        owed = self.owed(-LIMIT)
        broken = [f"deadlines: {len(owed)} have not fired"] if owed else []
        for harm in Harm:
            by = [self.late_by(one) for one in self.gone if one.harm is harm]
            if early := [-one for one in by if one < -EARLY]:
                broken.append(f"deadlines whose {harm.value} harms: {len(early)} fired up to {max(early):.1f} s early")
            if late := [one for one in by if one > LIMIT + self.blind]:
                broken.append(f"deadlines whose {harm.value} harms: {len(late)} fired up to {max(late):.1f} s late")
        return broken


async def jump(broker: Broker, staff: Sequence[Any], out: Path, setting: Setting) -> tuple[list[Record], list[str]]:
    """Arm deadlines of both kinds in real services, step the clock both ways, and see when each fires.

    Midnight ends the notice: it comes while the clock says that it is an hour earlier.
    """
    vhost = "wall-clock"
    url = await asyncio.to_thread(broker.node.vhost, vhost)
    out.mkdir(parents=True)  # noqa: ASYNC240 -- nothing runs yet
    clock = WallClock(out / "clock", MIDNIGHT - DAY)
    mutations = f"trust-soon,{setting.mutation}".rstrip(",")
    setting = replace(setting, mutation=mutations, environment=clock.environment)
    system = Supervised(out / "state", amqp_url=url, setting=setting, services=SERVICES, simulation=False)
    system.keys.made_at = MIDNIGHT - DAY
    office = Office(system, staff)
    try:
        await system.begin()
        watch = Watch(Ledger(system.stores, await broker.queues(vhost)), clock)
        watching = asyncio.create_task(watch.keep())
        await _post_notices(url, system.keys, watch)
        clock.set(MIDNIGHT - BEFORE_MIDNIGHT)
        system.keys.made_at = MIDNIGHT - A_WHILE
        await asyncio.sleep(TRUST + 2.0)
        records = [await _forward(office, watch), await _back(office, watch)]
        watching.cancel()
        broken = watch.broken() + await _left(office, system, watch, out)
    except Exception as failed:  # noqa: BLE001 -- whatever it is, it is the finding
        records, broken = [], [repr(failed)]
    finally:
        await office.close()
        system.destroy()
        await asyncio.to_thread(broker.node.drop_vhost, vhost)
    return records, broken + system.unexpected()


async def _post_notices(url: str, keys: Keys, watch: Watch) -> None:
    """Tell certification what it needs to post results, and nobody else: these candidates exist nowhere."""
    offer = Offer(**COOK)
    opened = BatchOpened(
        batch_id=BATCH,
        name=BATCH,
        institution_code="S000043009001",
        institution="怀化市示例职业培训学校",
        offers=[offer],
        registration_closes_at=PUBLISHED,
        opened_at=PUBLISHED,
    )
    ids = [f"{BATCH}-{row:05d}" for row in range(NOTICES)]
    approved = [
        CandidateApproved(
            application_id=one,
            batch_id=BATCH,
            name="sealed:k1:name",
            id_number="sealed:k1:number",
            id_fingerprint=f"{row:064x}",
            parts=["theory", "practical"],
            approved_at=PUBLISHED,
            **COOK,
        )
        for row, one in enumerate(ids)
    ]
    published = [
        ScorePublished(
            application_id=one,
            batch_id=BATCH,
            occupation_code=offer.occupation_code,
            level=offer.level,
            theory_score="41.0",
            theory_outcome="failed",
            practical_score="52.0",
            practical_outcome="failed",
            published_at=PUBLISHED,
        )
        for one in ids
    ]
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        for number, event in enumerate([opened, *approved, *published]):
            message = as_published(_as_committed(event, number), keys, url)
            await channel.default_exchange.publish(message, f"certification.{event.routing_key}")
    async with asyncio.timeout(PATIENCE):
        while len(watch.seen) < NOTICES:  # noqa: ASYNC110 -- the stores are read from outside
            await asyncio.sleep(LOOK)


def _as_committed(event: Event, number: int) -> OutboxEvent:
    source = event.routing_key.partition(".")[0]
    return OutboxEvent(
        id=f"{source}:jumps/{number}:1",
        aggregate=f"jumps/{number}",
        seq=1,
        routing_key=event.routing_key,
        body=event.model_dump_json().encode(),
        occurred_at=datetime.now(UTC),
    )


async def _report(office: Office, watch: Watch, due_at: Sequence[datetime]) -> AbstractSet[Armed]:
    """Report incidents whose ten minutes end at these moments; answers what was armed for them."""
    before = set(watch.seen)
    by = office.who("invigilator")

    async def report(moment: datetime) -> None:
        content = {
            "batch_id": BATCH,
            "site": "主考点",
            "kind": "power-or-equipment-failure",
            "description": "停电",
            "discovered_at": (moment - timedelta(minutes=10)).isoformat(),
        }
        await office.order("incident", "/incidents", by=by, json=content)

    await asyncio.gather(*map(report, due_at))
    async with asyncio.timeout(PATIENCE):
        while len(watch.seen) < len(before) + len(due_at):  # noqa: ASYNC110 -- the stores are read from outside
            await asyncio.sleep(LOOK)
    return watch.seen.keys() - before


async def _forward(office: Office, watch: Watch) -> Record:
    """An hour forward: every first report is overdue by the wall clock, and every notice over; by the other, none."""
    reports = await _report(office, watch, [MIDNIGHT + timedelta(minutes=5, seconds=n) for n in range(INCIDENTS)])
    watch.clock.step(HOUR)
    await asyncio.sleep(LIMIT + 1.0)
    watch.clock.step(0.0)
    return _record(watch, f"wall clock +1 h and back: {INCIDENTS} escalations at once, no notice over", reports)


async def _back(office: Office, watch: Watch) -> Record:
    """An hour back, over midnight: by the wall clock nothing is due, by the other one everything becomes so."""
    dues = [MIDNIGHT + timedelta(seconds=STILL * (1.5 * n / INCIDENTS - 0.8)) for n in range(INCIDENTS)]
    reports = await _report(office, watch, dues)
    still = watch.clock.until(MIDNIGHT) - STILL
    if still < 0:
        message = "the machine is too slow: midnight came before the clock was stepped back"
        raise TimeoutError(message)
    await asyncio.sleep(still)
    watch.clock.step(-HOUR)
    await asyncio.sleep(watch.clock.until(MIDNIGHT) + STILL)
    watch.clock.step(0.0)
    await watch.settle()
    return _record(
        watch, f"wall clock -1 h and back: {INCIDENTS} escalations on time, {NOTICES} notices by both clocks", reports
    )


def _record(watch: Watch, fault: str, reports: AbstractSet[Armed]) -> Record:
    return Record(fault, 1, [max((watch.late_by(one) for one in reports & watch.gone.keys()), default=0.0)])


async def _all_chained(office: Office, ledger: Ledger) -> bool:
    """Whether everything had its effect: the archive chains what it has accepted a little later."""
    if ledger.outstanding():
        return False
    chain = await office.ask("archive", "/chain", by=office.who("auditor"))
    return bool(chain["count"] == len(ledger.events()))


async def _left(office: Office, system: Supervised, watch: Watch, out: Path) -> list[str]:
    """What is wrong once all is over: effects twice or missing, something outstanding, a chain that does not verify."""
    until = time.monotonic() + PATIENCE
    while not await _all_chained(office, watch.ledger) and time.monotonic() < until:  # noqa: ASYNC110 -- in other processes
        await asyncio.sleep(LOOK)
    events = watch.ledger.events()
    kinds = Counter(events.values())
    wanted = {"incident.first-report-overdue.v1": 2 * INCIDENTS, "certification.notice-period-elapsed.v1": NOTICES}
    broken = [f"effects: {kinds[kind]} × {kind}, not {n}" for kind, n in wanted.items() if kinds[kind] != n]
    if outstanding := watch.ledger.outstanding():
        broken.append(f"lost: {len(outstanding)} deliveries without effect")
    return broken + await unproven(system, office, events, out)
