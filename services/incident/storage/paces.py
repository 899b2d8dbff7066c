"""How much each robot was sent, for all processes."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from services.incident.domain.notices.pace import Limit, Pace, Turn
from services.incident.storage.collections import PACES


class RobotPaces:
    """One document for each robot, changed in a commit before each message to it."""

    def __init__(self, transactions: Transactions, now: Callable[[], datetime]) -> None:
        self._transactions = transactions
        self._now = now

    async def take(self, robot: str, turn: Turn, *, limits: Sequence[Limit]) -> datetime | None:
        async def use(work: UnitOfWork) -> datetime | None:
            paces = work.of(PACES)
            pace = await paces.find_one(robot) or Pace(id=robot)
            opens_at = pace.take(turn, limits=limits, now=self._now())
            paces.save(pace)
            return opens_at

        return await self._transactions.run(use, now=self._now)

    async def rest(self, robot: str, pause: timedelta) -> datetime:
        until = self._now() + pause

        async def use(work: UnitOfWork) -> None:
            pace = await work.of(PACES).get(robot)
            pace.rest(until=until)
            work.of(PACES).save(pace)

        await self._transactions.run(use, now=self._now)
        return until
