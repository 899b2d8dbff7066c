"""Forms as a part of a service: `parts=[forms(BOOK, FormSubjects)]` in its `main.py`, and it has them."""

import asyncio
from datetime import datetime
from typing import Any

from libs.chassis.domain import Deadline, Repository
from libs.chassis.service import Part, Service
from libs.contracts.beijing import beijing_day
from libs.forms.declaration import Book
from libs.forms.desk import FormDesk, Office
from libs.forms.press import Press
from libs.forms.routes import form_routes
from libs.forms.settings import PrintingSettings
from libs.forms.storage import FORM_COLLECTIONS
from libs.forms.subject import NothingElse, Subjects, year_file
from libs.forms.watch import KIND, FormWatch, watch_file

LOOKS_FOR_A_NEW_YEAR_EVERY_SECONDS = 3600


class YearsWatched:
    """The year in which a service first runs is watched from then on; each watched year begins the next one."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._begin = service.wiring.bind(_watch_this_year, "now")

    async def run(self) -> None:
        """For ever: a store may be put back to one of an earlier year."""
        while True:
            await self.begin()
            await asyncio.sleep(LOOKS_FOR_A_NEW_YEAR_EVERY_SECONDS)

    async def begin(self) -> None:
        """Watch the present year, if nobody does."""
        now = self._service.clock.now()

        async def use(work: Any) -> None:
            await self._begin(work, now=now)

        await self._service.transactions.run(use, now=lambda: now)

    def idle(self) -> bool:
        """Always: what it begins waits for a deadline."""
        return True


async def _watch_this_year(form_watches: Repository[FormWatch], now: datetime) -> None:
    await watch_file(form_watches, year_file(beijing_day(now).year), now=now)


def forms(book: Book, kinds: type[Subjects] = NothingElse) -> Part:
    """Routes, collections, watch and press for a book of forms.

    `kinds` is the dataclass of repositories that finds what the forms are about, beside the year.
    """

    async def tell_what_is_missing(
        deadline: Deadline,
        desk: FormDesk,
        subjects: kinds,  # type: ignore[valid-type]  # the wiring reads it
        now: datetime,
    ) -> None:
        """A form is not there at its time: somebody must be told."""
        await Office(book=book, subjects=subjects, desk=desk).ring(deadline.payload["id"], now=now)

    settings = PrintingSettings()
    return Part(
        collections=FORM_COLLECTIONS,
        routers=form_routes(book, kinds),
        timers={KIND: tell_what_is_missing},
        provide=lambda service: {
            "cipher": service.cipher,
            "form_press": Press(font_dir=settings.font_dir, font_families=settings.font_families),
        },
        beside=lambda service: {"form-years": YearsWatched(service)},
    )
