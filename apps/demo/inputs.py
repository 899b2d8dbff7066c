"""The example files of a batch, read once."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Key = tuple[str, int]


@dataclass(frozen=True)
class Inputs:
    """What the institution prepared: batch, roster, rooms, staff, banks, blueprints, and what will go wrong.

    `starts` are the times of day at which sessions may begin, where they are not the usual ones.
    """

    batch: dict[str, Any]
    roster: bytes
    rooms: list[dict[str, Any]]
    staff: list[dict[str, Any]]
    banks: dict[Key, dict[str, Any]]
    blueprints: dict[Key, dict[str, Any]]
    day: dict[str, Any]
    starts: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, directory: Path) -> "Inputs":
        """Read a directory that `python -m examples.generate` made."""
        return cls(
            batch=_json(directory / "batch.json"),
            roster=(directory / "roster.xlsx").read_bytes(),
            rooms=_json(directory / "rooms.json"),
            staff=_json(directory / "staff.json"),
            banks=_by_key(directory / "banks"),
            blueprints=_by_key(directory / "blueprints"),
            day=_json(directory / "day.json"),
        )

    @property
    def batch_id(self) -> str:
        """The batch that is run."""
        batch_id: str = self.batch["batch_id"]
        return batch_id

    @property
    def offers(self) -> list[Key]:
        """Occupation code and level of everything on offer."""
        return [(offer["occupation_code"], offer["level"]) for offer in self.batch["offers"]]


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _by_key(directory: Path) -> dict[Key, dict[str, Any]]:
    files = [_json(file) for file in sorted(directory.glob("*.json"))]
    return {(content["occupation_code"], content["level"]): content for content in files}
