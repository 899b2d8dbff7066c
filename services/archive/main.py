"""The archive: the chassis' service, and beside it the one task that appends what was accepted."""

import asyncio

import structlog

from libs.chassis.service import Service
from libs.chassis.store.unit_of_work import UnitOfWork
from libs.contracts.catalogue import contracts
from services.archive import routes, subscribers, use_cases
from services.archive.settings import Settings
from services.archive.storage import CHAINS, RECORDS

PAUSE = 0.1

log = structlog.get_logger()


class ArchiveService(Service):
    """Appending is a task of its own, so that messages handled at the same time never wait for each other.

    Should two replicas append at once, one of them clashes on the chain and looks again: the chain stays linear.
    """

    _caught_up_at = -1

    async def start(self) -> None:
        """Start the sealer with the rest."""
        await super().start()
        self._tasks["sealer"] = asyncio.create_task(self._append_for_ever())

    def idle(self) -> bool:
        """Whether, beside the rest, everything that was accepted is in the chain."""
        return super().idle() and self._caught_up_at == self.totals()["handled"]

    async def append_waiting(self) -> int:
        """Append one batch in one commit; answers how many records it had."""
        handled = self.totals()["handled"]

        async def use(work: UnitOfWork) -> int:
            return await use_cases.append_waiting(work.of(RECORDS), work.of(CHAINS))

        appended = await self.transactions.run(use, now=self.clock.now)
        if not appended:
            self._caught_up_at = handled
        return appended

    async def _append_for_ever(self) -> None:
        while True:
            try:
                while await self.append_waiting() == use_cases.BATCH:
                    pass
            except Exception:
                log.exception("append.failed")
            await asyncio.sleep(PAUSE)


def build(settings: Settings | None = None) -> ArchiveService:
    """Put the archive together."""
    settings = settings or Settings()
    contracts()  # which events have to be signed
    return ArchiveService(
        "archive",
        settings,
        collections=[RECORDS, CHAINS],
        routers=[routes.router],
        subscriptions=subscribers.subscriptions,
    )


if __name__ == "__main__":
    build().run()
