"""When each parcel was durable in a stage, on the clock that all processes of the machine share."""

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Self


class Stamps:
    """Notes kept in memory and written at the end; without a file, nothing is noted."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._noted: list[tuple[str, float]] = []

    @classmethod
    def from_environment(cls) -> Self:
        """The file that the benchmark names, if it wants notes."""
        named = os.environ.get("BENCH_STAMPS")
        return cls(Path(named) if named else None)

    def note(self, parcels: Iterable[str]) -> None:
        """These are durable now."""
        if self._file is not None:
            now = time.monotonic()
            self._noted += [(parcel, now) for parcel in parcels]

    def write(self) -> None:
        """Leave the notes to the benchmark."""
        if self._file is not None:
            self._file.write_text(json.dumps(dict(self._noted)), encoding="utf-8")
