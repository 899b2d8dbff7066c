"""10,000 scripts of 100 items: marked from the reader's file, held against each other, marked again by another key.

Beside marking, in the same run, the least that any program does: each character compared with the key's, nothing
checked and nothing kept. Beside the pairs a program that counts what two have alike character by character; it is given
a sample. Beside marking again the same with a tenth of the scripts, whether many cost more each than few.
"""

import asyncio
import csv
import io
import multiprocessing
import random
import resource
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.bench import Bench
from benchmarks.measured import spread
from libs.chassis.sealing import FieldCipher
from libs.chassis.store.sqlite import SqliteStore
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from libs.contracts.event import Level
from services.scoring.domain.analysis.responses import Responses
from services.scoring.domain.analysis.similarity import find_leads
from services.scoring.domain.answer_key import AnswerKey, ItemAnswer, TheoryKey
from services.scoring.domain.marker import Marker
from services.scoring.domain.marks import MarkingRules
from services.scoring.domain.reading.answer_sheets import read_answer_sheets, sort_sheets
from services.scoring.domain.score_list import ScoreList
from services.scoring.domain.script import Script
from services.scoring.domain.session import Session, list_id_of
from services.scoring.ports import MarkingDesk
from services.scoring.storage.answer_files import AnswerFiles
from services.scoring.storage.collections import COLLECTIONS
from services.scoring.storage.seals import KeySeals
from services.scoring.use_cases import keys, marking

SCRIPTS, ITEMS = 10_000, 100
SAMPLE, PLANTED, COPIED_SHARE = 20_000, 20, 0.9
NOON = datetime(2026, 9, 24, 4, tzinfo=UTC)
BATCH, CODE, PAPER, SESSION = "b", "4-03-02-01", "p", "s"
LEVEL: Level = 4
LEAD = Marker(id="S-0001", roles=frozenset({"marking-lead"}), at=NOON, reason="教材")
SECOND = Marker(id="S-0002", roles=frozenset({"exam-affairs"}), at=NOON, reason="教材")
Work = Callable[[MarkingDesk], Awaitable[Any]]


def mark(bench: Bench) -> None:
    """From the bytes of a file to every script marked and kept."""
    size = _size(bench)
    bench.say(f"mark: {size} scripts of {ITEMS} items")
    answers, key = _answers(size, ITEMS)
    raw = _file(answers)
    seconds, kept, plain = [], [], []
    for repetition in range(bench.repetitions):
        begun = time.perf_counter()
        right = _compared(raw, key)
        plain.append(time.perf_counter() - begun)
        seconds.append(_marked(raw, answers, TheoryKey(key), right))
        kept.append(asyncio.run(_kept(_room(bench, str(repetition)), raw, answers, key)))
    bench.results.add(
        "mark",
        min(plain) / min(seconds),
        scripts=size,
        items=ITEMS,
        seconds=spread(seconds),
        seconds_until_kept=spread(kept),
        plain_seconds=spread(plain),
    )


def similarity(bench: Bench) -> None:
    """Every pair of one paper; the process that does it is asked how much memory it took."""
    size = _size(bench)
    bench.say(f"similarity: all pairs of {size} scripts of {ITEMS} items")
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as apart:
        found = [apart.submit(_held_against, size).result() for _ in range(bench.repetitions)]
    pairs = size * (size - 1) // 2
    seconds = [one["seconds"] for one in found]
    bench.results.add(
        "similarity",
        _plain_seconds_a_pair(size) * pairs / min(seconds),
        scripts=size,
        pairs=pairs,
        seconds=spread(seconds),
        peak_mib=max(one["peak_mib"] for one in found),
        planted=found[0]["planted"],
        found=found[0]["found"],
        others=found[0]["others"],
    )


def rescore(bench: Bench) -> None:
    """A key is corrected by the second person: until every script that was marked with it is marked again and kept."""
    size = _size(bench)
    bench.say(f"rescore: {size} scripts of {ITEMS} items")
    each: dict[int, list[float]] = {size // 10: [], size: []}
    for repetition in range(bench.repetitions):
        for scripts, seconds in each.items():
            seconds.append(asyncio.run(_corrected(_room(bench, f"{scripts}-{repetition}"), scripts)))
    few, many = (min(seconds) / scripts for scripts, seconds in each.items())
    bench.results.add("rescore", few / many, scripts=size, seconds=spread(each[size]))


def _room(bench: Bench, name: str) -> Path:
    directory = bench.directory / name
    directory.mkdir(parents=True)
    return directory


def _size(bench: Bench) -> int:
    return bench.sizes[0] if bench.sizes else SCRIPTS


def _answers(scripts: int, items: int, *, copies: int = 0) -> tuple[list[tuple[str, str]], str]:
    """Code and answers: each has an ability, each item is as hard as it is; the first pairs copied nine of ten."""
    dice = random.Random(2026)
    key = "".join(dice.choice("ABCD") for _ in range(items))
    hard = [dice.uniform(-0.25, 0.25) for _ in key]
    rows: list[tuple[str, str]] = []
    for number in range(scripts):
        able = min(0.95, max(0.3, dice.gauss(0.72, 0.12)))
        given = [
            right if dice.random() < able - hardness else dice.choice("ABCD")
            for right, hardness in zip(key, hard, strict=True)
        ]
        if number % 2 and number < 2 * copies:
            given = [
                taken if dice.random() < COPIED_SHARE else own for taken, own in zip(rows[-1][1], given, strict=True)
            ]
        rows.append((f"C{number:05d}", "".join(given)))
    return rows, key


def _file(answers: list[tuple[str, str]]) -> bytes:
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(["code", "form", *range(1, ITEMS + 1)])
    sheet.writerows([code, "A", *given] for code, given in answers)
    return text.getvalue().encode()


def _compared(raw: bytes, key: str) -> int:
    """The least: how many answers of a file are right."""
    rows = csv.reader(io.StringIO(raw.decode(), newline=""))
    next(rows)
    return sum(one == right for row in rows for one, right in zip(row[2:], key, strict=True))


def _marked(raw: bytes, answers: list[tuple[str, str]], key: TheoryKey, right: int) -> float:
    """Seconds from the bytes of a file to the last script that is marked; wrong sums void the run."""
    scripts = {code: _script(code) for code, _ in answers}
    begun = time.perf_counter()
    found = sort_sheets(read_answer_sheets(AnswerFiles().rows(raw)), scripts, {"A": key})
    for script, given in found.readable:
        script.read(given, key, LEAD.act)
    passed = time.perf_counter() - begun
    _must_be_right(scripts.values(), right)
    return passed


def _must_be_right(scripts: Iterable[Script], right: int) -> None:
    if sum(script.readings[-1].correct for script in scripts) != right:
        message = "not every script was marked as the key has it"
        raise RuntimeError(message)


async def _kept(directory: Path, raw: bytes, answers: list[tuple[str, str]], key: str) -> float:
    """Seconds of the whole use case, from the bytes of a file to the commit of every script."""
    async with _office(directory, [code for code, _ in answers], key) as do:
        begun = time.perf_counter()
        await do(lambda desk: marking.import_answer_sheets(desk, session_id=SESSION, raw=raw, marker=LEAD))
        return time.perf_counter() - begun


async def _corrected(directory: Path, scripts: int) -> float:
    """Seconds of the second person's correction, which marks every script again."""
    answers, key = _answers(scripts, ITEMS)
    async with _office(directory, [code for code, _ in answers], key) as do:
        raw, other = _file(answers), ItemAnswer(1, "B" if key[0] != "B" else "C")
        await do(lambda desk: marking.import_answer_sheets(desk, session_id=SESSION, raw=raw, marker=LEAD))
        await do(lambda desk: keys.correct_key(desk, paper_id=PAPER, right=other, marker=LEAD))
        begun = time.perf_counter()
        done = await do(lambda desk: keys.correct_key(desk, paper_id=PAPER, right=other, marker=SECOND))
        passed = time.perf_counter() - begun
    if done is None or done.remarked != scripts:
        message = "not every script was marked again"
        raise RuntimeError(message)
    return passed


def _script(code: str) -> Script:
    return Script(
        id=code, session_id=SESSION, batch_id=BATCH, occupation_code=CODE, level=LEVEL, part="theory", form="A"
    )


@asynccontextmanager
async def _office(directory: Path, codes: list[str], key: str) -> AsyncIterator[Callable[[Work], Awaitable[Any]]]:
    """Scoring on a store of its own, with a session that has ended and its sealed key; does one use case at a time."""
    store = SqliteStore(directory / "scoring.sqlite")
    await store.open(COLLECTIONS)
    transactions = Transactions(store, "scoring", lambda *_: None)
    seals = KeySeals(FieldCipher({"k1": b"a key of a benchmark, 32 bytes.."}))

    async def do(use: Work) -> Any:
        return await transactions.run(lambda work: use(_desk(work, seals)), now=lambda: NOON)

    await do(lambda desk: _set_up(desk, codes, key))
    try:
        yield do
    finally:
        await store.close()


async def _set_up(desk: MarkingDesk, codes: list[str], key: str) -> None:
    about: dict[str, Any] = {"batch_id": BATCH, "occupation_code": CODE, "level": LEVEL}
    desk.sessions.save(Session(id=SESSION, part="theory", **about))
    desk.lists.save(ScoreList(id=list_id_of(BATCH, CODE, LEVEL), **about))
    answer_key = AnswerKey(
        id=PAPER,
        part="theory",
        form="A",
        items=ITEMS,
        paper_digest="0" * 64,
        sealed_key="",
        received_by=LEAD.id,
        received_at=NOON,
        **about,
    )
    answer_key.sealed_key = desk.seals.seal(answer_key, TheoryKey(key).text())
    desk.keys.save(answer_key)
    for code in codes:
        desk.scripts.save(_script(code))


def _desk(work: UnitOfWork, seals: KeySeals) -> MarkingDesk:
    kept = {collection.name: work.of(collection) for collection in COLLECTIONS}
    wanted = {field.name: kept[field.name] for field in fields(MarkingDesk) if field.name in kept}
    return MarkingDesk(**wanted, answer_files=AnswerFiles(), seals=seals, rules=MarkingRules())


def _held_against(scripts: int) -> dict[str, Any]:
    """In a process of its own: how long, how much memory, and which of the planted pairs were found."""
    rows, key = _answers(scripts, ITEMS, copies=PLANTED)
    responses = Responses.of(rows, key)
    begun = time.perf_counter()
    leads = find_leads(responses)
    passed = time.perf_counter() - begun
    planted = {(f"C{2 * pair:05d}", f"C{2 * pair + 1:05d}") for pair in range(PLANTED)}
    found = planted & {(lead.one, lead.other) for lead in leads}
    return {
        "seconds": passed,
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "planted": PLANTED,
        "found": len(found),
        "others": len(leads) - len(found),
    }


def _plain_seconds_a_pair(scripts: int) -> float:
    rows, _ = _answers(min(scripts, 1_000), ITEMS)
    dice = random.Random(7)
    pairs = [dice.sample(rows, 2) for _ in range(SAMPLE)]
    begun = time.perf_counter()
    for (_, one), (_, other) in pairs:
        sum(first == second for first, second in zip(one, other, strict=True))
    return (time.perf_counter() - begun) / SAMPLE
