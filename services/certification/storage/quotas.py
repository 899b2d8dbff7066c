"""What employers asked about today, counted where every process of the service counts."""

from datetime import datetime

from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from services.certification.storage.collections import EMPLOYER_KEYS


class StoredQuotas:
    """Counts in a commit of its own: whoever counted meanwhile is met as a clash, and it is counted again."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def spend(self, key_id: str, count: int, *, now: datetime) -> None:
        async def counted(work: UnitOfWork) -> None:
            keys = work.of(EMPLOYER_KEYS)
            key = await keys.get(key_id)
            key.spend(count, now=now)
            keys.save(key)

        await self._transactions.run(counted, now=lambda: now)
