"""One life of a thing, played through the front door and written down: a record that was approved by reading it.

Beside each step stands what it was answered, which facts it made known, which deadlines it armed and let go, and what
the watched pages say differently from then on. The record lies beside its test. `APPROVE=1 pytest …` writes it anew;
what is different then is read as a diff before it is committed.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import Any, Self
from urllib.parse import parse_qsl

import httpx

from libs.chassis.domain import Harm
from libs.chassis.testing import Harness
from libs.contracts.command import Command
from libs.contracts.event import Event

FAR = datetime(2100, 1, 1, tzinfo=UTC)
# What is different each time, or with each set of fonts.
SEAL, DIGEST = re.compile(r"sealed:k\d:[\w+/=-]+"), re.compile(r"\b[0-9a-f]{64}\b")
# Each form is held by the proof that comes of its declaration.
OF_FORMS = {"forms-due", "form-overdue"}
GLUE = "\x00"  # what holds a text together where lines are broken
Reader = tuple[str, ...]
Place = tuple[str, ...]
Said = dict[Place, str]


class Life(Harness):
    """A service under test that writes down what is asked of it, told to it, and what comes of that."""

    _lines: list[str]

    async def __aenter__(self) -> Self:
        self._lines = []
        self._pages: dict[str, Reader] = {}
        self._said: dict[str, Said] = {}
        self._made_known = 0
        self._left_out = OF_FORMS
        await super().__aenter__()
        return self

    def watch(self, *pages: str, by: Reader) -> None:
        """Read these pages after every step from the next one on."""
        self._pages |= dict.fromkeys(pages, by)

    def leave_out(self, *kinds: str) -> None:
        """Say nothing of deadlines and facts of these kinds."""
        self._left_out = self._left_out | {*kinds}

    async def request(self, method: str, path: str, *, as_: Reader | None = None, **options: Any) -> httpx.Response:
        """Ask, and write down what was answered and what came of it."""
        answer = await super().request(method, path, as_=as_, **options)
        self._lines += ["", f"## {method} {path} by {' '.join(as_ or ['the public'])} → {answer.status_code}"]
        self._write(_said(answer))
        await self._what_came_of_it()
        return answer

    async def deliver(self, event: Event | Command, **options: Any) -> None:
        """Tell the service a fact, and write down what came of it."""
        await super().deliver(event, **options)
        self._lines += ["", f"## heard {event.routing_key}"]
        await self._what_came_of_it()

    async def step_to(self, moment: datetime) -> None:
        """Let time pass, and write down what came of it."""
        await super().step_to(moment)
        self._lines += ["", f"## until {moment.astimezone(UTC).isoformat()}"]
        await self._what_came_of_it()

    def must_read_as(self, record: Path) -> None:
        """Compare with the approved record."""
        told = "\n".join(self._lines).strip() + "\n"
        if os.environ.get("APPROVE"):
            record.write_text(told, encoding="utf-8")
        assert told.splitlines() == record.read_text(encoding="utf-8").splitlines()

    async def must_read_alike_page_by_page(self) -> None:
        """Compare every watched listing with itself, one item a page."""
        for page, reader in self._pages.items():
            whole = (await super().request("GET", page, as_=reader)).json()
            if isinstance(whole, dict) and whole.keys() == {"items", "next"} and "limit=" not in page:
                assert await self._read_page_by_page(page, reader) == whole["items"]

    async def _read_page_by_page(self, page: str, reader: Reader) -> list[Any]:
        items: list[Any] = []
        after: dict[str, str] = {}
        path, _, query = page.partition("?")
        asked = dict(parse_qsl(query)) | {"limit": "1"}
        while True:
            answer = await super().request("GET", path, as_=reader, params=asked | after)
            assert len(answer.json()["items"]) <= 1
            items += answer.json()["items"]
            if answer.json()["next"] is None:
                return items
            key = "after" if isinstance(answer.json()["next"], int) else "cursor"
            after = {key: answer.json()["next"]}

    async def _what_came_of_it(self) -> None:
        events = self.outbox()
        for event in events[self._made_known :]:
            if event.routing_key.split(".")[1] in self._left_out:
                continue
            self._lines.append(f"published {event.routing_key}, number {event.seq} of {event.aggregate}")
            self._write(dict(_leaves(json.loads(event.body))))
        self._made_known = len(events)
        armed = [
            one
            for harm in Harm
            for one in await self.service.store.due(harm, FAR, limit=1000)
            if one.kind not in self._left_out
        ]
        due: Said = {(one.key,): f"{one.kind} at {one.due_at.isoformat()}, harm {one.harm.value}" for one in armed}
        self._different("deadlines", due)
        self._different("parked", {(one["id"],): f"{one['slug']}, {one['state']}" for one in self.parked()})
        for page, reader in self._pages.items():
            self._different(page, _said(await super().request("GET", page, as_=reader)))

    def _different(self, name: str, said: Said) -> None:
        before = self._said.get(name, {})
        changed = {place: value for place, value in said.items() if before.get(place) != value}
        still = {place[:length] for place in said for length in range(len(place) + 1)}
        gone = {place[: 1 + sum(place[: n + 1] in still for n in range(len(place)))] for place in before}
        gone = {place for place in gone if place not in still}
        if changed or gone:
            self._lines.append(f"{name}:")
            self._write(changed | dict.fromkeys(sorted(gone), "(gone)"))
        self._said[name] = said

    def _write(self, said: Said) -> None:
        """What stands in one place beside each other, place by place."""
        for place, inside in groupby(said.items(), lambda one: one[0][:-1]):
            text = "  ".join(f"{leaf[-1]}: {value}".replace(" ", GLUE) for leaf, value in inside)
            text = ".".join(place) + "  " * bool(place) + text
            wrapped = wrap(
                text,
                116,
                initial_indent="    ",
                subsequent_indent="        ",
                break_long_words=False,
                break_on_hyphens=False,
            )
            self._lines += [line.replace(GLUE, " ") for line in wrapped]


def _said(answer: httpx.Response) -> Said:
    """What is read of an answer, whatever it is made of."""
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind == "application/pdf":
        command = ["pdftotext", "-layout", "-", "-"]
        text = subprocess.run(command, input=answer.content, capture_output=True, check=True).stdout.decode()
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    elif kind.endswith("json") and answer.content:
        return dict(_leaves(answer.json()))
    else:
        lines = answer.text.splitlines()
    return {("line", str(number)): line for number, line in enumerate(lines, start=1)}


def _leaves(value: Any, at: Place = ()) -> Iterator[tuple[Place, str]]:
    """Everything that a structure says, each with its place."""
    inside = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    for key, one in inside:
        yield from _leaves(one, (*at, str(key)))
    if not inside:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield at or ("",), DIGEST.sub("(digest)", SEAL.sub("(sealed)", text))
