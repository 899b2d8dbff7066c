"""Pytest plugin: with `--every-refusal` a run is red that made some refusal in none of its tests, and names it.

A refusal counts where the code of the house makes it: one that a test makes for itself says nothing of the rule behind
it. What a process of its own refuses is not seen, so each is met in a test of its rule, too.
"""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from libs.chassis.domain import DomainError
from libs.chassis.store.port import Absent, AbsentError

ROOT = Path(__file__).parents[1]
PLACES = ("libs", "services", "apps/gateway", "apps/public")
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/__init__.py"))

# No test meets these yet; the list only becomes shorter: whoever meets one takes it off.
UNMET = frozenset(
    {
        "apps.gateway.domain.errors.TicketsNotSetError",
        "libs.forms.errors.NotForThisError",
        "libs.forms.errors.NotPrintedError",
        "services.certification.domain.errors.certificate.CertificateAlreadyIssuedError",
        "services.certification.domain.errors.certificate.NotPrintableError",
        "services.certification.domain.errors.reissue.CopyNotPrintableError",
        "services.incident.domain.errors.PrintingFailedError",
        "services.itembank.domain.errors.selection.SelectionNotFoundError",
        "services.scheduling.domain.errors.enrolment.TicketNumberTakenError",
        "services.scheduling.domain.errors.room.RoomNumberTakenError",
    }
)


class Node(Protocol):
    """A worker, as xdist hands it on."""

    workeroutput: dict[str, Any]


def refusals() -> list[type[DomainError]]:
    """All that the libraries, the services, the gateway and the public page define."""
    for path in sorted(path for place in PLACES for path in ROOT.glob(f"{place}/**/*.py")):
        if "tests" not in path.parts and "Error(" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return sorted({kind for kind in _below(DomainError) if "tests" not in kind.__module__}, key=str)


def _below(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def collections(service: str) -> Any:
    """What a service stores."""
    module = "storage.collections" if (ROOT / "services" / service / "storage").is_dir() else "storage"
    return importlib.import_module(f"services.{service}.{module}").COLLECTIONS


def known() -> set[str]:
    """The names of all refusals: of what a collection lacks its slug; families are none."""
    absent = {one.missing for service in SERVICES for one in collections(service) if isinstance(one.missing, Absent)}
    made = {name_of(kind) for kind in refusals() if hasattr(kind, "says") and not kind.__subclasses__()}
    return made - {name_of(AbsentError)} | {one.slug for one in absent if one.slug != "not-found"}


def name_of(kind: type[DomainError]) -> str:
    """Where it is, and what it is called."""
    return f"{kind.__module__}.{kind.__name__}"


class Watch:
    """Notes which refusals are made; workers tell the process that started them."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.made: set[str] = set()
        self._before: Any = None

    @property
    def never(self) -> set[str]:
        """Those that should have been made and were not."""
        return self.known - self.made - UNMET

    @property
    def met_after_all(self) -> set[str]:
        """Those that no test is said to meet."""
        return self.made & UNMET

    def begin(self) -> None:
        """From now on."""
        self._before = vars(DomainError).get("__new__")
        make = DomainError.__new__

        def noted(kind: type[DomainError], *told: Any, **named: Any) -> DomainError:
            if "/tests/" not in sys._getframe(1).f_code.co_filename:
                self.made.add(named["slug"] if kind is AbsentError else name_of(kind))
            return make(kind, *told, **named)

        DomainError.__new__ = noted  # type: ignore[assignment]

    def end(self) -> None:
        """As it was before: a run may be within another."""
        if self._before is None:
            del DomainError.__new__
        else:
            DomainError.__new__ = self._before  # type: ignore[method-assign]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Node) -> None:
        """Hear what a worker saw."""
        told = node.workeroutput.get("refusals", {"known": [], "made": []})
        self.known.update(told["known"])
        self.made.update(told["made"])

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand on what was seen, or be red for what was not."""
        workers_own = getattr(session.config, "workeroutput", None)
        if not self.known:
            self.known = known()
        if workers_own is not None:
            workers_own["refusals"] = {"known": sorted(self.known), "made": sorted(self.made)}
        elif (self.never or self.met_after_all) and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name them."""
        for named, what in (
            (self.never, "that no test meets"),
            (self.met_after_all, "that are met and stand on UNMET"),
        ):
            if named:
                terminalreporter.section(f"{len(named)} refusals {what}", red=True)
                terminalreporter.write_line("\n".join(sorted(named)))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--every-refusal`, which only a run of all tests can satisfy."""
    parser.addoption("--every-refusal", action="store_true", help="fail if a refusal is made in no test")


def pytest_configure(config: pytest.Config) -> None:
    """Watch from before the first test on."""
    if config.getoption("every_refusal"):
        watch = Watch()
        config.pluginmanager.register(watch, "every-refusal")
        watch.begin()
        config.add_cleanup(watch.end)
