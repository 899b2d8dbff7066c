"""The batch that is kept in the repository, read once."""

import json
from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

from examples.trades import LEVELS, TRADES

SHIPPED = Path(__file__).parent.parent / "autumn-2026"
CODES = {trade.slug: trade.code for trade in TRADES}
BANKS = [(trade.slug, level) for trade in TRADES for level in LEVELS]


@cache
def bank(trade, level):
    return shipped(f"banks/{CODES[trade]}-{level}.json")


def blueprint(trade, level):
    return shipped(f"blueprints/{CODES[trade]}-{level}.json")


def shipped(name):
    return json.loads((SHIPPED / name).read_text(encoding="utf-8"))


def table(directory):
    """The rows of a roster file by column name; the first is row 2 of the sheet."""
    header, *rows = CalamineWorkbook.from_path(directory / "roster.xlsx").get_sheet_by_index(0).to_python()
    return [dict(zip(header, row, strict=True)) for row in rows]


def family_of(item):
    return item["item_id"].split("-", 2)[2].rpartition("-")[0]
