"""The archive: the chassis' service, and beside it the one task that appends what was accepted."""

import asyncio
from functools import partial

from libs.chassis.service import Service
from libs.chassis.store.unit_of_work import UnitOfWork
from libs.contracts.catalogue import contracts
from libs.forms.part import forms
from services.archive import routes, subscribers
from services.archive.domain.forms.book import BOOK
from services.archive.settings import Settings
from services.archive.storage.collections import COLLECTIONS
from services.archive.storage.signing import HeadSigner
from services.archive.storage.vault import BatchVault
from services.archive.use_cases import chain
from services.archive.views.form_subjects import FormSubjects

# How long an accepted event may wait before anybody looks: short for a reader, long for an idle processor.
PAUSE_SECONDS = 0.1


class Appender:
    """Appending is a task of its own, so that messages handled at the same time never wait for each other.

    Should two replicas append at once, one of them clashes on the chain and looks again: the chain stays linear.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._append = service.wiring.bind(chain.append_waiting, "now")
        self._caught_up_at = -1

    async def run(self) -> None:
        """Append whatever waits, for ever."""
        while True:
            while await self.append_waiting() == chain.BATCH:
                pass
            await asyncio.sleep(PAUSE_SECONDS)

    def idle(self) -> bool:
        """Whether everything that was accepted is in the chain."""
        return self._caught_up_at == self._service.totals()["handled"]

    async def _append_now(self, work: UnitOfWork) -> int:
        appended: int = await self._append(work, now=self._service.clock.now())
        return appended

    async def append_waiting(self) -> int:
        """Append one batch in one commit; answers how many records it had."""
        handled = self._service.totals()["handled"]
        appended: int = await self._service.transactions.run(self._append_now, now=self._service.clock.now)
        if appended < chain.BATCH:  # all that waited: to look once more would cost a simulated day a pause
            self._caught_up_at = handled
        return appended


def build(settings: Settings | None = None) -> Service:
    """Name the parts; nothing starts before `run()`."""
    settings = settings or Settings()
    contracts()  # which events have to be signed
    return Service(
        "archive",
        settings,
        collections=COLLECTIONS,
        routers=routes.ROUTERS,
        parts=[forms(BOOK, FormSubjects)],
        subscriptions=subscribers.subscriptions,
        timers=subscribers.timers,
        provide=lambda service: {
            "cipher": service.cipher,
            "filing_days": settings.filing_days,
            "signer": HeadSigner(settings.event_key.get_secret_value()),
            "vaults": partial(BatchVault, cipher=service.cipher),
        },
        beside=lambda service: {"appender": Appender(service)},
    )


if __name__ == "__main__":
    build().run()
