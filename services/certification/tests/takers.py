"""Twenty clients that take numbers until so many are taken: `python -m services.certification.tests.takers STORE MOST`.

Each block of numbers is put down in the commit that takes it. A process that is killed leaves what it had committed.
"""

import asyncio
import random
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from libs.chassis.domain import Aggregate
from libs.chassis.store.mongo import MongoStore
from libs.chassis.store.port import Collection, Store, VersionClashError
from libs.chassis.store.sqlite import SqliteStore, StoreInUseError
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from services.certification.domain.numbers import NumberLedger
from services.certification.storage.collections import LEDGERS
from services.certification.tests.builders import INSTITUTION_CODE

CLIENTS = 20
MOST_AT_ONCE = 50
TAKING = b"taking\n"
NOON = datetime(2026, 10, 12, 4, tzinfo=UTC)


@dataclass(kw_only=True)
class TakenBlock(Aggregate):
    """What one commit took; its id is its first number."""

    id: str
    numbers: list[str]


BLOCKS = Collection("taken_blocks", TakenBlock)


def store_at(address: str) -> Store:
    """A file, or a database of MongoDB whose name follows a space."""
    uri, _, database = address.partition(" ")
    return MongoStore(uri, database) if database else SqliteStore(Path(address))


async def ledger_in(work: UnitOfWork) -> NumberLedger:
    """The ledger that all take from."""
    key = NumberLedger.key(institution_code=INSTITUTION_CODE, year=2026, level=5)
    return await work.of(LEDGERS).find_one(key) or NumberLedger.begin(
        institution_code=INSTITUTION_CODE, year=2026, level=5
    )


async def opened(address: str) -> Store:
    """The store, as soon as nobody else owns it."""
    while True:
        store = store_at(address)
        try:
            await store.open([LEDGERS, BLOCKS])
        except StoreInUseError:
            await asyncio.sleep(0.02)
        else:
            return store


async def take_until(most: int, store: Store) -> None:
    """Block after block, all clients at once."""
    transactions = Transactions(store, "certification", lambda *_: None)

    async def take(work: UnitOfWork) -> bool:
        ledger = await ledger_in(work)
        left = most - ledger.last
        if not left:
            return False
        numbers = ledger.take(min(left, random.randint(1, MOST_AT_ONCE)))
        work.of(LEDGERS).save(ledger)
        work.of(BLOCKS).save(TakenBlock(id=numbers[0], numbers=numbers))
        return True

    async def client() -> None:
        going = True
        while going:
            try:
                going = await transactions.run(take, now=lambda: NOON)
            except VersionClashError:
                continue  # as the watchdog arms a lost run anew

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


async def main(address: str, most: int) -> None:
    """Take numbers until there are enough, in this process or another."""
    store = await opened(address)
    sys.stdout.buffer.write(TAKING)
    sys.stdout.flush()
    await take_until(most, store)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
