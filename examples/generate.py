"""Writes the example batch: `python -m examples.generate --out DIR --candidates 600 --seed 2026`."""

import argparse
import json
from dataclasses import asdict
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from examples import technicians
from examples.batch import a_batch
from examples.items.bank import Bank, compact
from examples.mishaps import a_day
from examples.rooms import Room, all_rooms
from examples.roster import Roster, a_roster
from examples.roster_entry import HEADER
from examples.staff import Member, all_staff
from examples.trades import LEVELS, TECHNICIAN, TRADES

FEWEST, MOST = 24, 20_000


def generate(out: Path, *, candidates: int, seed: int) -> None:
    """Write every file; the same arguments always write the same content."""
    roster = a_roster(candidates, seed)
    out.mkdir(parents=True, exist_ok=True)
    _write_json(out / "batch.json", a_batch(candidates))
    (out / "roster.xlsx").write_bytes(a_workbook(roster))
    _write_json(out / "expected.json", roster.expected())
    _write_lines(out / "rooms.json", [_plain(room) for room in all_rooms(candidates)])
    _write_lines(out / "staff.json", [_plain(member) for member in all_staff(candidates, seed, roster)])
    _write_json(out / "day.json", a_day())
    for folder in ("banks", "blueprints"):
        (out / folder).mkdir(exist_ok=True)
    for trade in TRADES:
        for level in LEVELS:
            _write_bank(out, Bank(trade, level, seed))
    _generate_technicians(out / "technicians", seed)


def _generate_technicians(out: Path, seed: int) -> None:
    """The small batch of level 2 in the same form; its staff are those that come for it."""
    for folder in ("banks", "blueprints"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    _write_json(out / "batch.json", technicians.a_batch())
    (out / "roster.xlsx").write_bytes(a_workbook(technicians.a_roster(seed)))
    _write_lines(out / "rooms.json", [_plain(room) for room in technicians.rooms()])
    _write_lines(out / "staff.json", [_plain(member) for member in technicians.staff(seed)])
    _write_json(out / "day.json", technicians.a_day())
    _write_bank(out, Bank(technicians.TRADE, TECHNICIAN, seed))


def _write_bank(out: Path, bank: Bank) -> None:
    name = f"{bank.trade.code}-{bank.level}.json"
    (out / "banks" / name).write_text(compact(bank.content()), encoding="utf-8")
    _write_json(out / "blueprints" / name, bank.blueprint())


def a_workbook(roster: Roster) -> bytes:
    """One sheet, every cell text: identifiers must keep their leading digits and their X."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        workbook.set_properties({"title": "报名花名册", "created": datetime(2026, 9, 1)})  # noqa: DTZ001
        sheet = workbook.add_worksheet("花名册")
        for index, cells in enumerate((HEADER, *roster.rows())):
            for column, text in enumerate(cells):
                sheet.write_string(index, column, text)
    return file.getvalue()


def _plain(entry: Member | Room) -> dict[str, object]:
    content: dict[str, object] = json.loads(json.dumps(asdict(entry), default=date.isoformat))
    return content


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_lines(path: Path, entries: list[dict[str, object]]) -> None:
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m examples.generate", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--candidates", type=int, default=600)
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    if not FEWEST <= arguments.candidates <= MOST:
        parser.error(f"--candidates must lie between {FEWEST} and {MOST}")
    generate(arguments.out, candidates=arguments.candidates, seed=arguments.seed)


if __name__ == "__main__":
    main()
