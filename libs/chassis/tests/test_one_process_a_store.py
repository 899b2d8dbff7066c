"""One process owns an SQLite file (ADR 0002); shown with real processes."""

import asyncio
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from libs.chassis.store.sqlite import SqliteStore, StoreInUseError

ROOT = Path(__file__).parents[3]
AT_ONCE = 7
PATIENCE_SECONDS = 60
OWNER = """
import asyncio, sys
from pathlib import Path
from libs.chassis.store.sqlite import SqliteStore

async def main():
    await SqliteStore(Path(sys.argv[1])).open([])
    print("owns it", flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


@asynccontextmanager
async def processes(file, how_many):
    """So many that start at once; whatever still lives is killed at the end."""
    pipe = asyncio.subprocess.PIPE
    started = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", OWNER, str(file), cwd=ROOT, stdout=pipe, stderr=pipe)
        for _ in range(how_many)
    ]
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            yield started
    finally:
        for process in started:
            if process.returncode is None:
                process.kill()
            await process.communicate()


async def test_a_second_process_is_refused_with_a_sentence(tmp_path):
    file = tmp_path / "store.sqlite"
    store = SqliteStore(file)
    await store.open([])

    async with processes(file, 1) as [second]:
        said, why = await second.communicate()

    assert (second.returncode, said) == (1, b"")
    assert f"{file} is in use by another process: one process owns an SQLite store" in why.decode()
    await store.close()


async def test_another_name_of_the_file_lets_no_second_process_in(tmp_path):
    file, named = tmp_path / "store.sqlite", tmp_path / "named.sqlite"
    named.symlink_to(file)
    store = SqliteStore(file)
    await store.open([])

    async with processes(named, 1) as [second]:
        said, why = await second.communicate()

    assert (second.returncode, said, b"is in use by another process" in why) == (1, b"", True)
    await store.close()


async def test_of_seven_that_start_at_once_one_owns_the_file(tmp_path):
    async with processes(tmp_path / "store.sqlite", AT_ONCE) as started:
        said = await asyncio.gather(*(process.stdout.readline() for process in started))

    assert sorted(said) == [b""] * (AT_ONCE - 1) + [b"owns it\n"]


async def test_whoever_was_killed_blocks_nobody(tmp_path):
    file = tmp_path / "store.sqlite"
    async with processes(file, 1) as [owner]:
        assert await owner.stdout.readline() == b"owns it\n"
        owner.send_signal(signal.SIGKILL)
        await owner.wait()

        store = SqliteStore(file)
        await store.open([])
        await store.close()


async def test_a_closed_store_is_free_and_a_refused_one_holds_nothing(tmp_path):
    first, second = SqliteStore(tmp_path / "store.sqlite"), SqliteStore(tmp_path / "store.sqlite")
    await first.open([])
    with pytest.raises(StoreInUseError):
        await second.open([])
    await first.close()

    await second.open([])
    await second.close()
