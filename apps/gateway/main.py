"""The staff gateway as a process: `python -m apps.gateway`."""

from collections.abc import Mapping
from typing import Any

from apps.gateway.gateway import Gateway
from apps.gateway.long_work import exporting
from apps.gateway.long_work.packages import BatchPackages
from apps.gateway.long_work.tickets import SignInSheets, TicketFile
from apps.gateway.long_work.work import LongWork, Work
from apps.gateway.long_work.works import CertificateFiles, CertificatePhotos, CertificatePrint, RosterImport
from apps.gateway.routes import ALL
from apps.gateway.routes.administration import operator
from apps.gateway.routes.me import console, provider
from apps.gateway.routes.office import todo
from apps.gateway.settings import Settings


def works(settings: Settings) -> Mapping[str, Work]:
    """Kind → how it is done."""
    return {
        exporting.KIND: exporting.Exports([one for pages in ALL for one in pages.lists]),
        "batch-package": BatchPackages(),
        "certificates": CertificateFiles(),
        "certificate-photos": CertificatePhotos(),
        "certificate-print": CertificatePrint(),
        "roster": RosterImport(),
        "tickets": TicketFile(font_dir=settings.font_dir, font_families=settings.font_families),
        "sign-in-sheets": SignInSheets(font_dir=settings.font_dir, font_families=settings.font_families),
    }


def build(settings: Settings | None = None, **other: Any) -> Gateway:
    """Put the gateway together; `other` is what a test puts in a place of its own."""
    return Gateway(
        settings or Settings(),
        programs=[operator.router, console.programs, provider.programs],
        pages=[pages.router for pages in ALL],
        shown={page: show for pages in ALL for page, show in pages.shown.items()},
        beside=lambda gateway: {"long work": LongWork(gateway, works(gateway.settings)), "counts": gateway.counts},
        count=todo.count_for,
        **other,
    )
