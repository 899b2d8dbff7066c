"""The same deadlines with APScheduler 3: `python -m benchmarks.apscheduled PENDING SECONDS NOTES`.

On an SQLite job store, set up to be fast: a pool of threads, no misfire limit, the store in WAL mode and not
synchronised at each commit. That is generous. A job has rung when its function is called, for APScheduler promises no
single effect.
"""

import json
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import create_engine, event

from benchmarks.notes import Notes

A_SECOND = 1_000
_notes: list[Notes] = []


def ring(key: str, due: float) -> None:
    """The job."""
    _notes[0].note(key, due)


def main(pending: int, seconds: int, notes: Path) -> None:
    """Arm, ring, serve until SIGTERM."""
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    _notes.append(Notes(notes))
    engine = create_engine(f"sqlite:///{notes.with_suffix('.sqlite')}")

    @event.listens_for(engine, "connect")
    def fast(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(engine=engine)},
        executors={"default": ThreadPoolExecutor(20)},
        job_defaults={"misfire_grace_time": None},
        timezone=UTC,
    )
    scheduler.start(paused=True)
    begin = time.time() + 5 + pending / 500
    for number in range(pending):
        due = begin + number / A_SECOND if number < A_SECOND * seconds else begin + 86_400
        key = f"alarm-{number:06d}"
        scheduler.add_job(ring, "date", run_date=datetime.fromtimestamp(due, UTC), args=[key, due], id=key)
    if time.time() > begin - 1:
        message = "arming the jobs took longer than was allowed for"
        raise RuntimeError(message)
    notes.with_suffix(".plan").write_text(json.dumps({"begin": begin}), encoding="utf-8")
    scheduler.resume()
    stopped.wait()
    scheduler.shutdown(wait=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
