"""A roster of 5,000 and of 50,000 rows, read and judged as registration does it, each in a process of its own.

The ratio is rows a second, large over small: whether a row costs more among many; and the memory that a row takes.
"""

import asyncio
import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from benchmarks.bench import Bench
from libs.chassis.sealing import FieldCipher
from services.registration.domain.roster.upload import Intake
from services.registration.storage.roster_files import UploadedRosterFiles
from services.registration.tests import builders

MADE_UP: Any = builders
SIZES = (5_000, 50_000)
# Three digits of a number tell people of one day apart, of which the odd ones are men's.
DAYS = 3_000
FIRST_DAY, FIRST_ORDER = date(1990, 1, 1), 101
MOST_ROWS = 50_000


def run(bench: Bench) -> None:
    """Measure and report."""
    bench.directory.mkdir(parents=True)
    told = []
    for rows in bench.sizes or SIZES:
        bench.say(f"import: {rows} rows")
        told.append(_best(bench, rows, "csv"))
    small, large = told[0], told[-1]
    workbook = _best(bench, large["rows"], "xlsx")
    bench.results.add("import", large["rows_a_second"] / small["rows_a_second"], sizes=told, workbook=workbook)


def _best(bench: Bench, rows: int, kind: str) -> dict[str, Any]:
    measured = [_in_a_process(rows, kind) for _ in range(min(bench.repetitions, 3))]
    return max(measured, key=lambda one: one["rows_a_second"])


def _in_a_process(rows: int, kind: str) -> dict[str, Any]:
    """Memory is given back to nobody, so that each size begins anew."""
    command = [sys.executable, "-m", "benchmarks.roster_import", str(rows), kind]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(ran.stdout)
    return measured


async def _measure(rows: int, kind: str) -> dict[str, Any]:
    """Rows a second of processor time, and the memory beside the file; a row that is refused voids the run."""
    body = _a_roster(rows) if kind == "csv" else _as_a_workbook(_a_roster(rows))
    cipher = FieldCipher({"k1": os.urandom(32)})
    before, begun, since = _mebibytes(), time.process_time(), time.perf_counter()
    roster = await UploadedRosterFiles(MOST_ROWS).read(body)
    intake = Intake(
        batch=MADE_UP.a_batch(),
        admission=MADE_UP.ADMISSION,
        cipher=cipher,
        upload_id="2026-autumn-bench",
        act=MADE_UP.ACT,
    )
    judged = intake.judge(roster, earlier=[])
    busy, passed = time.process_time() - begun, time.perf_counter() - since
    assert judged.upload.eligible == rows  # noqa: S101
    return {
        "rows": rows,
        "rows_a_second": round(rows / busy),
        "rows_a_second_by_the_clock": round(rows / passed),
        "mib": round(_mebibytes() - before, 1),
        "kib_a_row": round((_mebibytes() - before) * 1024 / rows, 2),
    }


def _a_roster(rows: int) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(MADE_UP.COLUMNS)
    for number in range(rows):
        name = "考生" + "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))
        born = FIRST_DAY + timedelta(days=number % DAYS)
        row = MADE_UP.cells(姓名=name, 证件号码=MADE_UP.a_number(born=born, order=FIRST_ORDER + 2 * (number // DAYS)))
        writer.writerow([row[column] for column in MADE_UP.COLUMNS])
    return text.getvalue().encode()


def _as_a_workbook(text: bytes) -> bytes:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(csv.reader(io.StringIO(text.decode()))):
            sheet.write_row(number, 0, row)
    return body.getvalue()


def _mebibytes() -> float:
    """What this process has in memory now: at the end all of the roster is still held."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measure(int(sys.argv[1]), sys.argv[2]))))
